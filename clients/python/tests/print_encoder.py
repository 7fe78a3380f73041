"""For the test in Java: prints the version of the encoder that serves, of each parameter its name and SHA-256,
and then the vector of each query in the input, one a line, as JSON.
"""

import hashlib
import json
import sys
import time

from remine import LiveIndex
from remine.encoder import QueryEncoder

with LiveIndex(sys.argv[1]) as live:
    while (data := live.encoder()) is None:
        time.sleep(0.1)
print(data.version)
for name, values in sorted(data.parameters.items()):
    print(name, hashlib.sha256(values.astype("<f4").tobytes()).hexdigest())
for vector in QueryEncoder(data).encode(sys.stdin.read().splitlines()):
    print(json.dumps(vector.tolist()))
