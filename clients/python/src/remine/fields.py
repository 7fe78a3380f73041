"""JSON objects, read strictly: a field that is missing or of another type is an error that names its path."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from remine.errors import CorruptDataError

MAX_JSON_BYTES = 8 << 20

T = TypeVar("T")


@dataclass(frozen=True)
class Fields:
    """The fields of one object. Unknown ones are nobody's concern."""

    path: str
    values: dict[str, Any]

    def text(self, name: str) -> str:
        """A string."""
        value: str = self._typed(name, str, "a string")
        return value

    def integer(self, name: str, least: int = 0, most: int = 2**63 - 1) -> int:
        """An integer within bounds."""
        value: int = self._typed(name, int, "an integer")
        if isinstance(value, bool) or not least <= value <= most:
            raise CorruptDataError(f"{self.path}.{name} is {value}, must be {least} to {most}")
        return value

    def number(self, name: str) -> float:
        """A number."""
        value = self._typed(name, (int, float), "a number")
        return float(value)

    def optional_text(self, name: str) -> str | None:
        """A string, or None if the field is missing or null."""
        return self.text(name) if self.has(name) else None

    def has(self, name: str) -> bool:
        """Whether the field is there and not null."""
        return self.values.get(name) is not None

    def object(self, name: str) -> Fields:
        """An object."""
        return Fields(f"{self.path}.{name}", self._typed(name, dict, "an object"))

    def list(self, name: str, element: Callable[[Fields], T]) -> tuple[T, ...]:
        """An array of objects."""
        path = f"{self.path}.{name}"
        array = self._typed(name, list, "an array")
        if not all(isinstance(each, dict) for each in array):
            raise CorruptDataError(f"{path} must be an array of objects")
        return tuple(element(Fields(f"{path}[{place}]", each)) for place, each in enumerate(array))

    def texts(self, name: str) -> tuple[str, ...]:
        """An array of strings."""
        array = self._typed(name, list, "an array")
        if not all(isinstance(each, str) for each in array):
            raise CorruptDataError(f"{self.path}.{name} must be an array of strings")
        return tuple(array)

    def _typed(self, name: str, expected: type | tuple[type, ...], words: str) -> Any:
        value = self.values.get(name)
        if not isinstance(value, expected):
            raise CorruptDataError(f"{self.path}.{name} must be {words}")
        return value


def parse(value: bytes, what: str, newest_format: int) -> Fields:
    """The object in these bytes, whose ``format`` must be one that this release knows."""
    if len(value) > MAX_JSON_BYTES:
        raise CorruptDataError(f"{what}: {len(value)} bytes, limit {MAX_JSON_BYTES}")
    try:
        parsed = json.loads(value)
    except (ValueError, RecursionError) as e:
        raise CorruptDataError(f"{what}: not JSON: {e}") from e
    if not isinstance(parsed, dict):
        raise CorruptDataError(f"{what}: not a JSON object")
    fields = Fields(what, parsed)
    fields.integer("format", 1)
    if fields.integer("format") > newest_format:
        raise CorruptDataError(
            f"{what}: format {fields.integer('format')}, this release reads 1 to {newest_format}; "
            "use a newer release to read it"
        )
    return fields
