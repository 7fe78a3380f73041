from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from golden import golden
from topic import chunks, manifest, segment

from remine.errors import UntrustedRecordError
from remine.signatures import HEADER, TrustedKeys, message
from remine.state import LiveState

OURS = Ed25519PrivateKey.generate()
THEIRS = Ed25519PrivateKey.generate()
RELEASE = golden("release/release-1.json").rstrip(b"\n")
RFC_8032 = Ed25519PublicKey.from_public_bytes(
    bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
)


def header(key: Ed25519PrivateKey, topic: str, record_key: bytes, value: bytes | None) -> list[tuple[str, bytes]]:
    import hashlib

    key_id = hashlib.sha256(key.public_key().public_bytes_raw()).digest()[:8]
    return [(HEADER, b"\x01" + key_id + key.sign(message(topic, record_key, value)))]


def test_the_golden_signature_holds_for_its_record_and_for_no_other() -> None:
    keys = TrustedKeys([RFC_8032])
    signed = [(HEADER, golden("signing/signature-1.bin"))]
    keys.check("releases", b"live", RELEASE, signed)
    for topic, key, value in (
        ("models", b"live", RELEASE),
        ("releases", b"pin", RELEASE),
        ("releases", b"live", RELEASE + b" "),
        ("releases", b"live", None),
    ):
        with pytest.raises(UntrustedRecordError, match="has signed"):
            keys.check(topic, key, value, signed)


def test_only_what_a_trusted_key_has_signed_is_used(tmp_path: Path) -> None:
    state = LiveState(0, tmp_path, TrustedKeys([OURS.public_key()]))
    blob = segment({"a": [1, 0]})
    for record in chunks(blob):
        state.accept("index", *record)
    key, value = manifest("life/1", {0: [(blob, 1, 0)]}, 1)
    for refused in ([], header(THEIRS, "index", key, value), [(HEADER, b"\x02")], [(HEADER, None)]):
        state.accept("index", key, value, refused)
        assert not state.refresh()
    assert state.problems["untrusted record"] == 4
    state.accept("index", key, value, header(OURS, "index", key, value))
    assert state.refresh()
    state.accept("index", key, None, header(THEIRS, "index", key, None))
    assert state.problems["untrusted record"] == 5


def test_without_keys_nobody_is_asked_for_a_signature() -> None:
    TrustedKeys().check("releases", b"live", RELEASE, [])


def test_keys_are_read_from_files(tmp_path: Path) -> None:
    file = tmp_path / "keys.pem"
    blocks = [key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo) for key in (OURS, THEIRS)]
    file.write_bytes(b"ours and theirs\n" + b"".join(blocks))
    keys = TrustedKeys.read([file])
    for signer in (OURS, THEIRS):
        keys.check("releases", b"live", RELEASE, header(signer, "releases", b"live", RELEASE))
    file.write_bytes(b"nothing")
    with pytest.raises(ValueError, match="no PUBLIC KEY"):
        TrustedKeys.read([file])
