from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reader_seeds import ACLED, ACLED_ROW, GED, GED_ROW, csv_of, xlsx

from khronika.codebook import codebook
from khronika.model import Mention, Problem
from khronika.sources import Coded, Columns, ReadOptions, read_content, read_event_table
from khronika.sources.grid import letters
from khronika.sources.layout import countries, layouts


def acled(**changes: str) -> bytes:
    row = dict(zip(ACLED, ACLED_ROW, strict=True)) | changes
    return csv_of(list(row), list(row.values()))


def ged(**changes: str) -> bytes:
    row = GED_ROW | changes
    return csv_of(list(row), list(row.values()))


def rows(content: bytes, **options: object) -> tuple[list[Coded], list[Problem]]:
    items = list(read_content(content, "rows.csv", options=ReadOptions(**options)).items)  # type: ignore[arg-type]
    assert all(isinstance(item, Coded | Problem) for item in items)
    return [i for i in items if isinstance(i, Coded)], [i for i in items if isinstance(i, Problem)]


def only(content: bytes) -> Mention:
    found, problems = rows(content)
    assert problems == []
    assert len(found) == 1
    assert_every_value_has_its_cell(found[0])
    return found[0].mentions[0]


def assert_every_value_has_its_cell(row: Coded) -> None:
    text, parts = row.document.text, row.document.parts
    spans = [span for mention in row.mentions for spans in mention.spans.values() for span in spans]
    assert len(spans) >= 5
    for span in spans:
        assert text[span.start : span.stop] == span.quote
        assert [p.kind for p in parts if (p.start, p.stop) == (span.start, span.stop)] == ["cell"]


def test_an_acled_style_row() -> None:
    m = only(acled())
    assert (m.kind, m.event_type, m.sub_event_type) == ("protest_intervened", "Protests", "Protest with intervention")
    assert (m.date_start, m.date_end, m.date_level, m.status) == ("2031-05-03", "2031-05-03", "day", "occurred")
    assert m.place is not None
    assert (m.place.name, m.place.country_iso3, m.place.admin1, m.place.level) == ("Porto", "PRT", "Porto", "town")
    assert (m.place.lat, m.place.lon, m.place.uncertainty_m) == (41.1496, -8.611, 5000)
    assert [(a.name, a.role, a.type) for a in m.actors] == [
        ("Protesters (Portugal)", "side_a", "protesters"),
        ("Union of Samples", "assoc", None),
        ("Dockers", "assoc", None),
        ("Police Forces of Portugal", "side_b", "state_forces"),
    ]
    assert [(c.quantity, c.low, c.high, c.kind, c.text) for c in m.claims] == [("killed", 2, 2, "exact", "2")]
    assert (m.id, m.document, m.source) == ("rows.csv:2#1", "rows.csv:2", "Douro Courier; Northsea Ledger")
    assert {"trigger", "date", "place", "actors[0]", "actors[3]", "claims[0]"} <= m.spans.keys()


def test_each_value_leads_to_its_cell() -> None:
    (found,), _ = rows(acled())
    deaths = found.mentions[0].spans["claims[0]"][0]
    part = found.document.part_at(deaths.start, "cell")
    assert part is not None
    assert part.label == letters(ACLED.index("fatalities")) + "2" == "AC2"


@pytest.mark.parametrize(
    ("date", "precision", "interval"),
    [
        ("2031-05-03", "1", ("2031-05-03", "2031-05-03", "day")),
        ("2031-05-03", "2", ("2031-04-30", "2031-05-06", "week")),
        ("2031-02-15", "3", ("2031-02-01", "2031-02-28", "month")),
        ("03 May 2031", "1", ("2031-05-03", "2031-05-03", "day")),
        ("01-November-2031", "1", ("2031-11-01", "2031-11-01", "day")),
        ("03-05-2031", "1", ("2031-05-03", "2031-05-03", "day")),
    ],
)
def test_dates_of_all_downloads(date: str, precision: str, interval: tuple[str, str, str]) -> None:
    m = only(acled(event_date=date, time_precision=precision))
    assert (m.date_start, m.date_end, m.date_level) == interval


