"""Tallies that grow: every state is kept, the latest is marked, sources are never added. The rows are invented."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khronika.errors import RefusedError
from khronika.measure import as_text, tallies

HEAD = ("date", "source", "tally_as_of", "count")


def rows(*lines: tuple[object, ...]) -> list[dict[str, object]]:
    return [dict(zip((*HEAD, "place"), line, strict=False)) for line in lines]


GROWING = rows(
    ("2031-05-06", "Tide Wire", "2031-05-06", 3711),
    ("2031-05-06", "Tide Wire", "2031-05-09", 3893),
    ("2031-05-06", "Harbour Post", "2031-05-07", "3500+"),
    ("2031-05-06", "Harbour Post", "2031-05-09", "3500+"),
    ("2031-05-07", "Tide Wire", "2031-05-08", 40),
)


def test_states_are_kept_and_the_latest_is_marked() -> None:
    found = tallies(GROWING, counts="exact", what="detentions")
    states = {(r.date, r.source): (r.count, r.state, r.revision) for r in found.rows if r.latest}
    assert states == {
        ("2031-05-06", "Harbour Post"): (3500, "settled", 1),
        ("2031-05-06", "Tide Wire"): (3893, "still rising", 1),
        ("2031-05-07", "Tide Wire"): (40, "too early to say", 0),
    }
    assert [r.change for r in found.rows if r.source == "Tide Wire" and r.date == "2031-05-06"] == [None, 182]
    assert {r.kind for r in found.rows if r.source == "Harbour Post"} == {"min"}


def test_sources_are_not_added_and_counts_are_no_trend() -> None:
    """statistics 3.2, 8: no trend of raw counts."""
    found = tallies(GROWING)
    assert found.sentence.endswith("These counts are no trend.")
    said = as_text(found)
    assert "7393" not in said.replace(",", "")
    for part in (
        "are not added",
        "still rising: Tide Wire 2031-05-06",
        "a trend is wanted",
        "Revised upward: 1 of 3 tallies; still rising: 1",
    ):
        assert part in said


def test_downward_revisions_are_told() -> None:
    found = tallies(rows(("2031-05-06", "A", "2031-05-06", 9), ("2031-05-06", "A", "2031-05-07", 7)))
    assert found.rows[-1].state == "too early to say"
    assert any("revised downward" in w and "(-2)" in w for w in found.warnings)


def test_places_by_day_from_the_latest_states() -> None:
    found = tallies(
        rows(
            ("2031-05-06", "A", "2031-05-06", 0, "Porto"),
            ("2031-05-06", "A", "2031-05-07", 4, "Porto"),
            ("2031-05-06", "A", "2031-05-07", 0, "Faro"),
            ("2031-05-06", "A", "2031-05-07", 2, "Lagos"),
        )
    )
    assert [(p.date, p.source, p.places) for p in found.places] == [("2031-05-06", "A", 2)]


def test_refusals() -> None:
    for table, why in (
        (
            rows(("2031-05-06", "A", "2031-05-06", 9), ("2031-05-06", "A", "2031-05-06", 7)),
            "A has 9 and 7 for 2031-05-06",
        ),
        (rows(("2031-05-06", "A", "2031-05-01", 9)), "before that day"),
        ([], "no tally"),
    ):
        with pytest.raises(RefusedError, match=why):
            tallies(table)


days = st.integers(6, 9).map(lambda d: f"2031-05-{d:02}")
states = st.dictionaries(
    st.tuples(days, st.sampled_from("AB"), st.integers(9, 14).map(lambda d: f"2031-05-{d:02}")), st.integers(0, 50), min_size=1
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(states, st.randoms(use_true_random=False))
def test_order_changes_nothing_and_each_series_has_one_latest(
    many: dict[tuple[str, str, str], int], chance: Random
) -> None:
    table = rows(*((*key, count) for key, count in many.items()))
    found = tallies(table)
    mixed = list(table)
    chance.shuffle(mixed)
    assert tallies(mixed).to_dict() == found.to_dict()
    latest = {(r.date, r.source): r for r in found.rows if r.latest}
    assert set(latest) == {key[:2] for key in many}
    for (day, source), row in latest.items():
        series = [many[k] for k in sorted(many) if k[:2] == (day, source)]
        assert row.count == series[-1]
        assert (row.state == "still rising") == (len(series) > 1 and series[-1] > series[-2])


def test_a_tally_told_twice_is_as_weak_as_the_weaker() -> None:
    two = [{**GROWING[-1], "kind": kind} for kind in ("exact", "about")]
    assert [r.kind for given_rows in (two, two[::-1]) for r in tallies(given_rows).rows] == ["about", "about"]


def test_order_and_repeats_change_nothing() -> None:
    first = tallies(GROWING)
    again = tallies([*GROWING[::-1], GROWING[0]])
    assert again.rows == first.rows
    assert again.snapshot == first.snapshot
    assert [
        p.where
        for p in tallies([{"date": "6 May", "source": "A", "tally_as_of": "2031-05-06", "count": 1}, *GROWING]).problems
    ] == ["row 1"]
