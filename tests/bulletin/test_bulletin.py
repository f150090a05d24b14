import re
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from release_case import event, make_view

from khronika.bulletin import Order, Period, check_bulletin, last_week, read_period, render
from khronika.bulletin.numbers import numbers
from khronika.bulletin.shapes import markdown_text
from khronika.bulletin.tallies import rising
from khronika.disclosure import View
from khronika.errors import UsageError
from khronika.model import Claim, EventClaim, Mention

WEEK = Period(date(2031, 4, 28), date(2031, 5, 4))
FORMS = ("md", "html")


def order(form: Any = "html", **more: Any) -> Order:
    return Order(WEEK, date(2031, 6, 30), form=form, **more)


@pytest.fixture(scope="module")
def view() -> View:
    return make_view()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", ["en", "ru", "ar"])
def test_a_bulletin_agrees_with_its_archive(view: View, form: str, language: str) -> None:
    assert check_bulletin(render(view, order(form, language=language, title="Week -- 18 > 17")), view) == []


@pytest.mark.parametrize("form", FORMS)
def test_an_altered_number_is_found(view: View, form: str) -> None:
    text = render(view, order(form))
    pattern = (
        r"\[(\d+)(?=\]\(#from-events\.now)"
        if form == "md"
        else r'(?<=from-events.now" data-number="events.now"><bdi>)(\d+)'
    )
    altered = re.sub(pattern, lambda m: m[0].replace(m[1], str(int(m[1]) + 1)), text, count=1)
    assert altered != text
    assert any("events.now" in line for line in check_bulletin(altered, view))


