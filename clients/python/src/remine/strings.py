"""Lists of strings in a segment: their UTF-8 back to back, and where each ends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from remine.errors import CorruptDataError
from remine.tensors import Tensors


@dataclass(frozen=True)
class Strings:
    """A list of strings, made when they are asked for."""

    utf8: bytes
    ends: npt.NDArray[np.int64]

    @staticmethod
    def read(name: str, ends_name: str, count: int | None, tensors: Tensors) -> Strings:
        """The list in these two tensors; all of it is UTF-8."""
        utf8 = tensors.array(name, ("uint8",), (None,)).tobytes()
        ends = tensors.array(ends_name, ("int64",), (count,)).astype(np.int64)
        check_ends(ends, len(utf8), f"{tensors.what}: {ends_name}")
        strings = Strings(utf8, ends)
        try:
            for place in range(len(strings)):
                strings[place]
        except UnicodeDecodeError as e:
            raise CorruptDataError(f"{tensors.what}: {name} are not UTF-8: {e}") from e
        return strings

    def __len__(self) -> int:
        return len(self.ends)

    def __getitem__(self, place: int) -> str:
        begin = self.ends[place - 1] if place > 0 else 0
        return self.utf8[begin : self.ends[place]].decode()

    def to_list(self) -> list[str]:
        """All of them."""
        return [self[place] for place in range(len(self))]


def check_ends(ends: npt.NDArray[np.int64], length: int, what: str) -> None:
    """Refuses ends that fall, or that do not end where the bytes end."""
    last = int(ends[-1]) if len(ends) else 0
    if last != length or np.any(np.diff(ends, prepend=0) < 0):
        raise CorruptDataError(f"{what} must not fall and must end at {length}")
