"""Room: sources. From files, folders and streams to documents; bad input becomes a Problem and the rest goes on.

The first step of the walk: it finds files (`walk`), turns bytes into text (`encoding`), and has one reader a kind of
file (`text`, `markdown`, `html`, `jsonl`), each with a manifest. It does not fetch, clean or judge what it reads.
"""

from khronika.sources.encoding import Decoded, decode
from khronika.sources.manifest import Manifest
from khronika.sources.options import ReadOptions
from khronika.sources.read import MANIFESTS, read_paths

__all__ = ["MANIFESTS", "Decoded", "Manifest", "ReadOptions", "decode", "read_paths"]
