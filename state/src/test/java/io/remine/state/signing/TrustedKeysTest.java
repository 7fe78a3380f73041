package io.remine.state.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.state.GoldenFile;
import io.remine.state.blob.Blobs;
import io.remine.state.blob.KeyedBytes;
import io.remine.state.blob.RecordValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class TrustedKeysTest {

    private static final byte[] KEY = bytes("live");
    private static final byte[] VALUE = GoldenFile.readLine("release/release-1.json");

    private final SigningKey signer = SigningKeys.first();
    private final TrustedKeys trust = SigningKeys.trustFirst();
    private final byte[] signature =
            signer.sign(SignedTopic.RELEASES, KEY, VALUE).orElseThrow();

    @Test
    void writesAndTrustsItsGoldenFile() throws Exception {
        byte[] golden = GoldenFile.read("signing/signature-1.bin");

        assertThat(signature).isEqualTo(golden);
        trust.check(SignedTopic.RELEASES, KEY, RecordValue.of(VALUE), Optional.of(golden));
        assertThat(signer.id()).hasToString("21fe31dfa154a261");
    }

    @Test
    void theTombstoneOfAKeyHasASignatureOfItsOwn() throws Exception {
        byte[] ofTombstone = signer.sign(SignedTopic.RELEASES, KEY, null).orElseThrow();

        trust.check(SignedTopic.RELEASES, KEY, null, Optional.of(ofTombstone));
        assertRefused(SignedTopic.RELEASES, KEY, null, signature, "is not what key");
        assertRefused(SignedTopic.RELEASES, KEY, new byte[0], ofTombstone, "is not what key");
    }

    @Test
    void refusesWhatIsNotSigned() {
        assertThatThrownBy(() -> trust.check(SignedTopic.RELEASES, KEY, RecordValue.of(VALUE), Optional.empty()))
                .isInstanceOf(UntrustedRecordException.class)
                .hasMessageContaining("'live' on the topic of releases: it is not signed");
    }

    @Test
    void aSignatureHoldsForNoOtherTopicKeyOrValue() {
        assertRefused(SignedTopic.MODELS, KEY, VALUE, signature, "is not what key");
        assertRefused(SignedTopic.RELEASES, bytes("pin"), VALUE, signature, "is not what key");
        assertRefused(SignedTopic.RELEASES, KEY, bytes("{}"), signature, "is not what key");
        // A byte that goes from the key to the value.
        byte[] moved =
                signer.sign(SignedTopic.RELEASES, bytes("ab"), bytes("c")).orElseThrow();
        assertRefused(SignedTopic.RELEASES, bytes("a"), bytes("bc"), moved, "is not what key");
    }

    @Test
    void refusesEveryFlippedBit() {
        for (int bit = 0; bit < 8 * signature.length; bit++) {
            byte[] flipped = signature.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefused(SignedTopic.RELEASES, KEY, VALUE, flipped, "");
        }
        for (int bit = 0; bit < 8 * VALUE.length; bit++) {
            byte[] flipped = VALUE.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefused(SignedTopic.RELEASES, KEY, flipped, signature, "is not what key");
        }
    }

    @Test
    void refusesAHeaderOfAnotherLengthOrFormat() {
        assertRefused(SignedTopic.RELEASES, KEY, VALUE, new byte[0], "0 bytes, must have 73");
        assertRefused(SignedTopic.RELEASES, KEY, VALUE, new byte[1 << 20], "1048576 bytes, must have 73");
        byte[] newer = signature.clone();
        newer[0] = 2;
        assertRefused(SignedTopic.RELEASES, KEY, VALUE, newer, "use a newer release");
    }

    @Test
    void refusesAKeyThatIsNotTrustedAndTrustsBothDuringARotation() {
        byte[] bySecond =
                SigningKeys.second().sign(SignedTopic.RELEASES, KEY, VALUE).orElseThrow();
        assertRefused(SignedTopic.RELEASES, KEY, VALUE, bySecond, "trusted are [21fe31dfa154a261]");

        TrustedKeys both = TrustedKeys.of(List.of(SigningKeys.firstPublic(), SigningKeys.secondPublic()));
        assertThatCode(() -> {
                    both.check(SignedTopic.RELEASES, KEY, RecordValue.of(VALUE), Optional.of(signature));
                    both.check(SignedTopic.RELEASES, KEY, RecordValue.of(VALUE), Optional.of(bySecond));
                })
                .doesNotThrowAnyException();
    }

    @Test
    void chunksNeedNoSignature() throws Exception {
        KeyedBytes chunk = Blobs.split(bytes("Remine")).get(0);

        assertThat(signer.sign(SignedTopic.INDEX, chunk.key(), chunk.value())).isEmpty();
        trust.check(SignedTopic.INDEX, chunk.key(), RecordValue.of(chunk.value()), Optional.empty());
    }

    @Test
    void withoutKeysEverythingIsTrusted() throws Exception {
        TrustedKeys.none().check(SignedTopic.RELEASES, KEY, RecordValue.of(VALUE), Optional.empty());
        TrustedKeys.none().check(SignedTopic.RELEASES, KEY, RecordValue.of(VALUE), Optional.of(new byte[3]));
    }

    @Test
    void ofSeveralHeadersTheLastCounts() {
        RecordHeaders headers = new RecordHeaders();
        assertThat(RecordSignature.header(headers)).isEmpty();

        headers.add(RecordSignature.HEADER, new byte[] {1});
        headers.add(RecordSignature.HEADER, signature);
        assertThat(RecordSignature.header(headers)).contains(signature);
    }

    private void assertRefused(SignedTopic topic, byte[] key, byte[] value, byte[] header, String reason) {
        assertThatThrownBy(() -> trust.check(topic, key, RecordValue.of(value), Optional.of(header)))
                .isInstanceOf(UntrustedRecordException.class)
                .hasMessageContaining(reason);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
