"""Parquet, DuckDB, XLSX: the same rows as the CSV, typed, nothing that a spreadsheet runs; what others open the release with."""

import csv
import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from release_case import AT, make_view

from khronika.errors import MissingExtraError
from khronika.release import release_files, write_release
from khronika.release.beside import tables_beside
from khronika.release.package import table_names


@pytest.fixture(scope="module")
def beside(files: dict[str, bytes]) -> dict[str, bytes]:
    for name in ("duckdb", "pyarrow", "xlsxwriter"):
        pytest.importorskip(name)
    return tables_beside(files)


def body(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))[1:]


def test_parquet_and_xlsx_are_the_same_bytes_twice(files: dict[str, bytes], beside: dict[str, bytes]) -> None:
    again = tables_beside(files)
    assert {p for p in beside if again[p] != beside[p]} <= {"tables/release.duckdb"}


def test_parquet_has_the_rows_of_the_tables_with_their_types(files: dict[str, bytes], beside: dict[str, bytes]) -> None:
    from pyarrow import BufferReader, parquet

    for name in table_names():
        table = parquet.read_table(BufferReader(beside[f"tables/{name}.parquet"]))
        assert table.num_rows == len(body(files[f"{name}.csv"]))
    events = parquet.read_table(BufferReader(beside["tables/events.parquet"]))
    assert [str(events.schema.field(n).type) for n in ("date_start", "lat", "revision", "geo_coarsened")] == [
        "date32[day]", "double", "int64", "bool",
    ]  # fmt: skip
    assert events["event_id"].to_pylist() == [r[0] for r in body(files["events.csv"])]


def test_duckdb_holds_each_table_and_joins_them(
    files: dict[str, bytes], beside: dict[str, bytes], tmp_path: Path
) -> None:
    import duckdb

    path = tmp_path / "r.duckdb"
    path.write_bytes(beside["tables/release.duckdb"])
    with duckdb.connect(str(path), read_only=True) as connection:
        for name in table_names():
            ((number,),) = connection.execute(f'SELECT count(*) FROM "{name}"').fetchall()
            assert number == len(body(files[f"{name}.csv"]))
        ((joined,),) = connection.execute("SELECT count(*) FROM claims JOIN events USING (event_id)").fetchall()
    assert joined == len(body(files["claims.csv"]))


def test_the_workbook_has_no_formula_and_the_same_cells(files: dict[str, bytes], beside: dict[str, bytes]) -> None:
    calamine = pytest.importorskip("python_calamine")
    with zipfile.ZipFile(io.BytesIO(beside["tables/release.xlsx"])) as book:
        sheets = [n for n in book.namelist() if n.startswith("xl/worksheets/sheet")]
        assert len(sheets) == len(table_names())
        assert not [n for n in sheets if b"<f>" in book.read(n)]
    opened = calamine.CalamineWorkbook.from_filelike(io.BytesIO(beside["tables/release.xlsx"]))
    actors = [[str(v) for v in row] for row in opened.get_sheet_by_name("actors").to_python()[1:]]
    assert actors == body(files["actors.csv"])
    assert any(row[1].startswith("=cmd") for row in actors)


def test_a_release_with_tables_has_them_in_its_manifest(beside: dict[str, bytes], tmp_path: Path) -> None:
    write_release(tmp_path / "r", release_files(make_view(), "sample", AT, tables=True))
    check = ["sha256sum", "-c", "--quiet", "MANIFEST.sha256"]
    assert subprocess.run(check, cwd=tmp_path / "r", capture_output=True, check=False).returncode == 0
    assert (tmp_path / "r" / "tables" / "events.parquet").is_file()
    assert "tables/events.parquet" in (tmp_path / "r" / "MANIFEST.sha256").read_text()


def test_without_the_extra_it_is_said_what_to_install(files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(MissingExtraError, match=r"khronika\[tables\]"):
        tables_beside(files)


@pytest.mark.parametrize(
    "path", ["events.csv", "layouts/acled_style.csv", "layouts/ged_style.csv", "layouts/protest.csv", "layouts/cm.csv"]
)
def test_pandas_polars_and_duckdb_read_each_table_at_once(release: Path, path: str) -> None:
    pandas, polars, duckdb = (pytest.importorskip(n) for n in ("pandas", "polars", "duckdb"))
    expected = len(body((release / path).read_bytes()))
    assert len(pandas.read_csv(release / path)) == expected
    assert polars.read_csv(release / path, infer_schema_length=None).height == expected
    assert duckdb.execute("SELECT count(*) FROM read_csv(?)", [str(release / path)]).fetchall() == [(expected,)]


@pytest.mark.skipif(not shutil.which("Rscript"), reason="R is not there")
def test_r_reads_the_events_at_once(release: Path) -> None:
    code = f'x <- read.csv("{release / "events.csv"}"); cat(nrow(x), ncol(x))'
    done = subprocess.run(["Rscript", "-e", code], capture_output=True, text=True, check=True)
    table = list(csv.reader(io.StringIO((release / "events.csv").read_text("utf-8"), newline="")))
    assert done.stdout.split() == [str(len(table) - 1), str(len(table[0]))]


@pytest.mark.skipif(not shutil.which("ogrinfo"), reason="GDAL is not there")
def test_gdal_reads_the_features_at_once(release: Path) -> None:
    path = release / "layouts" / "events.geojson"
    done = subprocess.run(["ogrinfo", "-so", "-al", str(path)], capture_output=True, text=True, check=True)
    assert (
        f"Feature Count: {path.read_text('utf-8').count(chr(34) + 'type' + chr(34) + ':' + chr(34) + 'Feature' + chr(34) + ',')}"
        in done.stdout
    )
