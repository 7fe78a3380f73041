"""Mines hard negatives as sentence-transformers does, with FAISS, when told to: `mine QUERIES DOCUMENTS OUT`.

    python3 negatives.py MODEL --threads 2 --negatives 5 --range-max 50 --relative-margin 0.05

The files are those of `remine mine`: lines of JSON with _id and text, and a query's `positives`; triplets come out. The answer
is the seconds from opening the first file to closing the last one: the program's start and the model's are not in it.
"""

import argparse
import json
import os
import time

# Threads that spin while they wait make two of them slower than one when anything else runs.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("HF_DATASETS_OFFLINE", "1")

import faiss  # noqa: E402
import sentence_transformers  # noqa: E402
import torch  # noqa: E402
from datasets import Dataset, disable_progress_bars  # noqa: E402
from sentence_transformers import SentenceTransformer  # noqa: E402
from sentence_transformers.util import mine_hard_negatives  # noqa: E402

from talk import commands, say  # noqa: E402


def lines(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def mine(model, options, queries, documents, out):
    texts = {document["_id"]: document["text"] for document in lines(documents)}
    pairs = [(query["text"], texts[positive]) for query in lines(queries) for positive in query["positives"]]
    dataset = Dataset.from_dict({"query": [query for query, _ in pairs], "positive": [text for _, text in pairs]})
    mined = mine_hard_negatives(
        dataset,
        model,
        corpus=list(texts.values()),
        range_max=options.range_max,
        relative_margin=options.relative_margin,
        num_negatives=options.negatives,
        sampling_strategy="top",
        use_faiss=True,
        output_format="triplet",
        verbose=False,
    )
    mined.to_json(out, force_ascii=False)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--negatives", type=int, required=True)
    parser.add_argument("--range-max", type=int, required=True)
    parser.add_argument("--relative-margin", type=float, required=True)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    faiss.omp_set_num_threads(options.threads)
    disable_progress_bars()
    model = SentenceTransformer(options.model, device="cpu")
    say(peer=f"sentence-transformers {sentence_transformers.__version__} and FAISS {faiss.__version__}")
    for command, *files in commands():
        assert command == "mine"
        start = time.perf_counter()
        mine(model, options, *files)
        say(seconds=time.perf_counter() - start)


if __name__ == "__main__":
    main()
