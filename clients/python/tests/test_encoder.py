import math

import numpy as np

from remine.encoder import _erf


def test_the_error_function_is_right_to_seven_digits() -> None:
    x = np.linspace(-6, 6, 10_001, dtype=np.float32)
    expected = [math.erf(float(value)) for value in x]
    np.testing.assert_allclose(_erf(x), expected, atol=5e-7)
