"""Events beside an outside table, and events by threshold. All rows and happenings are invented."""

import msgspec
import pytest
from told_mentions import NARYN, OSH, people, say
from typer.testing import CliRunner

from khronika.cli.app import app
from khronika.resolution import Judgement, resolve
from khronika.resolution.outside import inclusion_csv, match_events, read_rows
from khronika.resolution.sweep import sweep

ACLED = """event_id_cnty,event_date,latitude,longitude,location,sub_event_type,geo_precision,fatalities
KGZ1,2031-03-04,41.43,75.99,Naryn,Peaceful protest,1,0
KGZ2,2031-03-09,40.53,72.80,Osh,Armed clash,1,4
KGZ3,2031-03-04,forty,72.80,Osh,Armed clash,1,4
"""
CLASH = say("c", "clash", place=OSH, day="2031-03-01", claims=[people(4, "killed")])
MENTIONS = [say("a", claims=[people(200)]), say("b", claims=[people(250)]), CLASH]


def test_rows_are_matched_once_and_the_rest_is_told_by_side():
    rows, problems = read_rows(ACLED.splitlines())
    found = match_events(resolve(MENTIONS).events, rows)
    assert [(m.side, m.row) for m in found] == [("both", "KGZ1"), ("only_here", None), ("only_there", "KGZ2")]
    assert found[0].score >= 2 and any("place.near" in step for step in found[0].steps)
    assert [p.where for p in problems] == ["line 4"]
    assert inclusion_csv(found).splitlines() == ["khronika,outside,count", "1,1,1", "1,0,1", "0,1,1"]


def test_two_rows_for_one_event_leave_one_over():
    lines = [*ACLED.splitlines()[:2], ACLED.splitlines()[1].replace("KGZ1", "KGZ9")]
    found = match_events(resolve(MENTIONS).events, read_rows(lines)[0])
    assert [m.side for m in found] == ["both", "only_here", "only_there"]


def test_a_table_of_deaths_and_one_with_a_mapping_are_read():
    ged = "id,date_start,date_end,latitude,longitude,where_coordinates,where_prec,best\n7,2031-03-01,2031-03-01,40.53,72.8,Osh,1,4\n"
    other = "n,when,y,x\n7,2031-03-04,41.43,75.99\n"
    assert read_rows(ged.splitlines())[0][0].claims[0].low == 4
    mapping = {"id": "n", "date_start": "when", "lat": "y", "lon": "x"}
    assert read_rows(other.splitlines(), mapping)[0][0].date_end == "2031-03-04"
    with pytest.raises(ValueError, match="no column for id"):
        read_rows(other.splitlines())


def test_the_sweep_counts_more_events_as_more_is_asked_and_scores_judged_pairs():
    far = say("f", place=NARYN, day="2031-03-20")
    ids = [m.id for m in MENTIONS]
    told = {"agent": "reviewer-1", "at": "2031-04-01"}
    words = [
        Judgement(a=ids[0], b=ids[1], judgement="same", **told),
        Judgement(a=ids[0], b=far.id, judgement="different", **told),
    ]
    points = sweep([*MENTIONS, far], words, (0.0, 2.0, 30.0))
    assert [p.events for p in points] == sorted(p.events for p in points)
    assert points[1].events == len(resolve([*MENTIONS, far]).events)
    assert [(p.precision, p.recall, p.judged) for p in (points[0], points[-1])] == [(1.0, 1.0, 2), (None, 0.0, 2)]


def test_the_command_writes_matches_inclusion_sweep_and_plot(tmp_path):
    (tmp_path / "m.jsonl").write_bytes(b"\n".join(map(msgspec.json.encode, MENTIONS)))
    (tmp_path / "t.csv").write_text(ACLED, encoding="utf-8")
    source, out = str(tmp_path / "m.jsonl"), str(tmp_path / "out.jsonl")
    files = ["--matches", str(tmp_path / "x.csv"), "--inclusion", str(tmp_path / "i.csv")]
    answer = CliRunner().invoke(app, ["resolve", source, "--out", out, "--with", str(tmp_path / "t.csv"), *files])
    assert answer.exit_code == 1 and "t.csv: line 4" in answer.output
    assert (tmp_path / "x.csv").read_text().splitlines()[1].startswith("both,khr-")
    assert (tmp_path / "i.csv").read_text().startswith("khronika,t,count\n1,1,1\n")
    pytest.importorskip("matplotlib")
    answer = CliRunner().invoke(app, ["resolve", source, "--out", out, "--sweep", "--plot", str(tmp_path / "s.svg")])
    assert answer.exit_code == 0 and "threshold (bits)" in (tmp_path / "s.svg").read_text()
