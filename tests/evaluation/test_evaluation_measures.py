"""Counts of one document, by hand."""

from gold_case import CLASH, HUNDRED, LVIV, MARCH, RIVNE, TOLL, counts, gold, measure, outcome, told

from khronika.evaluation.gold import Number


def test_a_perfect_telling_scores_one() -> None:
    for name in ("relevance", "events", "slots", "place", "date_equal", "claims", "attribution"):
        assert measure(name, [gold()], [told()]).score == 1.0
    assert counts("slots", [gold()], [told()]) == (6, 6, 6)


def test_nothing_told_scores_nothing() -> None:
    assert counts("events", [gold()], []) == (0, 1, 0)
    assert counts("slots", [gold()], []) == (0, 6, 0)
    assert measure("place", [gold()], []).score is None  # of no event found


def test_f1_weighs_a_miss_and_an_invention_alike() -> None:
    assert counts("events", [gold(), gold(CLASH)], [told()]) == (1, 2, 1)
    assert counts("events", [gold()], [told(), told(CLASH)]) == (1, 1, 2)
    assert measure("events", [gold(), gold(CLASH)], [told()]).score == 2 / 3


def test_a_hit_needs_the_class_and_place_or_date() -> None:
    assert counts("events", [gold()], [told(place=RIVNE)])[0] == 1
    assert counts("events", [gold()], [told(place=RIVNE, date_start=None, date_end=None)])[0] == 0
    assert counts("events", [gold()], [told(kind="demonstration_violent")])[0] == 0
    assert counts("events", [gold()], [told(kind="blockade")])[0] == 1  # another kind of one class
    assert counts("slot.kind", [gold()], [told(kind="blockade")]) == (0, 1, 1)


def test_a_wrong_value_is_missed_and_invented() -> None:
    assert counts("slot.place", [gold()], [told(place=RIVNE)]) == (0, 1, 1)
    assert counts("slot.claims", [gold()], [told(claims=(Number("participants", 90, 90),))]) == (0, 1, 1)


def test_what_gold_accepts_besides_is_right_and_where_gold_is_empty_free() -> None:
    assert counts("slot.kind", [gold(alt_kinds=("blockade",))], [told(kind="blockade")]) == (1, 1, 1)
    dated = gold(date_start=None, date_end=None, alt_dates=(("2024-05-12", "2024-05-12"),))
    assert counts("slot.date", [dated], [told()]) == (0, 0, 0)
    assert counts("slot.date", [gold(date_start=None, date_end=None)], [told()]) == (0, 0, 1)


def test_an_optional_record_is_free_to_tell_and_to_leave_out() -> None:
    free = gold(CLASH, optional=True)
    assert counts("events", [gold(), free], [told(), told(CLASH)]) == (1, 1, 1)
    assert counts("events", [gold(), free], [told()]) == (1, 1, 1)


def test_relevance_is_open_where_all_facts_are_optional() -> None:
    assert counts("relevance", [gold(optional=True)], [told()]) == (0, 0, 0)
    assert counts("relevance", [], [told()]) == (0, 0, 1)


def test_an_optional_claim_is_free() -> None:
    free = Number("injured", 3, 3, optional=True)
    assert counts("claims", [gold(claims=(HUNDRED, free))], [told()]) == (1, 1, 1)
    assert counts("claims", [gold(claims=(HUNDRED, free))], [told(claims=(HUNDRED, free))]) == (1, 1, 1)


def test_a_trap_can_be_fallen_into_told_rightly_or_passed_over() -> None:
    planned = gold(status="planned")
    assert counts("trap.planned.fell", [planned], [told()]) == (1, 1, 1)
    assert counts("trap.planned.right", [planned], [told(status="planned")]) == (1, 1, 1)
    assert counts("trap.planned.passed", [planned], []) == (1, 1, 1)
    assert measure("told_as_fact", [planned], [told()]).score == 1.0
    assert counts("events", [planned], [told()]) == (0, 0, 1)
    assert counts("events", [planned], [told(status="denied")]) == (0, 0, 0)  # what is told as no fact costs nothing


def test_history_told_as_a_fact_is_no_invention_of_what_never_was() -> None:
    assert counts("told_as_fact", [gold(status="historical")], [told()]) == (0, 0, 0)
    assert counts("trap.historical.fell", [gold(status="historical")], [told()]) == (1, 1, 1)


def test_a_document_without_facts_in_which_one_is_told_is_a_false_alarm() -> None:
    assert counts("false_alarms", [], [told()]) == (1, 1, 1)
    assert counts("false_alarms", [], [told(status="planned")]) == (0, 1, 1)
    assert counts("false_alarms", [gold(status="denied")], [told()]) == (1, 1, 1)
    assert counts("false_alarms_quiet", [gold(status="denied")], [told()]) == (0, 0, 0)
    assert counts("false_alarms", [gold()], [told()]) == (0, 0, 0)


def test_a_happening_told_twice_is_set_aside_once() -> None:
    again = told(trigger="walked", claims=())
    assert counts("events", [gold()], [told(), again]) == (1, 1, 2)
    assert counts("events_once", [gold()], [told(), again]) == (1, 1, 1)


def test_figures_stand_apart_in_any_status() -> None:
    assert counts("figures", [gold(TOLL)], [told(TOLL, status="historical")]) == (1, 1, 1)
    assert counts("events", [gold(TOLL)], [told(TOLL)]) == (0, 0, 0)
    assert counts("figures", [gold(TOLL)], [told(TOLL, claims=())]) == (0, 1, 1)
    assert counts("figure_slot.group", [gold(TOLL)], [told(TOLL, group="soldiers of Rivne")]) == (1, 1, 1)


def test_records_are_aligned_so_that_most_agrees() -> None:
    north, south = gold(), gold(place=RIVNE, claims=(), trigger="rallied")
    found = outcome([north, south], [told(place=RIVNE, trigger="rallied", claims=()), told(MARCH, attributed_to=None)])
    assert {(p.gold.place.name, p.told.place.name) for p in found.events} == {("Lviv", "Lviv"), ("Rivne", "Rivne")}
    assert found.tally["events"].right == 2


def test_the_same_date_and_country_do_not_make_a_pair() -> None:
    found = outcome([gold(claims=(), trigger="x")], [told(kind="flight", place=RIVNE, claims=(), attributed_to=None)])
    assert [(p.gold is None, p.told is None) for p in found.events] == [(False, True), (True, False)]
    assert LVIV != RIVNE
