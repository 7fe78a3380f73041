import numpy as np
import pytest
from golden import golden
from topic import segment

from remine.attributes import Filter
from remine.errors import CorruptDataError
from remine.segments import Segment


@pytest.mark.parametrize("name", ["1-half", "1-single", "2-half", "3-half", "4-int8", "4-codes"])
def test_reads_the_golden_files(name: str) -> None:
    read = Segment.decode(golden(f"index/segment-{name}.safetensors"), name)
    assert (read.bucket, read.generation, read.dimension) == (3, 0, 3)
    assert (len(read.ids), len(read.deleted_ids)) == (2, 1)
    assert read.scope(0) is None
    assert read.scope(1) == (None if name.startswith("1") else "Zürich")
    assert read.vectors.scores(np.eye(3, dtype=np.float32)).shape == (3, 2)


def test_reads_the_attributes_of_the_golden_file() -> None:
    read = Segment.decode(golden("index/segment-3-half.safetensors"), "3")
    assert read.attributes_of(0) == {"language": ["en"], "tag": ["animal", "pet"]}
    assert read.attributes_of(1) == {"language": ["fr"]}


def test_chooses_by_attributes() -> None:
    blob = segment(
        {"a": [1, 0], "b": [0, 1], "c": [0, 1]},
        attributes={"a": [("language", "en"), ("tag", "pet")], "b": [("language", "fr"), ("tag", "pet")]},
    )
    read = Segment.decode(blob, "chosen")

    def allowed(**any_of: object) -> list[bool]:
        mask = read.allowed((), Filter.of(any_of))  # type: ignore[arg-type]
        assert mask is not None
        return mask.tolist()

    assert allowed(tag="pet") == [True, True, False]
    assert allowed(tag="pet", language=["en", "de"]) == [True, False, False]
    assert allowed(colour="red") == [False, False, False]


def test_refuses_whatever_is_not_a_segment() -> None:
    for bad in (
        b"",
        b"no safetensors at all",
        segment({"a": [1, 0]}, format="4000"),
        segment({"a": [1, 0]}, dimension=2, bucket=70_000),
        segment({"a": [float("nan"), 0]}),
        segment({"a": [1, 0]}, deleted=("a",)),
        segment({}),
    ):
        with pytest.raises(CorruptDataError):
            Segment.decode(bad, "bad")


def test_every_cut_of_a_segment_is_refused() -> None:
    good = golden("index/segment-3-half.safetensors")
    for length in range(len(good)):
        with pytest.raises(CorruptDataError):
            Segment.decode(good[:length], "cut")
