from collections import Counter
from itertools import pairwise
from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linked_persons import COMPARISONS, persons, true_pairs

import khronika as kh
from khronika.errors import CannotError, UsageError
from khronika.resolution.linkage import LinkWeights, link_tables

ROWS, WHO = persons()


@pytest.fixture(scope="module")
def linkage():
    return kh.resolve.link(ROWS, COMPARISONS)


def found(linkage):
    return {(pair.first, pair.second) for pair in linkage.pairs}


def test_persons_with_slips_are_found_again(linkage):
    gold, got = true_pairs(WHO), found(linkage)
    assert 2 * len(gold & got) / (len(gold) + len(got)) > 0.9
    assert linkage.problems == []


def test_groups_pairs_and_rows_alone_cover_the_table_once(linkage):
    grouped = [row for group in linkage.groups for row in group.here]
    assert sorted(grouped + linkage.only_here) == list(range(len(ROWS)))
    assert linkage.only_there == []
    assert {row for pair in found(linkage) for row in pair} == set(grouped)


def test_what_is_estimated_is_near_what_was_done(linkage):
    true = len(true_pairs(WHO)) / (len(ROWS) * (len(ROWS) - 1) / 2)
    assert true / 1.5 < linkage.weights.prior < true * 1.5
    for comparison in linkage.weights.comparisons:
        assert sum(level.m for level in comparison.levels) == pytest.approx(1)
        assert sum(level.u for level in comparison.levels) == pytest.approx(1)
        assert comparison.levels[0].m > 5 * comparison.levels[0].u


@settings(max_examples=8, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(random):
    rows, _ = persons(2, 50, 15)
    order = list(range(len(rows)))
    random.shuffle(order)
    straight, mixed = link_tables(rows, COMPARISONS), link_tables([rows[n] for n in order], COMPARISONS)
    assert mixed.weights == straight.weights  # to the last digit
    told = {(frozenset((order[p.first], order[p.second])), p.weight) for p in mixed.pairs}
    assert told == {(frozenset((p.first, p.second)), p.weight) for p in straight.pairs}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.fixed_dictionaries({"a": st.sampled_from(["x", "y", "xx", None]), "b": st.integers(0, 2), "c": st.sampled_from(["", "z", "NA"])}), max_size=12))  # fmt: skip
def test_any_small_table_is_linked_and_each_row_is_told_once(rows):
    for one_to_one in (False, True):
        linked = link_tables(rows, {"a": "name", "b": "exact", "c": "exact"}, one_to_one=one_to_one)
        told = sorted([n for group in linked.groups for n in group.here] + linked.only_here)
        assert told == list(range(len(rows)))
        assert all(
            0 < share <= 1 for c in linked.weights.comparisons for level in c.levels for share in (level.m, level.u)
        )


@settings(max_examples=15, deadline=None)
@given(st.integers(0, len(ROWS) - 1), st.integers(0, len(ROWS) - 1))
def test_the_waterfall_adds_up_and_is_the_same_from_both_ends(linkage, i, j):
    if i == j:
        with pytest.raises(UsageError, match="no pair of rows"):
            linkage.explain(i, j)
        return
    told, back = linkage.explain(i, j), linkage.explain(j, i)
    assert told.total == sum(step.weight for step in told.steps) == back.total
    assert told.steps[0].level == "prior"
    assert told.linked == (told.total >= told.threshold)
    assert told.together == ((min(i, j), max(i, j)) in found(linkage))


def test_the_weight_of_a_pair_is_that_of_its_waterfall(linkage):
    for pair in linkage.pairs:
        told = linkage.explain(pair.first, pair.second)
        assert told.total == pytest.approx(pair.weight)
        assert told.probability == pytest.approx(pair.probability)
    assert "prior: of all pairs one in" in str(told)
    assert str(told).endswith("one and the same")


