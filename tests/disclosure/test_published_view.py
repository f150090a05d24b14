"""The published view: no withheld coordinate, name or day in any byte of any output, and nothing else taken away."""

import json
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from archives import (
    HIDDEN_TOWN,
    OPEN_TOWN,
    SECRET_DISTRICT,
    SECRET_PERSON,
    SECRET_TOWN,
    TODAY,
    archives,
    event_of,
    told,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khronika.disclosure import Policy, Rule, View, default_policy, loosened, policy_of, published_view
from khronika.disclosure import told as lines
from khronika.errors import UsageError
from khronika.model import Document, Event, Mention
from khronika.publish import write_chronicle

Case = tuple[list[Document], list[Mention], list[Event], str]


def view_of(documents: list[Document], mentions: list[Mention], events: list[Event], policy: Policy | None = None,
            today: date = TODAY) -> View:  # fmt: skip
    reports = [{"document": d.id, "outcome": "coded", "reason": None, "mentions": 1} for d in documents]
    return published_view(documents, mentions, events, reports, policy or default_policy(), today)


def written(view: View) -> dict[str, bytes]:
    with TemporaryDirectory() as folder:
        write_chronicle(Path(folder), documents=view.documents, mentions=view.mentions, events=view.events, reports=view.reports, title="T")  # fmt: skip
        return {p.name: p.read_bytes() for p in Path(folder).iterdir()}


@given(archives(), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nothing_withheld_stands_in_any_byte_of_any_output(case: Case, chance) -> None:
    documents, mentions, events, day = case
    kind = events[-1].kind
    secrets = [
        SECRET_TOWN,
        SECRET_DISTRICT,
        "42.1358",
        "42.136",
        "46.9864",
        "46.986",
        *SECRET_PERSON.split(),
        "ivoxqa",
        "brenduzk",
    ]
    if (default_policy().kinds[kind or ""]).date != "day":
        secrets += [day, day.replace("-", "")]
    for rows in (documents, mentions, events):
        chance.shuffle(rows)
    for name, content in written(view_of(documents, mentions, events)).items():
        text = content.decode("utf-8")
        for secret in secrets:
            assert secret.casefold() not in text.casefold(), (name, secret)
            assert json.dumps(secret)[1:-1] not in text


@given(archives())
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_order_of_what_is_handed_in_leaves_no_trace(case: Case) -> None:
    documents, mentions, events, _ = case
    one = written(view_of(documents, mentions, events))
    two = written(view_of(documents[::-1], mentions[::-1], events[::-1]))
    assert one == two


@given(archives())
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_quotes_are_words_of_the_masked_text_at_their_offsets(case: Case) -> None:
    documents, mentions, events, _ = case
    view = view_of(documents, mentions, events)
    texts = {d.id: d for d in view.documents}
    for mention in view.mentions:
        assert texts[mention.document].masked
        for spans in mention.spans.values():
            assert all(texts[mention.document].text[s.start : s.stop] == s.quote for s in spans)


def one(kind: str, day: str = "2031-06-20", place=OPEN_TOWN) -> tuple[list[Document], list[Mention], list[Event]]:
    text = f"On {day} it happened in {place.name}."
    mention = told("d1#1", "d1", kind, day, place, text, trigger="happened", place=place.name)
    return [Document("d1", text, "en", day, "Tide Wire")], [mention], [event_of(1, mention)]


@pytest.mark.parametrize("kind", ["deployment", "base_established", "shelling", "air_strike", "drone_strike"])
def test_arms_wait_a_fortnight_and_are_then_told_by_region_and_day(kind: str) -> None:
    assert view_of(*one(kind), today=date(2031, 7, 3)).events == []
    (event,) = view_of(*one(kind), today=date(2031, 7, 4)).events
    assert (event.date_start, event.place and event.place.level, event.place and event.place.name) == (
        "2031-06-20",
        "adm1",
        "Dagestan",
    )
    assert event.mentions == []


@pytest.mark.parametrize("kind", ["desertion", "flight"])
def test_those_who_leave_are_told_by_region_and_month(kind: str) -> None:
    (event,) = view_of(*one(kind)).events
    assert (event.date_start, event.date_end, event.date_level) == ("2031-06-01", "2031-06-30", "month")
    assert event.place is not None
    assert event.place.name == "Dagestan"
    assert (event.place.lat, event.place.lon) != (OPEN_TOWN.lat, OPEN_TOWN.lon)


def test_a_lone_picket_keeps_town_and_day_and_no_words() -> None:
    view = view_of(*one("picket_single"))
    (event,) = view.events
    assert event.place == OPEN_TOWN
    assert event.date_start == "2031-06-20"
    assert view.mentions == []
    assert "happened" not in "".join(d.text for d in view.documents)


def test_conscription_is_coarse_where_its_source_speaks_of_evaders() -> None:
    plain = view_of(*one("conscription"))
    documents, _, _ = one("conscription")
    text = documents[0].text.replace("it happened", "draft evaders: it happened")
    mention = msgspec.structs.replace(
        told("d1#1", "d1", "conscription", "2031-06-20", OPEN_TOWN, text, trigger="happened")
    )
    evaders = view_of([msgspec.structs.replace(documents[0], text=text)], [mention], [event_of(1, mention)])
    assert plain.events[0].date_start == "2031-06-20"
    assert evaders.events[0].date_start == "2031-06-01"


def test_few_events_of_a_kind_that_singles_out_are_told_by_country() -> None:
    documents, mentions, events = one("sexual_violence")
    (alone,) = view_of(documents, mentions, events).events
    three = [msgspec.structs.replace(events[0], event_id=f"khr-{n:0>26}") for n in range(3)]
    together = view_of(documents, mentions, three).events
    assert alone.place is not None
    assert alone.place.level == "country"
    assert {e.place.level for e in together if e.place} == {"adm1"}


def test_what_no_rule_holds_for_keeps_place_day_numbers_and_words() -> None:
    documents, mentions, events = one("protest_peaceful")
    view = view_of(documents, mentions, events)
    (event,) = view.events
    assert (event.place, event.date_start, event.summary) == (OPEN_TOWN, "2031-06-20", events[0].summary)
    assert "happened in Makhachkala" in view.documents[0].text
    assert view.mentions[0].spans["trigger"][0].quote == "happened"


def test_a_sealed_source_gives_no_words_and_alone_no_event() -> None:
    documents, mentions, events = one("protest_peaceful")
    view = view_of(documents, mentions, events, policy_of({"sources": {"sealed": ["Tide Wire"]}}))
    assert (view.events, view.mentions) == ([], [])


def test_the_holder_is_told_of_each_value_and_why() -> None:
    view = view_of(*one("desertion", place=HIDDEN_TOWN))
    text = "\n".join(lines(view.decisions))
    assert "place coarsened (kinds.desertion" in text
    assert "date coarsened" in text
    assert view_of(*one("shelling"), today=date(2031, 6, 21)).decisions[0].what == "withheld"


def test_settings_change_the_policy_and_loosening_is_seen() -> None:
    policy = policy_of(
        {"kinds": {"shelling": {"withhold_days": 3}, "arrest": {"place": "adm1"}}, "names": {"officials": True}}
    )
    assert policy.kinds["shelling"] == Rule(withhold_days=3, place="adm1")
    assert set(loosened(policy)) == {("kinds.shelling.withhold_days", "3"), ("names.officials", "true")}
    assert list(loosened(default_policy())) == []


@pytest.mark.parametrize("wrong", [{"kinds": {"shelling": {"days": 1}}}, {"kinds": {"no_such": {}}}, {"other": 1}])
def test_a_slip_in_the_settings_is_an_error(wrong: dict) -> None:
    with pytest.raises(UsageError, match="disclosure"):
        policy_of(wrong)
