"""A manifest says which segments make up the index at a checkpoint."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from remine.chunks import BlobRef
from remine.errors import CorruptDataError
from remine.fields import Fields, parse

MAX_BUCKETS = 1 << 16
MAX_DIMENSION = 1 << 14
MAX_ROWS = 1 << 24
MAX_SEGMENTS = 1_000

_FORMAT = 1


@dataclass(frozen=True, order=True)
class ManifestId:
    """The submission of the index job and the checkpoint that committed a manifest."""

    timeline: str
    checkpoint: int

    @staticmethod
    def parse(text: str) -> ManifestId:
        """Reads ``TIMELINE/CHECKPOINT``."""
        timeline, _, checkpoint = text.rpartition("/")
        if not timeline or not checkpoint.isdecimal():
            raise ValueError(f"manifest '{text}', expected TIMELINE/CHECKPOINT")
        return ManifestId(timeline, int(checkpoint))

    def is_older_than(self, other: ManifestId) -> bool:
        """Whether both are of one timeline and this one came first; manifests of different ones have no order."""
        return self.timeline == other.timeline and self.checkpoint < other.checkpoint

    def __str__(self) -> str:
        return f"{self.timeline}/{self.checkpoint}"


@dataclass(frozen=True)
class InputPosition:
    """Where a record lies that a manifest may contain: what a producer was told when it had written a document."""

    topic: str
    partition: int
    offset: int

    def __str__(self) -> str:
        return f"{self.topic}-{self.partition}@{self.offset}"


@dataclass(frozen=True)
class SegmentRef:
    """Points at a segment and says what is in it."""

    blob: BlobRef
    rows: int
    deletions: int

    @staticmethod
    def read(fields: Fields) -> SegmentRef:
        """An element of a bucket's ``segments``."""
        return SegmentRef(
            BlobRef.read(fields), fields.integer("rows", 0, MAX_ROWS), fields.integer("deletions", 0, MAX_ROWS)
        )


@dataclass(frozen=True)
class Bucket:
    """The segments of one bucket, the oldest first."""

    number: int
    segments: tuple[SegmentRef, ...]

    @staticmethod
    def read(fields: Fields) -> Bucket:
        """An element of a manifest's ``buckets``."""
        bucket = Bucket(fields.integer("bucket", 0, MAX_BUCKETS - 1), fields.list("segments", SegmentRef.read))
        if not 1 <= len(bucket.segments) <= MAX_SEGMENTS:
            raise CorruptDataError(f"{fields.path}: {len(bucket.segments)} segments, must be 1 to {MAX_SEGMENTS}")
        return bucket


@dataclass(frozen=True)
class Manifest:
    """The whole index as of one checkpoint."""

    id: ManifestId
    generation: int
    dimension: int
    documents: int
    buckets: tuple[Bucket, ...]
    offsets: dict[str, dict[int, int]]

    @staticmethod
    def key(generation: int) -> bytes:
        """The key of a generation's manifest."""
        return f"manifest/{generation}".encode()

    @staticmethod
    def decode(value: bytes) -> Manifest:
        """The manifest in a record's value."""
        fields = parse(value, "manifest", _FORMAT)
        manifest = Manifest(
            ManifestId(fields.text("timeline"), fields.integer("checkpoint", 1)),
            fields.integer("generation"),
            fields.integer("dimension", 1, MAX_DIMENSION),
            fields.integer("documents"),
            fields.list("buckets", Bucket.read),
            read_offsets(fields.object("offsets")),
        )
        numbers = [bucket.number for bucket in manifest.buckets]
        if any(before >= after for before, after in pairwise(numbers)):
            raise CorruptDataError(f"manifest {manifest.id}: buckets are not listed once each, by rising number")
        return manifest

    def contains(self, position: InputPosition) -> bool:
        """Whether the record at this position is in the index."""
        return position.offset < self.offsets.get(position.topic, {}).get(position.partition, 0)

    def segments(self) -> tuple[SegmentRef, ...]:
        """Of all buckets."""
        return tuple(segment for bucket in self.buckets for segment in bucket.segments)


def read_offsets(topics: Fields) -> dict[str, dict[int, int]]:
    """``{TOPIC: {PARTITION: next offset}}``."""
    offsets: dict[str, dict[int, int]] = {}
    for topic in topics.values:
        partitions = topics.object(topic)
        if not all(name.isdecimal() for name in partitions.values):
            raise CorruptDataError(f"{partitions.path}: partitions must be numbers")
        offsets[topic] = {int(name): partitions.integer(name) for name in partitions.values}
    return offsets
