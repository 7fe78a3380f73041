"""Writes what the index job and the train job publish, as records."""

import hashlib
import json
import struct

import google_crc32c
import numpy as np
from safetensors.numpy import save

CHUNK_BYTES = 900_000

Record = tuple[bytes, bytes | None]


def chunks(blob: bytes) -> list[Record]:
    name = hashlib.sha256(blob).hexdigest()
    count = -(-len(blob) // CHUNK_BYTES)
    return [(f"{name}/{index}".encode(), chunk(blob, index, count)) for index in range(count)]


def chunk(blob: bytes, index: int, count: int) -> bytes:
    payload = blob[index * CHUNK_BYTES : (index + 1) * CHUNK_BYTES]
    head = struct.pack(">4sBIIQ", b"RMNC", 1, index, count, len(blob))
    return head + struct.pack(">I", google_crc32c.value(head + payload)) + payload


def blob_ref(blob: bytes) -> dict[str, object]:
    return {"blob": hashlib.sha256(blob).hexdigest(), "bytes": len(blob)}


def strings(name: str, values: list[str]) -> dict[str, np.ndarray]:
    encoded = [value.encode() for value in values]
    return {
        name + "s": np.frombuffer(b"".join(encoded), np.uint8),
        name + "Ends": np.cumsum([len(each) for each in encoded], dtype=np.int64),
    }


def segment(
    vectors: dict[str, list[float]],
    *,
    deleted: tuple[str, ...] = (),
    scopes: dict[str, str] | None = None,
    attributes: dict[str, list[tuple[str, str]]] | None = None,
    bucket: int = 0,
    dimension: int = 2,
    precision: type = np.float16,
    **metadata: str,
) -> bytes:
    """A segment whose documents have their ids as texts."""
    ids = list(vectors)
    tensors = {
        "versions": np.ones(len(ids), np.int64),
        "deletedVersions": np.ones(len(deleted), np.int64),
        "vectors": np.array(list(vectors.values()), precision).reshape(len(ids), dimension),
        **strings("id", ids),
        **strings("deletedId", list(deleted)),
        **strings("text", ids),
    }
    form = 1
    if scopes is not None:
        form = 2
        tensors |= strings("scope", [scopes.get(id, "") for id in ids])
    if attributes is not None:
        form = 3
        pairs = sorted({pair for of_id in attributes.values() for pair in of_id})
        places = [[pairs.index(pair) for pair in sorted(attributes.get(id, []))] for id in ids]
        tensors |= strings("attributeName", [name for name, _ in pairs])
        tensors |= strings("attributeValue", [value for _, value in pairs])
        tensors["attributes"] = np.array([place for of_id in places for place in of_id], np.int32)
        tensors["attributeEnds"] = np.cumsum([len(of_id) for of_id in places], dtype=np.int64)
    said = {"format": str(form), "bucket": str(bucket), "generation": "0", "dimension": str(dimension)}
    return save(tensors, said | metadata)


def manifest(
    name: str, buckets: dict[int, list[tuple[bytes, int, int]]], documents: int, /, **fields: object
) -> Record:
    """Of each bucket the segments, with the rows and deletions of each; ``fields`` override what it would say."""
    timeline, _, checkpoint = name.rpartition("/")
    return b"manifest/0", json.dumps(
        {
            "format": 1,
            "timeline": timeline,
            "checkpoint": int(checkpoint),
            "generation": 0,
            "dimension": 2,
            "documents": documents,
            "buckets": [
                {
                    "bucket": bucket,
                    "segments": [
                        {**blob_ref(blob), "rows": rows, "deletions": deletions} for blob, rows, deletions in segments
                    ],
                }
                for bucket, segments in sorted(buckets.items())
            ],
            "offsets": {},
            "publishedMillis": 0,
            **fields,
        }
    ).encode()
