"""Whole sentences: which places are found, as what, and what is left alone. The cases stand in cases.yaml."""

import re
from pathlib import Path

import pytest
import yaml

from khronika.geography import locate, read_places, resolve_spans
from khronika.model import FoundPlace, Passage
from khronika.text.fold import fold

CASES = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text("utf-8"))
MARK = re.compile(r"\[\[([^|\]]+)\|([^|]*)\|([^|]*)\|([^\]]*)\]\]")
FREE_HEAD = re.compile(r"[A-Z]{4,},")  # a dateline in capitals may be found as well


def parsed(marked: str) -> tuple[str, list[tuple[int, tuple[str, ...]]]]:
    text, expected, at = "", [], 0
    for match in MARK.finditer(marked):
        text += marked[at : match.start()]
        expected.append((len(text), match.groups()))
        text += match[1]
        at = match.end()
    return text + marked[at:], expected


def passage(text: str, language: str = "en", start: int = 0) -> Passage:
    return Passage(start, text, fold(text), language)


def toponyms(text: str, language: str) -> list[FoundPlace]:
    return [f for f in read_places(text, language) if f.hint != "demonym"]


@pytest.mark.parametrize(("language", "marked"), [(lang, text) for lang, texts in CASES.items() for text in texts])
def test_a_sentence_names_these_places_and_no_others(language: str, marked: str) -> None:
    text, expected = parsed(marked)
    found = {f.start: f for f in toponyms(text, language) if not FREE_HEAD.match(text[f.start :])}
    assert sorted(found) == [start for start, _ in expected]
    for start, (quote, name, country, level) in expected:
        place = found[start].place
        shown = (found[start].quote, place.name, place.country_iso3 or "", place.level)
        assert shown == (quote, name, country, level)


def test_quotes_are_the_text_at_their_offsets_through_noise() -> None:
    text = "In Ma\u00adkhachkala and in Re\u0301union, people marched in \u200eKyiv."
    found = read_places(text, "en")
    assert [f.quote for f in found][-1] == "Kyiv"
    assert all(text[f.start : f.stop] == f.quote for f in found)


def test_offsets_are_those_of_the_document() -> None:
    found = locate([passage("Nothing here.", start=0), passage("They met in Kyiv.", start=100)])
    assert [(f.start, f.stop, f.quote) for f in found] == [(112, 116, "Kyiv")]


def test_demonyms_are_evidence_and_marked_as_such() -> None:
    found = read_places("Dagestani lawyers met Russian officers.", "en")
    assert [(f.hint, f.place.admin1 or f.place.country_iso3) for f in found] == [
        ("demonym", "Dagestan"),
        ("demonym", "RUS"),
    ]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("They met in Kyiv.", "in"),
        ("Shots were heard near Kyiv.", "near"),
        ("Families fled from Kyiv.", "from"),
        ("The column moved towards Kyiv.", "to"),
        ("KYIV, 3 May (Agency) - Two men died.", "dateline"),
        ("Kyiv denied the report.", "speaker"),
        ("Staff of Kyiv University met.", "part"),
    ],
)
def test_words_beside_give_the_hint(text: str, hint: str) -> None:
    assert [f.hint for f in read_places(text, "en")] == [hint]


def test_home_settles_what_the_text_leaves_open() -> None:
    text = "A fire broke out in Tripoli on Monday."
    assert read_places(text, "en", home="LBN")[0].place.country_iso3 == "LBN"
    assert read_places(text, "en", home="LBY")[0].place.country_iso3 == "LBY"


def test_given_spans_get_one_answer_each_even_when_unknown() -> None:
    text = "They went from Kyiv to Zzyzzxberg."
    found = resolve_spans([passage(text)], [(15, 19), (23, 33), (500, 505)])
    assert [f.place.name for f in found] == ["Kyiv", None, None]
    assert [f.quote for f in found] == ["Kyiv", "Zzyzzxberg", ""]


def test_an_undecided_name_keeps_what_is_sure() -> None:
    found = read_places("A storm hit Springfield in the United States.", "en")[0]
    assert (found.place.country_iso3, found.place.level) in {("USA", "country"), ("USA", "town")}
    assert found.alternatives


def test_an_unknown_language_reads_exact_names() -> None:
    assert [f.place.country_iso3 for f in read_places("Protest w Warszawa i Kyiv.", "xx")][-1:] == ["UKR"]


@pytest.mark.parametrize(
    ("text", "name"),
    [("قتل رجلان في القاهرة", "Cairo"), ("警方在北京逮捕了三人", "Beijing"), ("Πορεία στην Αθήνα", "Athens")],
)
def test_without_a_pack_the_script_says_how_to_read(text: str, name: str) -> None:
    assert [f.place.name for f in read_places(text, "xx")] == [name]


def test_empty_and_odd_texts_hold_nothing() -> None:
    assert read_places("", "en") == read_places("\n \n", "ko") == locate([]) == []
    assert read_places("!!! ... 123 -", "en") == []
