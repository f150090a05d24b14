import csv
import io
from pathlib import Path

import msgspec
import pytest
from chronicle_case import Case

from khronika.publish.csv import COLUMNS, csv_chunks, safe_text

ORDER = (
    "event_id record kind event_type sub_event_type date_start date_end date_level throughout episode place_name geonameid country_iso3 admin1 admin2 lat lon "
    "geo_level uncertainty_m side_a side_b assoc participants_low participants_best participants_high killed_low killed_best killed_high injured_low injured_best "
    "injured_high detained_low detained_best detained_high abducted_low abducted_best abducted_high displaced_low displaced_best displaced_high mobilised_low "
    "mobilised_best mobilised_high places_low places_best places_high topics n_mentions n_independent sources languages confidence conflicts"
)


def rows(written: Path) -> list[dict[str, str]]:
    with (written / "events.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_columns_stand_in_the_published_order(written: Path) -> None:
    assert (written / "events.csv").read_text(encoding="utf-8").split("\n")[0].split(",") == ORDER.split(" ")
    assert " ".join(COLUMNS) == ORDER


def test_row_holds_numbers_actors_and_lists(written: Path) -> None:
    row = next(row for row in rows(written) if row["kind"] == "protest_intervened")
    assert (row["participants_low"], row["participants_best"], row["participants_high"]) == ("200", "599", "999")
    assert (row["detained_low"], row["detained_high"], row["killed_low"]) == ("12", "", "")
    assert (row["side_a"], row["side_b"]) == ("residents of Khasavyurt; жители", "police")
    assert (row["sources"], row["languages"], row["throughout"]) == ("Harbour Post; Листок порта", "en; ru", "false")
    assert row["conflicts"] == "detained: low 12, mentions d1#1 / low 14, mentions d2#1"


@pytest.mark.parametrize("bad", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\x00=1"])
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(bad: str) -> None:
    assert safe_text(bad).startswith("'")


@pytest.mark.parametrize(
    ("text", "safe"),
    [("a = b", "a = b"), ("two\n  lines\tmore", "two lines more"), ("e\u0301", "é"), ("bell\x07", "bell"), ("", "")],
)
def test_text_is_one_line_in_nfc_without_control_characters(text: str, safe: str) -> None:
    assert safe_text(text) == safe


def test_negative_coordinates_stay_numbers(case: Case) -> None:
    event = case.events[0]
    event = msgspec.structs.replace(event, place=msgspec.structs.replace(event.place, lat=-12.05, lon=-77.04))
    row = next(iter(csv.DictReader(io.StringIO(b"".join(csv_chunks([event])).decode()))))
    assert (row["lat"], row["lon"]) == ("-12.05", "-77.04")


def test_every_line_has_as_many_cells_as_the_header(written: Path) -> None:
    with (written / "events.csv").open(encoding="utf-8", newline="") as stream:
        assert {len(row) for row in csv.reader(stream)} == {len(COLUMNS)}
    assert b"\r" not in (written / "events.csv").read_bytes()
