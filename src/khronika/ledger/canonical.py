"""One way to write a value as bytes: what is hashed must be the same on every machine, today and in ten years.

JSON in UTF-8, keys sorted, no blanks; whole numbers without a point, other numbers in the shortest form that reads back.
"""

from hashlib import sha256
from typing import Any

import msgspec

_encoder = msgspec.json.Encoder(order="sorted")


def canonical(value: Any) -> bytes:
    """The bytes of a value that JSON can hold; structs as objects.

    >>> canonical({"b": [1, 2.5, None], "a": "é"})
    b'{"a":"\\xc3\\xa9","b":[1,2.5,null]}'
    """
    return _encoder.encode(value)


def digest(value: Any) -> str:
    """SHA-256 of the canonical bytes, in hexadecimal."""
    return sha256(canonical(value)).hexdigest()
