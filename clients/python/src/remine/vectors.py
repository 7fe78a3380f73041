"""The vectors of a segment, in whichever encoding, and their inner products with queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from remine.errors import CorruptDataError
from remine.tensors import Tensors

_BLOCK_ROWS = 4_096
_FORMAT_WITH_INT8 = 4

Floats = npt.NDArray[np.float32]


class Vectors(Protocol):
    """Vectors that queries can be compared with."""

    def scores(self, queries: Floats) -> Floats:
        """Inner products, [queries, rows]."""


@dataclass(frozen=True)
class PlainVectors:
    """Numbers of single or half precision, kept in single."""

    values: Floats  # [rows, dimension]

    def scores(self, queries: Floats) -> Floats:
        """Inner products, [queries, rows]."""
        return queries @ self.values.T


@dataclass(frozen=True)
class Int8Vectors:
    """Whole numbers of 8 bits and a scale for each row; they become floats a block at a time, in a search."""

    values: npt.NDArray[np.int8]  # [rows, dimension]
    scales: Floats  # [rows]

    def scores(self, queries: Floats) -> Floats:
        """Inner products, [queries, rows]."""
        scores = np.empty((len(queries), len(self.values)), np.float32)
        for begin in range(0, len(self.values), _BLOCK_ROWS):
            rows = slice(begin, begin + _BLOCK_ROWS)
            np.matmul(queries, self.values[rows].astype(np.float32).T, out=scores[:, rows])
        return np.multiply(scores, self.scales, out=scores)


def read_vectors(rows: int, dimension: int, form: int, tensors: Tensors) -> Vectors:
    """The vectors of a segment of this format. Codes, which stand beside vectors, are left aside."""
    types = ("float16", "float32", "int8") if form >= _FORMAT_WITH_INT8 else ("float16", "float32")
    found = tensors.array("vectors", types, (rows, dimension))
    if found.dtype == np.int8:
        scales = tensors.array("scales", ("float32",), (rows,)).astype(np.float32)
        _check_finite(scales, tensors)
        return Int8Vectors(found.astype(np.int8), scales)
    values = found.astype(np.float32)
    _check_finite(values, tensors)
    return PlainVectors(values)


def _check_finite(values: Floats, tensors: Tensors) -> None:
    if not np.isfinite(values).all():
        raise CorruptDataError(f"{tensors.what}: a vector is not finite")
