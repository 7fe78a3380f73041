"""Prints the version of the encoder that serves, and of each parameter its name and SHA-256, for the test in Java."""

import hashlib
import sys
import time

from remine import LiveIndex

with LiveIndex(sys.argv[1]) as live:
    while (encoder := live.encoder()) is None:
        time.sleep(0.1)
    print(encoder.version)
    for name, values in encoder.parameters.items():
        print(name, hashlib.sha256(values.astype("<f4").tobytes()).hexdigest())
