"""The reference case in every form it is given out in, to 1e-6 on unrounded values: text, JSON, Arrow, figure."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.ipc
import pytest
from pytest import approx

from khronika.measure import disparity, load

Khronika = Callable[..., tuple[int, str, str]]
RATIO, LOWER, UPPER, PEOPLE = 41.02217951, 28.14147906, 61.86991789, 4.08858932
"""R 4.2.2: poisson.test(c(301, 30), c(3182054, 13010112)), in more digits by exact arithmetic (test_disparity)."""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "september.csv"
    path.write_text("region,count,population\nDagestan,301,3182054\nMoscow,30,13010112\n", encoding="utf-8")
    return path


def test_as_json(khronika: Khronika, table: Path) -> None:
    code, out, _ = khronika("measure", "disparity", table, "--json", "--claimed-population-ratio", 5)
    found = json.loads(out)
    assert code == 0
    assert (found["ratio"], found["lower"], found["upper"], found["population_ratio"]) == (
        approx(RATIO, abs=1e-6), approx(LOWER, abs=1e-6), approx(UPPER, abs=1e-6), approx(PEOPLE, abs=1e-6),
    )  # fmt: skip
    needed = found["needed"][0]
    assert (needed["at_estimate"], needed["at_lower"]) == (approx(RATIO, abs=1e-6), approx(LOWER, abs=1e-6))
    assert (found["is_lower_bound"], found["lower_bound"]) == (False, None)
    (claim,) = found["claims"]
    assert (claim["claimed"], claim["found"]) == (5, approx(PEOPLE, abs=1e-6))


def test_as_text(khronika: Khronika, table: Path) -> None:
    code, out, _ = khronika("measure", "disparity", table, "--claimed-population-ratio", 5)
    assert code == 0
    for part in (
        "41.0 times as high in Dagestan as in Moscow (exact 95 % interval 28.1 to 61.9", "This is not a lower bound",
        "ratio of rates: 41.0 (28.1 to 61.9)", "claimed ratio of populations 5: the table gives 4.09",
        "41.0 times as likely to be listed as one in Moscow (28.1 times at the lower limit)",
    ):  # fmt: skip
        assert part in out, part


def test_as_arrow(khronika: Khronika, table: Path, tmp_path: Path) -> None:
    """Every table of the result, and what has to be said beside it in the metadata."""
    assert khronika("measure", "disparity", table, "--claimed-ratio", 50, "--arrow", tmp_path / "d.arrow")[0] == 0
    tables = {p.name: pyarrow.ipc.open_file(p).read_all() for p in tmp_path.glob("d*.arrow")}
    assert set(tables) == {"d.arrow", "d.ratio.arrow", "d.needed.arrow", "d.claims.arrow"}
    ratio = tables["d.ratio.arrow"].to_pylist()[0]
    assert (ratio["ratio"], ratio["lower"], ratio["upper"]) == (
        approx(RATIO, abs=1e-6), approx(LOWER, abs=1e-6), approx(UPPER, abs=1e-6),
    )  # fmt: skip
    assert tables["d.needed.arrow"].column("at_lower").to_pylist() == [approx(LOWER), approx(LOWER / 50)]
    beside = json.loads(tables["d.arrow"].schema.metadata[b"khronika"])
    assert "not a lower bound" in beside["sentence"]
    assert beside["snapshot"].startswith("khm-")
    assert {"method", "n", "sources", "warnings", "settings"} <= beside.keys()


def drawn(found: Any) -> Any:
    from matplotlib import rc_context

    with rc_context():
        return load("figure", "draw")(found)


def test_what_the_figure_draws(table: Path) -> None:
    """The ends of the drawn lines are the unrounded limits."""
    figure = drawn(disparity(table, claimed_ratio=[50]))
    rates, ratio = figure.axes
    interval, point = ratio.lines[0].get_xdata(), ratio.lines[1].get_xdata()
    assert (list(interval), list(point)) == (
        [approx(LOWER, abs=1e-6), approx(UPPER, abs=1e-6)],
        [approx(RATIO, abs=1e-6)],
    )
    assert [label.get_text() for label in rates.get_yticklabels()] == ["Moscow", "Dagestan"]
    assert rates.lines[3].get_xdata()[0] == approx(301 / 3182054 * 1e5)


def test_the_figure_says_what_the_ratio_is_not(khronika: Khronika, table: Path, tmp_path: Path) -> None:
    figures = [tmp_path / "d.svg", tmp_path / "d.png"]
    code, _, _ = khronika(
        "measure", "disparity", table, "--figure", figures[0], "--figure", figures[1], "--claimed-population-ratio", 5
    )
    svg = figures[0].read_text(encoding="utf-8")
    assert (code, figures[1].read_bytes()[:4]) == (0, b"\x89PNG")
    for part in ("not a lower bound", "the table gives 4.09", "41.0", "28.1"):
        assert part in svg, part


def test_the_three_line_table_is_the_one_of_the_page() -> None:
    page = (Path(__file__).parents[2] / "docs" / "method" / "disparity.md").read_text(encoding="utf-8")
    assert "Dagestan,301,3182054\nMoscow,30,13010112" in page
