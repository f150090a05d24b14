"""The ledger grows, never changes, knows its own layout, and shows every byte that is not as it was written."""

import random
import sqlite3
from pathlib import Path

import pytest
from archive_case import Clock

from khronika.errors import CannotError
from khronika.ledger import COLUMNS, Custody, Ledger
from khronika.ledger.check import check_ledger
from khronika.ledger.schema import STEPS, migrate
from khronika.ledger.seal import seal_path


def filled(path: Path, many: int = 40) -> Path:
    with Ledger(path, write=True, agent="coder-1", clock=Clock()) as ledger:
        for number in range(many):
            with ledger.writing() as writing:
                writing.state("note", f"s{number}", {"number": number, "text": "é" * number})
                writing.record(
                    Custody(
                        requested_url=f"file:{number}", captured_at=writing.at, collector_alias="coder-1", tool="t",
                        tool_version="1", bytes=number, sha256=f"{number:064x}",
                    )
                )  # fmt: skip
    return path


def faults(path: Path) -> list[str]:
    try:
        with Ledger(path) as ledger:
            return [str(problem) for problem in check_ledger(ledger)]
    except CannotError as error:
        return [str(error)]


def test_a_whole_ledger_has_no_fault_and_reads_back_in_order(tmp_path: Path) -> None:
    path = filled(tmp_path / "ledger.sqlite")
    assert faults(path) == []
    with Ledger(path) as ledger:
        statements, rows = list(ledger.statements()), list(ledger.custody())
    assert [s.values()["number"] for s in statements] == list(range(40))
    assert {s.agent for s in statements} == {"coder-1"}
    assert statements[0].at == "2031-06-20T12:00:01.000Z"
    assert [r.prev_row_sha256 for r in rows[1:]] == [r.row_sha256 for r in rows[:-1]]


def test_the_custody_table_has_the_published_columns(tmp_path: Path) -> None:
    published = (
        "capture_id requested_url final_url http_status captured_at collector_alias tool tool_version egress_label media_type"
        " bytes sha256 sha256_text warc_or_wacz screenshot_sha256 rfc3161_tsr tsa_name prev_row_sha256"
    )
    assert [c for c in COLUMNS if c != "clock_synced"] == published.split()


@pytest.mark.parametrize("table", ["statement", "custody"])
@pytest.mark.parametrize("change", ["UPDATE {} SET seq = 99 WHERE seq = 3", "DELETE FROM {} WHERE seq = 3"])
def test_rows_cannot_be_changed_or_deleted(tmp_path: Path, table: str, change: str) -> None:
    connection = sqlite3.connect(filled(tmp_path / "ledger.sqlite"))
    with pytest.raises(sqlite3.IntegrityError, match="never"):
        connection.execute(change.format(table))
    connection.close()


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE statement SET agent = 'other' WHERE seq = 7",
        "UPDATE statement SET body = '{\"number\":9}' WHERE seq = 7",
        "DELETE FROM statement WHERE seq = 7",
        "DELETE FROM statement WHERE seq = 40",
        "UPDATE custody SET bytes = bytes + 1 WHERE seq = 7",
        "UPDATE custody SET captured_at = '2000-01-01' WHERE seq = 40",
    ],
)
def test_a_forger_who_takes_the_triggers_off_is_found(tmp_path: Path, forgery: str) -> None:
    path = filled(tmp_path / "ledger.sqlite")
    connection = sqlite3.connect(path)
    for name in ("statement_stays", "statement_kept", "custody_stays", "custody_kept"):
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute(forgery)
    connection.commit()
    connection.close()
    assert faults(path)
    seal_path(path).unlink()
    by_chain = faults(path)
    assert by_chain or forgery.endswith("statement WHERE seq = 40")  # an end cut off shows by the seal alone


def test_every_flipped_byte_of_ledger_and_seal_is_found(tmp_path: Path) -> None:
    path = filled(tmp_path / "ledger.sqlite")
    chance, whole = random.Random(4), {p: p.read_bytes() for p in (path, seal_path(path))}
    for number in range(120):
        place = seal_path(path) if number % 6 == 0 else path
        at = chance.randrange(len(whole[place]))
        changed = bytearray(whole[place])
        changed[at] ^= 1 << chance.randrange(8)
        place.write_bytes(changed)
        assert faults(path), (place.name, at)
        place.write_bytes(whole[place])
    assert faults(path) == []


def test_a_writer_refuses_a_ledger_that_changed_at_rest(tmp_path: Path) -> None:
    path = filled(tmp_path / "ledger.sqlite")
    content = bytearray(path.read_bytes())
    content[-5] ^= 1
    path.write_bytes(content)
    with pytest.raises(CannotError, match="changed since it was sealed"):
        Ledger(path, write=True)
    assert path.read_bytes() == content


def test_a_transaction_that_fails_leaves_nothing(tmp_path: Path) -> None:
    path = filled(tmp_path / "ledger.sqlite", 3)
    with Ledger(path, write=True) as ledger:
        with pytest.raises(ZeroDivisionError), ledger.writing() as writing:
            writing.state("note", "x", {})
            raise ZeroDivisionError
        assert ledger.last()[0] == 3
    assert faults(path) == []


def test_an_older_layout_takes_the_steps_it_lacks_and_keeps_its_rows(tmp_path: Path) -> None:
    path = filled(tmp_path / "ledger.sqlite", 5)
    connection = sqlite3.connect(path, isolation_level=None)
    more = (*STEPS, "CREATE TABLE later (x TEXT) STRICT;", "ALTER TABLE later ADD COLUMN y TEXT;")
    assert migrate(connection, path, more) == 2
    assert migrate(connection, path, more) == 0
    assert connection.execute("SELECT count(*) FROM statement").fetchone() == (5,)
    with pytest.raises(sqlite3.OperationalError):
        migrate(connection, path, (*more, "CREATE TABLE half (x TEXT) STRICT; BROKEN;"))
    assert connection.execute("PRAGMA user_version").fetchone() == (len(more),)
    assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'half'").fetchone() == (0,)
    with pytest.raises(CannotError, match="upgrade khronika"):
        migrate(connection, path)
    connection.close()
