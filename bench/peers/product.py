"""Exact search by PyTorch on a GPU, on commands of `remine bench search`, as search.py has them: half precision, one product.

    python3 product.py THREADS --device cuda:0
"""

import argparse
import time

import numpy
import torch

from talk import commands, say


def found(documents, queries, k):
    """Scores and rows of the best, on the CPU: whoever searches needs them there."""
    scores, rows = (queries.half() @ documents.T).float().topk(k)
    return scores.cpu(), rows.cpu()


def timed(documents, queries, k):
    begin = time.perf_counter()
    found(documents, queries, k)
    return (time.perf_counter() - begin) * 1e3


def vectors(file, count, dimension, device):
    return torch.from_numpy(numpy.fromfile(file, dtype="<f4").reshape(count, dimension)).to(device)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("threads", type=int)
    parser.add_argument("--device", required=True)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    say(peer=f"PyTorch {torch.__version__} on {options.device}")
    documents, queries = None, None
    for command, *words in commands():
        if command == "load":
            documents = vectors(words[0], int(words[1]), int(words[4]), options.device).half()
            queries = vectors(words[2], int(words[3]), int(words[4]), options.device)
            say(rows=len(documents))
            continue
        batch, k = queries[: int(words[0])], int(words[1])
        if command == "tune":
            for _ in range(5):
                timed(documents, batch, k)
            say(tuned=True)
        elif command == "search":
            say(millis=[timed(documents, batch, k) for _ in range(int(words[2]))])
        elif command == "hits":
            scores, rows = found(documents, batch, k)
            say(rows=rows.tolist(), scores=scores.tolist())
        else:
            raise ValueError(f"unknown command {command}")


if __name__ == "__main__":
    main()
