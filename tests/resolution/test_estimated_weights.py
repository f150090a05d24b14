"""Weights estimated from mentions: by an explicit step, the same in any order, kept as JSON, told by `explain`."""

import gc
import random
from collections import Counter
from datetime import date, timedelta

import msgspec
import pytest
from told_mentions import KOCHKOR, NARYN, NEAR_NARYN, OSH, hundreds, people, say

from khronika.errors import UsageError
from khronika.model import Actor, Event, Mention
from khronika.resolution import EstimatedWeights, estimate_weights, resolve, shipped_weights
from khronika.resolution.cases import build_batch
from khronika.resolution.identity import in_order, mention_key
from khronika.resolution.taken import take_in
from khronika.resolution.universe import Universe


def invented(happenings: int, seed: int = 5) -> tuple[list[Mention], dict[str, int]]:
    """Happenings in three towns over two years, each told once to four times; and which happening each mention tells of.

    Unlike what the shipped weights suppose, two reports of one happening name the same sorts of people nearly always.
    """
    draw = random.Random(seed)
    mentions, truth = [], {}
    for number in range(happenings):
        place, kind = draw.choice([NARYN, OSH, KOCHKOR]), draw.choice(["protest_peaceful", "clash", "arrest"])
        day = date(2030, 1, 1) + timedelta(days=draw.randrange(700))
        who = [Actor(name, "side_a", name) for name in draw.sample(["protesters", "civilians", "rebels", "rioters"], 2)]
        crowd = draw.randrange(11, 400)
        for nth in range(draw.choice((1, 1, 2, 3, 4))):
            claims = draw.choice([[], [hundreds()], [people(crowd)], [people(crowd)]])
            shown = NEAR_NARYN if place is NARYN and draw.random() < 0.1 else place
            told = say(
                f"d{number}-{nth}", kind, shown, day.isoformat(), actors=who if draw.random() < 0.97 else [],
                claims=claims, start=10, language=draw.choice(["en", "ko"]),
            )  # fmt: skip
            mentions.append(told)
            truth[told.id] = number
    return mentions, truth


def scores(events: list[Event], truth: dict[str, int]) -> tuple[float, float]:
    right = found = 0
    for event in events:
        of = Counter(truth[m] for m in event.mentions)
        found += of.total() * (of.total() - 1) // 2
        right += sum(n * (n - 1) // 2 for n in of.values())
    return right / found, right / sum(n * (n - 1) // 2 for n in Counter(truth.values()).values())


@pytest.fixture(scope="module")
def told() -> tuple[list[Mention], dict[str, int]]:
    return invented(900)


@pytest.fixture(scope="module")
def weights(told: tuple[list[Mention], dict[str, int]]) -> EstimatedWeights:
    return estimate_weights(told[0])


def test_what_the_mentions_show_is_learnt(told, weights):
    levels, reasoned = weights.levels, shipped_weights().levels
    assert levels["actors.same_types"].weight > reasoned["actors.same_types"].weight
    assert levels["actors.other_types"].weight < reasoned["actors.other_types"].weight
    before, after = (scores(resolve(told[0], weights=w).events, told[1]) for w in (None, weights.table()))
    assert after[0] >= 0.95 and after[1] > before[1] + 0.05, (before, after)


def test_twenty_orders_give_the_same_weights(told):
    some = told[0][:300]
    first = msgspec.json.encode(estimate_weights(some))
    for seed in range(20):
        random.Random(seed).shuffle(some)
        assert msgspec.json.encode(estimate_weights(some)) == first


def test_little_data_moves_little():
    few = [say("a", claims=[people(47)]), say("b", claims=[people(47)], language="ko"), say("c", place=OSH)]
    found = estimate_weights(few)
    assert set(found.levels) == {"prior.country"}
    assert abs(found.levels["prior.country"].weight - shipped_weights().levels["prior.country"].weight) < 0.1
    assert estimate_weights([]).mentions == 0


def test_a_burst_of_days_does_not_teach_that_they_are_one():
    mentions = [
        say(f"d{day}-{nth}", day=f"2031-03-{day:02d}", claims=[people(47)], start=10)
        for day in range(1, 29)
        for nth in (0, 1)
    ]
    found = estimate_weights(mentions)
    assert not any(name.startswith(("date.next_day", "date.adjacent", "date.continues")) for name in found.levels)


def test_kept_weights_are_the_same_weights(told, weights):
    kept = msgspec.json.decode(msgspec.json.encode(weights), type=EstimatedWeights)
    some = told[0][:200]
    assert resolve(some, weights=kept.table()).events == resolve(some, weights=weights.table()).events


def test_weights_of_another_table_are_refused(weights):
    with pytest.raises(UsageError, match="estimate them anew"):
        msgspec.structs.replace(weights, version=weights.version + 1).table()


def test_explain_says_where_each_weight_comes_from(told, weights):
    for table, words in ((None, "reasoned: m 0.8, u 0.12"), (weights.table(), "estimated from ")):
        found = resolve(told[0], weights=table)
        event = next(e for e in found.events if len(e.mentions) > 1)
        steps = {s.level: s for s in found.steps(event.event_id)[0].steps}
        assert steps["resolve.kind.same"].origin.startswith(words)
        assert all(s.origin for s in steps.values())


def test_the_universe_is_all_pairs_of_a_country_within_a_month():
    mentions = [
        say("a"),
        say("b", day="2031-04-04"),
        say("c", day="2031-04-05"),
        say("d", record="figure"),
        say("e", day=None),
    ]
    batch = build_batch(in_order(mentions)[0], shipped_weights().radius_km)
    found = Universe(batch)
    assert found.pairs == 2 == len(found.drawn)  # a-b, b-c; a and c are 32 days apart


def test_what_is_taken_in_keeps_its_key_and_its_numbers():
    mentions = [
        say("a", claims=[people(200)]),
        say("b", claims=[msgspec.structs.replace(people(200), low=200.0)]),
        say("c", spans={}),
    ]
    taken = list(take_in(mentions))
    assert [mention_key(m) for m in taken] == [mention_key(m) for m in mentions]
    assert [type(m.claims[0].low) for m in taken[:2]] == [int, float]
    assert taken[0].place is taken[1].place


def test_the_search_for_cycles_is_on_again_after_a_fault():
    def broken():
        yield say("a")
        raise OSError("gone")

    assert gc.isenabled()
    with pytest.raises(OSError, match="gone"):
        resolve(broken())
    assert gc.isenabled()
