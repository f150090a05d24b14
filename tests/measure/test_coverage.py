"""Which source reports what, with zeros only where somebody watched. The rows are invented."""

import json
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from khronika.errors import RefusedError
from khronika.measure import as_text, coverage

REPORTS = [
    {"event": "e1", "source": "A", "place": "Porto", "date": "2031-05-06", "size": 2000},
    {"event": "e1", "source": "B", "place": "Porto", "date": "2031-05-06", "size": 900},
    {"event": "e2", "source": "A", "place": "Porto", "date": "2031-05-07", "size": 40},
    {"event": "e3", "source": "A", "place": "Faro", "date": "2031-05-07"},
    {"event": "e3", "source": "C", "place": "Faro", "date": "2031-05-07", "reprint_of": "A"},
    {"event": "e4", "source": "B", "place": "Faro", "date": "2031-05-08", "size": 5},
]


def test_shares_overlap_and_reprints() -> None:
    found = coverage(REPORTS)
    assert [(r.source, r.events, r.alone, r.reprints) for r in found.rows] == [
        ("A", 3, 2, 0),
        ("B", 2, 1, 0),
        ("C", 0, 0, 1),
    ]
    assert found.rows[0].share == approx(3 / 4)
    (pair,) = [p for p in found.pairs if p.by is None]
    assert (pair.a, pair.b, pair.both, pair.only_a, pair.only_b) == ("A", "B", 1, 2, 1)
    assert (pair.jaccard, pair.a_in_b, pair.b_in_a) == (approx(1 / 4), approx(1 / 3), approx(1 / 2))
    assert any("1 reprints were not counted" in w for w in found.warnings)
    assert any("only reprints from C" in w for w in found.warnings)
    assert "not of those that happened" in found.sentence


def test_by_size_and_place() -> None:
    sliced = {(s.by, s.value, s.source): (s.events, s.listed) for s in coverage(REPORTS).slices}
    assert sliced["size", "1000 and more", "B"] == (1, 1)
    assert sliced["size", "10 to 99", "B"] == (0, 1)
    assert sliced["size", "unknown", "A"] == (1, 1)
    assert sliced["place", "Faro", "A"] == (1, 2)


def test_overlap_of_pairs_by_size_and_place() -> None:
    """By hand: of the events of a class, those of both sources over those of either."""
    found = coverage(REPORTS)
    by = {(p.by, p.value): (p.both, p.only_a, p.only_b, p.jaccard) for p in found.pairs}
    assert by["size", "1000 and more"] == (1, 0, 0, 1)
    assert by["size", "10 to 99"] == (0, 1, 0, 0)
    assert by["size", "1 to 9"] == (0, 0, 1, 0)
    assert by["place", "Porto"] == (1, 1, 0, approx(1 / 2))
    assert by["place", "Faro"] == (0, 1, 1, 0)
    assert {p.a_in_b for p in found.pairs if p.value == "1 to 9"} == {None}
    for of in ("size", "place"):
        inside = [p for p in found.pairs if p.by == of]
        (whole,) = [p for p in found.pairs if p.by is None]
        assert sum(p.both for p in inside) == whole.both
        assert sum(p.only_a for p in inside) == whole.only_a
    said = as_text(found)
    assert "1000 and more" in said
    assert [line for line in said.splitlines() if line.startswith("A / B") and "Porto" in line]


def test_zeros_only_where_watched() -> None:
    watched = [{"source": "A", "place": "Porto", "start": "2031-05-06", "end": "2031-05-09"}]
    found = coverage(REPORTS, watched)
    assert [(c.date, c.events) for c in found.panel] == [
        ("2031-05-06", 1), ("2031-05-07", 1), ("2031-05-08", 0), ("2031-05-09", 0),
    ]  # fmt: skip
    assert found.outside == 3
    assert "Of 4 days watched by source and place, 2 had no event" in found.sentence
    assert found.table().to_arrow().column("events").to_pylist() == [1, 1, 0, 0]


def test_refusals() -> None:
    with pytest.raises(RefusedError, match="may be one that nobody watched"):
        coverage(REPORTS, zeros=True)
    with pytest.raises(RefusedError, match="no report"):
        coverage([])
    with pytest.raises(RefusedError, match="ends before it starts"):
        coverage(REPORTS, [{"source": "A", "place": "Porto", "start": "2031-05-06", "end": "2031-05-01"}])


def test_a_list_inside_another_is_no_independent_list() -> None:
    """statistics 3.2, 4: lists that copy each other are not to be entered as independent."""
    inside = [{"event": e, "source": s} for e, s in (("1", "A"), ("2", "A"), ("1", "B"))]
    assert any("B in A" in w and "no independent list" in w for w in coverage(inside).warnings)


def test_events_of_resolve(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    event = {
        "event_id": "khr-1", "record": "event", "sources": ["Tide Wire", "Harbour Post"], "date_start": "2031-05-06",
        "place": {"name": "Porto"}, "summary": {"participants": {"low": 100, "best": 150, "high": 200}},
    }  # fmt: skip
    figure = {**event, "event_id": "khr-2", "record": "figure"}
    path.write_text(json.dumps(event) + "\n" + json.dumps(figure) + "\n", encoding="utf-8")
    found = coverage(path)
    assert (found.n, found.sources) == (1, ["Harbour Post", "Tide Wire"])
    assert {s.value for s in found.slices} == {"100 to 999", "Porto"}
    assert coverage([event, figure]).snapshot == found.snapshot


listed = st.lists(
    st.fixed_dictionaries(
        {"event": st.integers(0, 12).map(str), "source": st.sampled_from("ABCD")},
        optional={
            "place": st.sampled_from(("Porto", "Faro")), "size": st.integers(0, 4000), "reprint_of": st.sampled_from("AB"),
        },
    ),
    min_size=1, max_size=40,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(listed, st.randoms(use_true_random=False))
def test_classes_add_up_and_order_changes_nothing(rows: list[dict[str, object]], chance: Random) -> None:
    found = coverage(rows)
    mixed = list(rows)
    chance.shuffle(mixed)
    assert coverage(mixed).to_dict() == found.to_dict()
    of_all = {(p.a, p.b): p for p in found.pairs if p.by is None}
    for by in {p.by for p in found.pairs} - {None}:
        for (a, b), whole in of_all.items():
            inside = [p for p in found.pairs if (p.by, p.a, p.b) == (by, a, b)]
            sums = (sum(p.both for p in inside), sum(p.only_a for p in inside), sum(p.only_b for p in inside))
            assert sums == (whole.both, whole.only_a, whole.only_b)
        for row in found.rows:
            assert sum(s.events for s in found.slices if (s.by, s.source) == (by, row.source)) == row.events
    for capture in found.captures:
        assert capture.share is None or capture.lower <= capture.share <= capture.upper  # type: ignore[operator]


def test_order_changes_nothing() -> None:
    assert coverage(REPORTS[::-1]).to_dict() == coverage(REPORTS).to_dict()
    assert "Jaccard" in as_text(coverage(REPORTS))
