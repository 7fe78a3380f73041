"""A copy of the published index in this process, kept current from Kafka."""

from __future__ import annotations

import logging
import tempfile
import threading
import time
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy.typing as npt
from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, KafkaException, Message, TopicPartition

from remine.errors import BehindError
from remine.manifests import InputPosition, ManifestId
from remine.models import EncoderData
from remine.signatures import TrustedKeys
from remine.state import LiveState
from remine.view import Hit, View

LOG = logging.getLogger(__name__)

_POLL_SECONDS = 0.2
_METADATA_SECONDS = 10.0
_RETRY_SECONDS = 1.0
_BATCH = 500


@dataclass(frozen=True)
class Status:
    """How a live index is. ``released`` is the version that is to serve, None for the generation's first encoder."""

    caught_up: bool
    manifest: ManifestId | None
    documents: int
    released: str | None
    problems: dict[str, int]
    last_problem: str


class LiveIndex:
    """Follows the topics from their beginning in a thread of its own; any thread may search.

    A search sees one view from beginning to end. The next view is built beside it and swapped in by one assignment.
    Whatever is bad is counted in :attr:`status` and leaves the last good view in place.

    ``kafka`` are properties of librdkafka: ``bootstrap.servers``, security. Blobs are kept below ``directory`` (or the
    system's own place for temporary files) until this is closed; vectors that are searched are in memory. With
    ``trusted_keys``, PEM files of public keys, only records are used that one of these keys has signed.
    """

    def __init__(
        self,
        kafka: str | Mapping[str, Any],
        *,
        topic_prefix: str = "",
        generation: int = 0,
        directory: Path | None = None,
        trusted_keys: Iterable[str | Path] = (),
    ) -> None:
        self._scratch = tempfile.TemporaryDirectory(prefix="remine-", dir=directory)
        self._generation = generation
        self._topics = {topic_prefix + topic: topic for topic in ("index", "models", "releases")}
        self._state = LiveState(generation, Path(self._scratch.name), TrustedKeys.read(trusted_keys))
        self._view: View | None = None
        self._caught_up = False
        self._unread: set[tuple[str | None, int | None]] = set()  # partitions not yet read to their ends
        self._lock = threading.Lock()  # the state is the reading thread's; others may ask it for encoders
        self._changed = threading.Condition()
        self._closed = threading.Event()
        self._consumer = Consumer(_properties(kafka))
        self._thread = threading.Thread(target=self._run, name="remine-live-index", daemon=True)
        self._thread.start()

    def __enter__(self) -> LiveIndex:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stops following; views that somebody holds stay good."""
        self._closed.set()
        self._thread.join()
        self._consumer.close()
        self._scratch.cleanup()
        with self._changed:
            self._changed.notify_all()

    @property
    def view(self) -> View | None:
        """The newest view; None before the first."""
        return self._view

    @property
    def status(self) -> Status:
        """How this is now."""
        view = self._view
        release = self._state.releases.wanted
        return Status(
            self._caught_up,
            view.manifest.id if view is not None else None,
            len(view) if view is not None else 0,
            release.version if release is not None else None,
            dict(self._state.problems),
            self._state.last_problem,
        )

    def wait(self, at_least: ManifestId | InputPosition | None = None, timeout: float = 30.0) -> View:
        """The newest view, once it is as new as wanted; :class:`BehindError` after ``timeout`` seconds.

        A manifest wants itself or a later one of its timeline, an input position wants that record to be contained.
        """
        deadline = time.monotonic() + timeout
        with self._changed:
            while True:
                view = self._view
                if view is not None and _is_as_new(view, at_least):
                    return view
                left = deadline - time.monotonic()
                if left <= 0 or self._closed.is_set():
                    found = view.manifest.id if view is not None else "none"
                    raise BehindError(
                        f"{at_least or 'an index'} is wanted, after {timeout} s there is {found}; "
                        f"{self._state.last_problem or 'no problems'}"
                    )
                self._changed.wait(left)

    def search(
        self,
        queries: npt.ArrayLike,
        k: int,
        *,
        scopes: Iterable[str] = (),
        where: Mapping[str, str | Iterable[str]] | None = None,
        at_least: ManifestId | InputPosition | None = None,
        timeout: float = 30.0,
    ) -> list[list[Hit]]:
        """:meth:`View.search` in the newest view, or in one as new as wanted."""
        return self.wait(at_least, timeout).search(queries, k, scopes, where)

    def encoder(self, version: str | None = None) -> EncoderData | None:
        """The encoder of this version, or the one that serves; None while it is not complete."""
        with self._lock:
            release = self._state.releases.wanted
            name = version or (release.version if release is not None else None)
            if not self._caught_up or not self._state.models.is_complete(self._generation, name):
                return None
            return self._state.models.encoder(self._generation, name)

    def _run(self) -> None:
        begun = False
        while not self._closed.is_set():
            try:
                if not begun:
                    self._begin()
                    begun = True
                self._step()
            except KafkaException as e:
                LOG.warning("Kafka: %s; trying again", e)
                self._state.report("broker", e)
                self._closed.wait(_RETRY_SECONDS)

    def _begin(self) -> None:
        partitions = []
        for topic in self._topics:
            found = self._consumer.list_topics(topic, _METADATA_SECONDS).topics[topic]
            if found.error is not None:
                raise KafkaException(found.error)
            partitions += [TopicPartition(topic, partition, OFFSET_BEGINNING) for partition in found.partitions]
        self._consumer.assign(partitions)
        self._unread = {(each.topic, each.partition) for each in partitions}

    def _step(self) -> None:
        messages = self._consumer.consume(_BATCH, _POLL_SECONDS)
        for message in messages:
            error = message.error()
            if error is None:
                self._take(message)
            elif error.code() == KafkaError._PARTITION_EOF:
                self._unread.discard((message.topic(), message.partition()))
            else:
                raise KafkaException(error)
        if not self._unread and messages:
            self._publish()

    def _take(self, message: Message) -> None:
        """Until it is taken: a record that a full disk refused comes no second time."""
        while not self._closed.is_set():
            try:
                with self._lock:
                    topic = self._topics[str(message.topic())]
                    self._state.accept(topic, message.key(), message.value(), _headers(message))
                return
            except OSError as e:
                LOG.warning("%s; make room or mend the disk, it is tried again", e)
                self._state.report("storage", e)
                self._closed.wait(_RETRY_SECONDS)

    def _publish(self) -> None:
        with self._lock:
            self._state.refresh()
        with self._changed:
            self._view = self._state.index.view
            self._caught_up = True
            self._changed.notify_all()


def _properties(kafka: str | Mapping[str, Any]) -> dict[str, Any]:
    """Ours win: no offset is ever committed, and what a transaction has not committed is not seen."""
    given = {"bootstrap.servers": kafka} if isinstance(kafka, str) else dict(kafka)
    return {
        **given,
        "group.id": f"remine-{uuid.uuid4()}",
        "isolation.level": "read_committed",
        "enable.auto.commit": False,
        "enable.partition.eof": True,
        "auto.offset.reset": "earliest",
    }


def _headers(message: Message) -> list[tuple[str, bytes | None]]:
    headers = message.headers() or []
    pairs = headers.items() if isinstance(headers, dict) else headers
    return [(name, value.encode() if isinstance(value, str) else value) for name, value in pairs]


def _is_as_new(view: View, wanted: ManifestId | InputPosition | None) -> bool:
    if wanted is None:
        return True
    if isinstance(wanted, InputPosition):
        return view.manifest.contains(wanted)
    return view.manifest.id.timeline == wanted.timeline and view.manifest.id.checkpoint >= wanted.checkpoint
