import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
from golden import golden
from safetensors.numpy import save
from topic import Record, blob_ref, chunks

from remine.blobs import Blobs
from remine.errors import CorruptDataError
from remine.models import Models
from remine.records import Generation, Release, Version
from remine.trainable import trainable_names

SLICE = 5
LAYERS = 2


class ModelTopic:
    """Publishes a random encoder and versions of its last layer."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        names = trainable_names(Generation(0, {"layers": LAYERS}, None, None, "all", 1))  # type: ignore[arg-type]
        self.weights = {name: self.random.standard_normal(3).astype(np.float32) for name in names}
        self.trained = trainable_names(Generation(0, {"layers": LAYERS}, None, None, "last-1", 1))  # type: ignore[arg-type]
        self.flat = np.concatenate([self.weights[name] for name in self.trained])

    def generation(self) -> list[Record]:
        weights = save(self.weights, {"format": "1"})
        record = {
            "format": 2,
            "generation": 0,
            "config": {"layers": LAYERS, "pooling": "CLS", "queryPrompt": "q: ", "documentPrompt": ""},
            "weights": blob_ref(weights),
            "tokenizer": blob_ref(b"tokenizer"),
            "trainable": "last-1",
            "parameterCount": len(self.flat),
        }
        return [(b"generation/0", json.dumps(record).encode()), *chunks(weights), *chunks(b"tokenizer")]

    def version(self, name: str, parent: str | None, full: bool = False, damage: bool = False) -> list[Record]:
        """Two updates of each slice."""
        blobs: list[bytes] = []
        slices = []
        for number, begin in enumerate(range(0, len(self.flat), SLICE)):
            bits = self.flat[begin : begin + SLICE].view(np.int32)
            updates = [self.random.integers(-1_000, 1_000, len(bits), np.int32) for _ in range(2)]
            of_slice = {"format": "1", "slice": str(number)}
            ours = [save({"update": update}, of_slice) for update in updates]
            for update in updates:
                bits += update
            entry = {
                "slice": number,
                "updates": [blob_ref(blob) for blob in ours],
                "sha256": hashlib.sha256(bits.tobytes()).hexdigest(),
            }
            if full:
                ours.append(save({"parameters": self.flat[begin : begin + SLICE]}, of_slice))
                entry["full"] = blob_ref(ours[-1])
            slices.append(entry)
            blobs += ours
        if damage:
            slices[0]["sha256"] = "0" * 64
        hashes = b"".join(bytes.fromhex(str(each["sha256"])) for each in slices)
        record = {
            "format": 1,
            "version": name,
            **({"parent": parent} if parent else {}),
            "generation": 0,
            "examples": 1,
            "digest": "0" * 16,
            "parametersSha256": hashlib.sha256(hashes).hexdigest(),
            "sliceLength": SLICE,
            "parameterCount": len(self.flat),
            "slices": slices,
        }
        key = f"version/{name}".encode()
        return [(key, json.dumps(record).encode()), *(each for blob in blobs for each in chunks(blob))]


@pytest.fixture
def topic() -> ModelTopic:
    return ModelTopic(seed=6)


@pytest.fixture
def models(tmp_path: Path) -> Models:
    return Models(Blobs(tmp_path / "blobs"))


def accept(models: Models, records: list[Record]) -> None:
    for record in records:
        models.accept(*record)


def trained(models: Models, topic: ModelTopic, version: str | None) -> np.ndarray:
    encoder = models.encoder(0, version)
    return np.concatenate([encoder.parameters[name] for name in topic.trained])


def test_reads_the_golden_records() -> None:
    assert Generation.decode(golden("model/generation-1.json")).config["pooling"] == "MEAN"
    assert Generation.decode(golden("model/generation-2.json")).config["queryPrompt"] == "query: "
    for name in ("version-1.json", "version-1-gains.json"):
        version = Version.decode(golden(f"model/{name}"))
        assert (version.name, version.parent, version.examples) == ("second-life/9", "first-life/4", 320)
        assert version.bounds(1) == (4, 6)
    assert Release.decode(golden("release/release-1.json")) == Release("life/3", 0, "better than before")


def test_the_hash_of_hashes_of_the_golden_version_is_right(models: Models) -> None:
    models.accept(b"version/second-life/9", golden("model/version-1.json"))


def test_updates_are_folded_to_the_bit(models: Models, topic: ModelTopic) -> None:
    accept(models, topic.generation())
    np.testing.assert_array_equal(trained(models, topic, None), topic.flat)
    accept(models, topic.version("life/1", None))
    accept(models, topic.version("life/3", "life/1"))
    np.testing.assert_array_equal(trained(models, topic, "life/3"), topic.flat)
    untouched = models.encoder(0, "life/3").parameters["embeddings.LayerNorm.bias"]
    np.testing.assert_array_equal(untouched, topic.weights["embeddings.LayerNorm.bias"])


def test_a_full_copy_makes_what_came_before_unnecessary(models: Models, topic: ModelTopic) -> None:
    accept(models, topic.generation())
    topic.version("life/1", None)  # never read
    accept(models, topic.version("life/2", "life/1", full=True))
    accept(models, topic.version("life/3", "life/2"))
    np.testing.assert_array_equal(trained(models, topic, "life/3"), topic.flat)


def test_a_version_waits_for_its_blobs_and_for_its_parent(models: Models, topic: ModelTopic) -> None:
    first = topic.version("life/1", None)
    second = topic.version("life/2", "life/1")
    accept(models, topic.generation())
    accept(models, second)
    assert not models.is_complete(0, "life/2")
    accept(models, first[:-1])
    assert not models.is_complete(0, "life/2")
    accept(models, first[-1:])
    assert models.is_complete(0, "life/2")


def test_a_version_with_another_hash_is_refused(models: Models, topic: ModelTopic) -> None:
    accept(models, topic.generation())
    accept(models, topic.version("life/1", None, damage=True))
    with pytest.raises(CorruptDataError, match="slice 0"):
        models.encoder(0, "life/1")


def test_a_record_under_the_key_of_another_is_refused(models: Models, topic: ModelTopic) -> None:
    with pytest.raises(CorruptDataError, match="under the key"):
        models.accept(b"version/life/7", topic.version("life/1", None)[0][1])
