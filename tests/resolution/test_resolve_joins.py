"""What is one event, and the near misses that are two."""

import pytest
from told_mentions import (
    KOCHKOR,
    KYRGYZSTAN,
    NARYN,
    NARYN_REGION,
    NEAR_NARYN,
    OSH,
    TRIPOLI_LEBANON,
    TRIPOLI_LIBYA,
    at_least,
    hundreds,
    people,
    say,
)

from khronika.model import Claim, Comparison, Mention, Place
from khronika.resolution import resolve


def groups(*mentions: Mention) -> list[list[str]]:
    return sorted(sorted(i.split("#")[0] for i in event.mentions) for event in resolve(mentions).events)


def test_two_outlets_and_two_languages_on_one_march_are_one_event():
    assert groups(say("a"), say("b", language="ko"), say("c", language="ru", kind="protest_intervened")) == [
        ["a", "b", "c"]
    ]


def test_rival_counts_in_a_small_batch_do_not_split_a_march():
    rival = say("b", language="ko", kind="protest_intervened", claims=[people(900)], topics=["wages"])
    found = groups(say("a", claims=[people(300)], topics=["wages"]), rival, say("c", day="2031-03-05"))
    assert found == [["a", "b"], ["c"]]


def test_a_week_holds_its_day_when_nothing_else_fits():
    assert groups(say("a"), say("b", day="2031-03-03", to="2031-03-09")) == [["a", "b"]]


def test_a_vague_report_that_fits_two_days_joins_neither():
    week = say("w", day="2031-03-03", to="2031-03-09")
    assert groups(say("a"), say("b", day="2031-03-06"), week) == [["a"], ["b"], ["w"]]


def test_near_a_town_and_the_town_are_one_place():
    assert groups(say("a"), say("b", place=NEAR_NARYN)) == [["a", "b"]]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(say("b", kind="strike"), id="same town, same day, other kind"),
        pytest.param(say("b", day="2031-03-05"), id="next day"),
        pytest.param(say("b", day="2032-03-04"), id="a year later"),
        pytest.param(say("b", place=KOCHKOR), id="another town of the region"),
        pytest.param(say("b", place=OSH), id="another region"),
        pytest.param(say("b", place=KYRGYZSTAN), id="no more than the country"),
        pytest.param(say("b", place=None), id="no place, another text"),
        pytest.param(say("b", day=None), id="no date, another text"),
        pytest.param(say("b", status="denied"), id="denied"),
    ],
)
def test_near_misses_stay_apart(other: Mention):
    assert not any("a" in g and "b" in g for g in groups(say("a", claims=[hundreds()]), other))


def test_one_name_in_two_countries_is_two_places():
    assert groups(say("a", place=TRIPOLI_LIBYA), say("b", place=TRIPOLI_LEBANON)) == [["a"], ["b"]]


def test_a_nationwide_action_does_not_join_two_cities():
    nationwide = say("n", place=KYRGYZSTAN, claims=[people(40, "places")])
    assert groups(say("a", place=OSH), say("b", place=NARYN), nationwide) == [["a"], ["b"], ["n"]]


def test_a_region_joins_its_town_only_with_more_evidence():
    region = say("r", place=NARYN_REGION, claims=[people(17, "killed")], kind="clash")
    assert groups(say("a", kind="clash", claims=[people(17, "killed")]), region) == [["a", "r"]]
    assert groups(say("a", kind="clash"), say("r", place=NARYN_REGION, kind="clash")) == [["a"], ["r"]]


def test_a_region_that_fits_two_towns_does_not_pull_them_together():
    told = {"kind": "clash", "claims": [people(17, "killed")]}
    found = groups(say("a", place=NARYN, **told), say("b", place=KOCHKOR, **told), say("r", place=NARYN_REGION, **told))
    assert not any("a" in g and "b" in g for g in found)


def test_a_country_joins_a_town_by_an_unround_toll_and_a_common_actor():
    from khronika.model import Actor

    told = {
        "kind": "clash",
        "claims": [people(47, "killed")],
        "actors": [Actor("Brigade of the Lake", "side_a", "rebels")],
    }
    assert groups(say("a", **told), say("b", place=KYRGYZSTAN, **told)) == [["a", "b"]]


def test_contrary_numbers_and_topics_tell_two_marches_of_one_day_apart():
    first = [say(f"a{k}", claims=[people(30)], topics=["wages"]) for k in range(2)]
    second = [say(f"b{k}", claims=[people(9000)], topics=["conscription"]) for k in range(2)]
    assert groups(*first, *second) == [["a0", "a1"], ["b0", "b1"]]


def test_what_one_text_tells_apart_stays_apart_whatever_others_say():
    one = [say("a", day="2031-03-04"), say("a", day="2031-03-04", to="2031-03-05")]
    found = resolve([*one, say("b"), say("c", day="2031-03-04", to="2031-03-05")]).events
    assert not any({m.id for m in one} <= set(event.mentions) for event in found)


def test_one_text_telling_a_thing_twice_is_one_event():
    assert groups(say("a"), say("a")) == [["a", "a"]]


def test_numbers_at_odds_tell_two_happenings_of_one_text_apart_unless_two_speakers_give_them():
    assert groups(say("a", claims=[people(3)]), say("a", claims=[people(6)])) == [["a"], ["a"]]
    rival = Claim("participants", 6, 6, "exact", "6", "the police")
    assert groups(say("a", claims=[people(3)]), say("a", claims=[rival])) == [["a", "a"]]


