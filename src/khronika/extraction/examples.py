"""Check dates, counts and places of a pack in force, and the user's own codebook, against their own examples.

`check` does the same for the word lists of packs.

Each fault is a `Problem` with file and line. A file that cannot be used at all is one fault, not an error.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from khronika.codebook import codebook
from khronika.errors import PackError
from khronika.extraction.check import marked
from khronika.extraction.counts import read_counts
from khronika.extraction.counts.schema import Counts, Entry, read_counts_data
from khronika.extraction.dates import read_dates
from khronika.extraction.dates.grammar import Grammar
from khronika.extraction.dates.interpret import INTERPRETERS
from khronika.extraction.lexicon import lexicon, settle
from khronika.geography import gazetteer, read_places
from khronika.geography.words import PlaceWords
from khronika.languages.pack import Pack, get_pack, supported
from khronika.languages.source import LINE
from khronika.model import Problem
from khronika.text.fold import fold

PUBLISHED = date(2022, 9, 28)  # a Wednesday: the day on which examples of dates are read
_MARK = re.compile(r"\[\[(.+?)\]\]")
_BOUNDS = re.compile(r"\[\[([^|\]]+)\|([^\]]+)\]\]")
_FAULTY = (KeyError, TypeError, ValueError, AttributeError, IndexError, re.error)
_DATE_KEYS = {"id", "pattern", "reads", "with", "rank", "stage", "finds", "ignores", "note", LINE}


def check_values(pack: Pack) -> list[Problem]:
    """Every fault in dates.yaml, counts.yaml and places.yaml of a pack."""
    return [*_guarded(pack, "dates", _dates), *_guarded(pack, "counts", _counts), *_guarded(pack, "places", _places)]


def check_local() -> list[Problem]:
    """Every example of the user's own codebook that does not come out as it says, and languages that have no pack."""
    book, found = codebook(), dict[str, Problem]()
    for words in book.words:
        where = f"{book.local}:{words.line}"
        if get_pack(words.language) is None:
            fault = Problem(
                where, f"{words.row['id']}: no pack {words.language!r}", f"there are: {', '.join(supported())}"
            )
            found.setdefault(str(fault), fault)
            continue
        for told in _local_examples(words.language, words.row):
            fault = Problem(where, f"{words.row['id']}: {told}")
            found.setdefault(str(fault), fault)  # words that begin a mention stand in the list twice
    return list(found.values())


def _local_examples(language: str, row: dict[str, Any]) -> Iterator[str]:
    for example in row["finds"]:
        part = marked(example)
        if part is None:
            yield f"finds must mark exactly one part with [[ ]]: {example!r}"
        elif (part[1], part[2]) not in (spans := _spans(part[0], language, row)):
            yield f"not found in {example!r}; instead: {', '.join(repr(part[0][a:b]) for a, b in spans) or 'nothing'}"
    for example in row["ignores"]:
        if spans := _spans(example, language, row):
            yield f"found where it should not: {', '.join(repr(example[a:b]) for a, b in spans)} in {example!r}"


def _spans(text: str, language: str, row: dict[str, Any]) -> list[tuple[int, int]]:
    """Where words of one entry, under one concept, stand in a sentence."""
    folded = fold(text)
    hits = settle([h for h in lexicon().scan(text) if h.entry.language == language], folded, 0, len(folded))
    return [(h.start, h.stop) for h in hits if h.entry.id == row["id"] and h.concept == row["concept"]]


def _guarded(pack: Pack, name: str, check: Callable[[Pack, str], Iterator[Problem]]) -> list[Problem]:
    """The faults of one file; what stops its reader is a fault too, at the file's first line."""
    file = f"{pack.where}/{name}.yaml"
    if not pack.section(name):
        return []
    try:
        return list(check(pack, file))
    except PackError as error:
        return [p for p in error.problems if isinstance(p, Problem)]
    except _FAULTY as error:
        where = f"{file}:{_line_at_fault(pack, name)}"
        return [Problem(where, f"cannot be used: {type(error).__name__} {error}", "compare it with the English file")]


def _line_at_fault(pack: Pack, name: str) -> int:
    """The line of the first entry that cannot be used even alone; 1 where each can."""
    for key, value in pack.section(name).items():
        for entry in value if isinstance(value, list) else ():
            if isinstance(entry, dict):
                alone = Pack(
                    pack.code, {**pack.sections, name: {**pack.section(name), **_emptied(pack, name), key: [entry]}}
                )
                try:
                    _use(alone, name, entry)
                except _FAULTY:
                    return int(entry.get(LINE, 1))
    return 1


def _use(pack: Pack, name: str, entry: dict[str, Any]) -> None:
    """Reads with the pack as far as its file can fail at all: patterns of dates are compiled when they first meet a text."""
    if name == "dates":
        grammar = Grammar(pack)
        for example in entry.get("finds") or ():
            grammar.expressions(_bare(example["text"]), fold(_bare(example["text"])))
    else:
        PlaceWords(pack, gazetteer())


def _emptied(pack: Pack, name: str) -> dict[str, list[Any]]:
    """The lists of entries of a file, without entries."""
    lists = {key: value for key, value in pack.section(name).items() if isinstance(value, list)}
    return {key: [] for key, value in lists.items() if any(isinstance(entry, dict) for entry in value)}


def _dates(pack: Pack, file: str) -> Iterator[Problem]:
    for entry in pack.section("dates").get("patterns") or ():
        where, name = f"{file}:{entry.get(LINE, 1)}", str(entry.get("id"))
        faults = list(_date_form(entry))
        if not faults:
            faults = [*_dates_found(pack, entry), *_dates_ignored(pack, entry)]
        yield from (Problem(where, f"{name}: {fault}") for fault in faults)


