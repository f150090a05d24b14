"""A person's word holds in every run; contradictions are told; merges and splits can be taken back."""

import random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_resolve_order import told
from told_mentions import OSH, people, say

from khronika.model import Mention
from khronika.resolution import Judgement, regroupings, resolve, undo


def judge(a: str, b: str, verdict: str = "same", agent: str = "reviewer-1", at: str = "2031-04-01", why: str = ""):
    return Judgement(a=a, b=b, judgement=verdict, agent=agent, at=at, reason=why)


def groups(mentions: list[Mention], *judgements: Judgement) -> list[list[str]]:
    return sorted(sorted(e.mentions) for e in resolve(mentions, judgements=judgements).events)


ONE, TWO, THREE = (say(name, start=1, id=name) for name in "abc")
FAR = say("f", place=OSH, start=1, id="f")


def test_different_parts_what_the_weights_join_and_the_third_goes_to_one_side():
    assert groups([ONE, TWO]) == [["a", "b"]]
    assert groups([ONE, TWO], judge("a", "b", "different")) == [["a"], ["b"]]
    assert sorted(map(len, groups([ONE, TWO, THREE], judge("a", "b", "different")))) == [1, 2]


def test_same_joins_what_the_weights_forbid_and_others_still_join():
    assert groups([ONE, FAR], judge("a", "f")) == [["a", "f"]]
    assert groups([ONE, TWO, FAR], judge("a", "f")) == [["a", "b", "f"]]


def test_unsure_changes_nothing():
    assert groups([ONE, TWO], judge("a", "b", "unsure")) == groups([ONE, TWO])


def test_an_agents_later_word_replaces_the_own_earlier_one():
    words = [judge("a", "b", "same", at="2031-04-03"), judge("b", "a", "different", at="2031-04-01")]
    assert groups([ONE, TWO], *words) == [["a", "b"]]
    assert not resolve([ONE, TWO], judgements=words).problems


def test_two_agents_at_odds_force_nothing_and_are_reported():
    found = resolve([ONE, FAR], judgements=[judge("a", "f"), judge("a", "f", "different", agent="reviewer-2")])
    assert len(found.events) == 2
    assert [(p.where, "reviewer-1, reviewer-2" in p.what) for p in found.problems] == [("a f", True)]


def test_a_chain_that_contradicts_a_difference_is_reported_and_the_difference_holds():
    words = [judge("a", "b"), judge("b", "c", at="2031-04-02"), judge("a", "c", "different")]
    found = resolve([ONE, TWO, THREE], judgements=words)
    home = {m: e.event_id for e in found.events for m in e.mentions}
    assert home["a"] == home["b"] != home["c"]
    assert [p.where for p in found.problems] == ["b c"]


@pytest.mark.parametrize(("name", "what"), [("zz", "in no mention"), ("a", "beside itself")])
def test_a_judgement_on_what_is_not_here_is_a_problem(name: str, what: str):
    assert what in resolve([ONE, TWO], judgements=[judge(name, "a")]).problems[0].what


def test_events_are_judged_by_their_ids_and_the_word_is_explained():
    first, second = resolve([ONE, FAR]).events
    found = resolve([ONE, FAR], judgements=[judge(first.event_id, second.event_id, why="a misread town")])
    (event,) = found.events
    step = found.steps(event.event_id)[0].steps[0]
    assert step.level == "resolve.judgement.same" and "a misread town" in step.sentence


@settings(max_examples=20, deadline=None)
@given(st.lists(told(), min_size=4, max_size=20), st.randoms(use_true_random=False))
def test_judgements_hold_whatever_comes_later_in_whatever_order(mentions: list[Mention], rng: random.Random):
    unique = list({m.id: m for m in mentions}.values())
    names = sorted(m.id for m in unique)
    words = [judge(*rng.sample(names, 2), rng.choice(["same", "different"])) for _ in range(3) if len(names) > 1]
    final = resolve(unique, judgements=words)
    kept = {m for event in final.events for m in event.mentions}
    contested = {p.where for p in final.problems}
    for word in words:
        if f"{word.a} {word.b}" in contested or not {word.a, word.b} <= kept or _is_replaced(word, words):
            continue
        together = final.home(word.a) == final.home(word.b)
        assert together == (word.judgement == "same")
    rng.shuffle(unique)
    assert msgspec.json.encode(resolve(unique, judgements=words).events) == msgspec.json.encode(final.events)


def _is_replaced(word: Judgement, words: list[Judgement]) -> bool:
    return any({w.a, w.b} == {word.a, word.b} and w.judgement != word.judgement for w in words)


@settings(max_examples=20, deadline=None)
@given(st.lists(told(), min_size=2, max_size=25), st.randoms(use_true_random=False))
def test_batches_in_any_split_end_alike_and_each_id_issued_on_the_way_resolves(mentions, rng: random.Random):
    unique = list({m.id: m for m in mentions}.values())
    rng.shuffle(unique)
    cuts = [*sorted(rng.sample(range(1, len(unique)), min(len(unique) - 1, 3))), len(unique)]
    issued: dict[str, set[str]] = {}
    for cut in cuts:
        run = resolve(unique[:cut])
        issued |= {event.event_id: set(event.mentions) for event in run.events}
    final = resolve(mentions if len(unique) == len(mentions) else unique)
    assert [e.mentions for e in run.events] == [e.mentions for e in final.events]
    for name, members in issued.items():
        event = final.home(name)
        assert event is not None and members & set(event.mentions)
    assert all(final.home(e.event_id) == e for e in final.events)


def test_a_merge_is_a_change_that_can_be_undone_for_good():
    bridge = say("d", claims=[people(47)], start=1, id="d")
    before = {"khr-1": ["a"], "khr-2": ["b"]}
    now = {e.event_id: e.mentions for e in resolve([ONE, TWO, bridge]).events}
    (change,) = regroupings(before, now, reason="a third report")
    assert change.act == "merge" and change.before == before
    words = undo(change, "reviewer-1", "2031-04-01", "two marches")
    home = {m: tuple(g) for g in groups([ONE, TWO, bridge], *words) for m in g}
    assert home["a"] != home["b"]
    assert msgspec.json.decode(msgspec.json.encode(change), type=type(change)) == change


def test_a_split_is_undone_and_untouched_events_are_no_change():
    before = {"khr-1": ["a", "f"], "khr-3": ["x"]}
    after = {"khr-1": ["a"], "khr-2": ["f"], "khr-3": ["x", "new"]}
    (change,) = regroupings(before, after)
    assert change.act == "split" and set(change.after) == {"khr-1", "khr-2"}
    assert groups([ONE, FAR], *undo(change, "reviewer-1", "2031-04-01", "")) == [["a", "f"]]


def test_an_exchange_between_two_events_is_a_regrouping():
    (change,) = regroupings({"1": ["a", "b"], "2": ["c", "d"]}, {"1": ["a", "c"], "2": ["b", "d"]})
    assert change.act == "regroup"
