"""Follows the index and the encoders that Remine publishes to Kafka, and searches them.

The formats are those of ``SNAPSHOT-FORMAT.md``. :class:`LiveIndex` is the entry.
"""

from remine.errors import BehindError, CorruptDataError, UntrustedRecordError
from remine.live import LiveIndex, Status
from remine.manifests import InputPosition, ManifestId
from remine.models import EncoderData
from remine.view import Document, Hit, View

__all__ = [
    "BehindError",
    "CorruptDataError",
    "Document",
    "EncoderData",
    "Hit",
    "InputPosition",
    "LiveIndex",
    "ManifestId",
    "Status",
    "UntrustedRecordError",
    "View",
]