def test_a_third_report_does_not_join_two_explosions_that_one_text_tells_apart():
    morning, night = ([people(3, "injured")], [people(1, "killed"), people(6, "injured")])
    told = [say("a", "explosive", start=5, claims=morning), say("a", "explosive", start=90, claims=night)]
    others = [say("b", "explosive", claims=morning), say("c", "explosive", claims=night)]
    assert groups(*told, *others) == [["a", "b"], ["a", "c"]]
    vague = [say("d", "explosive", start=5, claims=morning), say("d", "explosive", start=90)]
    assert groups(*told, *vague) == [["a", "d"], ["a", "d"]]


def test_one_day_apart_is_one_happening_only_with_a_number_that_is_no_chance():
    assert groups(say("a", claims=[people(147)]), say("b", day="2031-03-05", claims=[people(147)])) == [["a", "b"]]
    assert groups(say("a", claims=[people(200)]), say("b", day="2031-03-05", claims=[people(200)])) == [["a"], ["b"]]


def test_a_strike_told_day_by_day_is_one():
    first, later = say("a", "strike", day="2031-03-04", to="2031-03-06"), say("b", "strike", day="2031-03-07")
    assert groups(first, later) == [["a", "b"]]
    assert groups(first, say("c", "strike", day="2031-03-20", to="2031-03-22")) == [["a"], ["c"]]


def test_the_second_language_of_one_text_joins_even_where_it_is_vague():
    english = say("a", place=KYRGYZSTAN, day="2031-03-01", to="2031-03-08")
    korean = say("a", place=KYRGYZSTAN, day="2031-03-01", to="2031-03-08", language="ko")
    assert groups(english, korean) == [["a", "a"]]
    assert groups(english, say("b", place=KYRGYZSTAN, day="2031-03-01", to="2031-03-08")) == [["a"], ["b"]]


def test_a_statement_without_place_joins_its_translation_only():
    told = {"kind": "statement", "place": None}
    assert groups(say("a", **told), say("a", language="ko", **told), say("b", **told)) == [["a", "a"], ["b"]]


def test_areas_in_two_scripts_pair_in_order_within_one_text():
    valley, shore = (
        Place(name, None, "KGZ", None, None, None, None, "area") for name in ("the valleys", "the lake shore")
    )
    valley_ko, shore_ko = (Place(name, None, "KGZ", None, None, None, None, "area") for name in ("골짜기", "호숫가"))
    told = [say("a", place=valley, start=1), say("a", place=shore, start=2)]
    told += [say("a", place=valley_ko, start=11, language="ko"), say("a", place=shore_ko, start=12, language="ko")]
    assert [e.mentions for e in sorted(resolve(told).events, key=lambda e: e.mentions)] == [
        ["a#1", "a#11"],
        ["a#2", "a#12"],
    ]


def figure(document: str, **more: object) -> Mention:
    return say(
        document,
        **{"record": "figure", "kind": "clash", "place": NARYN_REGION, "claims": [at_least(301, "killed")]} | more,
    )


def test_a_figure_joins_the_same_figure_and_never_an_event():
    told = {"group": "soldiers from Naryn", "day": "2031-02-24", "to": "2031-09-28"}
    found = groups(figure("a", **told), figure("b", **told), figure("c", **told, record="event"))
    assert found == [["a", "b"], ["c"]]


@pytest.mark.parametrize(
    "other",
    [
        {"claims": [people(301, "injured")]},
        {"status": "planned"},
        {"day": "2031-03-05"},
        {"group": "civilians of Osh", "claims": [people(12, "killed")]},
        {"comparison": Comparison(5, 5, "Osh", "five times"), "claims": [people(5, "killed")]},
    ],
)
def test_figures_of_another_count_status_day_group_or_ratio_stay_apart(other: dict[str, object]):
    told = {"group": "soldiers from Naryn", "comparison": Comparison(10, None, "Osh", "more than ten times")}
    assert groups(figure("a", **told), figure("b", **told | other)) == [["a"], ["b"]]


def test_a_capital_says_less_than_a_village():
    busy = [say(f"x{k}", place=OSH, day=f"2031-04-{k:02d}") for k in range(1, 31)]
    pair = [say("a", place=OSH, day="2031-04-10"), say("b", place=OSH, day="2031-04-10")]
    quiet = [say("c", day="2031-04-10"), say("d", day="2031-04-10")]
    found = resolve([*busy, *pair, *quiet])
    osh = next(e for e in found.events if "a#" in e.mentions[0] or any(i.startswith("a#") for i in e.mentions))
    village = next(e for e in found.events if any(i.startswith("c#") for i in e.mentions))
    assert len(village.mentions) == 2
    assert all(s.level != "resolve.frequency.common" for p in found.steps(village.event_id) for s in p.steps)
    assert any(s.level == "resolve.frequency.common" for p in found.steps(osh.event_id) for s in p.steps)


def test_known_population_stands_in_for_a_long_record():
    pair = [say("a", place=OSH), say("b", place=OSH)]
    found = resolve(pair, population={OSH.geonameid or 0: 12_000_000})
    assert any(
        s.level == "resolve.frequency.common" for e in found.events for p in found.steps(e.event_id) for s in p.steps
    )
