package io.remine.state.signing;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;

/** The first two keys of RFC 8032, section 7.1, which everybody knows. */
final class SigningKeys {

    private static final String X509_PREFIX = "302a300506032b6570032100";

    private SigningKeys() {}

    static SigningKey first() {
        return new SigningKey(
                privateKey("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"), firstPublic());
    }

    static PublicKey firstPublic() {
        return publicKey("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    }

    static SigningKey second() {
        return new SigningKey(
                privateKey("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"), secondPublic());
    }

    static PublicKey secondPublic() {
        return publicKey("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    }

    static TrustedKeys trustFirst() {
        return TrustedKeys.of(List.of(firstPublic()));
    }

    private static PrivateKey privateKey(String hex) {
        try {
            return Ed25519.keyFactory()
                    .generatePrivate(new EdECPrivateKeySpec(
                            NamedParameterSpec.ED25519, HexFormat.of().parseHex(hex)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PublicKey publicKey(String hex) {
        try {
            return Ed25519.keyFactory()
                    .generatePublic(new X509EncodedKeySpec(HexFormat.of().parseHex(X509_PREFIX + hex)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
