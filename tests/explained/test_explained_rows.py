"""Explained rows say the same as plain ones, and their reasons add up."""

from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from khronika.evaluation.found import read_spans
from khronika.explained import entries_of, explained, tell
from khronika.geography.why import REST
from khronika.model import Document
from khronika.readers import READERS

GOLD = Path(__file__).parents[2] / "evaluation"
NAMES = ("places", "dates", "counts")
LANGUAGES = ("ar", "en", "ko", "ru", "tr")


def documents(language: str, many: int = 8) -> list[Document]:
    rows = [
        row
        for path in sorted((GOLD / "gold" / language).glob("*.yaml"))
        for row in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]
    return [Document(str(row["id"]), row["text"], published=str(row.get("published") or "")) for row in rows[:many]]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_explaining_changes_no_value(name: str, language: str) -> None:
    told = 0
    for document in documents(language):
        plain = [msgspec.to_builtins(row) for row in READERS[name][1](document)]
        full = [msgspec.to_builtins(row) for row in explained(name, document)]
        told += len(plain)
        assert [{key: row[key] for key in row.keys() - {"rules", "evidence"}} for row in full] == plain
    assert told > 5


def test_given_spans_are_explained_too() -> None:
    document = Document("a", "Nurses marched from Lisbon to Qqqq.", spans=[(20, 26), (30, 34)])
    lisbon, unknown = explained("places", document)
    assert [c.taken for c in lisbon.evidence.candidates][:1] == [True]  # type: ignore[union-attr]
    assert "its span was given" in [reason.what for reason in lisbon.evidence.named]  # type: ignore[union-attr]
    assert unknown.evidence is None
    assert unknown.rules[0].says == "no place bears this name"


@pytest.mark.parametrize("language", LANGUAGES)
def test_reasons_add_up_to_the_scores(language: str) -> None:
    candidates = worths = 0
    for document in documents(language):
        for row in explained("places", document):
            evidence = row.evidence
            assert evidence is not None
            for one in evidence.candidates:  # type: ignore[union-attr]
                assert REST not in [reason.what for reason in one.reasons], (row.quote, one)
                assert sum(reason.weight for reason in one.reasons) == pytest.approx(one.score, abs=0.06)
                candidates += 1
            assert REST not in [reason.what for reason in evidence.named], (row.quote, evidence)  # type: ignore[union-attr]
            total = sum(reason.weight for reason in evidence.named)  # type: ignore[union-attr]
            assert total == pytest.approx(evidence.worth, abs=0.5)  # type: ignore[union-attr]
            worths += 1
    assert candidates >= worths > 5


def test_names_written_small_are_explained_too() -> None:
    found = list(explained("places", Document("a", "nurses marched in kharkiv and in lisbon on sunday", language="en")))
    assert [row.quote for row in found] == ["kharkiv", "lisbon"]
    assert all(row.evidence is not None for row in found)


def test_candidates_begin_with_the_likeliest_and_one_is_taken() -> None:
    (paris, _) = explained("places", Document("a", "They marched through Paris, Texas."))
    scores = [one.score for one in paris.evidence.candidates]  # type: ignore[union-attr]
    assert scores == sorted(scores, reverse=True)
    first, second = paris.evidence.candidates[:2]  # type: ignore[union-attr]
    assert (first.admin1, first.taken, second.country_iso3, second.taken) == ("Texas", True, "FRA", False)
    assert "named beside it: Texas, which holds it" in [reason.what for reason in first.reasons]
    assert "above that of the next" in paris.evidence.verdict  # type: ignore[union-attr]


def date(text: str, published: str | None = "2031-05-05", at: int = -1) -> Any:
    return list(explained("dates", Document("a", text, language="en", published=published)))[at]


@pytest.mark.parametrize(
    ("text", "anchors"),
    [
        ("They met on 25 September 2030.", []),
        ("They met on Sunday.", ["day of publication"]),
        ("They met on 3 May. The next day they marched.", ["date read before it"]),
        ("They will meet in two weeks.", ["day of publication", "a word of the future beside it"]),
    ],
)
def test_dates_name_what_they_rest_on(text: str, anchors: list[str]) -> None:
    assert [anchor.what for anchor in date(text).evidence.anchors] == anchors


def test_where_two_anchors_would_do_both_are_named() -> None:
    found = date("They met on 3 May and will stay until 25 September.")
    assert [anchor.what for anchor in found.evidence.anchors] == ["day of publication", "date read before it"]


def test_the_interval_is_told_by_its_length_and_distance() -> None:
    assert date("They met on Sunday.").evidence.interval == "1 day, weekday 7, ends 1 day before the day of publication"
    assert date("They met last week.").evidence.interval == "7 days, ends 1 day before the day of publication"
    assert date("They met on Sunday.", None).evidence.interval is None


def test_counts_name_number_rule_and_unit() -> None:
    text = "At least 301 soldiers and a mother and her two daughters left."
    first, family = explained("counts", Document("a", text, language="en"))
    (number,) = first.evidence.numbers  # type: ignore[union-attr]
    assert (number.quote, number.low, text[number.start : number.stop]) == ("301", 301, "301")
    assert first.evidence.means.endswith("the upper bound is open")  # type: ignore[union-attr]
    assert [rule.id for rule in first.rules] == ["en.count.min", "en.noun.soldiers"]
    assert [n.low for n in family.evidence.numbers] == [1, 2]  # type: ignore[union-attr]


def test_offsets_of_numbers_are_those_of_the_source() -> None:
    text = "So\u00adme 3\u00ad01 soldiers left, 40 stayed."
    for row in explained("counts", Document("a", text, language="en")):
        for number in row.evidence.numbers:  # type: ignore[union-attr]
            assert text[number.start : number.stop] == number.quote


def test_every_rule_leads_to_an_entry_or_says_what_it_does() -> None:
    kinds = {"dates": "dates", "counts": "counts"}
    for name, folder in kinds.items():
        for language in LANGUAGES:
            for gold in islice(read_spans(GOLD / "spans" / folder / f"{language}.yaml", language), 12):
                for row in explained(name, gold.document):
                    assert all(rule.file and rule.line and rule.part for rule in row.rules), row.rule
    for language in LANGUAGES:
        for document in documents(language):
            for row in explained("places", document):
                assert all(rule.says or (rule.file and rule.line) for rule in row.rules), row.rule


def test_an_entry_has_its_line_and_first_example() -> None:
    (weekday,) = entries_of("en.date.weekday")
    assert weekday.line is not None
    lines = (
        (Path(__file__).parents[2] / "src" / "khronika" / str(weekday.file)).read_text(encoding="utf-8").splitlines()
    )
    assert "en.date.weekday" in lines[weekday.line - 1]
    assert weekday.example is not None
    assert "[Sunday]" in weekday.example
    assert entries_of("gazetteer.user:villages+en.place.prep.in")[0].says is not None
    assert entries_of("no.such.rule")[0].says is None


def test_lines_for_a_person_hold_value_reasons_and_rule() -> None:
    (row,) = explained("counts", Document("a", "At least 301 soldiers left.", language="en"))
    lines = tell(row)
    assert lines[0] == "a 0:12 “At least 301”: 301 or more soldiers"
    assert "    number: “301” 9:12 is 301 by en.count.number" in lines
    assert any(line.startswith("    rule en.count.min  languages/en/counts.yaml:") for line in lines)
