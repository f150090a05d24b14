"""From a rule's id to the entry of a language pack that it names: file, line and the sentence that shows what it finds."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import msgspec

from khronika.extraction.counts.why import SINGULAR, SUM
from khronika.languages.pack import Pack, all_packs
from khronika.languages.source import LINE

_MARKED = re.compile(r"\[\[(?:[^|\]]*\|)?([^\]]+)\]\]")
_GAZETTEER = {
    "gazetteer.exact": "these words are a name in the gazetteer",
    "gazetteer.phonetic": "no name is written so; it sounds like one, and the document speaks of its country or region",
    "gazetteer.none": "no place bears this name",
    "gazetteer.override": "your overrides say what this name means",
    "gazetteer.user": "a place of the gazetteer that you imported under this name",
}


class RuleEntry(msgspec.Struct, frozen=True):
    """One rule: its id; for the entry of a pack its file, line and part of the file, and its first example with the words
    found in brackets; `says` what a rule without an entry does. Missing is None."""

    id: str
    file: str | None = None
    line: int | None = None
    part: str | None = None
    example: str | None = None
    says: str | None = None


def entries_of(rule: str) -> list[RuleEntry]:
    """What each part of a rule stands for, in its order; parts are joined by plus signs."""
    return [_entry(part) for part in rule.split("+")]


def _entry(rule: str) -> RuleEntry:
    for name in (rule, rule.removesuffix(SINGULAR).removesuffix(SUM)):
        found = _index().get(name)
        if found is not None:
            return msgspec.structs.replace(found, id=rule)
    return RuleEntry(rule, says=_GAZETTEER.get(rule.partition(":")[0]))


@lru_cache(maxsize=1)
def _index() -> dict[str, RuleEntry]:
    """Every entry with an id of all packs in force."""
    found: dict[str, RuleEntry] = {}
    for pack in all_packs().values():
        for section in pack.sections:
            for part, entry in _walk(pack.section(section)):
                found.setdefault(str(entry["id"]), _read(entry, pack, section, part))
    return found


def _walk(value: Any, part: str | None = None) -> Iterator[tuple[str | None, dict[str, Any]]]:
    """(key of the file that it stands under, entry) of all mappings with an id, however deep."""
    if isinstance(value, list):
        for one in value:
            yield from _walk(one, part)
    elif isinstance(value, dict):
        if isinstance(value.get("id"), str):
            yield part, value
        for key, one in value.items():
            yield from _walk(one, part or str(key))


def _read(entry: dict[str, Any], pack: Pack, section: str, part: str | None) -> RuleEntry:
    return RuleEntry(str(entry["id"]), f"{pack.where}/{section}.yaml", entry.get(LINE), part, _example(entry))


def _example(entry: dict[str, Any]) -> str | None:
    """The first sentence under `finds`, its marked words in single brackets."""
    for one in entry.get("finds") or ():
        text = one.get("text") if isinstance(one, dict) else one
        if isinstance(text, str):
            return _MARKED.sub(r"[\1]", text)
    return None
