package io.remine.operators.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.remine.operators.deadletter.DeadLetter;
import io.remine.operators.flink.CodecTypeInformation;
import io.remine.state.lineage.InputPosition;
import io.remine.state.lineage.Lineage;
import io.remine.state.record.Example;
import io.remine.state.record.ExampleCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One record in a hundred is malformed in one of several ways: each becomes a dead letter, and the others are as without. */
@SuppressWarnings("try") // the harness' close may be interrupted, which a test lets happen
class MalformedRecordsTest {

    private static final int RECORDS = 5_000;
    private static final int MAX_BYTES = 1_000;
    private static final int KINDS = 8;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theStreamIsThatOfItsWellFormedRecordsAndEachOtherLeavesWhole(long seed) throws Exception {
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Lineage clean = Lineage.NONE;
        List<RawRecord> malformed = new ArrayList<>();
        try (OneInputStreamOperatorTestHarness<RawRecord, Example> intake = intake()) {
            for (int i = 0; i < RECORDS; i++) {
                boolean good = random.nextInt(100) > 0;
                byte[] value = good ? good(i) : malformed(i, malformed.size(), random);
                RawRecord raw =
                        new RawRecord(new InputPosition("examples", i % 3, i), i, ("q" + i).getBytes(UTF_8), value);
                intake.processElement(new StreamRecord<>(raw));
                if (good) {
                    clean = clean.plus(new ExampleParser().parse(raw).hash());
                } else {
                    malformed.add(raw);
                }
            }
            assertThat(malformed).hasSizeGreaterThan(KINDS);
            assertThat(intake.extractOutputValues().stream()
                            .map(Example::hash)
                            .reduce(Lineage.NONE, Lineage::plus, Lineage::plus))
                    .isEqualTo(clean);
            List<DeadLetter> letters = intake.getSideOutput(IntakeOperator.DEAD_LETTERS).stream()
                    .map(StreamRecord::getValue)
                    .toList();
            assertThat(letters)
                    .extracting(DeadLetter::position)
                    .containsExactlyElementsOf(
                            malformed.stream().map(RawRecord::position).toList());
            for (int i = 0; i < malformed.size(); i++) {
                assertThat(letters.get(i).key()).isEqualTo(malformed.get(i).key());
                assertThat(letters.get(i).value()).isEqualTo(malformed.get(i).value());
                assertThat(letters.get(i).message()).isNotBlank();
            }
        }
    }

    private static byte[] malformed(int number, int kind, Random random) {
        byte[] random100 = new byte[100];
        random.nextBytes(random100);
        random100[0] = (byte) 0xff; // begins no UTF-8
        String good = new String(good(number), UTF_8);
        return switch (kind % KINDS) {
            case 0 -> random100;
            case 1 -> new byte[0];
            case 2 -> null;
            case 3 -> good.replaceFirst("\"text\"", "\"test\"").getBytes(UTF_8);
            case 4 -> good.replaceFirst("text", "t\u00e9xt").getBytes(ISO_8859_1);
            case 5 -> good.substring(0, 1 + random.nextInt(good.length() - 1)).getBytes(UTF_8);
            case 6 ->
                good.replaceFirst("\"time\":[0-9]+", "\"time\":\"yesterday\"").getBytes(UTF_8);
            default -> good.replaceFirst("text of", "x".repeat(MAX_BYTES)).getBytes(UTF_8);
        };
    }

    private static byte[] good(int number) {
        return "{\"text\":\"text of %d\",\"document\":\"d%d\",\"time\":%d}"
                .formatted(number, number % 7, number)
                .getBytes(UTF_8);
    }

    private static OneInputStreamOperatorTestHarness<RawRecord, Example> intake() throws Exception {
        OneInputStreamOperatorTestHarness<RawRecord, Example> harness =
                new OneInputStreamOperatorTestHarness<>(new IntakeOperator<>(new ExampleParser(), MAX_BYTES));
        harness.setup(
                CodecTypeInformation.of(ExampleCodec.INSTANCE, Example.class).serializer());
        harness.open();
        return harness;
    }
}