def test_a_rare_name_in_common_says_more_than_a_frequent_one(linkage):
    counts = Counter(row["last"] for row in ROWS)
    shifts = {}
    for i, one in enumerate(ROWS):
        for j in range(i):
            if one["last"] == ROWS[j]["last"] and one["last"] not in shifts:
                steps = {step.level: step.weight for step in linkage.explain(i, j).steps}
                shifts[one["last"]] = steps["last.frequency"]
    ordered = sorted(shifts, key=lambda name: counts[name])
    assert all(shifts[a] >= shifts[b] for a, b in pairwise(ordered))
    assert shifts["Miller"] < 0 < shifts[ordered[0]]


def test_without_term_frequency_every_name_says_the_same():
    comparisons = [{"column": "last", "levels": "name", "term_frequency": False}, {"column": "first", "levels": "name"}, {"column": "born", "levels": "date"}]  # fmt: skip
    told = link_tables(ROWS, comparisons).explain(0, 1)
    assert "last.frequency" not in {step.level for step in told.steps}


def test_a_typo_costs_less_than_another_name(linkage):
    last = linkage.weights.comparisons[1]
    ratio = {level.level: level.m / level.u for level in last.levels}
    assert ratio["exact"] > 1 > ratio["else"]
    assert ratio["jaro_winkler 0.92 once"] > 10 * ratio["else"]


def test_a_name_that_stands_once_is_sooner_a_slip_than_one_that_others_bear(linkage):
    last = {level.level: level.m / level.u for level in linkage.weights.comparisons[1].levels}
    assert last["jaro_winkler 0.92 once"] > 2 * last["jaro_winkler 0.88"]  # Cooper and Hooper are two families


def test_copies_with_one_slip_each_are_seen_to_have_one(linkage):
    none, one, *_ = linkage.weights.slips
    assert none < 1 < one
    first = linkage.pairs[0]
    told = {step.level: step for step in linkage.explain(first.first, first.second).steps}["slips"]
    assert 2**told.weight in [pytest.approx(ratio) for ratio in linkage.weights.slips]
    assert told.sentence.startswith("unequal values: ")


def test_what_is_missing_says_nothing():
    rows = [*ROWS, {"first": "Anna", "last": None, "born": ""}, {"first": "Anna", "last": "NA", "born": float("nan")}]
    told = link_tables(rows, COMPARISONS).explain(len(rows) - 2, len(rows) - 1)
    assert {s.level: s.weight for s in told.steps if s.level.endswith("missing")} == {
        "last.missing": 0, "born.year.missing": 0, "born.month.missing": 0, "born.day_of_month.missing": 0,
    }  # fmt: skip
    assert not told.together


def test_two_tables_one_to_one():
    draw = Random(5)
    here, there = list(enumerate(WHO)), list(enumerate(WHO))
    draw.shuffle(there)
    other = [{"given": ROWS[n]["first"], "family": ROWS[n]["last"], "birth": ROWS[n]["born"]} for n, _ in there[:90]]
    comparisons = [
        {"column": "first", "levels": "name", "there": "given"},
        {"column": "last", "levels": "name", "there": "family"},
        {"column": "born", "levels": "date", "there": "birth"},
    ]
    linked = link_tables(ROWS, comparisons, other, one_to_one=True)
    assert sum(WHO[p.first] == there[p.second][1] for p in linked.pairs) >= 85
    assert len({p.first for p in linked.pairs}) == len({p.second for p in linked.pairs}) == len(linked.pairs) <= 90
    assert len(linked.only_here) == len(here) - len(linked.pairs)
    assert len(linked.only_there) == 90 - len(linked.pairs)
    assert all(len(group.here) == len(group.there) == 1 for group in linked.groups)


def test_weights_are_kept_as_json_and_not_fitted_again(linkage):
    kept = msgspec.json.decode(msgspec.json.encode(linkage.weights), type=LinkWeights)
    again = link_tables(ROWS[:40], COMPARISONS, weights=kept)
    assert again.weights == linkage.weights
    with pytest.raises(UsageError, match="need 6 slips"):
        link_tables(ROWS, COMPARISONS, weights=msgspec.structs.replace(kept, slips=[1.0]))
    with pytest.raises(UsageError, match=r"no comparison first"):
        link_tables(ROWS, {**COMPARISONS, "first": "exact"}, weights=kept)


