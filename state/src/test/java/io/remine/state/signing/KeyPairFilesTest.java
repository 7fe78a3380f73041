package io.remine.state.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.state.blob.RecordValue;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyPairFilesTest {

    @TempDir
    private Path directory;

    private KeyPairFiles made;

    @BeforeEach
    void create() throws IOException {
        made = KeyPairFiles.create(directory.resolve("keys"));
    }

    @Test
    void whatOneFileSignsTheOtherTrusts() throws Exception {
        SigningKey signer = SigningKey.read(made.privateFile());
        byte[] signature =
                signer.sign(SignedTopic.INDEX, new byte[] {1}, new byte[] {2}).orElseThrow();

        TrustedKeys.read(List.of(made.publicFile()))
                .check(SignedTopic.INDEX, new byte[] {1}, RecordValue.of(new byte[] {2}), Optional.of(signature));
        assertThat(signer.id()).isEqualTo(made.id());
    }

    @Test
    void onlyTheOwnerReadsThePrivateKey() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.privateFile())))
                .isEqualTo("rw-------");
    }

    @Test
    void overwritesNoKey() throws IOException {
        byte[] before = Files.readAllBytes(made.privateFile());

        assertThatThrownBy(() -> KeyPairFiles.create(directory.resolve("keys")))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(Files.readAllBytes(made.privateFile())).isEqualTo(before);
    }

    @Test
    void severalPublicKeysMayStandInOneFileAndInSeveral() throws IOException {
        KeyPairFiles second = KeyPairFiles.create(directory.resolve("second"));
        Path both = directory.resolve("both.pem");
        Files.writeString(both, Files.readString(made.publicFile()) + Files.readString(second.publicFile()));

        assertThat(TrustedKeys.read(List.of(both)).keys()).containsOnlyKeys(made.id(), second.id());
        assertThat(TrustedKeys.read(List.of(made.publicFile(), second.publicFile())))
                .isEqualTo(TrustedKeys.read(List.of(both)));
    }

    @Test
    void aFileThatIsNoKeyIsNamedAndNothingOfItIsSaid() throws IOException {
        Path wrong = directory.resolve("wrong.pem");
        String secret = Files.readString(made.privateFile()).lines().toList().get(1);
        Files.writeString(wrong, "-----BEGIN PRIVATE KEY-----\nQUJD" + secret + "\n-----END PRIVATE KEY-----\n");

        assertThatThrownBy(() -> SigningKey.read(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(wrong.toString())
                .hasMessageContaining("no Ed25519 key")
                .hasNoCause()
                .satisfies(refused -> assertThat(refused.toString()).doesNotContain(secret));
        assertThat(SigningKey.read(made.privateFile()).toString()).isEqualTo("SigningKey[" + made.id() + "]");
    }

    @Test
    void refusesWhatIsMissingOrDoesNotBelongTogether() throws IOException {
        assertRefused(directory.resolve("nowhere.pem"), "there is no file of keys");
        assertRefused(made.publicFile(), "0 private and 1 public keys");

        Path mixed = directory.resolve("mixed.pem");
        String ofOther =
                Files.readString(KeyPairFiles.create(directory.resolve("other")).publicFile());
        String privateOnly = Files.readString(made.privateFile()).replaceAll("(?s)-----BEGIN PUBLIC.*", "");
        Files.writeString(mixed, privateOnly + ofOther);
        assertRefused(mixed, "does not belong to its private key");

        Path large = directory.resolve("large.pem");
        Files.write(large, new byte[1 << 20]);
        assertRefused(large, "longer than 65536 bytes");
        assertThatThrownBy(() -> TrustedKeys.read(List.of(mixed.resolveSibling("nowhere.pem"))))
                .hasMessageContaining("there is no file of keys");
    }

    private static void assertRefused(Path file, String reason) {
        assertThatThrownBy(() -> SigningKey.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(reason);
    }
}
