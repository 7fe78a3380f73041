"""Trains when told to: `steps N` on standard input is answered by the time that N steps took.

    python3 train.py DIRECTORY --threads 2 [--mine] [--device cuda:0]

With --mine the loop is the usual one of PyTorch and FAISS: encode without gradients, search, encode again with them.
Without it, one encoding serves both, and PyTorch searches: the step itself. On a GPU PyTorch always searches, in half
precision.
"""

import argparse
import time

import torch

from adore import Trainer
from talk import commands, say
from task import Task


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory")
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--mine", action="store_true")
    parser.add_argument("--device", default="cpu")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    task = Task(options.directory)
    documents = torch.from_numpy(task.documents)
    if options.device != "cpu":
        documents = documents.to(options.device, torch.float16)
    search = task.faiss() if options.mine and options.device == "cpu" else task.product(documents)
    encoder = task.encoder().to(options.device)
    trainer = Trainer(encoder, documents, search, task.settings, options.mine)
    batches = task.batches()
    say(peer=f"PyTorch {torch.__version__} on {options.device}")
    for command, steps in commands():
        assert command == "steps"
        start, cpu_start = time.perf_counter(), time.process_time()
        losses = [trainer.step(*next(batches)) for _ in range(int(steps))]
        say(seconds=time.perf_counter() - start, cpuSeconds=time.process_time() - cpu_start, losses=losses)


if __name__ == "__main__":
    main()
