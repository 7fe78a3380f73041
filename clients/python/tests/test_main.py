import io
import json
from pathlib import Path

from topic import chunks, manifest, segment

from remine.__main__ import answer_all
from remine.state import LiveState


def test_each_line_is_answered_by_a_line(tmp_path: Path) -> None:
    state = LiveState(0, tmp_path)
    blob = segment({"a": [1, 0], "Zürich": [0, 1]})
    for record in [*chunks(blob), manifest("life/1", {0: [(blob, 2, 0)]}, 2)]:
        state.accept("index", *record)
    assert state.refresh() and state.index.view is not None
    answers = io.StringIO()
    answer_all(state.index.view, io.StringIO('{"vector": [0, 1], "k": 1}\n\n{"vector": [1, 0]}\n'), answers)
    first, second = map(json.loads, answers.getvalue().splitlines())
    assert first == {"manifest": "life/1", "hits": [{"id": "Zürich", "score": 1.0, "text": "Zürich"}]}
    assert [hit["id"] for hit in second["hits"]] == ["a", "Zürich"]
