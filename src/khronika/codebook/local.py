"""The user's own codebook, `codebook/local.yaml`: kinds under a shipped one, topics, and the words for both.

It is the file that KHRONIKA_CODEBOOK names (`none`: none), else `codebook/local.yaml` in the folder stood in, else the same in
the user's folder. Every fault names file and line.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from khronika.errors import PackError, UsageError
from khronika.home import home
from khronika.languages.own import CONTEXTS, word_faults
from khronika.languages.source import LINE, read_yaml
from khronika.model import Problem

NOTHING = "none"
LOCAL = Path("codebook") / "local.yaml"
_NAME = re.compile(r"[a-z][a-z0-9_]{1,39}")
_PARTS = {"kinds": dict, "topics": dict, "words": list}
_WORD_KEYS = {"id", "language", "kind", "topic", "begins", "like", "words", "finds", "ignores", *CONTEXTS, LINE}


class LocalWords(msgspec.Struct, frozen=True):
    """Words of one language for a local kind or topic, as an entry of a pack: `row` has its keys, `line` where it stands."""

    language: str
    row: dict[str, Any]
    line: int


class Local(msgspec.Struct, frozen=True):
    """What local.yaml adds. `kinds`: name -> (parent, meaning), `topics`: name -> meaning, in the order of the file."""

    path: str
    kinds: dict[str, tuple[str, str]]
    topics: dict[str, str]
    words: tuple[LocalWords, ...]


class Known(msgspec.Struct, frozen=True):
    """What the shipped codebook has, for checks: names of kinds, concepts, and kind -> concepts that may begin it."""

    kinds: frozenset[str]
    concepts: frozenset[str]
    begun_by: dict[str, tuple[str, ...]]


def local_file() -> Path | None:
    """The file in force, None where there is none. Raises UsageError where the one that was asked for is not there."""
    given = os.environ.get("KHRONIKA_CODEBOOK")
    if given == NOTHING:
        return None
    if given:
        if not Path(given).is_file():
            raise UsageError(f"KHRONIKA_CODEBOOK: {given} is no file; docs/how-to/own-codebook.md shows one")
        return Path(given)
    return next((path for path in (LOCAL, home() / LOCAL) if path.is_file()), None)


def read_local(path: Path, known: Known) -> Local:
    """The file's content, checked. Raises PackError with every fault."""
    content = read_yaml(path)
    problems = list(_Checker(path, known).problems(content))
    if problems:
        raise PackError(problems)
    content = content or {}
    kinds = {name: (k["parent"], k["means"]) for name, k in _named(content, "kinds")}
    topics = {name: topic["means"] for name, topic in _named(content, "topics")}
    words = (w for row in content.get("words") or () for w in _entries(row, kinds, known))
    return Local(str(path), kinds, topics, tuple(words))


def _named(content: dict[str, Any], part: str) -> Iterator[tuple[str, Any]]:
    return ((name, value) for name, value in (content.get(part) or {}).items() if name != LINE)


def _entries(row: dict[str, Any], kinds: dict[str, tuple[str, str]], known: Known) -> Iterator[LocalWords]:
    """The words under their own name; and, where they may begin a mention, under the concept that they stand for, too."""
    name = row.get("kind") or row["topic"]
    shared = {key: row[key] for key in ("words", "finds", "ignores", *CONTEXTS) if key in row}
    yield LocalWords(row["language"], {**shared, "id": row["id"], "concept": name}, row[LINE])
    if row.get("begins"):
        like = row.get("like") or known.begun_by[kinds[name][0]][0]
        yield LocalWords(row["language"], {**shared, "id": row["id"], "concept": like}, row[LINE])


