"""Every example and counter-example of every language's date patterns."""

import re
from datetime import date
from typing import Any

import pytest

from khronika.extraction.dates import read_dates, template
from khronika.extraction.dates.grammar import COMPOSED, grammar_of
from khronika.extraction.dates.interpret import INTERPRETERS
from khronika.languages import all_packs
from khronika.text.fold import fold

PUBLISHED = date(2022, 9, 28)
ENTRIES = [
    pytest.param(code, entry, id=entry["id"])
    for code, pack in all_packs().items()
    for entry in pack.section("dates").get("patterns") or ()
]
_MARK = re.compile(r"\[\[(.*?)\]\]")


def _day(published: str | None) -> date | None:
    return PUBLISHED if published is None else date.fromisoformat(published) if published else None


@pytest.mark.parametrize(("code", "entry"), ENTRIES)
def test_pattern_finds_its_examples(code: str, entry: dict[str, Any]) -> None:
    for example in entry["finds"]:
        text = example["text"].replace("[[", "").replace("]]", "")
        last = list(_MARK.finditer(example["text"]))[-1]
        start = len(example["text"][: last.start()].replace("[[", "").replace("]]", ""))
        found = read_dates(text, fold(text), all_packs()[code], _day(example.get("published")))
        mine = [f for f in found if f.start == start and f.quote == last[1]]
        assert mine, f"{text}: {[(f.quote, f.rule) for f in found]}"
        assert mine[0].rule == entry["id"]
        if "value" in example:
            assert mine[0].value == example["value"]
        if "dates" in example:
            assert f"{mine[0].date_start or ''}..{mine[0].date_end or ''}" == example["dates"], mine
        assert mine[0].date_level == example.get("level", mine[0].date_level)
        assert mine[0].type == example.get("type", mine[0].type)


@pytest.mark.parametrize(("code", "entry"), ENTRIES)
def test_pattern_ignores_its_counter_examples(code: str, entry: dict[str, Any]) -> None:
    assert entry["ignores"]
    for text in entry["ignores"]:
        found = read_dates(text, fold(text), all_packs()[code], PUBLISHED)
        assert entry["id"] not in [f.rule for f in found], text


def test_ids_are_unique_and_begin_with_their_language() -> None:
    ids = [(code, e["id"]) for code, pack in all_packs().items() for e in pack.section("dates").get("patterns") or ()]
    assert len(set(ids)) == len(ids)
    assert all(i.split(".")[0] == code and i.split(".")[1] in ("date", "time", "duration", "set") for code, i in ids)


@pytest.mark.parametrize(("code", "entry"), ENTRIES)
def test_entries_have_known_keys_and_readers(code: str, entry: dict[str, Any]) -> None:
    assert entry.keys() <= {"id", "pattern", "reads", "with", "rank", "stage", "finds", "ignores", "note", "__line__"}
    assert entry["reads"] in INTERPRETERS


@pytest.mark.parametrize("code", [code for code, pack in all_packs().items() if pack.section("dates")])
def test_templates_name_only_classes_that_have_members(code: str) -> None:
    grammar = grammar_of(all_packs()[code])
    for pattern in grammar._patterns:
        for name in template.classes(pattern.template):
            assert name in COMPOSED or grammar.lexicon.chars_of(name), f"{pattern.id}: {{{name}}}"
