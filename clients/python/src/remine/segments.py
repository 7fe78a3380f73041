"""A segment holds documents of one bucket that are new, changed or gone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from remine.attributes import Attributes, Filter, Mask
from remine.errors import CorruptDataError
from remine.manifests import MAX_BUCKETS, MAX_DIMENSION
from remine.strings import Strings
from remine.tensors import Tensors
from remine.vectors import Vectors, read_vectors

_NEWEST_FORMAT = 4
_FORMAT_WITH_SCOPES = 2


@dataclass(frozen=True, eq=False)
class Segment:
    """Rows with their vectors, and documents that are gone."""

    bucket: int
    generation: int
    dimension: int
    ids: tuple[str, ...]
    versions: npt.NDArray[np.int64]
    vectors: Vectors
    texts: Strings | None
    scopes: tuple[str, ...] | None
    attributes: Attributes | None
    deleted_ids: tuple[str, ...]

    @staticmethod
    def decode(blob: bytes, name: str) -> Segment:
        """The segment in the bytes of the blob of this name."""
        tensors = Tensors.read(blob, f"segment {name}")
        form = tensors.check_format(_NEWEST_FORMAT)
        dimension = tensors.number("dimension", 1, MAX_DIMENSION)
        versions = tensors.array("versions", ("int64",), (None,)).astype(np.int64)
        deleted_versions = tensors.array("deletedVersions", ("int64",), (None,))
        rows = len(versions)
        has_scopes = form == _FORMAT_WITH_SCOPES or (form > _FORMAT_WITH_SCOPES and "scopes" in tensors)
        has_attributes = form > _FORMAT_WITH_SCOPES and "attributes" in tensors
        segment = Segment(
            bucket=tensors.number("bucket", 0, MAX_BUCKETS - 1),
            generation=tensors.number("generation", 0, 2**31 - 1),
            dimension=dimension,
            ids=tuple(Strings.read("ids", "idEnds", rows, tensors).to_list()),
            versions=versions,
            vectors=read_vectors(rows, dimension, form, tensors),
            texts=Strings.read("texts", "textEnds", rows, tensors) if "texts" in tensors else None,
            scopes=tuple(Strings.read("scopes", "scopeEnds", rows, tensors).to_list()) if has_scopes else None,
            attributes=Attributes.read(rows, tensors) if has_attributes else None,
            deleted_ids=tuple(Strings.read("deletedIds", "deletedIdEnds", len(deleted_versions), tensors).to_list()),
        )
        segment._check(tensors.what)
        return segment

    def text(self, row: int) -> str:
        """Empty if the index keeps no texts."""
        return self.texts[row] if self.texts is not None else ""

    def scope(self, row: int) -> str | None:
        """None if every query may see the row."""
        return (self.scopes[row] or None) if self.scopes is not None else None

    def attributes_of(self, row: int) -> dict[str, list[str]]:
        """What a producer says of the row's document."""
        return self.attributes.of_row(row) if self.attributes is not None else {}

    def allowed(self, scopes: Iterable[str], chosen: Filter) -> Mask | None:
        """Which rows a query with these scopes and this filter may see; None: all."""
        mask: Mask | None = None
        wanted = {*scopes, ""}
        if len(wanted) > 1 and self.scopes is not None:
            mask = np.fromiter((scope in wanted for scope in self.scopes), bool, len(self.scopes))
        if chosen.any_of:
            by_attributes = (
                self.attributes.allowed(chosen) if self.attributes is not None else np.zeros(len(self.ids), bool)
            )
            mask = by_attributes if mask is None else mask & by_attributes
        return mask

    def _check(self, what: str) -> None:
        names = self.ids + self.deleted_ids
        if not names:
            raise CorruptDataError(f"{what}: neither rows nor deletions")
        if len(set(names)) != len(names):
            raise CorruptDataError(f"{what}: a document is twice in it")
        if len(self.versions) and self.versions.min() < 0:
            raise CorruptDataError(f"{what}: version {self.versions.min()}, must be at least 0")
