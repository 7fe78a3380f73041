"""Trains on the examples of a Kafka topic when told to: `examples N` is answered by the seconds that N examples took.

    python3 stream.py DIRECTORY --threads 2 --broker HOST:PORT --topic examples --interval 10

The loop is that of train.py --mine; at the end of each interval it writes the new weights out, as one has to before anybody
can use them, and commits its offsets.
"""

import argparse
import time
from pathlib import Path

import torch
from confluent_kafka import Consumer
from safetensors.torch import save_file

from adore import Trainer
from talk import commands, say
from task import Task, examples


class Stream:
    def __init__(self, options, task, encoder):
        self.batch = task.settings["batch"]
        self.interval = options.interval
        self.weights = Path(options.directory) / "trained.safetensors"
        self.encoder = encoder
        documents = torch.from_numpy(task.documents)
        self.trainer = Trainer(encoder, documents, task.faiss(), task.settings, encode_twice=True)
        self.consumer = Consumer({"bootstrap.servers": options.broker, "group.id": "peer",
                                  "auto.offset.reset": "earliest", "enable.auto.commit": False})
        self.last = None
        self.consumer.subscribe([options.topic])

    def train(self, count):
        published = time.perf_counter()
        for _ in range(0, count, self.batch):
            self.trainer.step(*examples(self.take()))
            if time.perf_counter() - published >= self.interval:
                self.publish()
                published = time.perf_counter()
        self.publish()

    def take(self):
        lines = []
        while len(lines) < self.batch:
            for message in self.consumer.consume(self.batch - len(lines), timeout=10):
                if message.error():
                    raise RuntimeError(message.error())
                lines.append(message.value())
                self.last = message
        return lines

    def publish(self):
        save_file({name: parameter.detach() for name, parameter in self.encoder.named_parameters()
                   if parameter.requires_grad}, self.weights)
        self.consumer.commit(message=self.last, asynchronous=False)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory")
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--broker", required=True)
    parser.add_argument("--topic", required=True)
    parser.add_argument("--interval", type=float, required=True, help="seconds from one set of weights to the next")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    task = Task(options.directory)
    stream = Stream(options, task, task.encoder())
    say(peer=f"PyTorch {torch.__version__} and FAISS, fed by confluent-kafka")
    for command, count in commands():
        assert command == "examples"
        start = time.perf_counter()
        stream.train(int(count))
        say(seconds=time.perf_counter() - start)


if __name__ == "__main__":
    main()
