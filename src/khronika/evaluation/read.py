"""Read gold from YAML, JSON lines or folders of them, and mentions from JSON lines.

Gold is written by people and small, so a fault in it ends the run with the file named; it is never skipped.
"""

import hashlib
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from khronika.errors import CannotError
from khronika.evaluation.gold import Gold, GoldDocument, Told
from khronika.model import Document, Mention

_Kind = TypeVar("_Kind")
_ENDINGS = (".yaml", ".yml", ".jsonl")
_THEN = "correct the file; docs/method/evaluation.md shows what gold looks like"


class GoldSet(msgspec.Struct, frozen=True):
    """Documents in the order of their ids, and the files that hold those of each language."""

    documents: tuple[GoldDocument, ...]
    files: dict[str, tuple[Path, ...]]

    def languages(self) -> list[str]:
        """Codes of the languages of its documents."""
        return sorted({d.document.language or "" for d in self.documents})

    def sha256(self, language: str) -> str:
        """Hash of the bytes of a language's files, one after another, sorted by name: `cat *.yaml | sha256sum`."""
        content = b"".join(path.read_bytes() for path in self.files.get(language, ()))
        return hashlib.sha256(content).hexdigest()


def read_gold(paths: Iterable[str | Path]) -> GoldSet:
    """All gold documents of the files and folders. Raises CannotError where one is no gold, or an id stands twice."""
    found: dict[tuple[str, str], GoldDocument] = {}
    files: dict[str, dict[Path, None]] = {}
    for path in gold_files(paths):
        for document in _read_file(path):
            if document.key in found:
                raise CannotError(path, f"document {document.document.id} is there twice", "give each gold file once")
            found[document.key] = document
            files.setdefault(document.document.language or "", {})[path] = None
    documents = tuple(found[key] for key in sorted(found))
    return GoldSet(documents, {code: tuple(sorted(f, key=lambda p: (p.name, p))) for code, f in files.items()})


def gold_files(paths: Iterable[str | Path]) -> list[Path]:
    """The files given, and those with gold's endings inside the folders given."""
    made: list[Path] = []
    for path in map(Path, paths):
        inside = sorted(p for p in path.rglob("*") if p.suffix in _ENDINGS) if path.is_dir() else [path]
        if not inside:
            raise CannotError(path, "no gold in this folder", f"give files that end in {', '.join(_ENDINGS)}")
        made += inside
    return made


def read_told(path: str | Path) -> list[Told]:
    """Mentions of a JSON lines file (- is standard input). Raises CannotError where a line is none."""
    lines = sys.stdin.buffer.read() if str(path) == "-" else _bytes(Path(path))
    return [_convert(row, Told, Path(path)) for row in _json_rows(lines, Path(path))]


def as_told(mention: Mention) -> Told:
    """A mention of ours, reduced to what is compared."""
    return msgspec.convert(_plain(msgspec.to_builtins(mention)), Told)


def _read_file(path: Path) -> Iterator[GoldDocument]:
    rows = _rows(path)
    if rows and "gold" not in rows[0] and "record" in rows[0]:
        yield from _flat(rows, path)
        return
    for row in rows:
        if not isinstance(row.get("gold", []), list):
            raise CannotError(path, f"document {row.get('id')}: gold is no list", _THEN)
        gold = tuple(_convert(g, Gold, path) for g in row.pop("gold", []))
        document = _convert({"text": "", **row}, Document, path)
        yield GoldDocument(document=document, gold=gold, register=row.get("register"))


def _flat(rows: Sequence[dict[str, Any]], path: Path) -> Iterator[GoldDocument]:
    """Bare records, each with its document and language: one unit for each of both."""
    units: dict[tuple[str, str], list[Gold]] = {}
    for row in rows:
        units.setdefault((row.get("document", ""), row.get("language", "")), []).append(_convert(row, Gold, path))
    for (name, language), gold in units.items():
        document = Document(id=name, text="", language=language or None)
        yield GoldDocument(document=document, gold=tuple(gold), flat=True)


def _rows(path: Path) -> list[dict[str, Any]]:
    """Mappings of a file, without the keys that say nothing."""
    if path.suffix == ".jsonl":
        rows: Any = _json_rows(_bytes(path), path)
    else:
        try:
            rows = _plain(yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader))
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise CannotError(path, str(error), _THEN) from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise CannotError(path, "not a list of documents", _THEN)
    return rows


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CannotError(path, error.strerror or str(error), "give a file that can be read") from error


def _json_rows(content: bytes, path: Path) -> list[Any]:
    rows: list[Any] = []
    for number, line in enumerate(content.splitlines(), 1):
        try:
            rows += [_plain(msgspec.json.decode(line))] if line.strip() else []
        except msgspec.DecodeError as error:
            raise CannotError(f"{path}:{number}", str(error), "write one JSON object a line") from error
    return rows


def _convert(row: Any, kind: type[_Kind], path: Path) -> _Kind:
    try:
        return msgspec.convert(row, kind)
    except msgspec.ValidationError as error:
        name = row.get("id") or row.get("trigger") or row.get("kind") if isinstance(row, dict) else row
        raise CannotError(path, f"{name}: {error}", _THEN) from error


def _plain(value: Any) -> Any:
    """Dates as ISO text; keys without a value are left out."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items() if v is not None}
    return [_plain(v) for v in value] if isinstance(value, list) else value
