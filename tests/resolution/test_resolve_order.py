"""The same mentions in any order, or given twice, give the same events with the same ids."""

import random

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from told_mentions import KOCHKOR, KYRGYZSTAN, NARYN, NARYN_REGION, NEAR_NARYN, OSH, hundreds, people, say

from khronika.model import Mention
from khronika.resolution import resolve
from khronika.resolution.identity import ULID_ALPHABET

DAYS = [None, *(f"2031-03-{d:02d}" for d in range(3, 9))]


@st.composite
def told(draw: st.DrawFn) -> Mention:
    day = draw(st.sampled_from(DAYS))
    later = [d for d in DAYS if d and day and d >= day]
    document, start = draw(st.sampled_from("abcdefgh")), draw(st.integers(0, 3))
    return say(
        document,
        kind=draw(st.sampled_from(["protest_peaceful", "protest_intervened", "clash", None])),
        place=draw(st.sampled_from([NARYN, OSH, KOCHKOR, NEAR_NARYN, NARYN_REGION, KYRGYZSTAN, None])),
        day=day,
        to=draw(st.sampled_from(later)) if later else None,
        start=start,
        language=draw(st.sampled_from(["en", "ko", None])),
        claims=draw(st.sampled_from([[], [hundreds()], [people(47)], [people(3), people(1, "killed")]])),
        record=draw(st.sampled_from(["event", "event", "event", "figure"])),
        topics=draw(st.sampled_from([[], ["wages"], ["conscription"]])),
        source=draw(st.sampled_from([None, "Lake Post", "Steppe Wire"])),
    )


def events_of(mentions: list[Mention]) -> bytes:
    return msgspec.json.encode(resolve(mentions).events)


@settings(max_examples=150, deadline=None)
@given(st.lists(told(), max_size=25), st.randoms(use_true_random=False))
def test_any_order_gives_the_same_events_and_ids(mentions: list[Mention], rng: random.Random):
    shuffled = mentions[:]
    rng.shuffle(shuffled)
    assert events_of(shuffled) == events_of(mentions)


@settings(max_examples=50, deadline=None)
@given(st.lists(told(), max_size=15))
def test_mentions_given_twice_count_once(mentions: list[Mention]):
    assert events_of(mentions + mentions) == events_of(mentions)


@settings(max_examples=100, deadline=None)
@given(st.lists(told(), max_size=25))
def test_every_mention_is_in_one_event_and_constraints_hold(mentions: list[Mention]):
    found = resolve(mentions)
    unique = {msgspec.json.encode(m): m for m in mentions}
    assert sum(len(e.mentions) for e in found.events) == len(unique)
    assert len({e.event_id for e in found.events}) == len(found.events)
    for event in found.events:
        for pair in found.steps(event.event_id, rejected=0):
            assert not any(step.never for step in pair.steps) or found.problems


@settings(max_examples=50, deadline=None)
@given(st.lists(told(), max_size=15))
def test_resolving_an_event_s_own_mentions_keeps_its_id(mentions: list[Mention]):
    by_id = {m.id: m for m in mentions}
    for event in resolve(list(by_id.values())).events:
        again = resolve([by_id[i] for i in event.mentions]).events
        assert event.event_id in {e.event_id for e in again}


def test_an_id_is_26_characters_of_the_ulid_alphabet():
    (event,) = resolve([say("a", start=10)]).events
    assert event.event_id.startswith("khr-") and len(event.event_id) == 30
    assert set(event.event_id[4:]) <= set(ULID_ALPHABET)


def test_the_id_comes_from_text_and_span_not_from_how_it_was_read():
    first = resolve([say("a", start=10, id="a#1", document_hash="ff")]).events[0]
    second = resolve([say("b", start=10, id="b#7", document_hash="ff", kind="clash", place=OSH)]).events[0]
    assert first.event_id == second.event_id


def test_one_trigger_for_two_towns_makes_two_ids():
    found = resolve([say("a", place=OSH, start=10, id="a#1"), say("a", place=NARYN, start=10, id="a#2")]).events
    assert len({e.event_id for e in found}) == 2


def test_nothing_in_nothing_out():
    assert resolve([]).events == []


def test_one_id_for_two_mentions_is_a_problem_that_names_it():
    found = resolve([say("a", id="a#0"), say("a", place=OSH, id="a#0")])
    assert [p.where for p in found.problems] == ["a#0"]
