"""What a producer says of documents besides their text, for searches to choose by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from remine.errors import CorruptDataError
from remine.strings import Strings, check_ends
from remine.tensors import Tensors

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Filter:
    """Documents that have, of each name, at least one of the values."""

    any_of: Mapping[str, frozenset[str]]

    @staticmethod
    def of(any_of: Mapping[str, str | Iterable[str]]) -> Filter:
        """From ``{"language": "en", "tag": ["pet", "cat"]}``."""
        clauses = {name: frozenset([values] if isinstance(values, str) else values) for name, values in any_of.items()}
        for name, values in clauses.items():
            if not values:
                raise ValueError(f"filter by {name} lists no value; leave it out")
        return Filter(clauses)


@dataclass(frozen=True)
class Attributes:
    """Of the rows of a segment: the pairs of name and value that occur, and which of them each row has."""

    pairs: tuple[tuple[str, str], ...]
    places: npt.NDArray[np.int32]
    ends: npt.NDArray[np.int64]

    @staticmethod
    def read(rows: int, tensors: Tensors) -> Attributes:
        """The attributes of a segment that has some."""
        names = Strings.read("attributeNames", "attributeNameEnds", None, tensors)
        values = Strings.read("attributeValues", "attributeValueEnds", len(names), tensors)
        places = tensors.array("attributes", ("int32",), (None,)).astype(np.int32)
        ends = tensors.array("attributeEnds", ("int64",), (rows,)).astype(np.int64)
        check_ends(ends, len(places), f"{tensors.what}: attributeEnds")
        if np.any(places < 0) or np.any(places >= len(names)):
            raise CorruptDataError(f"{tensors.what}: attributes must be 0 to {len(names) - 1}")
        return Attributes(tuple(zip(names.to_list(), values.to_list(), strict=True)), places, ends)

    def of_row(self, row: int) -> dict[str, list[str]]:
        """What is said of one row."""
        said: dict[str, list[str]] = {}
        for place in self.places[self.ends[row - 1] if row > 0 else 0 : self.ends[row]]:
            name, value = self.pairs[place]
            said.setdefault(name, []).append(value)
        return said

    def allowed(self, chosen: Filter) -> Mask:
        """Which rows pass."""
        rows = len(self.ends)
        row_of_place = np.repeat(np.arange(rows), np.diff(self.ends, prepend=0))
        allowed = np.ones(rows, bool)
        for name, values in chosen.any_of.items():
            wanted = [place for place, pair in enumerate(self.pairs) if pair[0] == name and pair[1] in values]
            has = np.zeros(rows, bool)
            has[row_of_place[np.isin(self.places, wanted)]] = True
            allowed &= has
        return allowed