@pytest.mark.parametrize("form", FORMS)
def test_every_single_number_is_checked(view: View, form: str) -> None:
    """Each run of digits of the text that is shown, altered alone, is told."""
    text = render(view, order(form))
    shown = text[text.index("<body>") :] if form == "html" else text
    spots = list(re.finditer(r"(?<=[>\[ (])\d+(?=[<\] .)–])", shown))
    assert len(spots) > 30
    for spot in spots[:: max(1, len(spots) // 12)]:
        altered = shown[: spot.start()] + str(int(spot[0]) + 10_007) + shown[spot.end() :]
        assert check_bulletin(altered, view), spot


@pytest.mark.parametrize("form", FORMS)
def test_a_number_that_somebody_adds_or_takes_away_is_found(view: View, form: str) -> None:
    text = render(view, order(form))
    assert any(
        "4711" in line for line in check_bulletin(text.replace("Main events", "Main events: 4711 dead", 1), view)
    )
    link = re.search(r"\[\d+\]\(#from-undated\)|<a [^>]*data-number=\"undated\".*?</a>", text)
    assert link is not None
    assert any("undated" in line for line in check_bulletin(text.replace(link[0], "none"), view))


def test_a_bulletin_of_an_archive_that_changed_does_not_agree(view: View) -> None:
    text = render(view, order())
    fewer = msgspec.structs.replace(view, events=[e for e in view.events if e.kind != "clash"])
    assert any("kind.clash.now" in line for line in check_bulletin(text, fewer))


def test_a_text_that_is_no_bulletin_is_refused(view: View) -> None:
    with pytest.raises(UsageError, match="lacks the mark"):
        check_bulletin("<p>12 people</p>", view)


@pytest.mark.parametrize("form", FORMS)
def test_every_number_leads_to_its_sentences(view: View, form: str) -> None:
    text = render(view, order(form))
    anchors = set(re.findall(r'id="([^"]+)"', text))
    targets = set(re.findall(r"\]\(#([^)]+)\)" if form == "md" else r'href="#([^"]+)"', text))
    assert targets
    assert targets <= anchors


def test_the_period_before_is_as_long_and_does_not_overlap() -> None:
    assert WEEK.before() == Period(date(2031, 4, 21), date(2031, 4, 27))
    assert last_week(date(2031, 5, 7)) == WEEK


@pytest.mark.parametrize(("since", "until"), [("2031-05-02", None), ("2031-05-02", "2031-05-01"), ("May", "June")])
def test_a_wrong_period_is_refused(since: str, until: str | None) -> None:
    with pytest.raises(UsageError):
        read_period(since, until, date(2031, 6, 1))


def test_an_event_that_may_lie_outside_is_not_counted_but_told() -> None:
    inside, across = event(1, "strike"), event(2, "strike", day="2031-05-04", date_end="2031-05-05")
    found = numbers([inside, across], WEEK)
    assert found.events.now.events == [inside.event_id]
    assert found.touching.events == [across.event_id]


def test_a_sum_with_an_open_number_is_open() -> None:
    first = event(1, "clash", claims=[Claim("killed", 3, 3, "exact", "three")])
    second = event(2, "clash", claims=[Claim("killed", 5, None, "min", "at least five")])
    armed = event(3, "clash", claims=[Claim("killed_armed", 9, 9, "exact", "nine")])
    row = next(r for r in numbers([first, second, armed, event(4, "clash")], WEEK).people if r.name == "killed")
    assert (row.now.low, row.now.high, row.now.of) == (17, None, 4)
    assert row.change is None


@given(st.lists(st.tuples(st.integers(0, 20), st.sampled_from(["clash", "strike", "arrest"])), max_size=12))
def test_kinds_add_up_to_all_events(made: list[tuple[int, str]]) -> None:
    events = [event(n, kind, day=f"2031-05-{day + 1:02}") for n, (day, kind) in enumerate(made)]
    found = numbers(events, Period(date(2031, 5, 8), date(2031, 5, 14)))
    for name in ("now", "before"):
        assert sum(getattr(row, name).low for row in found.kinds) == getattr(found.events, name).low
    assert sorted(found.events.now.events) == [
        e.event_id for e in events if e.date_start and "2031-05-08" <= e.date_start <= "2031-05-14"
    ]


def tally(*said: tuple[str, int]) -> tuple[Any, dict[str, Mention]]:
    mentions = {
        f"d{n}#1": Mention(id=f"d{n}#1", document=f"d{n}", record="event", kind="clash", status="occurred", confidence=0.9, language="en", published=day)
        for n, (day, _) in enumerate(said)
    }  # fmt: skip
    claims = [EventClaim("killed", low, low, "exact", str(low), None, f"d{n}#1") for n, (_, low) in enumerate(said)]
    first = event(1, "clash", claims=[Claim("killed", 1, 1, "exact", "1")], mentions=list(mentions))
    return msgspec.structs.replace(first, claims=claims), mentions


@pytest.mark.parametrize(
    ("said", "rises"),
    [
        ([("2031-05-01", 3), ("2031-05-03", 7)], True),
        ([("2031-05-01", 7), ("2031-05-03", 3)], False),
        ([("2031-05-01", 7), ("2031-05-03", 7)], False),
        ([("2031-05-03", 3), ("2031-05-03", 7)], False),
        ([("2031-04-01", 3), ("2031-04-03", 7)], False),
        ([("2031-05-01", 9), ("2031-05-02", 3), ("2031-05-03", 7)], False),
    ],
)
def test_a_tally_rises_where_its_latest_report_gives_the_most(said: list[tuple[str, int]], rises: bool) -> None:
    found, mentions = tally(*said)
    assert bool(rising([found], mentions, date(2031, 5, 6))) is rises


def test_a_template_of_ones_own_runs_in_a_sandbox(view: View, tmp_path: Path) -> None:
    own = tmp_path / "own.html"
    own.write_text("{% extends 'bulletin.html' %}{% block map %}<p>{{ n(numbers.events.now) }}</p>{% endblock %}")
    text = render(view, order(), own)
    assert "<svg" not in text
    assert check_bulletin(text, view, own) == []
    for wrong in ("{{ ''.__class__.__mro__ }}", "{% include '/etc/passwd' %}", "{% if %}", "{{ nothing }}"):
        own.write_text(wrong)
        with pytest.raises(UsageError, match=r"own\.html"):
            render(view, order(), own)


@pytest.mark.parametrize(
    "text", ["<script>", "[a](javascript:b)", "# head", "1. one", "*bold*", "- list", "a|b", "![x](y)", "a\n# b"]
)
def test_foreign_text_says_nothing_to_markdown(text: str) -> None:
    from markdown_it import MarkdownIt

    made = MarkdownIt("commonmark").enable("table").render(markdown_text(text))
    assert re.findall(r"<(\w+)", made) == ["p"]
