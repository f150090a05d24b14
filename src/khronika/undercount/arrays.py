"""Names for the arrays of this room, and the one place that says what to install where NumPy or SciPy is missing."""

from khronika.errors import MissingExtraError

try:
    import numpy as np
    import scipy
    from numpy.typing import NDArray
except ImportError as error:
    raise MissingExtraError("measuring the under-count", "stats") from error

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

__all__ = ["Bools", "Floats", "Ints", "np", "scipy"]
