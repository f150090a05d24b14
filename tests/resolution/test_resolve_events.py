"""Headline values, summaries, independence, episodes."""

import pytest
from told_mentions import KYRGYZSTAN, NARYN, NARYN_REGION, OSH, at_least, hundreds, people, police, say

from khronika.model import Actor, Claim, Event, Mention
from khronika.resolution import resolve


def only(*mentions: Mention) -> Event:
    (event,) = resolve(mentions).events
    return event


def test_numbers_of_independent_sources_are_summed_up_by_their_median():
    event = only(say("a", claims=[people(300)]), say("b", claims=[people(400)]), say("c", claims=[hundreds()]))
    total = event.summary["participants"]
    assert (total.low, total.best, total.high, total.rule, total.n_sources) == (
        200,
        350,
        999,
        "median-of-independent",
        3,
    )
    assert [(c.mention[0], c.text) for c in event.claims] == [("a", "300"), ("b", "400"), ("c", "hundreds")]


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([at_least(301)], (301, None, None)),
        ([hundreds()], (200, None, 999)),
        ([Claim("participants", 100, 201, "range", "100 to 201")], (100, 150, 201)),
        ([people(300), people(500)], (300, 400, 500)),
        ([Claim("participants", None, None, "none", "no number")], None),
    ],
)
def test_open_numbers_and_words_give_bounds_and_no_best(claims: list[Claim], expected: tuple[int | None, ...] | None):
    total = only(say("a", claims=claims)).summary.get("participants")
    assert (total and (total.low, total.best, total.high)) == expected


@pytest.mark.parametrize(
    ("first", "second", "independent"),
    [
        ({}, {}, 2),
        ({"source": "Lake Post"}, {"source": "lake post"}, 1),
        ({"source": "Lake Post"}, {"source": "Steppe Wire"}, 2),
        ({"text_group": "g"}, {"text_group": "g", "source": "Steppe Wire"}, 1),
        ({"document_hash": "ff"}, {"document_hash": "ff"}, 1),
        ({"claims": [people(347)]}, {"claims": [people(347)], "language": "ko"}, 1),
        ({"claims": [people(300)]}, {"claims": [people(300)], "language": "ko"}, 2),
    ],
)
def test_reprints_translations_and_one_outlet_count_once(first: dict, second: dict, independent: int):
    assert only(say("a", start=1, **first), say("b", start=1, **second)).n_independent == independent


def test_two_languages_of_one_text_are_one_source_with_its_confidence():
    event = only(say("a"), say("a", language="ko", confidence=0.6))
    assert (event.n_independent, event.languages, event.confidence) == (1, ["en", "ko"], 0.8)


def test_confidence_grows_with_independent_sources_up_to_a_cap():
    assert only(say("a"), say("b")).confidence == 0.96
    assert only(*(say(d) for d in "abcdef")).confidence == 0.99


def test_the_kind_is_the_majority_s_and_of_equals_the_higher_in_rank():
    kinds = ["protest_intervened", "protest_peaceful", "protest_peaceful"]
    event = only(*(say(d, kind=k) for d, k in zip("abc", kinds, strict=True)))
    assert (event.kind, event.rules["kind"]) == ("protest_peaceful", "resolve.kind.majority")
    event = only(*(say(d, kind=k) for d, k in zip("ab", kinds, strict=False)))
    assert (event.kind, event.rules["kind"]) == ("protest_intervened", "resolve.kind.highest_rank_of_equals")
    assert [c.values for c in event.conflicts if c.field == "kind"] == [["protest_intervened", "protest_peaceful"]]


def test_the_narrowest_date_that_agrees_with_most_is_chosen_and_the_rest_listed():
    event = only(say("a"), say("b", day="2031-03-03", to="2031-03-09"), say("c"))
    assert (event.date_start, event.date_end, event.date_level) == ("2031-03-04", "2031-03-04", "day")
    assert [c.values for c in event.conflicts] == [["2031-03-03", "2031-03-04"], ["2031-03-04", "2031-03-09"]]


def test_the_finest_place_is_chosen_and_its_region_is_no_conflict():
    told = {"kind": "clash", "claims": [people(17, "killed")]}
    event = only(say("a", place=NARYN_REGION, **told), say("b", **told))
    assert (event.place, event.rules["place"]) == (NARYN, "resolve.place.finest_that_agrees_with_most")
    assert event.conflicts == []


def test_numbers_that_share_no_value_are_a_conflict():
    event = only(say("a", claims=[people(300)]), say("b", claims=[people(800)]), say("c", claims=[hundreds()]))
    assert [(c.field, c.values) for c in event.conflicts] == [("claims.participants", ["300", "800", "hundreds"])]


def test_actors_topics_and_outlets_are_put_together():
    workers = Actor("Lake Workers", "side_a", "protesters")
    event = only(
        say("a", actors=[workers, police()], topics=["wages"], source="Lake Post"),
        say(
            "b",
            actors=[Actor("lake workers", "side_a", "protesters")],
            topics=["wages", "prices"],
            source="Steppe Wire",
        ),
    )
    assert event.actors == [workers, police()]
    assert (event.topics, event.sources) == (["prices", "wages"], ["Lake Post", "Steppe Wire"])


def test_gatherings_on_consecutive_days_share_an_episode():
    found = resolve(say(d, day=f"2031-03-{n:02d}") for d, n in zip("abcd", (4, 5, 6, 9), strict=True)).events
    assert [e.episode for e in found] == [found[0].event_id] * 3 + [None]
    assert not any(e.throughout for e in found)


def test_an_episode_does_not_mix_topics_kinds_or_towns():
    found = resolve(
        [say("a", topics=["wages"]), say("b", day="2031-03-05", topics=["prices"]),
         say("c", kind="clash", day="2031-03-05"), say("d", place=OSH, day="2031-03-05")]
    ).events  # fmt: skip
    assert [e.episode for e in found] == [None] * 4


def test_what_lasts_is_one_event_throughout():
    event = only(say("a", kind="strike", to="2031-03-08"), say("b", kind="strike", day="2031-03-05", to="2031-03-10"))
    assert (event.throughout, event.date_start, event.date_end) == (True, "2031-03-04", "2031-03-10")
    assert not only(say("a", to="2031-03-08")).throughout


def test_a_figure_keeps_its_status_and_group():
    event = only(
        say(
            "a",
            record="figure",
            status="planned",
            group="recruits",
            place=KYRGYZSTAN,
            claims=[at_least(300000, "mobilised")],
        )
    )
    assert (event.record, event.status, event.group) == ("figure", "planned", "recruits")
