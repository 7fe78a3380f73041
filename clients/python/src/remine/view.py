"""One index, as of one manifest, and exact search in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from remine.attributes import Filter, Mask
from remine.errors import CorruptDataError
from remine.manifests import Bucket, Manifest, SegmentRef
from remine.segments import Segment
from remine.vectors import Floats


@dataclass(frozen=True)
class Hit:
    """A document found, and its inner product with the query."""

    id: str
    score: float
    text: str


@dataclass(frozen=True)
class Document:
    """A document of the index, without its vector."""

    id: str
    version: int
    text: str
    scope: str | None
    attributes: dict[str, list[str]]


@dataclass(frozen=True, eq=False)
class _LiveRows:
    """The rows of a segment that no later segment replaces."""

    segment: Segment
    live: Mask

    def count(self) -> int:
        return int(self.live.sum())


class View:
    """An immutable index. Segments that it shares with the one before are not decoded again."""

    def __init__(self, manifest: Manifest, buckets: dict[Bucket, list[_LiveRows]]) -> None:
        self.manifest = manifest
        self._buckets = buckets
        self._rows = [rows for bucket in buckets.values() for rows in bucket]

    @staticmethod
    def build(manifest: Manifest, read: Callable[[SegmentRef], bytes], before: View | None = None) -> View:
        """The view of a manifest whose segments can all be read."""
        known = before._buckets if before is not None else {}
        decoded = _decoded(known)
        buckets: dict[Bucket, list[_LiveRows]] = {}
        for bucket in manifest.buckets:
            if bucket in known:
                buckets[bucket] = known[bucket]
                continue
            segments = [
                decoded.get(ref.blob.hash) or Segment.decode(read(ref), ref.blob.hash) for ref in bucket.segments
            ]
            for ref, segment in zip(bucket.segments, segments, strict=True):
                _check(manifest, bucket, ref, segment)
            buckets[bucket] = _live_rows(segments)
        view = View(manifest, buckets)
        if len(view) != manifest.documents:
            raise CorruptDataError(
                f"manifest {manifest.id}: {manifest.documents} documents, its segments have {len(view)}"
            )
        return view

    def __len__(self) -> int:
        return sum(rows.count() for rows in self._rows)

    def documents(self) -> Iterable[Document]:
        """All documents, in no order that means anything."""
        for rows in self._rows:
            segment = rows.segment
            for row in np.flatnonzero(rows.live).tolist():
                yield Document(
                    segment.ids[row],
                    int(segment.versions[row]),
                    segment.text(row),
                    segment.scope(row),
                    segment.attributes_of(row),
                )

    def search(
        self,
        queries: npt.ArrayLike,
        k: int,
        scopes: Iterable[str] = (),
        where: Mapping[str, str | Iterable[str]] | None = None,
    ) -> list[list[Hit]]:
        """The best documents for each query vector, the best first; fewer than k if the queries may see fewer.

        ``queries`` is [queries, dimension]. ``scopes``: documents of these and documents without one; none: all.
        ``where``: documents that have, of each attribute named, one of the values.
        """
        if k < 1:
            raise ValueError(f"k {k}, must be at least 1")
        vectors = np.ascontiguousarray(queries, dtype=np.float32)
        if vectors.ndim != 2 or vectors.shape[1] != self.manifest.dimension:
            raise ValueError(f"queries of shape {vectors.shape}, must be [queries, {self.manifest.dimension}]")
        allowed_scopes = tuple(scopes)
        chosen = Filter.of(where or {})
        best: list[list[tuple[float, Segment, int]]] = [[] for _ in vectors]
        for rows in self._rows:
            mask = rows.segment.allowed(allowed_scopes, chosen)
            places = np.flatnonzero(rows.live if mask is None else rows.live & mask)
            if len(places):
                _collect(rows.segment, places, vectors, k, best)
        return [_hits(found, k) for found in best]


def _decoded(buckets: dict[Bucket, list[_LiveRows]]) -> dict[str, Segment]:
    """Segments by the name of their blob."""
    return {
        ref.blob.hash: rows.segment
        for bucket, all_rows in buckets.items()
        for ref, rows in zip(bucket.segments, all_rows, strict=True)
    }


def _check(manifest: Manifest, bucket: Bucket, ref: SegmentRef, segment: Segment) -> None:
    said = (bucket.number, manifest.generation, manifest.dimension, ref.rows, ref.deletions)
    found = (segment.bucket, segment.generation, segment.dimension, len(segment.ids), len(segment.deleted_ids))
    if said != found:
        raise CorruptDataError(
            f"segment {ref.blob.hash}: bucket, generation, dimension, rows and deletions {found}, "
            f"manifest {manifest.id} says {said}"
        )


def _live_rows(segments: list[Segment]) -> list[_LiveRows]:
    """From the newest segment to the oldest: whatever is named by a newer one is not live."""
    named: set[str] = set()
    live: list[_LiveRows] = []
    for segment in reversed(segments):
        mask = np.fromiter((id not in named for id in segment.ids), bool, len(segment.ids))
        live.append(_LiveRows(segment, mask))
        named.update(segment.ids)
        named.update(segment.deleted_ids)
    live.reverse()
    return live


def _collect(
    segment: Segment,
    places: npt.NDArray[np.intp],
    queries: Floats,
    k: int,
    best: list[list[tuple[float, Segment, int]]],
) -> None:
    """Adds each query's best of these rows."""
    scores = segment.vectors.scores(queries)  # [queries, rows]
    if len(places) < len(segment.ids):
        scores = scores[:, places]
    if len(places) > k:
        top = np.argpartition(-scores, k - 1, axis=1)[:, :k]
    else:
        top = np.broadcast_to(np.arange(len(places)), (len(queries), len(places)))
    top_scores = np.take_along_axis(scores, top, axis=1)
    for query, (columns, values) in enumerate(zip(top.tolist(), top_scores.tolist(), strict=True)):
        best[query].extend((score, segment, int(places[column])) for column, score in zip(columns, values, strict=True))


def _hits(found: list[tuple[float, Segment, int]], k: int) -> list[Hit]:
    found.sort(key=lambda each: (-each[0], each[1].ids[each[2]]))
    return [Hit(segment.ids[row], score, segment.text(row)) for score, segment, row in found[:k]]