def _date_form(entry: dict[str, Any]) -> Iterator[str]:
    yield from (f"{key} is missing" for key in ("id", "pattern", "reads", "ignores") if not entry.get(key))
    if "finds" not in entry:  # an entry that only keeps others off finds nothing and says so
        yield "finds is missing; give [] where it only keeps others off"
    yield from (f"unknown key {key!r}" for key in entry if key not in _DATE_KEYS)
    if entry.get("reads") and entry["reads"] not in INTERPRETERS:
        yield f"reads is {entry['reads']!r}; give one of: {', '.join(sorted(INTERPRETERS))}"


def _dates_found(pack: Pack, entry: dict[str, Any]) -> Iterator[str]:
    for example in entry["finds"]:
        marks = list(_MARK.finditer(example["text"]))
        if not marks:
            yield f"finds must mark one part with [[ ]]: {example['text']!r}"
            continue
        start, text = len(_bare(example["text"][: marks[-1].start()])), _bare(example["text"])
        found = read_dates(text, fold(text), pack, _published(example.get("published")))
        mine = [f for f in found if f.start == start and f.quote == marks[-1][1] and f.rule == entry["id"]]
        if not mine:
            yield f"not found in {example['text']!r}; instead: {', '.join(f'{f.quote!r} by {f.rule}' for f in found) or 'nothing'}"
        elif mine[0].value != example.get("value", mine[0].value):
            yield f"{mine[0].quote!r} is read as {mine[0].value}, not {example['value']}"


def _dates_ignored(pack: Pack, entry: dict[str, Any]) -> Iterator[str]:
    for text in entry["ignores"]:
        if entry["id"] in [f.rule for f in read_dates(text, fold(text), pack, PUBLISHED)]:
            yield f"found where it should not, in {text!r}"


def _published(said: str | None) -> date | None:
    return PUBLISHED if said is None else date.fromisoformat(said) if said else None


def _bare(text: str) -> str:
    return text.replace("[[", "").replace("]]", "")


def _counts(pack: Pack, file: str) -> Iterator[Problem]:
    data = read_counts_data(pack.section("counts"), file)
    if isinstance(data, Problem):
        yield data
        return
    lines = _lines(pack.section("counts"))
    for entry in data.entries() if isinstance(data, Counts) else ():
        where = f"{file}:{lines.get(entry.id, 1)}"
        yield from (Problem(where, f"{entry.id}: {fault}") for fault in _counted(pack, entry))


def _lines(section: Any) -> dict[str, int]:
    """id -> line, of all entries however deep they lie."""
    if isinstance(section, list):
        return {name: line for value in section for name, line in _lines(value).items()}
    if not isinstance(section, dict):
        return {}
    below = {name: line for value in section.values() for name, line in _lines(value).items()}
    return {**below, **({section["id"]: section[LINE]} if isinstance(section.get("id"), str) else {})}


def _counted(pack: Pack, entry: Entry) -> Iterator[str]:
    if not entry.ignores:
        yield "ignores is missing"
    for example in entry.finds:
        mark = _BOUNDS.search(example)
        if mark is None:
            yield f"finds must mark one part with its bounds, [[40..|at least 40]]: {example!r}"
            continue
        text = _BOUNDS.sub(r"\2", example)
        found = {(c.start, c.stop): c for c in read_counts(text, fold(text), pack)}
        count = found.get((mark.start(), mark.start() + len(mark[2])))
        if count is None or (count.low, count.high) != _bounds(mark[1]):
            told = ", ".join(f"{c.quote!r} {c.low}..{c.high}" for c in found.values()) or "nothing"
            yield f"not found in {example!r}; instead: {told}"
    for text in entry.ignores:
        if entry.id in {
            c.rule.removesuffix(".singular").removesuffix(".sum") for c in read_counts(text, fold(text), pack)
        }:
            yield f"found where it should not, in {text!r}"


def _bounds(label: str) -> tuple[float | None, float | None]:
    """`40` is 40 to 40, `40..` 40 or more, `..90` 90 at most."""
    low, dots, high = label.partition("..")
    return tuple(float(end) if end else None for end in (low, high if dots else low))  # type: ignore[return-value]


def _places(pack: Pack, file: str) -> Iterator[Problem]:
    for entry in _entries(pack.section("places")):
        where = f"{file}:{entry.get(LINE, 1)}"
        yield from (Problem(where, f"{entry['id']}: {fault}") for fault in _placed(pack, entry))


def _placed(pack: Pack, entry: dict[str, Any]) -> Iterator[str]:
    if not (entry.get("finds") or entry.get("ignores")):
        yield "finds or ignores must hold a sentence"
    for example in entry.get("finds") or ():
        if missing := set(_MARK.findall(example)) - _toponyms(_bare(example), pack):
            yield f"{', '.join(sorted(missing))} not found in {example!r}"
    for example in entry.get("ignores") or ():
        if found := _toponyms(example, pack):
            yield f"found where it should not: {', '.join(sorted(found))} in {example!r}"


def _entries(section: Any) -> Iterator[dict[str, Any]]:
    if isinstance(section, dict):
        if "id" in section:
            yield section
        section = list(section.values())
    if isinstance(section, list):
        for value in section:
            yield from _entries(value)


def _toponyms(text: str, pack: Pack) -> set[str]:
    return {found.quote for found in read_places(text, pack.code) if found.hint != "demonym"}
