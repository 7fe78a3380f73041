"""The talk with Remine: a line of words in, a line of JSON out."""

import json
import sys


def say(**values):
    print(json.dumps(values), flush=True)


def commands():
    """Lines of words that Remine writes."""
    for line in sys.stdin:
        yield line.split()
