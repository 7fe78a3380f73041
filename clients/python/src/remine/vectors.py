"""The vectors of a segment, in whichever encoding, and their inner products with queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from remine.errors import CorruptDataError
from remine.tensors import Tensors

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


def read_vectors(rows: int, dimension: int, tensors: Tensors) -> Vectors:
    """The vectors of a segment."""
    values = tensors.array("vectors", ("float16", "float32"), (rows, dimension)).astype(np.float32)
    if not np.isfinite(values).all():
        raise CorruptDataError(f"{tensors.what}: a vector is not finite")
    return PlainVectors(values)
