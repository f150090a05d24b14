"""Doubts and refusals: what is never printed as a number, and what is printed beside one."""

import json
from dataclasses import replace

import msgspec
import numpy as np
import pytest
from undercount_tables import FOUR, THREE, drawn, table

from khronika.errors import UsageError
from khronika.undercount import (
    About,
    AboutList,
    Bootstrap,
    InclusionTable,
    Linkage,
    Options,
    RefusedError,
    Settings,
    all_models,
    dependence,
    fit_all,
    held_lists,
    highest_order,
    measure,
    measure_strata,
    record,
    refusals,
    sentence,
    snapshot,
    stability,
    total,
    two_list_range,
    verify,
    warnings,
)  # fmt: skip
from khronika.undercount.refusals import nearly_nested
from khronika.undercount.table import total as pooled

QUICK = Options(draws=300, latent=None)
LISTS = ("police", "press", "hospital")


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        ([60, 40, 20], "at least three are needed"),
        ([60, 50, 20, 0, 0, 0, 0], "the list hospital is empty"),
        ([0, 50, 20, 40, 0, 13, 6], "everybody on police is on press as well"),
        ([0, 0, 30, 40, 0, 0, 6], "police and press hold the same people"),
        ([60, 50, 0, 40, 0, 0, 0], "nobody is on two lists"),
    ],
)
def test_a_table_that_cannot_be_estimated_is_refused(counts: list[float], reason: str) -> None:
    with pytest.raises(RefusedError, match=reason) as refused:
        measure(table(counts), options=QUICK)
    assert refused.value.exit_code == 3


@pytest.mark.parametrize(
    ("about", "reason"),
    [
        (About({"press": AboutList(made_from=["police"])}), "press was built from police"),
        (
            About({"police": AboutList(made_from=["agency"]), "press": AboutList(made_from=["agency"])}),
            "press and police were both built from agency",
        ),
        (About({"police": AboutList(period="2021"), "press": AboutList(period="2022")}), "different periods"),
        (About({"police": AboutList(place="north"), "press": AboutList(place="south")}), "different places"),
        (About({"police": AboutList(counts="killed"), "press": AboutList(counts="missing")}), "different definitions"),
    ],
)
def test_lists_that_do_not_belong_together_are_refused(about: About, reason: str) -> None:
    assert any(reason in given for given in refusals(THREE, about))
    assert not refusals(THREE, About())


def test_records_without_measured_linkage_are_refused() -> None:
    assert any("linkage are not measured" in reason for reason in refusals(THREE, About(), linked=False))
    assert not refusals(THREE, About(linkage=Linkage(0.98, 0.95)), linked=False)


def test_two_lists_give_a_labelled_range_and_no_estimate() -> None:
    sizes = two_list_range(table([60, 40, 20]))
    assert sizes[1.0] == pytest.approx(240) and sizes[0.5] < sizes[1.0] < sizes[4.0]
    assert "sensitivity only" in refusals(table([60, 40, 20]), About())[0]


def test_linkage_is_a_share() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"precision": 98, "recall": 0.9}, Linkage)


def test_a_list_of_known_size_is_found_again_where_lists_are_independent() -> None:
    given = drawn(4000, [0.4, 0.5, 0.35, 0.3], [1.0], 11)
    found = held_lists(given)
    assert [h.truth for h in found] == list(given.sizes().values())
    assert all(h.hit for h in found)


def test_the_held_table_counts_the_people_of_one_list() -> None:
    rest = THREE.held(0)
    assert rest.lists == ("press", "hospital")
    assert rest.counts.tolist() == [0, 20, 16, 6]


def test_lists_that_miss_more_than_half_of_the_checks_are_refused() -> None:
    """Two groups that no list bridges well: every list is estimated far too small from the others."""
    chances = [[0.5, 0.5, 0.02, 0.02], [0.02, 0.02, 0.5, 0.5], [0.05, 0.05, 0.05, 0.05]]
    given = drawn(6000, chances, [0.3, 0.3, 0.4], 2)
    assert sum(h.hit is False for h in held_lists(given)) > 2
    with pytest.raises(RefusedError, match="cannot support an estimate"):
        measure(given, options=QUICK)


def test_the_highest_term_moves_the_unseen_in_proportion() -> None:
    half, one, double = highest_order(THREE)
    assert (one.estimate - THREE.listed) == pytest.approx(60 * 50 * 40 * 6 / (20 * 16 * 13))
    assert half.estimate - THREE.listed == pytest.approx((double.estimate - THREE.listed) / 4)
    assert highest_order(table([60, 50, 0, 40, 16, 13, 6])) == []


def test_one_case_more_or_less_is_tried_in_every_history() -> None:
    found = stability(THREE, all_models(3))
    best = fit_all(THREE)[0].estimate
    assert best is not None and found.lowest <= best <= found.highest
    changed = THREE.counts.copy()
    changed[7] += 1
    again = fit_all(THREE.with_counts(changed))[0].estimate
    assert again is not None and found.lowest <= again <= found.highest


def test_a_table_that_jumps_with_one_case_gives_no_single_number() -> None:
    found = measure(table([90, 80, 1, 70, 1, 40, 0]), options=QUICK)
    assert found.single and record(found)["estimate"] is None
    assert "do not support one number" in sentence(found)


