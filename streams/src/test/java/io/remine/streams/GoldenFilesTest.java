package io.remine.streams;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.remine.state.codec.Codec;
import io.remine.state.codec.CorruptDataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every form in which something is kept or sent has a golden file of each of its versions: forms are found by looking through
 * all classes, so that a new one without a file fails here.
 */
class GoldenFilesTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final JavaClasses CLASSES = new ClassFileImporter().importPackages("io.remine");

    /** What the files of a codec begin with, as a pattern, where it is not the codec's own name. */
    private static final Map<String, String> NAMES = Map.of(
            "DocumentChangeCodec", "upsert",
            "LedgerStateCodec", "ledger",
            "PublishInputCodec", "input-(slice|round|read)",
            "VersionRecordCodec", "version");

    /** Forms that are no codecs: what their files begin with. Each says its version in a constant. */
    private static final Map<String, String> OTHER_FORMS = Map.of(
            "GenerationRecord", "generation",
            "VersionRecord", "version",
            "EvaluationRecord", "evaluation",
            "Release", "release",
            "Manifest", "manifest",
            "RecordSignature", "signature",
            "WorkerStateFormat", "worker-state",
            "ClusterStateJson", "cluster");

    /**
     * Versions of what outlives no release: reports for people, the snapshot of a serializer, which names a codec; and of a
     * format that is not ours.
     */
    private static final List<String> NEITHER_KEPT_NOR_SENT =
            List.of("EvaluationResult", "Memory", "CodecSerializerSnapshot", "ChaosReport", "ParquetFile");

    @Test
    void everyVersionOfEveryCodecIsKeptAndStillRead() throws Exception {
        List<JavaClass> codecs = codecs();
        assertThat(codecs).hasSizeGreaterThan(20);
        for (JavaClass found : codecs) {
            Codec<?> codec = instance(found);
            String name = name(found);
            for (int version = 1; version <= codec.version(); version++) {
                List<Path> files = golden(name, version, file -> file.matches(".*\\.(hex|bin)"));
                assertThat(files)
                        .as("golden files %s-%d*.hex or .bin of %s", name, version, found.getName())
                        .isNotEmpty();
                for (Path file : files) {
                    byte[] bytes = read(file);
                    assertThat(bytes[0]).as("version in %s", file).isEqualTo((byte) version);
                    assertThat(codec.decode(bytes)).as("%s", file).isNotNull();
                }
            }
        }
    }

    /** An array of that length would end the process, whatever its memory. */
    @Test
    void noLengthThatIsClaimedIsBelieved() throws Exception {
        int refused = 0;
        for (JavaClass found : codecs()) {
            Codec<?> codec = instance(found);
            for (Path file : golden(name(found), codec.version(), each -> each.matches(".*\\.(hex|bin)"))) {
                byte[] bytes = read(file);
                for (int at = 1; at + Integer.BYTES <= bytes.length; at++) {
                    byte[] claims = bytes.clone();
                    ByteBuffer.wrap(claims).putInt(at, Integer.MAX_VALUE);
                    refused += isRead(codec, claims) ? 0 : 1;
                }
            }
        }
        assertThat(refused).isGreaterThan(100);
    }

    @Test
    void everyVersionOfEveryOtherFormIsKept() throws Exception {
        List<JavaField> versions = CLASSES.stream()
                .filter(GoldenFilesTest::isReleased)
                .flatMap(each -> each.getFields().stream())
                .filter(field -> field.getName().matches("FORMAT|VERSION|.*_VERSION")
                        && field.getRawType().isEquivalentTo(int.class)
                        && field.getModifiers().contains(JavaModifier.STATIC))
                .toList();
        assertThat(versions).hasSizeGreaterThanOrEqualTo(OTHER_FORMS.size());
        for (JavaField found : versions) {
            String form = found.getOwner().getSimpleName();
            if (NEITHER_KEPT_NOR_SENT.contains(form)) {
                continue;
            }
            assertThat(OTHER_FORMS).as("a new form: name its golden files").containsKey(form);
            Field field = found.reflect();
            field.setAccessible(true);
            for (int version = 1; version <= field.getInt(null); version++) {
                assertThat(golden(OTHER_FORMS.get(form), version, file -> file.matches(".*\\.(json|bin)")))
                        .as("golden files of %s, version %d", form, version)
                        .isNotEmpty();
            }
        }
    }

    private static boolean isRead(Codec<?> codec, byte[] bytes) {
        try {
            return codec.decode(bytes) != null;
        } catch (CorruptDataException e) {
            return false;
        }
    }

    private static List<JavaClass> codecs() {
        return CLASSES.stream()
                .filter(each -> each.isAssignableTo(Codec.class) && !each.isInterface() && isReleased(each))
                .toList();
    }

    /** What the files of a codec begin with. */
    private static String name(JavaClass codec) {
        return NAMES.getOrDefault(codec.getSimpleName(), words(codec.getSimpleName()));
    }

    /** Whether a class is no test's own. */
    private static boolean isReleased(JavaClass found) {
        String file = found.getName().replaceAll("\\$.*", "").replace('.', '/') + ".java";
        return Stream.of("state", "operators", "streams")
                .anyMatch(module -> Files.exists(ROOT.resolve(module).resolve("src/main/java/" + file)));
    }

    private static Codec<?> instance(JavaClass found) throws ReflectiveOperationException {
        Field instance = found.reflect().getDeclaredField("INSTANCE");
        instance.setAccessible(true);
        return (Codec<?>) instance.get(null);
    }

    private static List<Path> golden(String name, int version, Predicate<String> kind) {
        return Stream.of("state", "operators", "streams")
                .flatMap(module -> files(ROOT.resolve(module).resolve("src/test/resources/golden")))
                .filter(file -> file.getFileName().toString().matches("%s-%d[-.].*".formatted(name, version))
                        && kind.test(file.getFileName().toString()))
                .toList();
    }

    private static Stream<Path> files(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        return file.toString().endsWith(".hex")
                ? HexFormat.of().parseHex(new String(content, StandardCharsets.US_ASCII).replaceAll("\\s", ""))
                : content;
    }

    /** {@code JoinStateCodec} is {@code join-state}. */
    private static String words(String codec) {
        return codec.replaceAll("Codec$", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
    }
}
