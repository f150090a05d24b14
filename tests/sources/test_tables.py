import csv
import io

import pytest
from reader_seeds import WORDS, csv_of, workbook, xlsx

from khronika.errors import CannotError, UsageError
from khronika.sources import Columns, ReadOptions, read_columns

ROWS = [
    ["nr", "Body", "day", "paper"],
    ["d1", WORDS, "2031-05-03", "Northsea Ledger"],
    ["d2", "No one\nwas hurt.", "", ""],
]
NAMED = ReadOptions(columns=Columns(text="body", id="nr", published="DAY", source="paper"))


def make(kind: str, rows: list[list[str]]) -> dict[str, bytes]:
    return {f"a__{kind}": csv_of(*rows) if kind == "csv" else xlsx(rows)}


@pytest.fixture(params=["csv", "xlsx"])
def kind(request: pytest.FixtureRequest) -> str:
    if request.param == "xlsx":
        pytest.importorskip("python_calamine")
    return str(request.param)


def test_named_columns(read, kind: str) -> None:
    found = read(**make(kind, ROWS), options=NAMED)
    assert found.problems == []
    assert [(d.id, d.text, d.published, d.source) for d in found.documents] == [
        ("d1", WORDS, "2031-05-03", "Northsea Ledger"),
        ("d2", "No one\nwas hurt.", None, None),
    ]
    cells = [d.part_at(0, "cell") for d in found.documents]
    assert [cell and cell.label for cell in cells] == (["B2", "B3"] if kind == "csv" else ["Reports!B2", "Reports!B3"])


def test_columns_of_the_fields_own_names_need_no_naming(read, kind: str) -> None:
    rows = [["url", "Text", "language"], ["https://x.example/1", "Un defile.", "fr"]]
    found = read(**make(kind, rows)).only
    assert (found.text, found.url, found.language) == ("Un defile.", "https://x.example/1", "fr")
    assert found.id.startswith("a." + kind + ":2")


@pytest.mark.parametrize("columns", [Columns(), Columns(text="story"), Columns(text="Body", id="key")])
def test_a_column_that_is_not_there(read, kind: str, columns: Columns) -> None:
    found = read(**make(kind, ROWS), options=ReadOptions(columns=columns))
    assert found.documents == []
    assert "no column is called" in found.problem.what
    assert "there are: nr, Body, day, paper" in found.problem.then


def test_rows_at_fault_are_told_with_their_number(read, kind: str) -> None:
    rows = [["text", "published"], ["", "2031-05-03"], ["", ""], ["A march.", "soon"]]
    found = read(**make(kind, rows))
    assert [(d.text, d.published) for d in found.documents] == [("A march.", None)]
    assert [(p.where.split("a.")[1], p.what.split(",")[0]) for p in found.problems] == [
        (f"{kind}:2", "the row has no text"),
        (f"{kind}:4", "published 'soon' is no ISO date"),
    ]


def test_a_header_further_down(read, kind: str) -> None:
    rows = [["A list of a sample"], ["", ""], ["text"], ["A march."]]
    options = ReadOptions(columns=Columns(header=3))
    assert [d.text for d in read(**make(kind, rows), options=options).documents] == ["A march."]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_delimiters_and_encodings(read, sign: str, codec: str) -> None:
    stream = io.StringIO()
    texts = ["Около 300 докеров; перекрыли, дорогу | в порт.", 'Профсоюз сказал: "Никто не пострадал" в этом примере.']
    csv.writer(stream, delimiter=sign).writerows([["id", "text"], *([n, text] for n, text in enumerate(texts))])
    assert [d.text for d in read(a__csv=stream.getvalue().encode(codec)).documents] == texts


def test_the_delimiter_as_told(read) -> None:
    options = ReadOptions(columns=Columns(delimiter="~"))
    assert read(a__csv=b"text~id\nA, b; march.~7\n", options=options).only.text == "A, b; march."


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"text\n" + b"x\n" * 10_000_000, "has more than 5,000,000 rows"),
        (b'text\n"' + b"x\n" * 4_500_000, "the row cannot be read"),
        (b"text," + b"x," * 3000, "more than 2,000 cells"),
        (b"x" * 9_000_000, "a line is longer"),
        (b"", "empty"),
        (b"\n\n", "holds no row"),
        (bytes(range(256)), "its encoding is not recognised"),
    ],
)
def test_what_is_refused(read, content: bytes, says: str) -> None:
    found = read(a__csv=content)
    assert found.documents == []
    assert says in found.problem.what


def test_line_ends_in_quotes_are_no_rows(read) -> None:
    content = b"text\n" + b'"one\n\n\n\n\ntwo"\n' * 30
    assert len(read(a__csv=content, options=ReadOptions(max_rows=31)).documents) == 30
    assert "more than 30 rows" in read(b__csv=content, options=ReadOptions(max_rows=30)).problem.what


def test_a_table_is_a_stream(tmp_path) -> None:
    from khronika.model import Document
    from khronika.sources import read_paths

    path = tmp_path / "a.csv"
    with path.open("wb") as stream:
        stream.write(b"text\nfirst\n")
        stream.truncate(4_500_000)
    first = next(iter(read_paths([path])))
    assert isinstance(first, Document)
    assert first.text == "first"


def test_bytes_that_break_later_on(read) -> None:
    found = read(a__csv=b"text\n" + "марш\n".encode() * 40_000 + b"\xff\xfe march\n")
    assert len(found.documents) == 40_001
    assert (found.problem.where.split(":")[-1], found.problem.what[:12]) == ("40002", "broken bytes")


def test_numbers_and_dates_of_a_workbook(read) -> None:
    pytest.importorskip("python_calamine")
    found = read(a__xlsx=xlsx([["id", "text", "title"], [7, "A march.", 2.5]])).only
    assert (found.id, found.title) == ("7", "2.5")


def test_one_sheet_of_a_workbook(read) -> None:
    pytest.importorskip("python_calamine")
    content = xlsx([["text"], ["A march."]], "Second")
    assert (
        "has no sheet 'First'"
        in read(a__xlsx=content, options=ReadOptions(columns=Columns(sheet="First"))).problem.what
    )
    assert read(b__xlsx=content, options=ReadOptions(columns=Columns(sheet="Second"))).only.text == "A march."


def test_a_workbook_that_does_not_open(read) -> None:
    pytest.importorskip("python_calamine")
    assert "does not open" in read(a__xlsx=b"PK\x03\x04" + bytes(90)).problem.what
    assert "damaged" in read(b__xlsx=workbook("<sheetData><row><c")).problem.what
    assert "old Office" in read(c__xlsx=b"\xd0\xcf\x11\xe0" + bytes(600)).problem.what


def test_columns_from_a_file_or_a_line(tmp_path) -> None:
    path = tmp_path / "columns.toml"
    path.write_text('text = "Body, whole"\nheader = 2\n')
    assert read_columns(str(path)) == Columns(text="Body, whole", header=2)
    assert read_columns("text=Body, published=day") == Columns(text="Body", published="day")


@pytest.mark.parametrize("given", ["body=text", "text=", "text=a,header=x", "header=0", "text=a,delimiter=ab"])
def test_columns_that_mean_nothing(given: str) -> None:
    with pytest.raises(UsageError):
        read_columns(given)


def test_columns_from_a_file_that_is_not_there_or_no_toml(tmp_path) -> None:
    with pytest.raises(CannotError, match="give a TOML file"):
        read_columns(str(tmp_path / "nope.toml"))
    (tmp_path / "bad.toml").write_text("text ==")
    with pytest.raises(UsageError, match="no TOML"):
        read_columns(str(tmp_path / "bad.toml"))