class _Checker:
    """Finds what is wrong with a local.yaml."""

    def __init__(self, path: Path, known: Known) -> None:
        self._path = path
        self._known = known
        self._parents: dict[str, str] = {}
        self._topics: set[str] = set()

    def problems(self, content: Any) -> Iterator[Problem]:
        """Faults in the order of the file."""
        if content is not None and not isinstance(content, dict):
            yield self._fault({}, "must hold a mapping", "begin with kinds:, topics: or words:")
            return
        for part, value in (content or {}).items():
            if part != LINE and part not in _PARTS:
                yield self._fault(content, f"unknown part {part!r}", f"the parts are {', '.join(_PARTS)}")
            elif part != LINE and value is not None and not isinstance(value, _PARTS[part]):
                yield self._fault(
                    content, f"{part} must be a {_PARTS[part].__name__}", "see docs/how-to/own-codebook.md"
                )
                return
        content = content or {}
        for part in ("kinds", "topics"):
            for name, entry in _named(content, part):
                yield from self._of_name(part, name, entry, content[part])
        seen: set[str] = set()
        for row in content.get("words") or ():
            yield from self._of_words(row, seen)

    def _of_name(self, part: str, name: Any, entry: Any, around: Any) -> Iterator[Problem]:
        row = entry if isinstance(entry, dict) else around
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            yield self._fault(row, f"{name!r} is no name", "use small letters a-z, digits and _, 40 at most")
        elif name in self._known.kinds | self._known.concepts or name in {*self._parents, *self._topics}:
            yield self._fault(row, f"the name {name} is taken", "choose another")
        if not isinstance(entry, dict) or not isinstance(entry.get("means"), str):
            yield self._fault(row, f"{name}: means is missing", "say in a sentence what belongs to it")
            entry = row if isinstance(entry, dict) else {}
        keys = {"means", LINE, *(["parent"] if part == "kinds" else [])}
        yield from (self._fault(row, f"{name}: unknown key {key!r}") for key in entry if key not in keys)
        if part == "topics":
            self._topics.add(str(name))
            return
        self._parents[str(name)] = str(entry.get("parent"))
        if entry.get("parent") not in self._known.kinds:
            yield self._fault(
                row, f"{name}: parent is {entry.get('parent')!r}", "give a kind that `khronika codebook` lists"
            )

    def _of_words(self, row: Any, seen: set[str]) -> Iterator[Problem]:
        if not isinstance(row, dict):
            yield self._fault({}, f"words: {row!r} is no entry", "write `- id: …` with its keys below")
            return
        name = str(row.get("id"))
        faults = [*self._of_target(row), *_of_row(row)]
        yield from (self._fault(row, f"{name}: {fault}") for fault in faults)
        if name in seen:
            yield self._fault(row, f"{name}: id given twice")
        seen.add(name)

    def _of_target(self, row: dict[str, Any]) -> Iterator[str]:
        """What the words stand for, and by which concept they begin a mention."""
        kind, topic = row.get("kind"), row.get("topic")
        if (kind is None) == (topic is None):
            yield "needs either kind or topic"
        elif kind is not None and kind not in self._parents:
            yield f"kind {kind!r} is not among the kinds of this file"
        elif topic is not None and topic not in self._topics:
            yield f"topic {topic!r} is not among the topics of this file"
        begun = self._known.begun_by.get(self._parents.get(str(kind), ""), ())
        every = {concept for concepts in self._known.begun_by.values() for concept in concepts}
        if row.get("begins") and kind is None:
            yield "only words of a kind can begin a mention"
        elif row.get("begins") and not begun and row.get("like") not in every:
            yield f"needs like, since no concept by itself stands for {self._parents.get(str(kind))}: one of {', '.join(sorted(every))}"
        elif row.get("like") is not None and row["like"] not in every:
            yield f"like is {row['like']!r}; give one of {', '.join(sorted(every))}"

    def _fault(self, row: Any, what: str, then: str = "") -> Problem:
        line = row.get(LINE, 1) if isinstance(row, dict) else 1
        return Problem(f"{self._path}:{line}", what, then)


def _of_row(row: dict[str, Any]) -> Iterator[str]:
    """Faults in the form of an entry of words."""
    if not str(row.get("id", "")).startswith("local."):
        yield "id must begin with `local.`"
    yield from (f"unknown key {key!r}" for key in row if key not in _WORD_KEYS)
    if not isinstance(row.get("language"), str):
        yield "language is missing; give the code of a pack, such as en"
    if not isinstance(row.get("begins", False), bool):
        yield "begins must be true or false"
    yield from (f"{key} is missing" for key in ("finds", "ignores") if not row.get(key))
    yield from word_faults(row)
    for key in ("finds", "ignores"):
        if not isinstance(row.get(key, []), list):
            yield f"{key} must be a list of sentences"
