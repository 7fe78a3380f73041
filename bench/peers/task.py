"""What Remine writes for its peers into one directory."""

import json
from pathlib import Path

import numpy as np
import torch

from minilm import MiniLm


class Task:
    def __init__(self, directory: str):
        self.directory = Path(directory)
        self.settings = json.loads((self.directory / "task.json").read_text())
        vectors = np.fromfile(self.directory / "documents.f32", dtype="<f4")
        self.documents = vectors.reshape(-1, self.settings["hidden"])

    def encoder(self):
        return MiniLm(self.settings, self.directory)

    def faiss(self):
        """FAISS's exact search."""
        import faiss
        faiss.omp_set_num_threads(torch.get_num_threads())
        index = faiss.IndexFlatIP(self.settings["hidden"])
        index.add(self.documents)
        return lambda queries: torch.from_numpy(index.search(queries.numpy(), self.settings["topK"])[1])

    def product(self, documents):
        """PyTorch's exact search, best for few documents and on a GPU."""
        return lambda queries: (queries.to(documents.dtype) @ documents.T).topk(self.settings["topK"]).indices

    def batches(self):
        """Texts and rows of the clicked documents, of a batch at a time; from the start again at the end."""
        lines = (self.directory / "examples.jsonl").read_text().splitlines()
        size = self.settings["batch"]
        while True:
            for begin in range(0, len(lines) - size + 1, size):
                yield examples(lines[begin:begin + size])


def examples(lines):
    records = [json.loads(line) for line in lines]
    return [record["text"] for record in records], [int(record["document"][1:]) for record in records]
