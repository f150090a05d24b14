"""Room: capture. One address on the web to the bytes that it gave, with the record that evidence needs; or why not.

Stands before reading: it fetches, and neither stores nor reads what it gets. Nothing is fetched that nobody asked for:
no picture, script or linked page. Needs the extra `web`.
"""

from typing import TYPE_CHECKING, Any

from khronika.capture.options import FetchOptions
from khronika.capture.record import Capture, Hop

if TYPE_CHECKING:
    from khronika.capture.follow import fetch

__all__ = ["Capture", "FetchOptions", "Hop", "fetch"]


def __getattr__(name: str) -> Any:
    """`fetch` is loaded when first used: reading files needs nothing of the network, not even the time to load it."""
    if name != "fetch":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from khronika.capture.follow import fetch

    return fetch
