"""What other languages will need is expressible as data: cases, prefixes, peoples written small, scripts without blanks."""

import sys
from typing import Any

import pytest
import yaml

from khronika.geography import gazetteer, read_places
from khronika.geography.words import PlaceWords
from khronika.languages import Pack

PACKS: dict[str, dict[str, Any]] = yaml.safe_load("""
cases:
  about: {cased: true, spaces: true}
  places:
    before:
      - {id: x.in, words: [в], hint: in, weight: 1.4}
      - {id: x.near, words: [под], hint: near, level: near, weight: 1.4}
    after:
      - {id: x.adm1, words: [области], level: adm1, weight: 2.5}
    endings:
      - {id: x.case.skoj, from: ской, to: [ская]}
      - {id: x.case.em, from: ем, to: [ий]}
      - {id: x.case.e, from: е, to: ["", а]}
      - {id: x.case.i, from: и, to: [ь]}
      - {id: x.case.om, from: ом, to: [""]}
    demonyms:
      - {id: x.people, is: {RUS: ["российск*"]}}
prefixes:
  about: {cased: false, spaces: true}
  places:
    before: [{id: y.town, words: [مدينة], level: town, weight: 2}]
    prefixes: [و, ب]
plurals:
  about: {cased: true, spaces: true}
  places:
    lists: [and]
    plurals: [regions]
    before: [{id: z.in, words: [in], hint: in, weight: 1.4}]
    after: [{id: z.adm1, words: [region, regions], level: adm1, weight: 2.5}]
blanks:
  about: {cased: false, spaces: false}
""")


@pytest.fixture(autouse=True)
def other_packs(monkeypatch: pytest.MonkeyPatch) -> None:
    words = {
        code: PlaceWords(Pack(code, {"pack": raw["about"], "places": raw.get("places", {})}), gazetteer())
        for code, raw in PACKS.items()
    }
    monkeypatch.setattr(sys.modules["khronika.geography.locate"], "words_of", lambda passage: words[passage.language])


def read(text: str, language: str) -> list[tuple[str, str | None, str | None]]:
    return [(f.quote, f.place.name, f.hint) for f in read_places(text, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Митинг прошёл в Махачкале.", ("Махачкале", "Makhachkala", "in")),
        ("Взрывы слышны под Харьковом.", ("Харьковом", "Kharkiv", "near")),
        ("Тихо в Нижнем Новгороде.", ("Нижнем Новгороде", "Nizhniy Novgorod", "in")),
        ("Тихо в Ростове-на-Дону.", ("Ростове-на-Дону", "Rostov-on-Don", "in")),
        ("Пожар в Волгоградской области.", ("Волгоградской области", "Volgograd Oblast", "in")),
        ("Ушли российские войска.", ("российские", "Russia", "demonym")),
    ],
)
def test_case_endings_are_undone_by_rules_of_the_pack(text: str, expected: tuple[str, str, str]) -> None:
    assert read(text, "cases") == [expected]


def test_a_rule_of_case_is_named_in_the_answer() -> None:
    assert read_places("Митинг прошёл в Махачкале.", "cases")[0].rule == "x.case.e+x.in"


def test_prefixes_are_taken_off_and_stay_out_of_the_quote() -> None:
    assert [quote for quote, _, _ in read("قتل رجلان بالقاهرة وبغداد", "prefixes")] == ["القاهرة", "بغداد"]


def test_scripts_without_blanks_are_read_anywhere() -> None:
    assert [name for _, name, _ in read("警方在北京和上海逮捕了三人", "blanks")] == ["Beijing", "Shanghai"]


@pytest.mark.parametrize(("word", "level"), [("regions", "adm1"), ("region", "town")])
def test_where_the_pack_lists_plurals_only_they_cover_a_list(word: str, level: str) -> None:
    assert read_places(f"Rain fell in Kharkiv and Sumy {word}.", "plurals")[0].place.level == level
