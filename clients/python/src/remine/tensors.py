"""Tensors travel as safetensors; whatever is not what it should be is refused."""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import safetensors
import safetensors.numpy

from remine.errors import CorruptDataError

Array = npt.NDArray[np.generic]


@dataclass(frozen=True)
class Tensors:
    """The tensors of a blob by name, and its metadata."""

    what: str
    tensors: dict[str, Array]
    metadata: dict[str, str]

    @staticmethod
    def read(blob: bytes, what: str) -> Tensors:
        """The tensors in these bytes."""
        try:
            tensors = safetensors.numpy.load(blob)
            header = json.loads(blob[8 : 8 + int.from_bytes(blob[:8], "little")])
        except (safetensors.SafetensorError, ValueError, KeyError) as e:
            raise CorruptDataError(f"{what} of {len(blob)} bytes: not safetensors: {e}") from e
        return Tensors(what, tensors, header.get("__metadata__", {}))

    def __contains__(self, name: str) -> bool:
        return name in self.tensors

    def array(self, name: str, types: tuple[str, ...], shape: tuple[int | None, ...]) -> Array:
        """The tensor of this name, which must have one of the types and the shape; None stands for any length."""
        found = self.tensors.get(name)
        if found is None:
            raise CorruptDataError(f"{self.what}: needs a tensor {name}, has {sorted(self.tensors)}")
        fits = len(found.shape) == len(shape) and all(
            want in (None, have) for want, have in zip(shape, found.shape, strict=True)
        )
        if found.dtype.name not in types or not fits:
            raise CorruptDataError(
                f"{self.what}: tensor {name} is {found.dtype.name} {list(found.shape)}, must be {types} {list(shape)}"
            )
        return found

    def number(self, name: str, least: int, most: int) -> int:
        """A decimal number of the metadata."""
        text = self.metadata.get(name, "")
        if not (len(text) < 20 and text.isascii() and text.isdecimal() and least <= int(text) <= most):
            raise CorruptDataError(f"{self.what}: metadata {name} is '{text[:40]}', must be {least} to {most}")
        return int(text)

    def check_format(self, newest: int) -> int:
        """The version of the layout, refused if this release does not know it."""
        form = self.number("format", 1, 2**31 - 1)
        if form > newest:
            raise CorruptDataError(
                f"{self.what}: format {form}, this release reads 1 to {newest}; use a newer release to read it"
            )
        return form
