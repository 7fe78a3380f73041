"""Records may be signed with Ed25519; whoever was given public keys uses only what one of them has signed."""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from remine.chunks import ChunkKey
from remine.errors import UntrustedRecordError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

HEADER = "remine-signature"

_FORMAT = 1
_HEADER_VALUE = struct.Struct(">B8s64s")
_PURPOSE = b"remine-record"
_PEM = re.compile(rb"-----BEGIN PUBLIC KEY-----.+?-----END PUBLIC KEY-----", re.DOTALL)

Headers = Iterable[tuple[str, "bytes | None"]]


class TrustedKeys:
    """The public keys of those whose records are used; without any, everybody's are."""

    def __init__(self, keys: Iterable[Ed25519PublicKey] = ()) -> None:
        self._keys: Mapping[bytes, Ed25519PublicKey] = {_key_id(key): key for key in keys}

    @staticmethod
    def read(files: Iterable[str | Path]) -> TrustedKeys:
        """Every ``PUBLIC KEY`` in these PEM files. Needs ``pip install 'remine[signatures]'``."""
        keys: list[Ed25519PublicKey] = []
        for file in files:
            found = _read(Path(file))
            if not found:
                raise ValueError(f"{file} has no PUBLIC KEY of Ed25519")
            keys += found
        return TrustedKeys(keys)

    def check(self, topic: str, key: bytes, value: bytes | None, headers: Headers) -> None:
        """Refuses a record that needs a signature and that none of the keys has signed."""
        if not self._keys or ChunkKey.parse(key) is not None:
            return
        signatures = [header for name, header in headers if name == HEADER]
        if not signatures:
            raise UntrustedRecordError(f"record {key[:100]!r} on the topic of {topic} is not signed")
        header = signatures[-1] or b""
        if len(header) != _HEADER_VALUE.size or header[0] != _FORMAT:
            raise UntrustedRecordError(f"record {key[:100]!r}: a signature of {len(header)} bytes that is none of ours")
        _, key_id, signature = _HEADER_VALUE.unpack(header)
        signer = self._keys.get(key_id)
        if signer is None:
            raise UntrustedRecordError(f"record {key[:100]!r} is signed by key {key_id.hex()}, which is not trusted")
        if not _has_signed(signer, signature, message(topic, key, value)):
            raise UntrustedRecordError(f"record {key[:100]!r} is not what key {key_id.hex()} has signed")


def message(topic: str, key: bytes, value: bytes | None) -> bytes:
    """What is signed of a record; ``topic`` is ``models``, ``index`` or ``releases``."""
    length = -1 if value is None else len(value)
    name = topic.encode("ascii")
    head = _PURPOSE + bytes([_FORMAT, len(name)]) + name
    return head + struct.pack(">i", len(key)) + key + struct.pack(">i", length) + (value or b"")


def _read(file: Path) -> list[Ed25519PublicKey]:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    keys = [load_pem_public_key(block) for block in _PEM.findall(file.read_bytes())]
    return [key for key in keys if isinstance(key, Ed25519PublicKey)]


def _key_id(key: Ed25519PublicKey) -> bytes:
    return hashlib.sha256(key.public_bytes_raw()).digest()[:8]


def _has_signed(signer: Ed25519PublicKey, signature: bytes, signed: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature

    try:
        signer.verify(signature, signed)
    except InvalidSignature:
        return False
    return True
