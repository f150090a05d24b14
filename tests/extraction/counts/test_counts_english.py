import pytest

from khronika.model import FoundCount


def one(found: list[FoundCount]) -> FoundCount:
    assert len(found) == 1, [(c.quote, c.unit) for c in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "quote", "low", "high", "kind", "unit", "unit_type"),
    [
        ("At least 17 lamplighters from the valley walked out", "At least 17", 17, None, "min", "lamplighters", None),
        ("at least 26 mostly elderly demonstrators", "at least 26", 26, None, "min", "demonstrators", "protesters"),
        ("Up to 80 lorries were stopped", "Up to 80", None, 80, "max", "lorries", "vehicles"),
        ("nearly 6,000 teachers", "nearly 6,000", 6000, 6000, "about", "teachers", "people"),
        ("some 45 police officers", "some 45", 45, 45, "about", "police officers", "police"),
        ("between 15 and 18 boats", "between 15 and 18", 15, 18, "range", "boats", "vehicles"),
        ("3 to 4 million voters", "3 to 4 million", 3000000, 4000000, "range", "voters", "people"),
        ("hundreds of lanterns", "hundreds", 200, 999, "word", "lanterns", None),
        ("at least several hundred nuns", "at least several hundred", 200, None, "min", "nuns", "people"),
        ("more than two dozen hamlets", "more than two dozen", 24, None, "min", "hamlets", "places"),
        ("80 miners or more", "80 miners or more", 80, None, "min", "miners", "people"),
        ("a couple of guards", "a couple of", 2, 2, "exact", "guards", "people"),
        ("no fewer than forty-one tents", "no fewer than forty-one", 41, None, "min", "tents", "buildings"),
        ("six times larger", "six", 6, 6, "exact", "times", "ratio"),
        ("about 12.5% of ballots", "about 12.5", 12.5, 12.5, "about", "%", "percent"),
        ("9 armed men", "9", 9, 9, "exact", "men", "armed"),
        ("two and a half million tons", "two and a half million", 2500000, 2500000, "exact", "tons", "measure"),
    ],
)
def test_number_has_bounds_and_unit(
    read, text: str, quote: str, low: float, high: float, kind: str, unit: str, unit_type: str | None
) -> None:
    count = one(read("en", text))
    assert (count.quote, count.low, count.high, count.kind) == (quote, low, high, kind)
    assert (count.unit, count.unit_type) == (unit, unit_type)
    assert text[count.unit_start : count.unit_stop] == unit


@pytest.mark.parametrize(
    "text",
    [
        "a 61-year-old baker"[2:], "aged 33", "under Article 12", "the 83rd brigade", "at 11:45", "call +44 20 7946 0018",
        "Flight 815", "the G7 summit", "see [12]", "the 152-mm guns", "https://a.example/2040/17", "Ana Roth, 37, wept",
        "a 4-1 defeat", "since 1987", "on 3.11.2019", "one cannot know", "the T-90 tank", "the 1980s", "3D models",
    ],
)  # fmt: skip
def test_what_counts_nothing_is_left_alone(read, text: str) -> None:
    assert [c.quote for c in read("en", text) if not c.rule.endswith(".singular")] == []


def test_span_read_as_a_date_is_no_count(read) -> None:
    assert [c.quote for c in read("en", "⟨on 14 June 40⟩ dockers and 9 clerks")] == ["9"]


def test_labels_are_given_when_asked_for(read) -> None:
    count = one(read("en", "the driver, aged 45, under arrest", labels=True)[-1:])
    assert (count.quote, count.unit_type, count.rule) == ("45", "label", "en.count.not.age")


@pytest.mark.parametrize(
    ("text", "value", "rule"),
    [
        ("a father and his three sons", 3 + 1, ".sum"),
        ("An elderly couple fainted", 2, ".sum"),
        ("A shepherd's hut and one nurse", 1, ".singular"),
        ("a 19-year-old woman was led away", 1, ".singular"),
    ],
)
def test_persons_without_a_number_are_counted_under_their_own_rule(read, text: str, value: int, rule: str) -> None:
    count = read("en", text)[-1]
    assert (count.low, count.high, count.kind) == (value, value, "exact")
    assert count.rule.endswith(rule)


def test_list_of_different_kinds_is_not_summed(read) -> None:
    assert [c.low for c in read("en", "two soldiers and three nurses")] == [2, 3]


def test_none_needs_something_counted(read) -> None:
    assert [(c.low, c.high, c.kind) for c in read("en", "no injuries, no doubt, nobody was wounded")] == [
        (0, 0, "none")
    ] * 2


def test_pronoun_takes_the_class_of_the_number_before(read) -> None:
    assert [c.unit_type for c in read("en", "60 fighters came; 20 of them left")] == ["armed", "armed"]


def test_change_is_no_range(read) -> None:
    assert [c.low for c in read("en", "arrests rose from 20 to 30")] == [20, 30]