def test_dependence_is_measured_among_people_on_a_third_list() -> None:
    assert dependence(THREE)["police", "press"] == pytest.approx(40 * 6 / (16 * 13))
    assert dependence(table([60, 50, 20, 40, 0, 13, 6]))["police", "press"] is None


def test_the_record_carries_what_every_estimate_must() -> None:
    found = measure(THREE, options=QUICK)
    given = record(found)
    assert given["listed"] == 205 and given["low"] <= given["estimate"] <= given["high"]
    needed = {
        "assumes",
        "not_when",
        "held_lists",
        "highest_order",
        "models",
        "version",
        "snapshot",
        "versions",
        "about",
        "warnings",
    }
    assert needed <= set(given)
    assert sum(m["bic_weight"] for m in given["models"]) == pytest.approx(1, abs=0.05)
    assert msgspec.json.decode(msgspec.json.encode(given))["sentence"] == sentence(found)


def test_the_snapshot_is_of_the_input_and_of_nothing_else() -> None:
    found = measure(THREE, options=QUICK)
    turned = InclusionTable(THREE.lists[::-1], THREE.counts[[0, 4, 2, 6, 1, 5, 3, 7]])
    assert snapshot(found) == snapshot(measure(THREE, options=QUICK)) == snapshot(measure(turned, options=QUICK))
    more = THREE.counts.copy()
    more[3] += 1
    others = [
        measure(THREE.with_counts(more), options=QUICK), measure(THREE, options=replace(QUICK, seed=5)),
        measure(THREE, About(linkage=Linkage(0.99, 0.97)), QUICK),
    ]  # fmt: skip
    assert len({snapshot(found), *(snapshot(other) for other in others)}) == 4


def test_an_estimate_is_derived_again_and_a_forged_one_is_found() -> None:
    options = replace(QUICK, latent=Settings(chains=3, burn_in=10, sweeps=5, tuning=2, steps=2, at_most=1))
    given = json.loads(msgspec.json.encode(record(measure(FOUR, About(linkage=Linkage(0.99, 0.97)), options))))
    assert verify(given, [FOUR]) == []
    assert verify({**given, "high": given["high"] + 1}, [FOUR]) == ["high"]
    more = FOUR.counts.copy()
    more[3] += 1
    assert {"listed", "snapshot", "sentence"} <= set(verify(given, [FOUR.with_counts(more)]))
    assert verify(given, [THREE.with_counts(np.zeros(8))]) == ["refused"]
    with pytest.raises(UsageError, match="has 1 strata and the table 2"):
        verify(given, [FOUR, FOUR])
    with pytest.raises(UsageError, match="it lacks 'about'"):
        verify({"listed": 3}, [FOUR])


def test_an_interval_that_ends_where_the_draws_end_says_so() -> None:
    draws = np.arange(100.0, 200.0)
    inside = Bootstrap(110, 190, draws, draws, {})
    assert not inside.at_edge
    assert Bootstrap(100, 190, draws, draws, {}).at_edge and Bootstrap(110, 199, draws, draws, {}).at_edge


def test_the_headline_names_interval_rival_and_missing_linkage() -> None:
    told = sentence(measure(THREE, options=QUICK))
    assert "interval with the model chosen again" in told and "BIC away" in told and "not stated" in told
    linked = measure(THREE, About(linkage=Linkage(0.99, 0.97)), QUICK)
    assert "not stated" not in sentence(linked)
    assert any("precision 0.99" in w for w in warnings(linked))


def test_imputed_fields_are_warned_of() -> None:
    """statistics 3.2: values that were filled in are not known, and one filling hides that."""
    assert any(
        "missing values of sex, age were filled in" in w
        for w in warnings(measure(THREE, About(imputed=["sex", "age"]), QUICK))
    )
    assert not any("filled in" in w for w in warnings(measure(THREE, options=QUICK)))


def test_nearly_nested_lists_are_warned_of() -> None:
    assert nearly_nested(table([1, 50, 30, 40, 0, 25, 30])) == [
        "police lies almost wholly within press (98%): was it built from it?"
    ]
    assert not nearly_nested(THREE)


def test_strata_are_added_by_draws() -> None:
    parts = [
        InclusionTable(LISTS, drawn(900, [0.4, 0.5, 0.35], [1.0], seed).counts, f"s{seed}") for seed in (1, 2, 3)
    ]  # fmt: skip
    found = measure_strata(parts, options=QUICK)
    added = total(found)
    assert added.estimate == pytest.approx(sum(p.estimate for p in found))
    assert added.listed == pooled(parts).listed
    width = sum(p.bootstrap.high - p.bootstrap.low for p in found)
    assert added.low < added.estimate < added.high and added.high - added.low < 0.85 * width


def test_a_stratum_without_estimate_is_named_and_stops_the_sum() -> None:
    good = InclusionTable(LISTS, THREE.counts, "north")
    bad = InclusionTable(LISTS, np.array([0.0, 5, 4, 0, 3, 0, 0, 0]), "south")
    with pytest.raises(RefusedError, match="stratum south: nobody is on two lists"):
        measure_strata([good, bad], options=QUICK)


def test_four_lists_go_through_every_method() -> None:
    found = measure(FOUR, options=Options(draws=200, latent=None))
    assert found.graphs is not None and len(found.heterogeneity) == 4 and found.candidates == 113
