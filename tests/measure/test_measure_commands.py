"""`khronika measure …` as it is typed: text, JSON, Arrow, figures, exit codes."""

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow.ipc
import pytest
from pytest import approx

from khronika.samples import reports_folder

Khronika = Callable[..., tuple[int, str, str]]
HEAD = "region,count,population\n"
TABLE = HEAD + "Dagestan,301,3182054\nMoscow,30,13010112\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "september.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_disparity_as_text_json_arrow_and_figures(khronika: Khronika, table: Path, tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("d.svg", "d.png", "d.arrow")]
    code, out, err = khronika(
        "measure",
        "disparity",
        table,
        "--claimed-ratio",
        50,
        "--figure",
        files[0],
        "--figure",
        files[1],
        "--arrow",
        files[2],
    )
    assert (code, "41.0 times as high" in out, "not a lower bound" in out) == (0, True, True)
    svg = files[0].read_text(encoding="utf-8")
    for part in ("41.0 times as high", "not a lower bound", "claimed: 50", "Dagestan", "Moscow", "khm-"):
        assert part in svg, part
    assert files[1].read_bytes().startswith(b"\x89PNG")
    assert pyarrow.ipc.open_file(files[2]).read_all().num_rows == 2
    code, out, err = khronika("measure", "disparity", table, "--json")
    assert (code, err, json.loads(out)["lower"]) == (0, "", approx(28.14147906, abs=1e-6))


def test_a_figure_is_the_same_each_time(khronika: Khronika, table: Path, tmp_path: Path) -> None:
    drawn = []
    for name in ("a.svg", "b.svg"):
        khronika("measure", "disparity", table, "--figure", tmp_path / name)
        drawn.append((tmp_path / name).read_bytes())
    assert drawn[0] == drawn[1]


def test_exit_codes(khronika: Khronika, table: Path, tmp_path: Path) -> None:
    code, out, err = khronika("measure", "disparity", table, "--bound", "lower")
    assert (code, out) == (3, "")
    assert "no upper limit" in err
    assert "count_max" in err
    table.write_text(TABLE + "Tver,many,1\n", encoding="utf-8")
    code, out, err = khronika("measure", "disparity", table)
    assert (code, f"{table}:4: count: 'many' is no number" in err, "41.0" in out) == (1, True, True)
    assert khronika("measure", "disparity", table, "--figure", tmp_path / "d.gif")[0] == 2
    assert khronika("measure", "disparity", table, "--column", "region")[0] == 2
    assert khronika("measure", "disparity", tmp_path / "none.csv")[0] == 3


def test_columns_of_other_names_and_a_table_of_populations(khronika: Khronika, tmp_path: Path) -> None:
    table, people = tmp_path / "t.csv", tmp_path / "p.csv"
    table.write_text("oblast;dead\nDagestan;301+\nMoscow;30\n", encoding="utf-8")
    people.write_text("name,population\nMoscow,13010112\nDagestan,3182054\n", encoding="utf-8")
    call = ("measure", "disparity", table, "--column", "region=oblast", "--column", "count=dead", "--json")
    code, out, _ = khronika(*call, "--populations", people)
    assert (code, json.loads(out)["ratio"]) == (0, approx(41.02217951, abs=1e-6))
    people.write_text("name,population\nMoscow,13010112\nMoscow,1\n", encoding="utf-8")
    code, _, err = khronika(*call, "--populations", people)
    assert (code, "stands twice" in err) == (2, True)


