"""Room: capture. One address on the web to the bytes that it gave, with the record that evidence needs; or why not.

Stands before reading: it fetches, and neither stores nor reads what it gets. Nothing is fetched that nobody asked for:
no picture, script or linked page. Needs the extra `web`.
"""

from khronika.capture.fetch import fetch
from khronika.capture.options import FetchOptions
from khronika.capture.record import Capture, Hop

__all__ = ["Capture", "FetchOptions", "Hop", "fetch"]
