"""``remine-search``: query vectors in, one JSON object a line; documents out, likewise."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from remine.live import LiveIndex
from remine.manifests import ManifestId
from remine.view import View


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command."""
    options = _parser().parse_args(arguments)
    properties = dict(each.split("=", 1) for each in options.property)
    at_least = ManifestId.parse(options.at_least) if options.at_least else None
    kafka = {"bootstrap.servers": options.bootstrap_servers, **properties}
    with LiveIndex(
        kafka, topic_prefix=options.topic_prefix, generation=options.generation, trusted_keys=options.trusted_key
    ) as live:
        view = live.wait(at_least, options.timeout)
        print(f"manifest {view.manifest.id}, {len(view)} documents", file=sys.stderr)
        answer_all(view, sys.stdin, sys.stdout)
        for problem, count in live.status.problems.items():
            print(f"{problem}: {count}; the last: {live.status.last_problem}", file=sys.stderr)
    return 0


def answer_all(view: View, requests: TextIO, answers: TextIO) -> None:
    """Answers each line of requests by a line."""
    for line in requests:
        if line.strip():
            print(json.dumps(_answer(view, json.loads(line)), ensure_ascii=False), file=answers, flush=True)


def _answer(view: View, request: dict[str, Any]) -> dict[str, Any]:
    hits = view.search([request["vector"]], request.get("k", 10), request.get("scopes", ()), request.get("where"))[0]
    return {"manifest": str(view.manifest.id), "hits": [asdict(hit) for hit in hits]}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="remine-search",
        description='Searches the live index. Input: one {"vector": [...], "k": 10, "scopes": [...], '
        '"where": {"language": ["en"]}} a line; all but the vector may be left out.',
    )
    parser.add_argument("--bootstrap-servers", required=True, metavar="HOST:PORT")
    parser.add_argument("--property", action="append", default=[], metavar="NAME=VALUE", help="of the Kafka client")
    parser.add_argument("--topic-prefix", default="", help="what the names of the topics begin with")
    parser.add_argument("--generation", type=int, default=0)
    parser.add_argument(
        "--trusted-key", type=Path, action="append", default=[], metavar="FILE", help="use only what these have signed"
    )
    parser.add_argument("--at-least", metavar="TIMELINE/CHECKPOINT", help="wait for this manifest or a later one")
    parser.add_argument("--timeout", type=float, default=60.0, metavar="SECONDS", help="how long to wait for it")
    return parser


if __name__ == "__main__":
    sys.exit(main())
