"""The command: exit codes, JSON, tables, figures."""

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pyarrow.ipc
import pytest
import typer
from typer.testing import CliRunner
from undercount_tables import FOUR, THREE

from khronika.cli.common import exits
from khronika.cli.measure_told import verify
from khronika.cli.undercount import undercount_command
from khronika.errors import UsageError
from khronika.undercount import InclusionTable, fit_all
from khronika.undercount.histories import memberships


def typer_app(command: "Callable[..., int]") -> typer.Typer:
    made = typer.Typer()
    made.command()(exits(command))
    return made


app = typer_app(undercount_command)
QUICK = ["--draws", "200", "--sweeps", "0", "--quiet"]


def run(*arguments: object) -> "tuple[int, str, str]":
    done = CliRunner().invoke(app, [str(a) for a in arguments])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stdout, done.stderr


def write(path: Path, given: InclusionTable) -> Path:
    rows = [",".join([*given.lists, "count"])]
    marks = memberships(len(given.lists))
    rows += [",".join([*map(str, marks[h]), str(int(given.counts[h]))]) for h in range(1, len(given.counts))]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_the_table_is_measured_and_told_as_json(tmp_path: Path) -> None:
    code, out, _ = run(write(tmp_path / "t.csv", THREE), *QUICK, "--json")
    told = json.loads(out)
    assert code == 0 and told["listed"] == 205 and told["estimate"] == pytest.approx(fit_all(THREE)[0].estimate)
    assert told["models"][0]["model"] == "[police] [press] [hospital]" and told["latent_classes"] is None


def test_a_person_reads_the_sentence_the_models_and_the_doubts(tmp_path: Path) -> None:
    code, out, err = run(write(tmp_path / "t.csv", FOUR), "--draws", "200", "--sweeps", "30")
    assert code == 0
    for part in (
        "An estimated", "Log-linear models within 10 BIC, of 113 fitted", "Chao (lower bound)", "latent classes",
        "Lists of known size", "Odds ratios", "Assumes:",
    ):  # fmt: skip
        assert part in out
    assert "held lists" in err


def test_a_refusal_ends_with_3_and_says_why(tmp_path: Path) -> None:
    path = tmp_path / "two.csv"
    path.write_text("A,B,count\n1,0,60\n0,1,40\n1,1,20\n", encoding="utf-8")
    code, out, err = run(path, *QUICK, "--json")
    assert code == 3 and "at least three are needed" in err
    assert json.loads(out) == {"measure": "undercount", "refused": True, "reasons": json.loads(out)["reasons"]}


def test_records_need_linkage(tmp_path: Path) -> None:
    marks, rows = memberships(3), ["person,list"]
    for history in range(1, 8):
        for i in range(int(THREE.counts[history])):
            rows += [f"h{history}-{i},{THREE.lists[j]}" for j in range(3) if marks[history, j]]
    path = tmp_path / "records.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert run(path, *QUICK)[0] == 3
    code, out, _ = run(path, *QUICK, "--linkage", "0.98,0.95", "--json")
    assert code == 0 and json.loads(out)["about"]["linkage"]["recall"] == 0.95


def test_an_archive_is_refused_until_linkage_is_measured(tmp_path: Path) -> None:
    events = []
    marks = memberships(3)
    for history in range(1, 8):
        sources = [THREE.lists[j] for j in range(3) if marks[history, j]]
        events += [
            {"record": "event", "event_id": f"{history}-{i}", "sources": sources}
            for i in range(int(THREE.counts[history]))
        ]
    (tmp_path / "events.jsonl").write_text("".join(json.dumps(e) + "\n" for e in events), encoding="utf-8")
    code, _, err = run("--archive", tmp_path, *QUICK)
    assert code == 3 and "linkage are not measured" in err
    code, out, _ = run("--archive", tmp_path, "--draws", "200", "--sweeps", "0", "--linkage", "0.9,0.9")
    assert code == 0 and "An estimated 352 events in all" in out and "people in all" not in out


