"""Languages that do not exist yet are written as data alone: closed compounds, inverted order, cases, prefixed "and"."""

import pytest

from khronika.errors import PackError
from khronika.extraction.counts import read_counts
from khronika.languages.pack import Pack
from khronika.text.fold import fold


def pack(code: str, **counts: object) -> Pack:
    return Pack(code, {"pack": {"name": code}, "counts": counts})


GROWN = pack(
    "xg",
    format={"closed": True, "units_first": True, "thousands": ["."], "decimal": ",", "compounds": True},
    numbers={
        "id": "xg.number",
        "add": {"drei": 3, "fünf": 5, "zwanzig": 20, "vierzig": 40},
        "small": {"hundert": 100},
        "big": {"tausend": 1000},
        "joiners": ["und"],
    },
    nouns=[{"id": "xg.people", "type": "people", "person": True, "words": ["gast; gäste"]}],
    unit={"stoppers": ["in"]},
)  # fmt: skip
INVERTED = pack(
    "xi",
    format={"thousands": [" "], "decimal": ","},
    numbers={
        "id": "xi.number",
        "add": {"пять": 5, "двести": 200, "двухсот": 200, "полторы": 1.5, "двадцати": 20, "десять": 10},
        "big": {"тысячи": 1000, "тыс.": 1000},
        "bound": {"тысяч": 1000},
    },
    hedges=[{"id": "xi.min", "kind": "min", "before": ["не менее", "более"]}],
    vague=[{"id": "xi.half_hundred", "words": ["полсотни"], "low": 50, "high": 50, "kind": "about"}],
    nouns=[{"id": "xi.people", "type": "people", "person": True, "words": ["гость|гостя; гости|гостей", "рабоч*"]}],
    inverted={"id": "xi.inverted", "words": {"гостей": 1, "тысяч": 1000}},
)  # fmt: skip
PREFIXED = pack(
    "xp",
    numbers={
        "id": "xp.number",
        "add": {"خمسة": 5, "عشرون": 20, "مئتان": 200},
        "big": {"ألف": 1000},
        "prefixed_joiners": ["و"],
    },
    format={"units_first": True},
    nouns=[{"id": "xp.pair", "type": "soldiers", "person": True, "worth": 2, "words": ["جنديان"]}],
)  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text", "quote", "low", "kind"),
    [
        (GROWN, "fünfundzwanzig Gäste", "fünfundzwanzig", 25, "exact"),
        (GROWN, "dreihundertfünfundvierzigtausend", "dreihundertfünfundvierzigtausend", 345000, "exact"),
        (GROWN, "1.234,5", "1.234,5", 1234.5, "exact"),
        (INVERTED, "не менее двухсот гостей", "не менее двухсот", 200, "min"),
        (INVERTED, "гостей двести", "гостей двести", 200, "about"),
        (INVERTED, "тысяч десять", "тысяч десять", 10000, "about"),
        (INVERTED, "двадцати пять тысяч", "двадцати пять тысяч", 25000, "exact"),
        (INVERTED, "полторы тысячи", "полторы тысячи", 1500, "exact"),
        (INVERTED, "полсотни рабочих", "полсотни", 50, "about"),
        (INVERTED, "более 10 тыс. гостей", "более 10 тыс.", 10000, "min"),
        (INVERTED, "12 300 рабочих", "12 300", 12300, "exact"),
        (PREFIXED, "خمسة وعشرون ألف", "خمسة وعشرون ألف", 25000, "exact"),
        (PREFIXED, "٢٥٠", "٢٥٠", 250, "exact"),
    ],
)
def test_language_is_data_alone(language: Pack, text: str, quote: str, low: float, kind: str) -> None:
    (count,) = read_counts(text, fold(text), language)
    assert (count.quote, count.low, count.kind) == (quote, low, kind)


def test_word_that_only_begins_like_a_number_is_none() -> None:
    assert read_counts("Dreistigkeit", "dreistigkeit", GROWN) == []


def test_noun_may_end_in_cases_or_stand_as_a_stem() -> None:
    units = [c.unit for t in ("двести рабочих", "пять гостей") for c in read_counts(t, fold(t), INVERTED)]
    assert units == ["рабочих", "гостей"]


def test_pack_without_counts_finds_nothing() -> None:
    assert read_counts("40", "40", Pack("xx", {"pack": {}})) == []


def test_unknown_key_is_refused_with_its_file() -> None:
    with pytest.raises(PackError, match=r"languages/xz/counts\.yaml.*hedge"):
        read_counts("40", "40", pack("xz", numbers={"id": "xz.number"}, hedge=[]))


@pytest.mark.parametrize(
    ("text", "low"), [("2.300 gäste", 2300), ("2,300 gäste", 2300), ("3,000 gäste", 3000), ("2,3 liter", 2.3)]
)
def test_a_lone_mark_before_three_digits_of_people_parts_thousands(text: str, low: float) -> None:
    found = read_counts(text, fold(text), GROWN, [])
    assert [c.low for c in found] == [low]
