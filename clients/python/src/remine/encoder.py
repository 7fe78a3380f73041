"""Encodes queries with a released encoder: the forward pass of BERT (Devlin et al. 2019), in NumPy.

One text at a time, so that there is no padding.
For many texts at once load the parameters into a library made for that.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from remine.models import EncoderData
from remine.vectors import Floats


class QueryEncoder:
    """Encodes queries. Needs ``pip install 'remine[text]'`` for the tokenizer."""

    def __init__(self, data: EncoderData) -> None:
        from tokenizers import Tokenizer

        self._config = data.config
        self._parameters = data.parameters
        self._tokenizer = Tokenizer.from_str(data.tokenizer.decode())
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(data.config["maxTokens"])

    def encode(self, queries: Sequence[str]) -> Floats:
        """Unit vectors, [queries, hidden]."""
        prompt = self._config["queryPrompt"]
        return np.stack([self._encode(prompt + query) for query in queries])

    def _encode(self, text: str) -> Floats:
        states = self._forward(np.array(self._tokenizer.encode(text).ids))
        pooled = states[0] if self._config["pooling"] == "CLS" else states.mean(axis=0)
        unit: Floats = pooled / max(float(np.linalg.norm(pooled)), 1e-12)
        return unit

    def _forward(self, ids: npt.NDArray[np.int64]) -> Floats:  # [tokens, hidden]
        of = self._parameters
        states = of["embeddings.word_embeddings.weight"][ids]
        states = states + of["embeddings.position_embeddings.weight"][: len(ids)]
        states = self._norm(states + of["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        for layer in range(self._config["layers"]):
            prefix = f"encoder.layer.{layer}."
            attended = self._linear(self._attend(states, prefix + "attention.self."), prefix + "attention.output.dense")
            states = self._norm(states + attended, prefix + "attention.output.LayerNorm")
            widened = _gelu(self._linear(states, prefix + "intermediate.dense"))
            states = self._norm(states + self._linear(widened, prefix + "output.dense"), prefix + "output.LayerNorm")
        return states

    def _attend(self, states: Floats, prefix: str) -> Floats:  # [tokens, hidden]
        tokens, hidden = states.shape
        heads = self._config["heads"]
        query, key, value = (
            self._linear(states, prefix + part).reshape(tokens, heads, -1).transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )  # [heads, tokens, hidden / heads]
        scores = query @ key.transpose(0, 2, 1) / np.float32(math.sqrt(hidden // heads))
        weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
        weights /= weights.sum(axis=-1, keepdims=True)
        attended: Floats = (weights @ value).transpose(1, 0, 2).reshape(tokens, hidden)
        return attended

    def _linear(self, states: Floats, name: str) -> Floats:
        product: Floats = states @ self._parameters[name + ".weight"].T + self._parameters[name + ".bias"]
        return product

    def _norm(self, states: Floats, name: str) -> Floats:
        centred = states - states.mean(axis=-1, keepdims=True)
        variance = (centred * centred).mean(axis=-1, keepdims=True)
        scaled = centred / np.sqrt(variance + np.float32(self._config["layerNormEpsilon"]))
        normed: Floats = scaled * self._parameters[name + ".weight"] + self._parameters[name + ".bias"]
        return normed


def _gelu(x: Floats) -> Floats:
    """The exact GELU (Hendrycks and Gimpel 2016)."""
    activated: Floats = x * (1 + _erf(x / np.float32(math.sqrt(2)))) / np.float32(2)
    return activated


def _erf(x: Floats) -> Floats:
    """The error function to within 1.5e-7, by Abramowitz and Stegun's formula 7.1.26."""
    size = np.abs(x)
    t = np.float32(1) / (1 + np.float32(0.3275911) * size)
    polynomial = np.zeros_like(x)
    for coefficient in (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592):
        polynomial = (polynomial + np.float32(coefficient)) * t
    error: Floats = np.sign(x) * (1 - polynomial * np.exp(-size * size))
    return error
