"""Blobs are named by their SHA-256 and travel as chunks, one record each."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass

import google_crc32c

from remine.errors import CorruptDataError
from remine.fields import Fields

CHUNK_BYTES = 900_000
MAX_BLOB_BYTES = 2_147_483_583

_KEY = re.compile(rb"([0-9a-f]{64})/(0|[1-9][0-9]{0,3})")
_HASH = re.compile(r"[0-9a-f]{64}")
_HEADER = struct.Struct(">4sBIIQI")
_CRC_AT = _HEADER.size - 4
_MAGIC = b"RMNC"
_FORMAT = 1


@dataclass(frozen=True)
class BlobRef:
    """Points at a blob and says how large it is."""

    hash: str
    bytes: int

    @staticmethod
    def read(fields: Fields) -> BlobRef:
        """The fields ``blob`` and ``bytes``."""
        name = fields.text("blob")
        if not _HASH.fullmatch(name):
            raise CorruptDataError(f"{fields.path}.blob '{name[:100]}' must be 64 hexadecimal digits")
        return BlobRef(name, fields.integer("bytes", 1, MAX_BLOB_BYTES))


@dataclass(frozen=True)
class ChunkKey:
    """Which chunk of which blob a record holds."""

    blob: str
    index: int

    @staticmethod
    def parse(key: bytes) -> ChunkKey | None:
        """The chunk that a record's key names; None if it names something else."""
        match = _KEY.fullmatch(key)
        return ChunkKey(match[1].decode(), int(match[2])) if match else None

    def __str__(self) -> str:
        return f"{self.blob}/{self.index}"


@dataclass(frozen=True)
class Chunk:
    """A verified piece of a blob."""

    key: ChunkKey
    blob_bytes: int
    payload: memoryview

    @property
    def offset(self) -> int:
        """Where the payload belongs in the blob."""
        return self.key.index * CHUNK_BYTES

    @staticmethod
    def decode(key: ChunkKey, value: bytes, max_blob_bytes: int = MAX_BLOB_BYTES) -> Chunk:
        """Reads the value of the record with this key."""
        if not _HEADER.size < len(value) <= _HEADER.size + CHUNK_BYTES:
            raise CorruptDataError(f"chunk {key}: {len(value)} bytes")
        magic, form, index, chunks, blob_bytes, crc = _HEADER.unpack_from(value)
        if magic != _MAGIC:
            raise CorruptDataError(f"chunk {key}: begins with {magic!r}, must begin with {_MAGIC!r}")
        if form != _FORMAT:
            raise CorruptDataError(f"chunk {key}: format {form}, this release reads {_FORMAT}; use a newer release")
        if crc != google_crc32c.extend(google_crc32c.value(value[:_CRC_AT]), value[_HEADER.size :]):
            raise CorruptDataError(f"chunk {key}: its bytes do not have its CRC-32C {crc:08x}")
        if index != key.index:
            raise CorruptDataError(f"chunk {key}: says that it is chunk {index}")
        if not 1 <= blob_bytes <= max_blob_bytes:
            raise CorruptDataError(f"chunk {key}: blob of {blob_bytes} bytes, limit {max_blob_bytes}; raise the limit")
        if chunks != chunk_count(blob_bytes) or index >= chunks:
            raise CorruptDataError(f"chunk {key}: {chunks} chunks for {blob_bytes} bytes")
        if len(value) - _HEADER.size != min(CHUNK_BYTES, blob_bytes - index * CHUNK_BYTES):
            raise CorruptDataError(f"chunk {key}: payload of {len(value) - _HEADER.size} bytes")
        return Chunk(key, blob_bytes, memoryview(value)[_HEADER.size :])


def chunk_count(blob_bytes: int) -> int:
    """How many chunks a blob of this size has."""
    return -(-blob_bytes // CHUNK_BYTES)