@pytest.mark.parametrize(("precision", "level"), [("1", "town"), ("2", "near"), ("3", "adm1")])
def test_precision_of_the_place(precision: str, level: str) -> None:
    place = only(acled(geo_precision=precision)).place
    assert place is not None
    assert place.level == level


def test_actors_in_numbers_and_in_any_case() -> None:
    m = only(acled(inter1="6", inter2="STATE forces"))
    assert [a.type for a in m.actors if a.role != "assoc"] == ["protesters", "state_forces"]


def test_older_columns_are_taken() -> None:
    m = only(acled(iso="", iso3="PRT", data_id="77", event_id_no_cnty="9"))
    assert m.place is not None
    assert m.place.country_iso3 == "PRT"


def test_no_deaths_are_no_claim_as_the_layout_writes_nought_for_not_told() -> None:
    assert only(acled(fatalities="0")).claims == []


def test_a_class_that_holds_several_kinds_says_none_of_them() -> None:
    other = only(acled(event_type="Strategic developments", sub_event_type="Other"))
    assert (other.kind, "wide_class" in other.notes) == (None, True)
    assert "wide_class" not in only(acled()).notes


def test_a_ged_style_row() -> None:
    m = only(ged())
    assert (m.kind, m.event_type, m.date_start, m.date_end, m.date_level) == (
        "clash", "Battles", "2031-05-03", "2031-05-05", "days",
    )  # fmt: skip
    assert m.place is not None
    assert (m.place.name, m.place.country_iso3, m.place.level, m.place.lat) == ("Kivu sample", "COD", "adm2", -1.5)
    assert [(c.quantity, c.low, c.high, c.kind) for c in m.claims] == [
        ("killed", 9, 9, "exact"), ("killed", 7, None, "min"), ("killed", None, 14, "max"), ("killed_civilians", 1, 1, "exact"),
    ]  # fmt: skip
    assert (m.attributed_to, m.source) == ("the army", "Northsea Ledger")


@pytest.mark.parametrize(("code", "kind"), [("1", "clash"), ("2", "clash"), ("3", "attack_civilians")])
def test_types_of_violence(code: str, kind: str) -> None:
    assert only(ged(type_of_violence=code)).kind == kind


@pytest.mark.parametrize(
    ("code", "level"),
    [("1", "town"), ("2", "near"), ("3", "adm2"), ("4", "adm1"), ("5", "area"), ("6", "country"), ("7", "sea")],
)
def test_where_prec(code: str, level: str) -> None:
    place = only(ged(where_prec=code)).place
    assert place is not None
    assert place.level == level


def test_the_columns_of_older_ged() -> None:
    gone = (
        "relid",
        "code_status",
        "where_description",
        "conflict_dset_id",
        "dyad_dset_id",
        "side_a_dset_id",
        "side_b_dset_id",
    )
    row = {name: value for name, value in GED_ROW.items() if name not in gone}
    assert len(row) == 42
    renamed = {{"best": "best_est", "low": "low_est", "high": "high_est"}.get(n, n): v for n, v in row.items()}
    for kept in (row, renamed):
        assert [c.low for c in only(csv_of(list(kept), list(kept.values()))).claims] == [9, 7, None, 1]


