"""The topic ``models`` as far as it was read: the encoders of generations and versions."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from remine.blobs import Blobs
from remine.chunks import BlobRef, ChunkKey
from remine.errors import CorruptDataError
from remine.records import Generation, Slice, Version
from remine.tensors import Tensors
from remine.trainable import trainable_names
from remine.vectors import Floats

_BLOB_FORMAT = 1

Bits = npt.NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class EncoderData:
    """What encoding queries needs: configuration, parameters by Hugging Face name, the bytes of ``tokenizer.json``."""

    generation: int
    version: str | None
    config: dict[str, Any]
    parameters: dict[str, Floats]
    tokenizer: bytes


class Models:
    """Generations, versions and their blobs. A version may be read before its blobs; until then it is not complete."""

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs
        self._generations: dict[int, Generation] = {}
        self._versions: dict[str, Version] = {}

    def accept(self, key: bytes, value: bytes | None) -> None:
        """Takes a record of the topic."""
        chunk = ChunkKey.parse(key)
        if chunk is not None:
            self._blobs.accept(chunk, value)
            return
        kind, _, name = key.decode(errors="replace").partition("/")
        if kind == "generation" and name.isdecimal():
            self._put(self._generations, int(name), None if value is None else _generation(int(name), value))
        elif kind == "version":
            self._put(self._versions, name, None if value is None else _version(name, value))
        else:
            raise CorruptDataError(f"key {key[:100]!r} on the topic of models names nothing known")

    def versions(self) -> tuple[Version, ...]:
        """The records of all versions that are not deleted."""
        return tuple(self._versions.values())

    def is_complete(self, generation: int, version: str | None) -> bool:
        """Whether :meth:`encoder` has all it needs."""
        first = self._generations.get(generation)
        if first is None or first.weights not in self._blobs or first.tokenizer not in self._blobs:
            return False
        return version is None or self._chain(version) is not None

    def encoder(self, generation: int, version: str | None) -> EncoderData:
        """The encoder of a version, or the generation's first, verified; all or nothing."""
        if not self.is_complete(generation, version):
            raise LookupError(f"version {version or 'first'} of generation {generation} is not complete; wait for it")
        first = self._generations[generation]
        weights = Tensors.read(self._blobs.read(first.weights), f"weights of generation {generation}")
        weights.check_format(_BLOB_FORMAT)
        parameters = {name: weights.array(name, ("float32",), (None,) * weights.tensors[name].ndim).astype(np.float32)
                      for name in weights.tensors}  # fmt: skip
        chain = self._chain(version) if version is not None else None
        if chain is not None:
            names = trainable_names(first)
            _spread(self._fold(generation, chain, _flat(first, names, parameters)), names, parameters)
        return EncoderData(generation, version, first.config, parameters, self._blobs.read(first.tokenizer))

    def _chain(self, name: str) -> list[Version] | None:
        """The versions to fold, from the last full copy or the generation's first; None while something is missing."""
        chain: list[Version] = []
        at: str | None = name
        while at is not None:
            version = self._versions.get(at)
            if version is None or any(version.name == later.name for later in chain):
                return None
            chain.insert(0, version)
            if self._full_copy_is_here(version):
                return chain
            if any(update not in self._blobs for each in version.slices for update in each.updates):
                return None
            at = version.parent
        return chain

    def _full_copy_is_here(self, version: Version) -> bool:
        return all(each.full is not None and each.full in self._blobs for each in version.slices)

    def _fold(self, generation: int, chain: list[Version], first: Floats) -> Floats:
        """The flat parameters of the last version of the chain, which adds to ``first`` or begins with a full copy."""
        bits = first.view(np.int32)
        for version in chain:
            if version.generation != generation or version.parameter_count != len(first):
                raise CorruptDataError(
                    f"version {version.name} of generation {version.generation}, {version.parameter_count} parameters; "
                    f"generation {generation} has {len(first)}"
                )
            full = self._full_copy_is_here(version)
            for each in version.slices:
                part = bits[slice(*version.bounds(each.number))]
                if full and each.full is not None:
                    part[:] = self._slice(each, each.full, "parameters", "float32", len(part))
                    continue
                for update in each.updates:
                    part += self._slice(each, update, "update", "int32", len(part))
        _verify(chain[-1], bits)
        return first

    def _slice(self, each: Slice, blob: BlobRef, name: str, kind: str, length: int) -> Bits:
        tensors = Tensors.read(self._blobs.read(blob), f"{name} of slice {each.number}")
        tensors.check_format(_BLOB_FORMAT)
        if tensors.number("slice", 0, 2**31 - 1) != each.number:
            raise CorruptDataError(f"{tensors.what}: belongs to slice {tensors.metadata['slice']}")
        return np.ascontiguousarray(tensors.array(name, (kind,), (length,))).view(np.int32)

    @staticmethod
    def _put(records: dict[Any, Any], key: Any, record: Any) -> None:
        if record is None:
            records.pop(key, None)
        else:
            records[key] = record


def _generation(number: int, value: bytes) -> Generation:
    generation = Generation.decode(value)
    if generation.number != number:
        raise CorruptDataError(f"generation {generation.number} under the key of generation {number}")
    return generation


def _version(name: str, value: bytes) -> Version:
    version = Version.decode(value)
    if version.name != name:
        raise CorruptDataError(f"version {version.name} under the key of version {name}")
    hashes = b"".join(bytes.fromhex(each.sha256) for each in version.slices)
    if hashlib.sha256(hashes).hexdigest() != version.parameters_sha256:
        raise CorruptDataError(f"version {name}: parametersSha256 is not that of its slices' hashes")
    return version


def _verify(version: Version, bits: Bits) -> None:
    for each in version.slices:
        digest = hashlib.sha256(bits[slice(*version.bounds(each.number))].astype("<i4").tobytes()).hexdigest()
        if digest != each.sha256:
            raise CorruptDataError(
                f"version {version.name}, slice {each.number}: parameters have SHA-256 {digest}, "
                f"its record says {each.sha256}"
            )


def _flat(generation: Generation, names: list[str], parameters: dict[str, Floats]) -> Floats:
    missing = [name for name in names if name not in parameters]
    if missing:
        raise CorruptDataError(f"weights of generation {generation.number} lack {missing[:3]}")
    flat = np.concatenate([parameters[name].ravel() for name in names])
    if len(flat) != generation.parameter_count:
        raise CorruptDataError(
            f"generation {generation.number}: {generation.parameter_count} parameters train, "
            f"its weights have {len(flat)}"
        )
    return flat


def _spread(flat: Floats, names: list[str], parameters: dict[str, Floats]) -> None:
    begin = 0
    for name in names:
        shape = parameters[name].shape
        end = begin + parameters[name].size
        parameters[name] = flat[begin:end].reshape(shape)
        begin = end
