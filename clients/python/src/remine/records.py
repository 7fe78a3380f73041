"""What the topics ``models`` and ``releases`` say besides blobs: generations, versions, releases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from remine.chunks import BlobRef
from remine.errors import CorruptDataError
from remine.fields import Fields, parse

_NEWEST_GENERATION_FORMAT = 2
_VERSION_FORMAT = 1
_RELEASE_FORMAT = 1

_MAX_PARAMETERS = 2**31 - 1


@dataclass(frozen=True)
class Generation:
    """The encoder that a generation begins with."""

    number: int
    config: dict[str, Any]
    weights: BlobRef
    tokenizer: BlobRef
    trainable: str
    parameter_count: int

    @staticmethod
    def decode(value: bytes) -> Generation:
        """The generation in a record's value."""
        fields = parse(value, "generation", _NEWEST_GENERATION_FORMAT)
        config = fields.object("config").values
        if fields.integer("format") == 1:
            config = {**config, "pooling": "MEAN", "queryPrompt": "", "documentPrompt": ""}
        return Generation(
            fields.integer("generation"),
            config,
            BlobRef.read(fields.object("weights")),
            BlobRef.read(fields.object("tokenizer")),
            fields.text("trainable"),
            fields.integer("parameterCount", 1, _MAX_PARAMETERS),
        )


@dataclass(frozen=True)
class Slice:
    """What a version adds to one slice of the flat parameters, and what it then is."""

    number: int
    updates: tuple[BlobRef, ...]
    full: BlobRef | None
    sha256: str

    @staticmethod
    def read(fields: Fields) -> Slice:
        """An element of a version's ``slices``."""
        return Slice(
            fields.integer("slice"),
            fields.list("updates", BlobRef.read),
            BlobRef.read(fields.object("full")) if fields.has("full") else None,
            fields.text("sha256"),
        )


@dataclass(frozen=True)
class Version:
    """What leads from one state of the flat parameters to the next."""

    name: str
    parent: str | None
    generation: int
    examples: int
    digest: str
    parameters_sha256: str
    slice_length: int
    parameter_count: int
    slices: tuple[Slice, ...]

    @staticmethod
    def decode(value: bytes) -> Version:
        """The version in a record's value."""
        fields = parse(value, "version", _VERSION_FORMAT)
        version = Version(
            fields.text("version"),
            fields.optional_text("parent"),
            fields.integer("generation"),
            fields.integer("examples"),
            fields.text("digest"),
            fields.text("parametersSha256"),
            fields.integer("sliceLength", 1, _MAX_PARAMETERS),
            fields.integer("parameterCount", 1, _MAX_PARAMETERS),
            fields.list("slices", Slice.read),
        )
        slices = -(-version.parameter_count // version.slice_length)
        if [each.number for each in version.slices] != list(range(slices)):
            raise CorruptDataError(f"version {version.name}: needs slices 0 to {slices - 1} in order")
        return version

    def bounds(self, number: int) -> tuple[int, int]:
        """Where a slice begins and ends in the flat parameters."""
        begin = number * self.slice_length
        return begin, min(begin + self.slice_length, self.parameter_count)


@dataclass(frozen=True)
class Release:
    """Which version serves; None: the generation's first encoder."""

    version: str | None
    generation: int
    reason: str

    @staticmethod
    def decode(value: bytes) -> Release:
        """The release in a record's value."""
        fields = parse(value, "release", _RELEASE_FORMAT)
        return Release(fields.optional_text("version"), fields.integer("generation"), fields.text("reason"))
