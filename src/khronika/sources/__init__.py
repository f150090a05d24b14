"""Room: sources. From files, folders, addresses and bytes to documents; bad input becomes a Problem and the rest goes on.

The first step of the walk: it finds files (`walk`), turns bytes into text (`encoding`), and has one reader a kind of
file, each with a manifest (`registry`). Readers whose libraries may hang or eat memory work in a child process with
limits (`guard`, `child`). Fetching is done by the room `capture`; nothing here cleans or judges what it reads.
"""

from khronika.sources.columns import Columns, read_columns
from khronika.sources.content import Reading, read_content
from khronika.sources.encoding import Decoded, decode
from khronika.sources.event_rows import read_event_table
from khronika.sources.item import Coded, Item
from khronika.sources.manifest import Manifest
from khronika.sources.options import ReadOptions
from khronika.sources.read import read_items, read_paths
from khronika.sources.registry import MANIFESTS

__all__ = [
    "MANIFESTS",
    "Coded",
    "Columns",
    "Decoded",
    "Item",
    "Manifest",
    "ReadOptions",
    "Reading",
    "decode",
    "read_columns",
    "read_content",
    "read_event_table",
    "read_items",
    "read_paths",
]
