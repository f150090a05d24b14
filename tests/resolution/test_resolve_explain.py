"""Every merge is a sum of named steps; what was kept apart says why."""

from told_mentions import NARYN, OSH, people, say

from khronika.resolution import resolve


def test_a_merge_is_a_sum_that_starts_from_the_prior():
    found = resolve([say("a", claims=[people(47)]), say("b", claims=[people(47)], language="ko")])
    (pair,) = found.steps(found.events[0].event_id)
    assert [s.level for s in pair.steps] == [
        "resolve.prior.country", "resolve.kind.same", "resolve.date.same_day", "resolve.place.same_settlement",
        "resolve.claims.same_telling",
    ]  # fmt: skip
    assert pair.linked and pair.together and pair.total >= pair.threshold
    assert abs(sum(s.weight for s in pair.steps) - pair.total) < 0.01
    assert pair.steps[3].sentence == "both lie in Naryn, KGZ"


def test_the_best_rejected_neighbour_says_what_kept_it_out():
    found = resolve([say("a"), say("b", topics=["wages"]), say("a", day="2031-03-04", to="2031-03-05")])
    event = next(e for e in found.events if any(i.startswith("b#") for i in e.mentions))
    outside = [p for p in found.steps(event.event_id) if not p.together]
    assert outside and not all(p.linked for p in outside)


def test_a_text_that_tells_two_days_apart_is_quoted():
    found = resolve([say("a", start=1, to="2031-03-05"), say("a", start=2)])
    told = [s for p in found.steps(found.events[0].event_id) for s in p.steps if s.never]
    assert told[0].level == "resolve.prior.told_apart"
    assert "2031-03-04 to 2031-03-05" in told[0].sentence


def test_an_unknown_event_has_no_steps():
    assert resolve([say("a", place=OSH), say("b", place=NARYN)]).steps("khr-0") == []