def test_facts_about_lists_are_read_and_checked(tmp_path: Path) -> None:
    path, about = write(tmp_path / "t.csv", THREE), tmp_path / "about.yaml"
    about.write_text("lists:\n  police: {period: '2021'}\n  press: {period: '2022'}\n", encoding="utf-8")
    code, _, err = run(path, *QUICK, "--about", about)
    assert code == 3 and "different periods" in err
    about.write_text("lists:\n  police: {perod: '2021'}\n", encoding="utf-8")
    with pytest.raises(UsageError, match="perod"):
        run(path, *QUICK, "--about", about)
    with pytest.raises(UsageError, match="precision and recall"):
        run(path, *QUICK, "--linkage", "good")


def test_a_table_without_one_number_ends_with_1(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(
        "A,B,C,count\n1,0,0,90\n0,1,0,80\n1,1,0,1\n0,0,1,70\n1,0,1,1\n0,1,1,40\n1,1,1,0\n", encoding="utf-8"
    )
    code, out, _ = run(path, *QUICK, "--json")
    assert code == 1 and json.loads(out)["estimate"] is None and json.loads(out)["no_single_number"]


def test_strata_are_summed(tmp_path: Path) -> None:
    one = write(tmp_path / "one.csv", THREE).read_text(encoding="utf-8").splitlines()
    rows = [one[0] + ",stratum"] + [f"{line},{where}" for where in ("north", "south") for line in one[1:]]
    path = tmp_path / "strata.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    code, out, _ = run(path, *QUICK, "--json")
    told = json.loads(out)
    assert code == 0 and [part["stratum"] for part in told["strata"]] == ["north", "south"]
    assert told["estimate"] == pytest.approx(2 * told["strata"][0]["estimate"])
    assert "All 2 strata" in run(path, *QUICK[:-1])[1]


def test_strata_by_place_are_verified_and_written_as_rows(tmp_path: Path) -> None:
    marks, rows = memberships(3), ["police,press,hospital,count,place"]
    for where in ("north", "south"):
        rows += [",".join(map(str, [*marks[h], int(THREE.counts[h]), where])) for h in range(1, 8)]
    path, result, arrow = tmp_path / "t.csv", tmp_path / "r.json", tmp_path / "r.arrow"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    code, out, _ = run(path, *QUICK, "--by", "place", "--json", "--arrow", arrow)
    result.write_text(out, encoding="utf-8")
    told = json.loads(out)
    assert code == 0 and told["strata_by"] == "place" and [s["stratum"] for s in told["strata"]] == ["north", "south"]
    found = pyarrow.ipc.open_file(arrow).read_all().to_pylist()
    head = [row for row in found if row["method"] == "model chosen again"]
    assert [row["stratum"] for row in head] == ["north", "south"]
    assert (
        head[0]["estimate"] == pytest.approx(told["strata"][0]["estimate"])
        and head[0]["low"] == told["strata"][0]["low"]
    )
    assert found[-1]["method"] == "total" and found[-1]["estimate"] == pytest.approx(told["estimate"])
    assert {row["name"] for row in found if row["method"] == "held list"} == {"police", "press", "hospital"}
    done = CliRunner().invoke(typer_app(verify), [str(result), str(path), "--json"])
    assert json.loads(done.stdout) == {"same": True, "differs": []}


def test_figures_are_drawn(tmp_path: Path) -> None:
    given = write(tmp_path / "t.csv", FOUR)
    for folder in ("out", "again"):
        run(given, "--draws", "200", "--sweeps", "30", "--quiet", "--figures", tmp_path / folder)
    made = sorted(path.name for path in (tmp_path / "out").iterdir())
    kinds = ("dependence", "models", "sizes")
    assert made == sorted(f"undercount-{kind}.{suffix}" for kind in kinds for suffix in ("png", "svg"))
    for name in made:
        drawn = (tmp_path / "out" / name).read_bytes()
        assert drawn == (tmp_path / "again" / name).read_bytes()
        if name.endswith("png"):
            assert drawn.startswith(b"\x89PNG")
        else:
            assert ElementTree.fromstring(drawn).tag.endswith("svg") and b"khm-" in drawn
