"""Each number gets a verdict and its reason: by arithmetic, by a census, by sources, by the other edition, by the text itself."""

import pytest

from khronika.cite import Cited, Held, NumberCheck, cite
from khronika.extraction.stream import extract
from khronika.model import Document


def cited(text: str, held: Held | None = None) -> Cited:
    found = cite(Document(id="text", text=text, published="2031-05-10"), held=held, mode="fast")
    for number in found.numbers:
        assert text[number.start : number.stop] == number.quote
        assert number.says
    return found


def number(text: str, quote: str, held: Held | None = None) -> NumberCheck:
    (found,) = [n for n in cited(text, held).numbers if n.quote == quote]
    return found


def held(*documents: Document) -> Held:
    return Held(list(documents), [m for e in extract(documents, "fast") for m in e.mentions], {"s1": "ab" * 32})


def report(text: str, name: str = "s1", title: str = "Looms at rest", day: str = "2031-05-06") -> Document:
    return Document(id=name, text=text, published=day, source="Tagus Ledger", title=title)


NOTE = "\n\n[1] Tagus Ledger: Looms at rest, 6 May 2031\n"


@pytest.mark.parametrize(
    ("text", "quote", "reason"),
    [
        ("In May 40 miners from Vale fell ill, against 4 miners from Serra: ten times more.", "ten", "arithmetic_bears_out"),
        ("In May 40 miners from Vale fell ill, against 4 miners from Serra: three times more.", "three", "arithmetic_differs"),
        ("В мае заболели 40 шахтёров из Ломска, в 10 раз больше, чем 4 шахтёров из Горска.", "10", "arithmetic_bears_out"),
        ("В мае заболели 40 шахтёров из Ломска, в 3 раза больше, чем 4 шахтёров из Горска.", "3", "arithmetic_differs"),
        ("Im Mai erkrankten 40 Bergleute aus Altfeld, mehr als 5 Mal so viele wie die 4 Bergleute aus Neufeld.", "mehr als 5", "arithmetic_bears_out"),
        ("Of 120 nurses, 30 nurses stayed away, 25% of the ward.", "25", "arithmetic_bears_out"),
        ("Ontario has a population three times larger than that of Alberta.", "three", "census_bears_out"),
        ("Ontario has a population nine times larger than that of Alberta.", "nine", "census_differs"),
        ("The road has 40 bends and nine times as many stones.", "nine", "uncited"),
    ],
)  # fmt: skip
def test_a_ratio_is_held_against_the_numbers_it_is_made_of(text: str, quote: str, reason: str) -> None:
    found = number(text, quote)
    assert found.reason == reason
    assert (found.verdict == "unknown") == (reason == "uncited")
    assert bool(found.evidence) == (reason != "uncited")


def test_a_share_that_does_not_fit_is_not_called_wrong() -> None:
    assert number("Of 120 nurses, 30 nurses stayed away, 60% of them young.", "60").verdict == "unknown"


TEXT = "On Monday 340 weavers protested in Braga.[1]" + NOTE


@pytest.mark.parametrize(
    ("source", "reason", "verdict"),
    [
        ("On Monday 340 weavers protested in Braga, the town hall said.", "source_bears_out", "confirmed"),
        ("On Monday 90 weavers protested in Braga, the town hall said.", "source_differs", "contradicted"),
        ("The looms of the town stood still. Nobody spoke.", "not_in_source", "unknown"),
        ("The weavers paid 340 euros.", "not_in_source", "unknown"),
    ],
)
def test_a_number_is_held_against_the_source_it_is_laid_to(source: str, reason: str, verdict: str) -> None:
    text = TEXT.replace("Monday", "5 May 2031")
    found = number(text, "340", held(report(source.replace("Monday", "5 May 2031"))))
    assert (found.reason, found.verdict) == (reason, verdict)
    assert all(
        e.span is None or source.replace("Monday", "5 May 2031")[e.span.start : e.span.stop] == e.span.quote
        for e in found.evidence
    )


def test_the_reference_gets_the_hash_of_its_capture() -> None:
    (reference,) = cited(TEXT, held(report("On Monday 340 weavers protested in Braga."))).references
    assert (reference.document, reference.capture) == ("s1", "ab" * 32)


def test_a_source_in_another_language_bears_a_number_out() -> None:
    text = "On 5 May 2031 340 weavers protested in Braga.[1]" + NOTE
    korean = report("5월 5일 브라가에서 직조공 340명이 시위를 벌였다.")
    assert number(text, "340", held(korean)).verdict == "confirmed"


def test_sources_that_differ_leave_a_number_unknown() -> None:
    text = "On 5 May 2031 340 weavers protested in Braga.[1]" + NOTE
    one = report("On 5 May 2031 340 weavers protested in Braga.")
    other = report("On 5 May 2031 90 weavers protested in Braga.", "s2", "At the gate")
    assert number(text, "340", held(one, other)).reason == "sources_differ"


