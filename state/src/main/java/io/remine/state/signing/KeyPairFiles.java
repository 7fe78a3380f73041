package io.remine.state.signing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.util.Set;

/**
 * A new pair of keys in two files.
 *
 * @param privateFile for those who write, readable by its owner only
 * @param publicFile for those who read
 */
public record KeyPairFiles(Path privateFile, Path publicFile, KeyId id) {

    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");

    /**
     * Makes a pair in a directory, which is made if it does not exist.
     *
     * @throws java.nio.file.FileAlreadyExistsException if one of the files is there: no key is overwritten
     */
    public static KeyPairFiles create(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path privateFile = directory.resolve("remine-private.pem");
        Path publicFile = directory.resolve("remine-public.pem");
        KeyPair pair = Ed25519.newKeyPair();
        String publicText = PemFile.text(pair.getPublic());
        Files.createFile(privateFile, ownerOnly(directory)); // before there is anything in it
        write(privateFile, PemFile.text(pair.getPrivate()) + publicText);
        Files.createFile(publicFile);
        write(publicFile, publicText);
        return new KeyPairFiles(privateFile, publicFile, KeyId.of(pair.getPublic()));
    }

    private static FileAttribute<?>[] ownerOnly(Path directory) throws IOException {
        boolean posix = Files.getFileStore(directory).supportsFileAttributeView("posix");
        return posix ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)} : new FileAttribute<?>[0];
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardCharsets.US_ASCII, StandardOpenOption.WRITE);
    }
}
