from pathlib import Path

import numpy as np
import pytest
from golden import golden
from topic import chunks, manifest, segment

from remine.errors import CorruptDataError
from remine.manifests import InputPosition, Manifest, ManifestId
from remine.state import LiveState
from remine.view import View

EAST = [1.0, 0.0]
NORTH = [0.0, 1.0]


@pytest.fixture
def state(tmp_path: Path) -> LiveState:
    return LiveState(0, tmp_path)


def publish(state: LiveState, *blobs: bytes, name: str, documents: int, sizes: list[tuple[int, int]]) -> View | None:
    records = [record for blob in blobs for record in chunks(blob)]
    listed = [(blob, rows, deletions) for blob, (rows, deletions) in zip(blobs, sizes, strict=True)]
    for key, value in [manifest(name, {0: listed}, documents), *records]:
        state.accept("index", key, value)
    state.refresh()
    return state.index.view


def found(view: View | None, query: list[float], k: int = 10, **chosen: object) -> list[str]:
    assert view is not None
    return [hit.id for hit in view.search([query], k, **chosen)[0]]  # type: ignore[arg-type]


def test_reads_the_golden_manifest() -> None:
    read = Manifest.decode(golden("index/manifest-1.json"))
    assert read.id == ManifestId("first-life", 7)
    assert [bucket.number for bucket in read.buckets] == [0, 5]
    assert read.contains(InputPosition("documents", 1, 3_999_999_999))
    assert not read.contains(InputPosition("documents", 1, 4_000_000_000))


def test_a_later_segment_replaces_and_deletes(state: LiveState) -> None:
    first = segment({"a": EAST, "b": EAST, "c": EAST})
    second = segment({"a": NORTH}, deleted=("b",))
    view = publish(state, first, second, name="life/2", documents=2, sizes=[(3, 0), (1, 1)])
    assert found(view, EAST) == ["c", "a"]
    assert found(view, NORTH, k=1) == ["a"]
    assert view is not None and {each.id for each in view.documents()} == {"a", "c"}


def test_scores_are_inner_products(state: LiveState) -> None:
    random = np.random.default_rng(6)
    vectors = {f"d{i}": random.standard_normal(2).tolist() for i in range(500)}
    view = publish(state, segment(vectors, precision=np.float32), name="life/1", documents=500, sizes=[(500, 0)])
    assert view is not None
    queries = random.standard_normal((7, 2)).astype(np.float32)
    expected = queries @ np.array(list(vectors.values()), np.float32).T
    for hits, scores in zip(view.search(queries, 20), expected, strict=True):
        assert [hit.id for hit in hits] == [f"d{i}" for i in np.argsort(-scores)[:20]]
        np.testing.assert_allclose([hit.score for hit in hits], np.sort(scores)[::-1][:20], rtol=1e-5)


def test_scopes_hide_what_others_may_see(state: LiveState) -> None:
    blob = segment({"all": EAST, "ours": EAST, "theirs": EAST}, scopes={"ours": "us", "theirs": "them"})
    view = publish(state, blob, name="life/1", documents=3, sizes=[(3, 0)])
    assert sorted(found(view, EAST)) == ["all", "ours", "theirs"]
    assert sorted(found(view, EAST, scopes=["us"])) == ["all", "ours"]
    assert found(view, EAST, scopes=["nobody"]) == ["all"]


def test_filters_choose_by_attributes(state: LiveState) -> None:
    blob = segment({"a": EAST, "b": EAST}, attributes={"a": [("tag", "pet")]})
    view = publish(state, blob, name="life/1", documents=2, sizes=[(2, 0)])
    assert found(view, EAST, where={"tag": ["pet", "cat"]}) == ["a"]
    with pytest.raises(ValueError, match="lists no value"):
        found(view, EAST, where={"tag": []})


def test_the_last_good_view_stays_when_the_next_is_bad(state: LiveState) -> None:
    good = publish(state, segment({"a": EAST}), name="life/1", documents=1, sizes=[(1, 0)])
    cases = {
        "wrong count of documents": (segment({"b": EAST}), 0, (1, 0)),
        "wrong count of rows": (segment({"b": EAST, "c": EAST}), 1, (1, 0)),
        "another bucket": (segment({"d": EAST}, bucket=1), 1, (1, 0)),
        "another generation": (segment({"e": EAST}, generation="1"), 1, (1, 0)),
        "no segment": (b"no segment", 1, (1, 0)),
    }
    for checkpoint, (blob, documents, sizes) in enumerate(cases.values(), 2):
        view = publish(state, blob, name=f"life/{checkpoint}", documents=documents, sizes=[sizes])
        assert view is good
    assert state.problems["bad index"] == len(cases)


def test_a_manifest_waits_for_its_segments_and_an_older_one_is_refused(state: LiveState) -> None:
    old = segment({"old": EAST})
    new = segment({"new": EAST})
    state.accept("index", *manifest("life/2", {0: [(new, 1, 0)]}, 1))
    assert not state.refresh()
    assert publish(state, old, name="life/1", documents=1, sizes=[(1, 0)]) is None
    assert state.problems["malformed record"] == 1
    for record in chunks(new):
        state.accept("index", *record)
    assert state.refresh()
    assert found(state.index.view, EAST) == ["new"]


def test_records_that_are_no_part_of_the_format_are_counted(state: LiveState) -> None:
    state.accept("index", None, b"")
    state.accept("index", b"who/knows", b"")
    state.accept("index", b"manifest/0", b"[" * 100_000)
    state.accept("releases", b"somebody", b"{}")
    assert state.problems["malformed record"] == 4


def test_a_manifest_refuses_sizes_beyond_its_bounds() -> None:
    _, good = manifest("life/1", {}, 0)
    assert good is not None
    for field, value in {"format": 99, "dimension": 1 << 20, "checkpoint": 0, "documents": -1, "buckets": {}}.items():
        _, bad = manifest("life/1", {}, 0, **{field: value})
        assert bad is not None
        with pytest.raises(CorruptDataError):
            Manifest.decode(bad)


def test_segments_that_stay_are_not_decoded_again(state: LiveState) -> None:
    first = segment({"a": EAST})
    before = publish(state, first, name="life/1", documents=1, sizes=[(1, 0)])
    second = segment({"b": EAST})
    after = publish(state, first, second, name="life/2", documents=2, sizes=[(1, 0), (1, 0)])
    assert before is not None and after is not None
    assert after._rows[0].segment is before._rows[0].segment
