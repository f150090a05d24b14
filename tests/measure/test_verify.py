"""A printed result is derived again from its table, and a changed number is found. The rows are invented."""

import json
from pathlib import Path

import pytest

from khronika.errors import CannotError, UsageError
from khronika.measure import agreement, compare, coverage, disparity, rates, tallies, verify

ROWS = [{"oblast": name, "count": 7 * n, "population": 1000 * n + 5} for n, name in enumerate("ABCDEFGHIJKL", 1)]
EPISODE = {"population": 900, "start": "2031-01-01", "end": "2031-03-01", "definition": "death"}
TABLES = [
    (rates, ROWS, {"columns": {"region": "oblast"}, "counts": "exact", "per": 1000}),
    (disparity, ROWS, {"of": "B", "to": "A", "columns": {"region": "oblast"}, "claimed_ratio": [3]}),
    (tallies, [{"date": "2031-05-06", "source": "A", "tally_as_of": "2031-05-06", "count": 3}], {"what": "detentions"}),
    (compare, [{**EPISODE, "episode": "x", "count": 4}, {**EPISODE, "episode": "y", "count": 9}], {"reference": "y"}),
    (coverage, [{"event": "1", "source": "A", "place": "P", "date": "2031-05-06"}], {"watched": [{"source": "A", "place": "P", "start": "2031-05-06", "end": "2031-05-07"}]}),
    (agreement, [{"unit": u, "coder": c, "value": (u + (c == "B" and u > 6)) % 2} for u in range(9) for c in "AB"], {"measurement": "ratio"}),
]  # fmt: skip


@pytest.mark.parametrize(("measure", "rows", "options"), TABLES, ids=lambda value: getattr(value, "__name__", ""))
def test_the_same_table_gives_the_same_result(measure, rows, options, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    found = measure(rows, **options)
    path = tmp_path / "result.json"
    path.write_text(json.dumps(found.to_dict()), encoding="utf-8")
    assert verify(path, rows[::-1]) == []
    assert verify(found, rows) == []


def test_another_count_is_found() -> None:
    found = rates(ROWS, columns={"region": "oblast"})
    differs = verify(found, [{**ROWS[0], "count": 8}, *ROWS[1:]])
    assert {"snapshot", "rows", "sentence"} <= set(differs)
    forged = {**found.to_dict(), "overall": 1.0}
    assert verify(forged, ROWS) == ["overall"]


def test_populations_of_a_census_are_found_again() -> None:
    rows = [{"region": "Dagestan", "count": 301}, {"region": "Moscow", "count": 30}]
    assert verify(disparity(rows, populations="RUS-2021"), rows) == []


def test_what_is_no_result(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no result of a measure"):
        verify({}, ROWS)
    with pytest.raises(CannotError):
        verify(tmp_path / "none.json", ROWS)
