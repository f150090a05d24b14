"""The careful mode: what the judge finds is a quote, its values are those of the rules, and plain reports of ten languages are read."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khronika.errors import MissingExtraError
from khronika.extraction.stream import Extracted, extract_one_safely
from khronika.judge import model
from khronika.model import Document, Mention

PLAIN = [
    ("en", "Hundreds of nurses marched through Lisbon on Sunday to demand higher pay.", "protest_peaceful"),
    ("es", "Cientos de enfermeras marcharon el domingo por Lisboa para exigir mejores salarios.", "protest_peaceful"),
    ("pt", "Centenas de enfermeiras marcharam no domingo em Lisboa por melhores salários.", "protest_peaceful"),
    ("fr", "Des centaines d'infirmières ont manifesté dimanche à Lisbonne pour leurs salaires.", "protest_peaceful"),
    ("de", "Hunderte Pflegekräfte demonstrierten am Sonntag in Lissabon für höhere Löhne.", "protest_peaceful"),
    ("tr", "Yüzlerce hemşire pazar günü Lizbon'da daha yüksek ücret için yürüdü.", "protest_peaceful"),
    ("ru", "Сотни медсестёр вышли в воскресенье на митинг в Лиссабоне, требуя повышения зарплат.", "protest_peaceful"),
    ("uk", "Сотні медсестер вийшли в неділю на мітинг у Лісабоні, вимагаючи підвищення зарплат.", "protest_peaceful"),
    ("ko", "간호사 수백 명이 일요일 리스본에서 임금 인상을 요구하며 시위를 벌였다.", "protest_peaceful"),
    ("ar", "تظاهر مئات الممرضات يوم الأحد في لشبونة للمطالبة برفع الأجور.", "protest_peaceful"),
]  # fmt: skip


def extracted(text: str, mode: str = "careful") -> Extracted:
    return extract_one_safely(Document(id="d", text=text, published="2031-05-06"), mode)  # type: ignore[arg-type]


def quotes_hold(mentions: Sequence[Mention], text: str) -> bool:
    return all(text[s.start : s.stop] == s.quote for m in mentions for spans in m.spans.values() for s in spans)


@pytest.mark.parametrize(("language", "text", "kind"), PLAIN, ids=[row[0] for row in PLAIN])
def test_a_plain_report_of_each_language_is_one_protest_with_its_day_and_crowd(
    language: str, text: str, kind: str
) -> None:
    found = extracted(text).mentions
    assert [(m.kind, m.status, m.language) for m in found] == [(kind, "occurred", language)]
    assert (found[0].date_start, found[0].date_end) == ("2031-05-04", "2031-05-04")
    assert [(c.quantity, c.low, c.high) for c in found[0].claims] == [("participants", 200, 999)]
    assert quotes_hold(found, text)


def test_rules_name_judge_and_reader() -> None:
    found = extracted("Police arrested two teachers in Lisbon on Sunday.").mentions[0]
    assert found.rules["trigger"] == "judge.telling"
    assert found.rules["date"].startswith("judge.date+en.")
    assert found.rules["place"].startswith("judge.place+")


def test_a_recipe_tells_of_nothing() -> None:
    made = extracted("Beat the eggs, storm the pantry for sugar and let the dough rest under siege of a warm towel.")
    assert (made.mentions, made.report.outcome) == ([], "irrelevant")


def test_a_place_without_an_entry_keeps_its_name_and_no_coordinates() -> None:
    found = extracted("Gunmen killed four farmers in the village of Qwaxavelle in Kenya on Sunday.").mentions
    places = [m.place for m in found if m.place]
    assert all(p.lat is None or p.level != "town" for p in places if p.name == "Qwaxavelle")
    assert places and {p.country_iso3 for p in places} == {"KEN"}


def test_the_same_text_gives_the_same_mentions() -> None:
    text = PLAIN[0][1] + " " + PLAIN[6][1]
    assert extracted(text) == extracted(text)


def test_the_fast_mode_asks_no_judge() -> None:
    rules = [r for m in extracted(PLAIN[0][1], "fast").mentions for r in m.rules.values()]
    assert rules and not any("judge" in r for r in rules)


def test_without_the_extra_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "can_judge", lambda: False)
    model.judge.cache_clear()
    with pytest.raises(MissingExtraError, match=r"khronika\[careful\]"):
        extracted(PLAIN[0][1])
    model.judge.cache_clear()


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60), st.sampled_from(PLAIN), st.text(max_size=60))
def test_spans_quote_the_text_whatever_stands_around(before: str, plain: tuple[str, str, str], after: str) -> None:
    text = f"{before}\n\n{plain[1]}\n\n{after}"
    made = extracted(text)
    assert made.report.outcome != "failed", made.report.reason
    assert quotes_hold(made.mentions, text)


def test_a_very_long_text_is_read_in_passages() -> None:
    text = " ".join([PLAIN[0][1], *["The committee met and discussed the budget at length."] * 400, PLAIN[8][1]])
    kinds = [m.kind for m in extracted(text).mentions]
    assert "protest_peaceful" in kinds
