"""Khronika: from reports in any language to events and numbers that can be defended line by line."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_HOMES = {
    "Archive": "khronika.archive",
    "chronicle": "khronika.api",
    "counts": "khronika.api",
    "dates": "khronika.api",
    "extract": "khronika.api",
    "places": "khronika.api",
    "resolve": "khronika.api",
    "Document": "khronika.model",
    "Event": "khronika.model",
    "Mention": "khronika.model",
    "Problem": "khronika.model",
    "KhronikaError": "khronika.errors",
    "Table": "khronika.table",
}
__all__ = [
    "Archive",
    "Document",
    "Event",
    "KhronikaError",
    "Mention",
    "Problem",
    "Table",
    "__version__",
    "chronicle",
    "cite",
    "counts",
    "dates",
    "extract",
    "measure",
    "places",
    "resolve",
]

if TYPE_CHECKING:
    from khronika import cite, measure
    from khronika.api import chronicle, counts, dates, extract, places, resolve
    from khronika.archive import Archive
    from khronika.errors import KhronikaError
    from khronika.model import Document, Event, Mention, Problem
    from khronika.table import Table


def __getattr__(name: str) -> Any:
    """Names are loaded when first used, so that starting the program stays cheap."""
    if name in ("cite", "measure"):
        return import_module(f"khronika.{name}")
    if name not in _HOMES:
        raise AttributeError(f"module 'khronika' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
