import random
from pathlib import Path

import pytest
from golden import golden
from topic import CHUNK_BYTES, chunks

from remine.blobs import Blobs
from remine.chunks import BlobRef, Chunk, ChunkKey
from remine.errors import CorruptDataError

SEED = 6


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "blobs", max_incomplete_bytes=4 * CHUNK_BYTES)


def accept(blobs: Blobs, record: tuple[bytes, bytes | None]) -> None:
    key = ChunkKey.parse(record[0])
    assert key is not None
    blobs.accept(key, record[1])


def blob(chunk_count: int, seed: int = SEED) -> tuple[bytes, BlobRef, list[tuple[bytes, bytes | None]]]:
    content = random.Random(seed).randbytes(CHUNK_BYTES * (chunk_count - 1) + 7)
    records = chunks(content)
    return content, BlobRef(records[0][0].decode()[:64], len(content)), records


def test_reads_the_golden_chunk() -> None:
    key = ChunkKey.parse(chunks(b"Remine")[0][0])
    assert key is not None
    assert bytes(Chunk.decode(key, golden("blob/chunk-1.bin")).payload) == b"Remine"


def test_finds_every_flipped_bit_of_a_chunk() -> None:
    key = ChunkKey.parse(chunks(b"Remine")[0][0])
    assert key is not None
    good = golden("blob/chunk-1.bin")
    for bit in range(8 * len(good)):
        bad = bytearray(good)
        bad[bit // 8] ^= 1 << bit % 8
        with pytest.raises(CorruptDataError):
            Chunk.decode(key, bytes(bad))
    for length in range(len(good)):
        with pytest.raises(CorruptDataError):
            Chunk.decode(key, good[:length])


@pytest.mark.parametrize("key", [b"", b"../../etc/passwd", b"a" * 64, b"a" * 64 + b"/01", b"A" * 64 + b"/1"])
def test_names_that_are_no_chunks_are_none(key: bytes) -> None:
    assert ChunkKey.parse(key) is None


def test_chunks_may_come_in_any_order_and_twice(blobs: Blobs) -> None:
    content, ref, records = blob(3)
    shuffled = records * 2
    random.Random(SEED).shuffle(shuffled)
    for record in shuffled:
        accept(blobs, record)
    assert blobs.read(ref) == content


def test_a_blob_is_hidden_while_a_chunk_of_it_is_deleted(blobs: Blobs) -> None:
    content, ref, records = blob(2)
    for record in records:
        accept(blobs, record)
    accept(blobs, (records[0][0], None))
    assert ref not in blobs
    accept(blobs, records[0])
    assert blobs.read(ref) == content


def test_a_blob_of_another_hash_is_never_shown(blobs: Blobs) -> None:
    _, ref, records = blob(2)
    _, _, others = blob(2, seed=SEED + 1)
    accept(blobs, records[0])
    with pytest.raises(CorruptDataError, match="SHA-256"):
        accept(blobs, (records[1][0], others[1][1]))
    assert ref not in blobs


def test_what_waited_longest_is_given_up_when_there_is_too_much(blobs: Blobs, tmp_path: Path) -> None:
    for seed in range(10):
        accept(blobs, blob(2, seed)[2][0])
    assert len(list((tmp_path / "blobs").iterdir())) == 3


def test_damage_on_the_disk_is_found(blobs: Blobs, tmp_path: Path) -> None:
    _, ref, records = blob(1)
    accept(blobs, records[0])
    (tmp_path / "blobs" / ref.hash).write_bytes(b"damage")
    with pytest.raises(CorruptDataError, match="damaged"):
        blobs.read(ref)
