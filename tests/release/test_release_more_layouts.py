"""Protest table, panels, the viewer's files: columns, sums, zeros only where somebody watched, losses that are told."""

import csv
import io
import json
from pathlib import Path

import msgspec
import pytest
from release_case import AT, MAKHACHKALA, event

from khronika.disclosure import View
from khronika.errors import UsageError
from khronika.model import Claim, Document, Mention
from khronika.release import release_files
from khronika.release.loss import Loss
from khronika.release.panels import CM, PGM, Watched, cm_rows, pgm_rows, watched_months
from khronika.release.protest import tally_rows


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def new_loss() -> Loss:
    return Loss("x", dropped=[], changed=[], columns_empty=[])


def test_every_layout_has_a_loss_report_that_accounts_for_each_event(files: dict[str, bytes], view: View) -> None:
    names = {p.removeprefix("layouts/").removesuffix(".loss.json") for p in files if p.endswith(".loss.json")}
    assert names == {
        "acled_style", "ged_style", "plover", "polecat_style", "events.hxl", "protest", "cm", "pgm", "timemap", "events.geojson",
    }  # fmt: skip
    ids = {e.event_id for e in view.events}
    for name in names:
        loss = json.loads(files[f"layouts/{name}.loss.json"])
        dropped = [row["id"] for row in loss["dropped"]]
        assert len(dropped) == len(set(dropped)), name
        assert set(dropped) <= ids
        assert loss["rows_in"] == len(ids)
        if name in ("protest", "events.hxl", "events.geojson", "timemap", "ged_style"):
            assert loss["rows_out"] == len(ids) - len(dropped), name


def test_the_protest_table_has_its_columns_and_demonstrations_alone(files: dict[str, bytes]) -> None:
    header = files["layouts/protest.csv"].decode().splitlines()[0]
    assert header == (
        "event_id,date,country,region,city,kind,authorised,topic,organiser,detained_low,detained_high,detained_best,"
        "detained_named,participants_low,participants_high,participants_rule,injured_low,injured_high,police_stations,"
        "tally_as_of,revision,sources_n"
    )
    table = rows(files["layouts/protest.csv"])
    assert {r["kind"] for r in table} >= {"protest_peaceful", "protest_intervened", "strike"}
    assert not {r["kind"] for r in table} & {"clash", "desertion", "shelling"}
    assert {r["authorised"] for r in table} == {"unknown"}


def test_each_tally_keeps_its_day_and_the_last_says_whether_it_rises() -> None:
    days, mentions, claims = ("2031-05-02", "2031-05-04", "2031-05-03"), [], []
    for number, (day, detained) in enumerate(zip(days, (3711, 3893, 3800), strict=True)):
        claim = Claim("detained", detained, detained, "exact", str(detained))
        claims.append(claim)
        mentions.append(
            Mention(id=f"d{number}#1", document=f"d{number}", record="event", kind="protest_intervened", status="occurred", date_start="2031-05-01",
                    date_end="2031-05-01", date_level="day", place=MAKHACHKALA, claims=[claim], confidence=0.9, language="en", published=day)
        )  # fmt: skip
    one = event(1, "protest_intervened", claims=claims, mentions=[m.id for m in mentions])
    told = [msgspec.structs.replace(c, mention=m.id) for c, m in zip(one.claims, mentions, strict=True)]
    one = msgspec.structs.replace(one, claims=told)
    view = View([Document(m.document, "x", "en") for m in mentions], mentions, [one], [], [])
    found = tally_rows(view)
    assert [(r[1], r[3], r[5]) for r in found] == [
        ("2031-05-02", 3711, None), ("2031-05-03", 3800, None), ("2031-05-04", 3893, True),
    ]  # fmt: skip
    (row,) = rows(release_files(view, "x", AT)["layouts/protest.csv"])
    assert row["tally_as_of"] == "2031-05-04"


def test_panels_sum_the_dead_by_type_and_the_cells_equal_the_countries(view: View) -> None:
    countries, cells = cm_rows(view.events, [], new_loss()), pgm_rows(view.events, [], loss := new_loss())
    russia = [dict(zip(CM, r, strict=True)) for r in countries if r[2] == "RUS"]
    may = next(r for r in russia if r["month_id"] == (2031 - 1980) * 12 + 5)
    assert (may["gwcode"], may["ged_sb"], may["ged_ns"], may["ged_os"]) == (365, 10, 0, 6)
    assert {d["reason"] for d in loss.dropped} >= {
        "its place is coarser than a first-order region",
        "a figure is no event",
    }
    assert sum(r[PGM.index("ged_sb")] for r in cells) == sum(r["ged_sb"] for r in russia)


def test_zeros_stand_only_where_somebody_watched() -> None:
    one = event(1, "protest_peaceful")
    at = (2031 - 1980) * 12 + 5
    assert [r[0] for r in cm_rows([one], [], new_loss())] == [at]
    watched = [Watched("RUS", at - 1, at + 1), Watched("GEO", at, at)]
    found = cm_rows([one], watched, new_loss())
    assert [(r[0], r[2], r[CM.index("events")]) for r in found] == [
        (at - 1, "RUS", 0), (at, "GEO", 0), (at, "RUS", 1), (at + 1, "RUS", 0),
    ]  # fmt: skip
    assert [(r[0], r[PGM.index("events")]) for r in pgm_rows([one], watched, new_loss())] == [
        (at - 1, 0),
        (at, 1),
        (at + 1, 0),
    ]


def test_an_event_over_two_months_counts_in_the_first_and_is_told() -> None:
    one = event(1, "strike", day="2031-05-31", date_end="2031-06-02", date_level="days")
    found = cm_rows([one], [], loss := new_loss())
    assert [r[0] for r in found] == [(2031 - 1980) * 12 + 5]
    assert loss.changed[0]["from"] == "2031-05-31/2031-06-02"


def test_a_slip_in_the_table_of_watched_months_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "watched.csv"
    path.write_text("iso3,first,last\nRUS,2031-05,2031-06\nGEO,May,2031-06\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"watched\.csv:3"):
        watched_months(path)
    path.write_text("iso3,first,last\nRUS,2031-05,2031-06\n", encoding="utf-8")
    assert watched_months(path) == [Watched("RUS", 617, 618)]


def test_the_viewer_gets_strings_alone_and_each_source_it_names(files: dict[str, bytes]) -> None:
    made = {p.split("/")[-1]: json.loads(c) for p, c in files.items() if p.startswith("layouts/timemap/")}
    assert set(made) == {"events.json", "sources.json", "associations.json", "sites.json", "shapes.json"}
    sources = {s["id"] for s in made["sources.json"]}
    assert made["events.json"]
    for row in [r for rows_ in made.values() for r in rows_]:
        parts = [v for value in row.values() for v in (value if isinstance(value, list) else [value])]
        assert all(isinstance(part, str) for part in parts)
    for one in made["events.json"]:
        assert set(one["sources"]) <= sources
        assert -90 <= float(one["latitude"]) <= 90
