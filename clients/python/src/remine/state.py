"""Records in, views out: everything of a live index but the consumer."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Protocol

from remine.blobs import Blobs
from remine.chunks import ChunkKey
from remine.errors import CorruptDataError, UntrustedRecordError
from remine.manifests import Manifest
from remine.models import Models
from remine.records import Release
from remine.signatures import Headers, TrustedKeys
from remine.view import View

_MANIFEST_PREFIX = b"manifest/"


class Follower(Protocol):
    """Takes the records of a topic."""

    def accept(self, key: bytes, value: bytes | None) -> None:
        """Takes a record; without a value it deletes its key."""


class IndexState:
    """The topic ``index``: the newest manifest, and the view of the last one that was whole and good."""

    def __init__(self, generation: int, blobs: Blobs) -> None:
        self._generation = generation
        self._blobs = blobs
        self._newest: Manifest | None = None
        self._bad: Manifest | None = None
        self.view: View | None = None

    def accept(self, key: bytes, value: bytes | None) -> None:
        """Takes a record of the topic."""
        chunk = ChunkKey.parse(key)
        if chunk is not None:
            self._blobs.accept(chunk, value)
        elif key == Manifest.key(self._generation):
            self._accept_manifest(value)
        elif not key.startswith(_MANIFEST_PREFIX):
            raise CorruptDataError(f"key {key[:100]!r} on the topic of the index names nothing known")

    def refresh(self) -> bool:
        """Goes over to the newest manifest if all its segments are here and good; else the view before stays."""
        manifest = self._newest
        if manifest is None or manifest is self._bad or (self.view is not None and self.view.manifest is manifest):
            return False
        if any(segment.blob not in self._blobs for segment in manifest.segments()):
            return False
        try:
            self.view = View.build(manifest, lambda segment: self._blobs.read(segment.blob), self.view)
        except CorruptDataError:
            self._bad = manifest
            raise
        return True

    def _accept_manifest(self, value: bytes | None) -> None:
        if value is None:
            self._newest = None
            return
        manifest = Manifest.decode(value)
        if manifest.generation != self._generation:
            raise CorruptDataError(f"manifest {manifest.id} of generation {manifest.generation} under another's key")
        if self._newest is not None and manifest.id.is_older_than(self._newest.id):
            raise CorruptDataError(f"manifest {manifest.id} after {self._newest.id}")
        self._newest = manifest


class ReleaseState:
    """The topic ``releases``: what somebody has pinned, else what the gate has let through."""

    def __init__(self, generation: int) -> None:
        self._generation = generation
        self._released: dict[bytes, Release] = {}

    def accept(self, key: bytes, value: bytes | None) -> None:
        """Takes a record of the topic."""
        if key not in (b"live", b"pin"):
            raise CorruptDataError(f"key {key[:100]!r} on the topic of releases, must be live or pin")
        if value is None:
            self._released.pop(key, None)
            return
        release = Release.decode(value)
        if release.generation != self._generation:
            raise CorruptDataError(
                f"release of generation {release.generation}, this reader follows {self._generation}; "
                "restart it on that generation"
            )
        self._released[key] = release

    @property
    def wanted(self) -> Release | None:
        """None if nothing was ever released: the generation's first encoder serves."""
        return self._released.get(b"pin") or self._released.get(b"live")


class LiveState:
    """All three topics. A record that is bad is counted and changes nothing."""

    def __init__(self, generation: int, directory: Path, trusted: TrustedKeys | None = None) -> None:
        self._trusted = trusted or TrustedKeys()
        self.index = IndexState(generation, Blobs(directory / "index"))
        self.models = Models(Blobs(directory / "models"))
        self.releases = ReleaseState(generation)
        self._followers: dict[str, Follower] = {"index": self.index, "models": self.models, "releases": self.releases}
        self.problems: Counter[str] = Counter()
        self.last_problem = ""

    def accept(self, topic: str, key: bytes | None, value: bytes | None, headers: Headers = ()) -> None:
        """Takes a record of ``index``, ``models`` or ``releases``."""
        try:
            if key is None:
                raise CorruptDataError(f"record without a key on the topic of {topic}")
            self._trusted.check(topic, key, value, headers)
            self._followers[topic].accept(key, value)
        except UntrustedRecordError as e:
            self.report("untrusted record", e)
        except CorruptDataError as e:
            self.report("malformed record", e)

    def refresh(self) -> bool:
        """Whether there is a new view."""
        try:
            return self.index.refresh()
        except CorruptDataError as e:
            self.report("bad index", e)
            return False

    def report(self, kind: str, problem: Exception) -> None:
        """Counts what went wrong."""
        self.problems[kind] += 1
        self.last_problem = f"{kind}: {problem}"
