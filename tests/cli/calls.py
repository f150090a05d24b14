"""The type of the fixture that runs a command."""

from collections.abc import Callable

Khronika = Callable[..., tuple[int, str, str]]