@pytest.mark.parametrize(
    ("content", "cell", "says"),
    [
        (acled(event_date="soon"), "B2", "event_date is 'soon', no date"),
        (acled(event_date="2031-02-30"), "B2", "no date"),
        (acled(sub_event_type="Picnic"), "G2", "which the layout does not know"),
        (acled(fatalities="-3"), "AC2", "no count of people"),
        (acled(fatalities="2.5"), "AC2", "no count of people"),
        (acled(latitude="north"), "W2", "no number"),
        (acled(latitude="nan"), "W2", "no number"),
        (ged(type_of_violence="4"), "F2", "does not know"),
        (ged(date_start=""), "AM2", "no date"),
        (ged(date_end="2031-01-01"), "AN2", "lies before"),
        (ged(best="1e400"), "AS2", "no number"),
    ],
)
def test_rows_that_mean_nothing_are_told_with_their_cell(content: bytes, cell: str, says: str) -> None:
    found, problems = rows(content)
    assert found == []
    assert [p.where for p in problems] == [f"rows.csv:2:{cell}"]
    assert says in problems[0].what
    assert problems[0].then


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (acled(time_precision=""), "the date stays open"),
        (acled(geo_precision="9"), "the level of the place stays open"),
        (acled(latitude="95"), "is no place on earth"),
        (ged(date_prec="1"), "the dates span 3 days"),
        (ged(where_prec="0"), "the level of the place stays open"),
    ],
)
def test_what_is_left_open_is_told_and_the_row_is_read(content: bytes, says: str) -> None:
    found, problems = rows(content)
    assert len(found) == 1
    assert says in problems[0].what


def test_what_is_left_open_is_not_guessed() -> None:
    (found,), _ = rows(acled(time_precision="", latitude="95", iso="999"))
    m = found.mentions[0]
    assert (m.date_start, m.date_level) == (None, None)
    assert m.place is not None
    assert (m.place.lat, m.place.country_iso3) == (None, None)


def test_a_text_column_makes_it_a_table_of_texts(read) -> None:
    found = read(a__csv=acled(), options=ReadOptions(columns=Columns(text="notes", id="event_id_cnty"))).only
    assert (found.id, found.text) == ("KHR-PRT-1", "An invented row: dockers were dispersed.")


def test_the_table_in_a_workbook() -> None:
    pytest.importorskip("python_calamine")
    items = list(read_content(xlsx([ACLED, ACLED_ROW], "Data"), "rows.xlsx").items)
    assert isinstance(items[0], Coded)
    assert_every_value_has_its_cell(items[0])
    assert items[0].document.parts[0].label == "Data!A2"


def test_mentions_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(acled() + csv_of(["x"], ["y"]))
    found = list(read_event_table(path))
    assert [type(item) for item in found] == [Mention, Problem, Problem]
    (tmp_path / "plain.csv").write_bytes(b"text\nA march.\n")
    (refused,) = read_event_table(tmp_path / "plain.csv")
    assert isinstance(refused, Problem)
    assert refused.what == "is no event table"


def test_the_crosswalks_know_only_kinds_of_the_codebook() -> None:
    book = codebook()
    for layout in layouts():
        assert {kind for kind in layout.kinds.values() if kind} <= set(book.kinds)
        assert layout.wide <= layout.kinds.keys()
    acled_layout = layouts()[0]
    for class_, kind in acled_layout.kinds.items():
        if kind is not None and class_ != "grenade":
            assert (book.kinds[kind].sub_event_type or "").lower() == class_
    assert len(acled_layout.kinds) == 25


def test_country_numbers() -> None:
    found = countries()
    assert [found["numeric"][n] for n in ("643", "804", "410", "620", "180")] == ["RUS", "UKR", "KOR", "PRT", "COD"]
    assert [found["gw"][n] for n in ("365", "369", "732", "678", "490", "626")] == [
        "RUS",
        "UKR",
        "KOR",
        "YEM",
        "COD",
        "SSD",
    ]
    assert "345" not in found["gw"]


@given(st.lists(st.text(max_size=20), min_size=len(GED), max_size=len(GED)))
def test_whatever_stands_in_the_cells(values: list[str]) -> None:
    cells = [v.replace("\0", "").encode("utf-8", "replace").decode() for v in values]
    for item in read_content(csv_of(GED, cells), "rows.csv").items:
        assert isinstance(item, Coded | Problem)
        if isinstance(item, Coded):
            assert_every_value_has_its_cell(item)
