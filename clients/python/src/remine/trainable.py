"""Which parameters the versions of a generation change, and the order in which they lie in the flat parameters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from remine.errors import CorruptDataError
from remine.records import Generation

_TABLES = ("word_embeddings", "position_embeddings", "token_type_embeddings")
_PARTS_OF_LAYER = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "attention.output.LayerNorm",
    "intermediate.dense",
    "output.dense",
    "output.LayerNorm",
)
_LAST_LAYERS = re.compile(r"last-([1-9][0-9]{0,2})")


def trainable_names(generation: Generation) -> list[str]:
    """The parameters that train, in their order."""
    layers = generation.config.get("layers")
    if not isinstance(layers, int) or not 1 <= layers <= 1_000:
        raise CorruptDataError(f"generation {generation.number}: {layers} layers, must be 1 to 1000")
    setting = generation.trainable
    if setting == "all":
        return [*_embeddings(), *_layers(0, layers)]
    if setting == "all-but-embeddings":
        return list(_layers(0, layers))
    last = _LAST_LAYERS.fullmatch(setting)
    if last is None:
        raise CorruptDataError(f"trainable is '{setting[:40]}', must be all, all-but-embeddings or last-N")
    return list(_layers(max(0, layers - int(last[1])), layers))


def _embeddings() -> Iterator[str]:
    yield from (f"embeddings.{table}.weight" for table in _TABLES)
    yield from ("embeddings.LayerNorm.weight", "embeddings.LayerNorm.bias")


def _layers(begin: int, end: int) -> Iterator[str]:
    for layer in range(begin, end):
        for part in _PARTS_OF_LAYER:
            yield f"encoder.layer.{layer}.{part}.weight"
            yield f"encoder.layer.{layer}.{part}.bias"
