package io.remine.state.signing;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;

/** The signature algorithm, RFC 8032, which every Java has since 15. */
final class Ed25519 {

    private static final String NAME = "Ed25519";

    private Ed25519() {}

    static Signature signature() {
        try {
            return Signature.getInstance(NAME);
        } catch (NoSuchAlgorithmException e) {
            throw missing(e);
        }
    }

    static KeyFactory keyFactory() {
        try {
            return KeyFactory.getInstance(NAME);
        } catch (NoSuchAlgorithmException e) {
            throw missing(e);
        }
    }

    static KeyPair newKeyPair() {
        try {
            return KeyPairGenerator.getInstance(NAME).generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw missing(e);
        }
    }

    static boolean verify(PublicKey key, byte[] message, byte[] signature) {
        try {
            Signature verifier = signature();
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // bytes that are no signature at all
        }
    }

    private static IllegalStateException missing(NoSuchAlgorithmException cause) {
        return new IllegalStateException("this Java has no %s; use 17 or newer".formatted(NAME), cause);
    }
}
