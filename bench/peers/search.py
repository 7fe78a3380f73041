"""Exact search by FAISS, on commands of `remine bench search`: a line in, a line of JSON out.

load VECTORS ROWS QUERIES COUNT DIMENSION   files of little-endian floats, row by row
tune BATCH K                                finds FAISS's faster way for this batch
search BATCH K REPEATS                      milliseconds of each
hits BATCH K                                rows and scores
"""

import json
import os
import sys
import time


def kernels():
    """The kernels of OpenBLAS for this processor: a library older than the processor takes slower ones."""
    try:
        with open("/proc/cpuinfo") as info:
            flags = next((line.split() for line in info if line.startswith("flags")), [])
    except OSError:
        return None
    return "SkylakeX" if "avx512f" in flags else "Haswell" if "avx2" in flags else None


if kernels():
    os.environ.setdefault("OPENBLAS_CORETYPE", kernels())  # read when the library is loaded

# Threads that spin while they wait make two of them slower than one when anything else runs.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import faiss  # noqa: E402
import numpy  # noqa: E402

WITH_BLAS, WITHOUT = 20, 1 << 30  # fewest queries that are multiplied as a matrix; 20 was FAISS's own for years


def answer(value):
    print(json.dumps(value), flush=True)


def timed(index, queries, k):
    begin = time.perf_counter()
    index.search(queries, k)
    return (time.perf_counter() - begin) * 1e3


def main():
    faiss.omp_set_num_threads(int(sys.argv[1]))
    answer({"peer": f"FAISS {faiss.__version__} IndexFlatIP"})
    index, queries = None, None
    for line in sys.stdin:
        command, *words = line.split()
        if command == "load":
            rows, count, dimension = int(words[1]), int(words[3]), int(words[4])
            index = faiss.IndexFlatIP(dimension)
            index.add(numpy.fromfile(words[0], dtype="<f4").reshape(rows, dimension))
            queries = numpy.fromfile(words[2], dtype="<f4").reshape(count, dimension)
            answer({"rows": index.ntotal})
            continue
        batch, k = queries[: int(words[0])], int(words[1])
        if command == "tune":
            best = {}
            for _ in range(3):
                for threshold in (WITH_BLAS, WITHOUT):
                    faiss.cvar.distance_compute_blas_threshold = threshold
                    best[threshold] = min(best.get(threshold, float("inf")), timed(index, batch, k))
            faiss.cvar.distance_compute_blas_threshold = min(best, key=best.get)
            answer({"blas": len(batch) >= min(best, key=best.get)})
        elif command == "search":
            answer({"millis": [timed(index, batch, k) for _ in range(int(words[2]))]})
        elif command == "hits":
            scores, rows = index.search(batch, k)
            answer({"rows": rows.tolist(), "scores": scores.tolist()})
        else:
            raise ValueError(f"unknown command {command}")


main()
