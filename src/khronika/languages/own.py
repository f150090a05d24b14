"""Packs of the user's own: where they lie, and whether they have the shape that readers need.

They lie in `languages/` of the user's folder (`khronika.home`); KHRONIKA_LANGUAGES names another folder, `none` the shipped packs alone.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from khronika.errors import UsageError
from khronika.home import home
from khronika.languages.source import LINE
from khronika.model import Problem

NOTHING = "none"
LISTS = ("triggers", "actors", "cues")
MAPPINGS = ("attribution", "calendar", "dates", "counts", "places")
OPTIONAL = ("names",)  # lists that a pack may do without
PHRASES = ("cite",)  # mappings of lists of words, which a pack may do without too
SECTIONS = ("pack", *LISTS, *MAPPINGS, *OPTIONAL, *PHRASES)
_ABOUT_TEXT = ("name", "code", "script", "direction", "status", "word_ends")
_ABOUT_FLAGS = ("cased", "spaces")
_ABOUT_LISTS = ("abbreviations", "conjunctions", "prefixes", "endings", "kin", "own_letters", "foreign_letters")
_CHOICES = {"direction": ("ltr", "rtl"), "status": ("basic", "deep"), "word_ends": ("open", "closed")}
_INSIDE = re.compile(r".[*~].")  # which the automaton would take for letters
CONTEXTS = ("near", "not_near", "after", "not_after", "before", "not_before")


def own_folder() -> Path | None:
    """The folder with the user's packs; None where they have none. Raises UsageError where the one asked for is not there."""
    given = os.environ.get("KHRONIKA_LANGUAGES")
    if given == NOTHING:
        return None
    if not given:
        usual = home() / "languages"
        return usual if usual.is_dir() else None
    if not Path(given).is_dir():
        raise UsageError(
            f"KHRONIKA_LANGUAGES: {given} is no folder; make a pack in it with: khronika languages new XX --in {given}"
        )
    return Path(given)


def own_target(given: Path | None = None) -> Path:
    """The folder that a new pack is written into; it need not exist. Raises UsageError where packs of one's own are switched off."""
    named = os.environ.get("KHRONIKA_LANGUAGES")
    if given is None and named == NOTHING:
        raise UsageError("KHRONIKA_LANGUAGES is none; give a folder with --in")
    return given or (Path(named) if named else home() / "languages")


def shape_problems(packs: dict[str, dict[str, Any]], root: Path) -> list[Problem]:
    """What keeps packs from being read at all, each with file and line; whether their words do what they say is not asked here."""
    return [problem for code, sections in packs.items() for problem in _of_pack(code, sections, root / code)]


def _of_pack(code: str, sections: dict[str, Any], folder: Path) -> Iterator[Problem]:
    for name, content in sections.items():
        file = folder / f"{name}.yaml"
        if name not in SECTIONS:
            yield Problem(f"{file}:1", "no file of a pack is called so", f"the files are: {', '.join(SECTIONS)}")
        elif content is not None and not isinstance(content, list if name in (*LISTS, *OPTIONAL) else dict):
            yield Problem(
                f"{file}:1",
                f"must hold {'a list of entries' if name in (*LISTS, *OPTIONAL) else 'a mapping'}",
                "see the how-to",
            )
        elif name in (*LISTS, *OPTIONAL):
            kind = "concept" if name in LISTS else "sort"
            yield from (p for row in content or () for p in _of_entry(row, file, kind))
        elif name in PHRASES:
            yield from _of_phrases(dict(content or {}), file)
    yield from _of_about(code, sections.get("pack"), folder / "pack.yaml")


def _of_phrases(content: dict[str, Any], file: Path) -> Iterator[Problem]:
    """Entries without a list of words."""
    for key, entry in content.items():
        words = entry.get("words") if isinstance(entry, dict) else None
        if key != LINE and not (isinstance(words, list) and all(isinstance(word, str) and word for word in words)):
            line = entry.get(LINE, 1) if isinstance(entry, dict) else 1
            yield Problem(f"{file}:{line}", f"{key}: words is missing or no list of words", 'write `words: ["…"]`')


def _of_entry(row: Any, file: Path, kind: str) -> Iterator[Problem]:
    """An entry that the lexicon cannot take."""
    if not isinstance(row, dict):
        yield Problem(f"{file}:1", f"{row!r} is no entry", "write `- id: …` with its keys below")
        return
    where = f"{file}:{row.get(LINE, 1)}"
    for key in ("id", kind):
        if not isinstance(row.get(key), str):
            yield Problem(where, f"{row.get('id', 'entry')}: {key} is missing or no word")
    yield from (Problem(where, f"{row.get('id', 'entry')}: {fault}") for fault in word_faults(row))
    if not str(row.get("reach", 60)).isdigit():
        yield Problem(where, f"{row.get('id', 'entry')}: reach must be a whole number")


def word_faults(row: dict[str, Any]) -> Iterator[str]:
    """What is wrong with the words of an entry, and with those of its contexts."""
    if not row.get("words"):
        yield "words is missing; give words, or put # before the entry"
    for key in ("words", *CONTEXTS):
        words = row.get(key) or []
        if not isinstance(words, list) or any(not str(w).strip("*~ ") for w in words):
            yield f"{key} must be a list of words"
        elif key == "words":
            inside = (w for w in map(str, words) if any(_INSIDE.search(piece) for piece in w.split(" .. ")))
            yield from (f"{w!r} has * or ~ inside; they stand at the end, so write each form in full" for w in inside)


def _of_about(code: str, about: Any, file: Path) -> Iterator[Problem]:
    if not isinstance(about, dict):
        yield Problem(f"{file}:1", "must hold a mapping with name and code")
        return
    where = f"{file}:{about.get(LINE, 1)}"
    known = {*_ABOUT_TEXT, *_ABOUT_FLAGS, *_ABOUT_LISTS, LINE}
    yield from (
        Problem(where, f"unknown key {key!r}", f"known are: {', '.join(sorted(known - {LINE}))}")
        for key in about
        if key not in known
    )
    if about.get("code") != code:
        yield Problem(where, f"code is {about.get('code')!r}, the folder is called {code!r}", "make them the same")
    if not isinstance(about.get("name"), str):
        yield Problem(where, "name is missing", "give the English name of the language")
    yield from (
        Problem(where, f"{k} must be true or false") for k in _ABOUT_FLAGS if not isinstance(about.get(k, True), bool)
    )
    yield from (Problem(where, f"{k} must be a list") for k in _ABOUT_LISTS if not isinstance(about.get(k) or [], list))
    for key, allowed in _CHOICES.items():
        if key in about and about[key] not in allowed:
            yield Problem(where, f"{key} is {about[key]!r}", f"give one of: {', '.join(allowed)}")