def test_columns_that_hang_together_are_told():
    draw = Random(3)
    towns = [draw.randrange(4) for _ in range(300)]
    rows = [
        {"town": f"t{t}", "post": 100 + t, "name": f"n{draw.randrange(200)}", "day": draw.randrange(28)} for t in towns
    ]
    (problem, *_) = link_tables(rows, dict.fromkeys(rows[0], "exact")).problems
    assert "compare only one of them" in problem.then


def test_a_column_that_all_rules_hold_equal_is_told():
    linked = link_tables(ROWS, COMPARISONS, blocking=[("first", "last")])
    assert [problem.where for problem in linked.problems] == ["comparison first", "comparison last"]
    assert list(linked.compared) == [("first", "last")]


def test_values_that_cannot_be_read_are_missing_and_told():
    linked = link_tables([*ROWS, {"first": "Ida", "last": "Smith", "born": "last year"}], COMPARISONS)
    assert "'last year' is not a year; 1 value(s)" in linked.problems[0].what


@pytest.mark.parametrize(
    ("comparisons", "says"),
    [
        ({"frist": "name"}, "no column 'frist'; did you mean 'first'"),
        ({"first": "nam"}, "'nam' is none of"),
        ({}, "none given"),
        ([{"column": "first", "levels": [{"edits": 1}]}], "the first level is exact"),
        ([{"column": "first", "levels": ["exact", {"edit": 1}]}], "neither 'exact' nor one of"),
        ([{"column": "first", "levels": ["exact", {"edits": 1}, {"km": 3}]}], "do not go together"),
        ([{"column": "first"}], "give column and levels"),
        ([{"column": "first", "levels": "point"}], "read from 2 column"),
        ([{"column": "first", "levels": "name"}, {"column": "first", "levels": "exact"}], "first is there twice"),
    ],
)
def test_a_wrong_call_says_what_to_do(comparisons, says):
    with pytest.raises(UsageError, match=says.replace("(", r"\(")):
        link_tables(ROWS, comparisons)


def test_other_wrong_calls(tmp_path):
    with pytest.raises(UsageError, match="threshold"):
        link_tables(ROWS, COMPARISONS, threshold=1)
    with pytest.raises(UsageError, match="'town' is not compared"):
        link_tables(ROWS, COMPARISONS, blocking=["town"])
    with pytest.raises(UsageError, match="row 0 is a int"):
        link_tables([1], COMPARISONS)
    with pytest.raises(CannotError, match="nowhere"):
        link_tables(tmp_path / "nowhere.csv", COMPARISONS)
    (tmp_path / "wide.csv").write_text("first,last,born\nAnna,Miller,1980-01-01,more\n")
    with pytest.raises(CannotError, match=r"wide\.csv:2: more cells"):
        link_tables(tmp_path / "wide.csv", COMPARISONS)


def test_an_empty_table_links_nothing():
    linked = link_tables([], COMPARISONS)
    assert (linked.pairs, linked.groups, linked.only_here) == ([], [], [])


def test_points_days_and_numbers_have_levels():
    draw = Random(4)
    rows = [
        {
            "lat": draw.uniform(45, 50),
            "lon": draw.uniform(5, 15),
            "day": f"2031-05-{draw.randint(1, 28):02}",
            "killed": draw.randint(0, 40),
        }
        for _ in range(80)
    ]
    other = [{**row, "lat": row["lat"] + 0.01, "killed": row["killed"] + draw.randint(0, 1)} for row in rows[:40]]
    comparisons = {("lat", "lon"): "point", "day": "day", "killed": "number"}
    linked = link_tables(rows, comparisons, other, one_to_one=True)
    right = sum(pair.first == pair.second for pair in linked.pairs)
    assert right >= 36
    assert right / len(linked.pairs) >= 0.9