def test_what_to_install_is_said(khronika: Khronika, table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import khronika.measure as room

    def without_scipy(name: str) -> None:
        raise ModuleNotFoundError("No module named 'scipy'", name="scipy")

    monkeypatch.delitem(vars(room), "disparity", raising=False)
    monkeypatch.setattr(room, "import_module", without_scipy)
    code, _, err = khronika("measure", "disparity", table)
    assert (code, "pip install 'khronika[stats]'" in err) == (3, True)


TABLES = {
    "rates": (HEAD + "A,5,1000\nB,9,2000\n", "rates of cases"),
    "tallies": ("date,source,tally_as_of,count\n2031-05-06,A,2031-05-06,3\n2031-05-06,A,2031-05-08,5\n", "still rising"),
    "compare": (
        "episode,count,population,start,end,definition\nx,4,900,2031-01-01,2031-03-01,death\ny,9,900,2033-01-01,2033-02-01,death\n",
        "that rate",
    ),
    "coverage": ("event,source,place,size\n1,A,Porto,50\n1,B,Porto,40\n2,A,Faro,3\n", "reported by one source alone"),
    "agreement": (
        "unit,coder,value\n" + "".join(f"{u},{c},{'xy'[(u + (c == 'B' and u == 3)) % 2]}\n" for u in range(9) for c in "AB"),
        "Krippendorff's alpha",
    ),
}  # fmt: skip


@pytest.mark.parametrize("measure", TABLES)
def test_every_measure_prints_its_sentence_and_draws(khronika: Khronika, tmp_path: Path, measure: str) -> None:
    text, part = TABLES[measure]
    table, figure, rows = (tmp_path / name for name in ("t.csv", "f.svg", "r.arrow"))
    table.write_text(text, encoding="utf-8")
    code, out, err = khronika("measure", measure, table, "--figure", figure, "--arrow", rows)
    assert (code, part in out) == (0, True), err
    for label in ("method:", "assumes:", "not when:", "cannot tell:", "snapshot: khm-"):
        assert label in out
    assert "khm-" in figure.read_text(encoding="utf-8")
    assert pyarrow.ipc.open_file(rows).read_all().num_rows > 0
    code, out, _ = khronika("measure", measure, table, "--json")
    found = json.loads(out)
    assert (code, found["method"]["measure"], part in found["sentence"]) == (0, measure, True)


def square(name: str, x: float) -> dict[str, object]:
    ring = [[x, 50], [x + 1, 50], [x + 1, 51], [x, 51], [x, 50]]
    return {"type": "Feature", "properties": {"name": name}, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def test_a_map_shows_rates_with_their_doubt(khronika: Khronika, tmp_path: Path) -> None:
    table, shapes, drawn = (tmp_path / name for name in ("t.csv", "s.geojson", "m.svg"))
    table.write_text(HEAD + "A,20,10000\nB,90,20000\nC,11,20000\n", encoding="utf-8")
    features = [square(name, at) for at, name in enumerate("ABCD")]
    shapes.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    code, _, err = khronika("measure", "rates", table, "--map", shapes, "--figure", drawn)
    assert (code, f"map: {drawn}" in err) == (0, True), err
    svg = drawn.read_text(encoding="utf-8")
    for part in ("hatched: not told apart", "per 100,000 people, as listed", "width of the interval", "<pattern"):
        assert part in svg
    shapes.write_text(json.dumps({"type": "FeatureCollection", "features": features[1:]}), encoding="utf-8")
    code, _, err = khronika("measure", "rates", table, "--map", shapes, "--figure", drawn)
    assert (code, "no shape for A" in err) == (3, True)
    shapes.write_text("[]", encoding="utf-8")
    assert khronika("measure", "rates", table, "--map", shapes, "--figure", drawn)[0] == 3
    code, _, err = khronika("measure", "rates", table, "--map", shapes, "--map-name", "x", "--figure", drawn)
    assert "property 'x'" in err


def test_counts_are_not_mapped(khronika: Khronika, tmp_path: Path) -> None:
    """statistics 3.2, 8: a map of raw counts is refused, whatever it is to be called."""
    table = tmp_path / "t.csv"
    table.write_text("region,count\nA,5\nB,9\n", encoding="utf-8")
    code, out, err = khronika(
        "measure", "rates", table, "--map", tmp_path / "none.geojson", "--figure", tmp_path / "m.svg"
    )
    assert (code, out) == (3, "")
    assert "raw counts follow where people live" in err


def test_a_result_is_verified_from_the_command_line(khronika: Khronika, table: Path, tmp_path: Path) -> None:
    _, out, _ = khronika("measure", "disparity", table, "--json")
    result = tmp_path / "result.json"
    result.write_text(out, encoding="utf-8")
    assert khronika("measure", "verify", result, table)[:2] == (0, "the same: every number, word and the snapshot\n")
    table.write_text(TABLE.replace("301", "302"), encoding="utf-8")
    code, out, _ = khronika("measure", "verify", result, table, "--json")
    told = json.loads(out)
    assert (code, told["same"]) == (1, False)
    assert {"ratio", "snapshot"} <= set(told["differs"])


def test_a_chronicle_is_measured(khronika: Khronika, tmp_path: Path) -> None:
    """The shipped reports, read and resolved, go through the measures that need no table."""
    folder = tmp_path / "chronicle"
    assert khronika("chronicle", reports_folder(), "--out", folder, "--quiet", "--mode", "fast")[0] in (0, 1)
    code, out, _ = khronika("measure", "coverage", folder / "events.jsonl", folder / "mentions.jsonl", "--json")
    assert code == 0 and len(json.loads(out)["rows"]) > 3
    code, out, err = khronika("measure", "tallies", folder, "--quantity", "participants", "--json")
    told = json.loads(out)
    assert told["rows"] and all(row["count"] is not None for row in told["rows"])
    assert (code == 1) == bool(told["problems"]) == ("problem:" in err)
    assert khronika("measure", "tallies", folder)[0] == 2


def test_an_estimate_of_the_unlisted_is_verified(khronika: Khronika, tmp_path: Path) -> None:
    path = tmp_path / "lists.csv"
    counts = zip(("100", "010", "110", "001", "101", "011", "111"), (60, 50, 20, 40, 16, 13, 6), strict=True)
    path.write_text("a,b,c,count\n" + "".join(f"{','.join(h)},{n}\n" for h, n in counts), encoding="utf-8")
    _, out, _ = khronika("measure", "undercount", path, "--draws", 200, "--sweeps", 0, "--json", "--quiet")
    result = tmp_path / "result.json"
    result.write_text(out, encoding="utf-8")
    assert khronika("measure", "verify", result, path)[0] == 0
    path.write_text(path.read_text(encoding="utf-8").replace("60", "61"), encoding="utf-8")
    assert khronika("measure", "verify", result, path)[0] == 1


def test_an_archive_is_measured_as_its_chronicle_is(khronika: Khronika, tmp_path: Path) -> None:
    """The same reports, kept in an archive and written as a chronicle, give the same sources, events and tallies."""
    archive, chronicle = tmp_path / "archive", tmp_path / "chronicle"
    khronika("chronicle", reports_folder(), "--out", chronicle, "--full", "--quiet", "--mode", "fast")
    assert khronika("init", archive)[0] == 0
    assert khronika("add", reports_folder(), "--archive", archive, "--quiet")[0] in (0, 1)
    assert khronika("code", "--archive", archive, "--mode", "fast", "--quiet")[0] in (0, 1)
    kept, written = (json.loads(khronika("measure", "coverage", given, "--json")[1]) for given in (archive, chronicle))
    assert kept["rows"] == written["rows"]
    told = [
        json.loads(khronika("measure", "tallies", g, "--quantity", "killed", "--json")[1]) for g in (archive, chronicle)
    ]
    assert told[0]["sentence"] == told[1]["sentence"]
    refused = khronika(
        "measure", "undercount", "--archive", archive, "--json", "--lists", ",".join(kept["sources"][:3])
    )
    assert refused[0] == 3 and "linkage are not measured" in refused[1]
