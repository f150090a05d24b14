"""Over random archives: no withheld coordinate, name or day in any byte of a release, compressed formats read out included."""

import io
import json
import sys
import zipfile
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from release_case import AT

sys.path.insert(0, str(Path(__file__).parents[1] / "disclosure"))
from archives import SECRET_DISTRICT, SECRET_PERSON, SECRET_TOWN, TODAY, archives

from khronika.disclosure import View, default_policy, published_view
from khronika.model import Document, Event, Mention
from khronika.release import release_files, write_release

Case = tuple[list[Document], list[Mention], list[Event], str]
ALWAYS = (
    SECRET_TOWN,
    SECRET_DISTRICT,
    *SECRET_PERSON.split(),
    "42.1358",
    "42.136",
    "46.9864",
    "46.986",
    "ivoxqa",
    "brenduzk",
)


def view_of(documents: list[Document], mentions: list[Mention], events: list[Event], today: date = TODAY) -> View:
    reports = [{"document": d.id, "outcome": "coded", "reason": None, "mentions": 1} for d in documents]
    return published_view(documents, mentions, events, reports, default_policy(), today)


def secrets_of(case: Case) -> list[str]:
    """What must not be told: places and names always, the day where the kind is told by month."""
    day = case[3]
    by_day = default_policy().kinds[case[2][-1].kind or ""].date == "day"
    return [*ALWAYS, *([] if by_day else [day, day.replace("-", "")])]


def readings(path: str, content: bytes) -> list[str]:
    """The file as text in every way in which its bytes can be read."""
    found = [content.decode("utf-8", "replace"), content.decode("utf-16-le", "ignore")]
    if path.endswith(".xlsx"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            found += [f"{name} {book.read(name).decode('utf-8')}" for name in book.namelist()]
    if path.endswith(".parquet"):
        from pyarrow import BufferReader, parquet

        table = parquet.read_table(BufferReader(content))
        found.append(json.dumps(table.to_pylist(), default=str, ensure_ascii=False) + str(table.schema))
    if path.endswith(".duckdb"):
        found.append(_database(content))
    return found


def _database(content: bytes) -> str:
    import duckdb

    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.duckdb"
        path.write_bytes(content)
        with duckdb.connect(str(path), read_only=True) as connection:
            names = [
                row[0] for row in connection.execute("SELECT table_name FROM information_schema.tables").fetchall()
            ]
            return "\n".join(str(connection.execute(f'SELECT * FROM "{n}"').fetchall()) for n in names)


def leaks(files: dict[str, bytes], secrets: list[str]) -> list[tuple[str, str]]:
    return [
        (path, secret)
        for path, content in files.items()
        for text in [*readings(path, content), path]
        for secret in secrets
        if secret.casefold() in text.casefold() or json.dumps(secret)[1:-1] in text
    ]


@given(archives(), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nothing_withheld_stands_in_any_byte_of_a_release(case: Case, chance) -> None:
    documents, mentions, events, _ = case
    for rows in (documents, mentions, events):
        chance.shuffle(rows)
    ordered = sorted(
        events, key=lambda e: e.event_id.endswith("01")
    )  # the protected one is the last, as `secrets_of` reads it
    assert (
        leaks(
            release_files(view_of(documents, mentions, events), "x", AT),
            secrets_of((documents, mentions, ordered, case[3])),
        )
        == []
    )


@given(archives())
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nor_in_a_workbook_a_parquet_file_or_a_database(case: Case) -> None:
    for name in ("duckdb", "pyarrow", "xlsxwriter"):
        pytest.importorskip(name)
    files = release_files(view_of(*case[:3]), "x", AT, tables=True)
    assert leaks(files, secrets_of(case)) == []


@given(archives())
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_order_of_the_archive_leaves_no_trace_in_a_release(case: Case) -> None:
    documents, mentions, events, _ = case
    one = release_files(view_of(documents, mentions, events), "x", AT)
    assert one == release_files(view_of(documents[::-1], mentions[::-1], events[::-1]), "x", AT)


@given(archives())
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_changed_since_a_release_before_tells_no_secret_either(case: Case) -> None:
    documents, mentions, events, _ = case
    with TemporaryDirectory() as folder:
        write_release(Path(folder) / "a", release_files(view_of(documents, mentions, events[:-1]), "x", AT))
        later = release_files(view_of(documents, mentions, events), "x", "2031-07-31T00:00:00Z", Path(folder) / "a")
    assert leaks(later, secrets_of(case)) == []


def test_the_search_itself_finds_a_secret_in_each_sort_of_file(files: dict[str, bytes]) -> None:
    for name in ("duckdb", "pyarrow", "xlsxwriter"):
        pytest.importorskip(name)
    from khronika.release.beside import tables_beside

    planted = dict(files) | {"events.csv": files["events.csv"].replace(b"Makhachkala", SECRET_TOWN.encode())}
    assert planted["events.csv"] != files["events.csv"]
    found = {path for path, _ in leaks(tables_beside(planted), [SECRET_TOWN])}
    assert found == {"tables/events.parquet", "tables/release.duckdb", "tables/release.xlsx"}
