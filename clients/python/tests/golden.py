"""The golden files that hold the format to its word, for every reader of it."""

from pathlib import Path

_DIRECTORY = Path(__file__).parents[3] / "state/src/test/resources/golden"


def golden(name: str) -> bytes:
    return (_DIRECTORY / name).read_bytes()
