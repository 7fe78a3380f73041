"""Puts the chunks of a topic together, in whatever order they come, interleaved and repeated."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from remine.chunks import MAX_BLOB_BYTES, BlobRef, Chunk, ChunkKey, chunk_count
from remine.errors import CorruptDataError


@dataclass
class _Parts:
    """What the topic holds of a blob."""

    blob_bytes: int
    chunks: set[int] = field(default_factory=set)
    visible: bool = False

    def is_whole(self) -> bool:
        return len(self.chunks) == chunk_count(self.blob_bytes)


class Blobs:
    """The blobs of one topic in a directory of their own, a file each.

    A blob is visible exactly while the topic, as far as it was read, holds all its chunks and they have its SHA-256.
    Chunks of incomplete blobs wait in files, not in memory; those that waited longest are given up when all of them
    together pass the limit.
    """

    def __init__(
        self, directory: Path, max_blob_bytes: int = MAX_BLOB_BYTES, max_incomplete_bytes: int = MAX_BLOB_BYTES
    ) -> None:
        directory.mkdir(parents=True)
        self._directory = directory
        self._max_blob_bytes = max_blob_bytes
        self._max_incomplete_bytes = max_incomplete_bytes
        self._blobs: dict[str, _Parts] = {}

    def accept(self, key: ChunkKey, value: bytes | None) -> None:
        """Takes a record; one without a value deletes the chunk, and so takes the blob out of sight."""
        if value is None:
            self._delete(key)
        else:
            self._add(Chunk.decode(key, value, self._max_blob_bytes))

    def __contains__(self, blob: BlobRef) -> bool:
        parts = self._blobs.get(blob.hash)
        return parts is not None and parts.visible

    def read(self, blob: BlobRef) -> bytes:
        """The bytes of a visible blob, verified again: what the disk did to them is found here."""
        if blob not in self:
            raise KeyError(f"blob {blob.hash} is not here")
        if self._blobs[blob.hash].blob_bytes != blob.bytes:
            raise CorruptDataError(
                f"blob {blob.hash} has {self._blobs[blob.hash].blob_bytes} bytes, its reference says {blob.bytes}"
            )
        content = self._file(blob.hash).read_bytes()
        if hashlib.sha256(content).hexdigest() != blob.hash:
            raise CorruptDataError(f"file {self._file(blob.hash)} is damaged; follow the topic anew")
        return content

    def _add(self, chunk: Chunk) -> None:
        name = chunk.key.blob
        parts = self._blobs.get(name)
        if parts is not None and parts.blob_bytes != chunk.blob_bytes:
            if parts.visible:
                raise CorruptDataError(
                    f"chunk {chunk.key}: says that its blob has {chunk.blob_bytes} bytes, it has {parts.blob_bytes}"
                )
            self._drop(name)
            parts = None
        if parts is None:
            self._make_room(chunk.blob_bytes)
            parts = self._blobs[name] = _Parts(chunk.blob_bytes)
        if not parts.visible:
            self._write(chunk)
        parts.chunks.add(chunk.key.index)
        if not parts.visible and parts.is_whole():
            self._verify(name)
            parts.visible = True

    def _write(self, chunk: Chunk) -> None:
        path = self._file(chunk.key.blob)
        path.touch()
        with path.open("r+b") as file:
            file.seek(chunk.offset)
            file.write(chunk.payload)

    def _verify(self, name: str) -> None:
        with self._file(name).open("rb") as file:
            digest = _sha256(file)
        if digest != name:
            self._drop(name)
            raise CorruptDataError(f"all chunks of blob {name} are here but have SHA-256 {digest}")

    def _make_room(self, blob_bytes: int) -> None:
        waiting = [name for name, parts in self._blobs.items() if not parts.visible]
        total = sum(self._blobs[name].blob_bytes for name in waiting)
        for name in waiting:
            if total + blob_bytes <= self._max_incomplete_bytes:
                return
            total -= self._blobs[name].blob_bytes
            self._drop(name)

    def _delete(self, key: ChunkKey) -> None:
        parts = self._blobs.get(key.blob)
        if parts is None:
            return
        parts.chunks.discard(key.index)
        parts.visible = False
        if not parts.chunks:
            self._drop(key.blob)

    def _drop(self, name: str) -> None:
        del self._blobs[name]
        self._file(name).unlink(missing_ok=True)

    def _file(self, name: str) -> Path:
        return self._directory / name


def _sha256(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    while block := file.read(1 << 20):
        digest.update(block)
    return digest.hexdigest()