def test_without_its_source_a_number_is_unknown() -> None:
    assert number(TEXT, "340").reason == "source_not_at_hand"
    assert number(TEXT.split("[1]")[0], "340").reason == "uncited"


def test_the_text_itself_bears_nothing_out() -> None:
    own = Document(id="s1", text=TEXT, published="2031-05-10", title="Looms at rest")
    assert number(TEXT, "340", held(own)).verdict == "unknown"


RATIO = (
    "On 5 May 2031 at least 48 people were killed in shelling of Kaluga, more than 10 times as many as in Tula.[1]"
    + NOTE
)


@pytest.mark.parametrize(
    ("tula", "reason"),
    [("4 people", "counts_bear_out"), ("12 people", "not_excluded"), (None, "ratio_lacks_a_side")],
)
def test_a_ratio_of_two_places_follows_from_their_counts(tula: str | None, reason: str) -> None:
    there = (
        f"On 5 May 2031 {tula} were killed in shelling of Tula." if tula else "On 5 May 2031 people marched in Tula."
    )
    text = RATIO.replace("[1]" + NOTE, "")
    found = number(text, "more than 10", held(report(there, "s2", "Tula")))
    assert found.reason == reason
    assert len(found.evidence) == (1 if tula is None else 2)


def test_a_ratio_of_exact_counts_can_be_contradicted() -> None:
    text = RATIO.replace("[1]" + NOTE, "").replace("at least 48", "48")
    there = report("On 5 May 2031 12 people were killed in shelling of Tula.", "s2", "Tula")
    assert number(text, "more than 10", held(there)).reason == "counts_differ"


EDITIONS = """The union wrote on Monday that the mills of the valley will stay shut for some time.[1]

The town pays 400,000 soldiers through the long summer, and people speak of little else now.

Some weavers stayed at home and read the papers all day long, as they had done before.[2]

노동조합은 월요일에 골짜기의 방앗간들이 당분간 문을 닫을 것이라고 썼다.[1]

도시는 긴 여름을 위해 병사 40명에게 돈을 주고 사람들은 이제 그 이야기만 한다.

몇몇 직조공들은 집에 머물며 예전처럼 온종일 신문을 읽었다.[2]

[1] Tagus Ledger: Looms at rest, 6 May 2031
[2] Tagus Ledger: At the gate, 7 May 2031
"""


def test_language_editions_that_differ_contradict_each_other() -> None:
    found = {n.language: n for n in cited(EDITIONS).numbers if n.reason == "editions_differ"}
    assert set(found) == {"en", "ko"}
    assert [e.span.quote for e in found["en"].evidence if e.span] == [found["ko"].quote]
    assert "10,000 to 1" in found["ko"].evidence[0].says


def test_editions_that_agree_confirm_nothing() -> None:
    agreeing = EDITIONS.replace("40명", "40만 명")
    assert {n.reason for n in cited(agreeing).numbers if n.low == 400000} == {"editions_agree"}


def test_editions_with_a_paragraph_more_are_not_compared() -> None:
    longer = EDITIONS.replace("\n\n도시는", "\n\n비가 온종일 내렸고 강물이 불어나서 다리가 끊어졌다.\n\n도시는")
    assert not [n for n in cited(longer).numbers if n.reason == "editions_differ"]


def test_numbers_of_notes_are_told_apart() -> None:
    text = "Weavers left.[1]\n\n[1] Ledger: 200 weavers at rest, 6 May 2031"
    assert number(text, "200").reason == "apparatus"


def test_a_mark_without_a_note_and_a_note_without_a_mark_are_problems() -> None:
    found = cited("Weavers left.[1] Nobody spoke.[7]\n\n[1] Ledger: Looms, 6 May 2031\n[2] Ledger: Gate, 7 May 2031")
    assert [p.what for p in found.problems] == ["mark [7] leads to no note", "no statement leads to 2"]


TWICE = (
    "On 5 May 2031 340 weavers protested in Braga.{0}\n\nThe looms stood still for hours.\n\n"
    "On 5 May 2031 {2}430 weavers protested in Braga{3}.{1}\n\n"
    "[1] Tagus Ledger: Looms at rest, 6 May 2031\n[2] Minho Post: At the gate, 7 May 2031\n"
)


@pytest.mark.parametrize(
    ("filled", "differs"),
    [
        (("", "", "", ""), True),
        (("[1]", "[1]", "", ""), True),
        (("[1]", "[2]", "", ""), False),
        (("", "", "", ", according to the police"), False),
    ],
)
def test_a_text_that_gives_two_numbers_for_one_happening_is_told_unless_two_sources_do(
    filled: tuple[str, ...], differs: bool
) -> None:
    reasons = {n.quote: n.reason for n in cited(TWICE.format(*filled)).numbers if n.reason != "apparatus"}
    assert (reasons["340"] == "text_differs") is (reasons["430"] == "text_differs") is differs
