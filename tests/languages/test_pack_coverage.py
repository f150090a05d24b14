"""What packs cannot say: the shipped ones have no hole, and a hole is found where there is one."""

import pytest

from khronika.codebook import coverage
from khronika.languages import Pack, shipped_packs

FOUR = {"statuses_without_cues", "quantities_without_words", "missing_sections", "kinds_without_triggers"}


@pytest.mark.parametrize("code", list(shipped_packs()))
def test_no_shipped_pack_has_a_hole(code: str) -> None:
    found = coverage(shipped_packs()[code])
    assert {name: getattr(found, name) for name in FOUR if getattr(found, name)} == {}
    assert found.kinds == 39 and all(found.entries[name] for name in found.entries if name != "calendar")


def test_there_are_ten_shipped_languages() -> None:
    assert list(shipped_packs()) == ["ar", "de", "en", "es", "fr", "ko", "pt", "ru", "tr", "uk"]


def without(section: str, *concepts: str) -> Pack:
    """The English pack without the words of some concepts."""
    english = shipped_packs()["en"]
    rows = [row for row in english.section(section) if row["concept"] not in concepts]
    return Pack("en", {**english.sections, section: rows})


def test_a_kind_without_its_trigger_is_a_hole() -> None:
    found = coverage(without("triggers", "grenade", "bomb", "torture"))
    assert found.kinds_without_triggers == ["explosive", "torture"]
    assert (found.holes, found.kinds) == (2, 37)


def test_a_kind_that_only_a_rule_gives_needs_what_the_rule_asks_for() -> None:
    assert coverage(without("actors", "official", "police")).kinds_without_triggers == ["attack_official"]
    assert coverage(without("actors", "police")).kinds_without_triggers == []


def test_a_status_is_a_hole_only_without_all_of_its_cues() -> None:
    assert coverage(without("cues", "denial")).statuses_without_cues == []
    assert coverage(without("cues", "denial", "negation")).statuses_without_cues == ["denied"]
    assert coverage(without("cues", "plan")).statuses_without_cues == ["planned"]


def test_quantities_are_counted_by_triggers_by_words_and_by_nouns() -> None:
    assert coverage(without("triggers", "abduct")).quantities_without_words == ["abducted"]
    assert coverage(without("actors", "wounded")).quantities_without_words == ["injured"]
    english = shipped_packs()["en"]
    nouns = [noun for noun in english.section("counts")["nouns"] if noun["type"] != "places"]
    bare = Pack("en", {**english.sections, "counts": {**english.section("counts"), "nouns": nouns}})
    assert coverage(bare).quantities_without_words == ["places"]


def test_missing_files_are_holes_and_words_that_others_stand_for_are_none() -> None:
    found = coverage(Pack("en", {k: v for k, v in shipped_packs()["en"].sections.items() if k != "attribution"}))
    assert (found.missing_sections, found.holes) == (["attribution"], 1)
    assert coverage(without("triggers", "stab")).holes == 0
    assert "stab" in coverage(without("triggers", "stab")).concepts_without_words


def test_an_empty_pack_is_all_holes() -> None:
    found = coverage(Pack("xx", {}))
    assert (found.kinds, len(found.kinds_without_triggers), len(found.missing_sections)) == (0, 39, 8)
