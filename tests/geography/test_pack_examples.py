"""Every `finds` and `ignores` of every places.yaml: what stands in [[ ]] is found as a place, what is ignored holds none."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from khronika.geography import gazetteer, read_places
from khronika.geography.words import PlaceWords
from khronika.languages import all_packs
from khronika.text.fold import fold

MARK = re.compile(r"\[\[(.+?)\]\]")


def entries(section: Any) -> Iterator[dict[str, Any]]:
    if isinstance(section, dict):
        if "id" in section:
            yield section
        for value in section.values():
            yield from entries(value)
    elif isinstance(section, list):
        for value in section:
            yield from entries(value)


def cases(key: str) -> list[Any]:
    return [
        pytest.param(code, text, id=f"{entry['id']}:{n}")
        for code, pack in all_packs().items()
        for entry in entries(pack.section("places"))
        for n, text in enumerate(entry.get(key) or ())
    ]


def toponyms(text: str, language: str) -> set[str]:
    return {f.quote for f in read_places(text, language) if f.hint != "demonym"}


@pytest.mark.parametrize(("language", "marked"), cases("finds"))
def test_what_an_entry_finds_is_found(language: str, marked: str) -> None:
    assert set(MARK.findall(marked)) <= toponyms(MARK.sub(r"\1", marked), language)


@pytest.mark.parametrize(("language", "text"), cases("ignores"))
def test_what_an_entry_ignores_is_no_place(language: str, text: str) -> None:
    assert toponyms(text, language) == set()


def test_every_entry_has_its_own_id_and_examples() -> None:
    for code, pack in all_packs().items():
        found = list(entries(pack.section("places")))
        ids = [entry["id"] for entry in found]
        assert len(ids) == len(set(ids)), code
        assert all(entry.get("finds") or entry.get("ignores") for entry in found), code


SECTIONS = {
    *("outer_first", "small_demonyms", "skips", "links", "genitives", "lists", "plurals", "starters", "prefixes"),
    *("before", "after", "tails", "common", "given", "names", "tied", "demonyms", "endings", "distances", "bearings"),
    *("speaking", "adjectives"),
}
KEYS = {"id", "words", "is", "from", "to", "hint", "level", "weight", "capital", "finds", "ignores", "note", "__line__"}
HINTS = {"in", "near", "from", "to", "dateline", "part", "speaker", "demonym", "person", None}


def test_no_pack_has_keys_that_nobody_reads() -> None:
    for code, pack in all_packs().items():
        section = pack.section("places")
        assert set(section) - {"__line__"} <= SECTIONS, code
        for entry in entries(section):
            assert set(entry) <= KEYS, (code, entry["id"])
            assert entry.get("hint") in HINTS, (code, entry["id"])
            assert entry["id"].startswith(f"{code}.place"), entry["id"]


def test_every_target_of_a_name_is_known() -> None:
    places = gazetteer()
    for code, pack in all_packs().items():
        words = PlaceWords(pack, places)
        tables = (words.names, words.tied, words.demonyms, words.stems)
        named = [(pack.section("places") or {}).get(key) for key in ("names", "tied", "demonyms")]
        for entry in entries(named):
            for target, names in (entry.get("is") or {}).items():
                for name in names if target != "__line__" else ():
                    text = fold(str(name)).removesuffix("*")
                    assert any(text in table for table in tables), (code, target, name)
