"""Kinds, calibration, faults in words, text and page."""

import pytest
from gold_case import CLASH, HUNDRED, RIVNE, TOLL, document, gold, outcome, told

from khronika.evaluation import as_text, evaluate, render
from khronika.evaluation.baseline import words_alone
from khronika.evaluation.calibration import calibration
from khronika.evaluation.confusion import confusions, kind_scores
from khronika.evaluation.faults import bounds, worst
from khronika.evaluation.gold import Number
from khronika.model import Document


def test_kinds_are_counted_and_confused() -> None:
    found = confusions([outcome([gold(), gold(CLASH)], [told(kind="blockade")]), outcome([], [told(kind="strike")])])
    cells = {(c.gold, c.told): c.times for c in found}
    assert cells == {("protest_peaceful", "blockade"): 1, ("clash", None): 1, (None, "strike"): 1}
    scores = {k.kind: (k.found, k.wanted, k.given) for k in kind_scores(found)}
    assert scores["protest_peaceful"] == (0, 1, 0) and scores["strike"] == (0, 0, 1)


def test_a_kind_that_gold_accepts_counts_as_gold_s_own() -> None:
    found = confusions([outcome([gold(alt_kinds=("blockade",))], [told(kind="blockade")])])
    assert [(c.gold, c.told) for c in found] == [("protest_peaceful", "protest_peaceful")]


def test_calibration_is_the_distance_from_confidence_to_hits() -> None:
    hit, miss = outcome([gold()], [told(confidence=0.85)]), outcome([], [told(confidence=0.85)])
    found = calibration([hit, hit, hit, miss, outcome([gold()], [told(confidence=1.0)])])
    assert (found.n, [b.n for b in found.bins]) == (5, [4, 1])
    assert found.error == pytest.approx((4 * 0.10 + 0.0) / 5)
    assert calibration([outcome([gold()], [told()])]).error is None


def test_faults_say_what_was_wanted_and_what_came() -> None:
    said = told(place=RIVNE, claims=(Number("participants", 90, None),))
    (found,) = worst([outcome([gold(), gold(CLASH)], [said, told(TOLL)])], 5)
    lines = [(f.what, f.wanted, f.got) for f in found.faults]
    assert ("wrong place", "Lviv, Lviv, UKR, town", "Rivne, Rivne, UKR, town") in lines
    assert ("wrong claims", "participants 100", "participants at least 90") in lines
    assert {f.what for f in found.faults} >= {"missed", "invented"}


def test_a_trap_told_as_fact_is_named_so() -> None:
    (found,) = worst([outcome([gold(status="denied")], [told()])], 1)
    assert [(f.what, f.wanted, f.got) for f in found.faults] == [("told as fact", "denied", "occurred")]


def test_a_document_without_faults_is_not_among_the_worst() -> None:
    assert worst([outcome([gold(), gold(TOLL)], [told(), told(TOLL)])], 5) == []


def test_texts_set_aside_are_not_shown() -> None:
    made = [document(gold(), name=f"en-e-{n}", text=f"Text {n}.") for n in (1, 2)]
    found = evaluate(made, [], many=9)
    assert [w.document for w in found.worst] == ["en-e-1"]
    assert "Text 2" not in as_text(found) + render(found, "Evaluation")
    assert [w.document for w in evaluate(made, [], show="aside").worst] == ["en-e-2"]


def test_groups_gains_and_unknown_mentions() -> None:
    made = [document(gold(), name=f"d-{n}", language=code, register="wire") for n, code in ((1, "en"), (3, "ko"))]
    said = [told(document="d-1"), told(document="d-3"), told(document="d-99")]
    found = evaluate(made, said, baseline=[told(document="d-1")])
    assert {name: s.documents for name, s in found.groups.items()} == {"en": 1, "ko": 1}
    assert (found.unknown, found.gains["events"].gain) == (1, pytest.approx(1 / 3))
    assert list(evaluate(made, said, by="register").groups) == ["wire"]
    assert list(evaluate(made, said, by="source").groups) == ["none"]


def test_the_page_escapes_and_asks_for_nothing() -> None:
    nasty = document(
        gold(trigger="<script>alert(1)</script>"), name="d-1", text="<img src=x onerror=alert(1)>", source="<s>"
    )
    page = render(evaluate([nasty], [told(attributed_to="<i>")], by="source"), "<u>title")
    assert not any(raw in page for raw in ("<script", "<img", "<s>", "<u>", "<i>", "http://", "https://"))
    assert "&lt;img src=x" in page and "default-src &#39;none&#39;" in page


def test_text_and_page_tell_the_same_numbers() -> None:
    found = evaluate([document(gold(), gold(CLASH))], [told()])
    assert "0.667" in as_text(found) and "0.667" in render(found, "t")


@pytest.mark.parametrize(
    ("low", "high", "says"),
    [(12, 12, "12"), (200, 999, "200–999"), (35, None, "at least 35"), (None, 40, "at most 40")],
)
def test_bounds_in_words(low: int | None, high: int | None, says: str) -> None:
    assert bounds(low, high) == says


def test_words_alone_take_every_sentence_at_its_word() -> None:
    text = "Nurses marched through Lviv on 12 May 2024. No march was held in Rivne, police said. The sky was grey."
    found = words_alone(Document(id="d", text=text, language="en"))
    assert [(t.kind, t.status, t.place.name if t.place else None) for t in found] == [
        ("protest_peaceful", "occurred", "Lviv"), ("protest_peaceful", "occurred", "Rivne")]  # fmt: skip
    assert found[0].date_start == "2024-05-12"
    assert text[found[0].triggers[0].start : found[0].triggers[0].stop] == found[0].triggers[0].quote
    assert found[0].claims == () and HUNDRED not in found[0].claims
    assert words_alone(Document(id="e", text="The weather was fine.", language="en")) == []
