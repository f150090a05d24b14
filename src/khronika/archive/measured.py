"""Results in the ledger: `record` states one, `derived_again` makes each anew and says what does not come out.

A statement `measure` is about the result's snapshot id. Its body has no words: the measure, the version of its method, the
hash of a file of settings and numbers, and what it was made from: the archive as of a statement, or a table that was
captured. A result is stated only after it was derived again, and one that rests on a destroyed document is not a fault.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from khronika.archive.dump import is_complete
from khronika.archive.past import LostError, Past
from khronika.archive.session import Session
from khronika.archive.told import told
from khronika.archive.versions import library_version
from khronika.errors import CannotError, KhronikaError, UsageError
from khronika.ledger import Statement
from khronika.measure.derived import verify
from khronika.measure.read import Given, Telling
from khronika.measure.result import Result
from khronika.measure.stated import content, faults
from khronika.model import Problem

ACT = "measure"
Populations = str | Path | Mapping[str, float]


def record(
    session: Session, found: Result, table: Given | None = None, populations: Populations | None = None
) -> Statement:
    """States a result in the ledger, after it was derived again from the archive, or from `table`; once for ever.

    Raises UsageError where it does not follow from them, CannotError where the archive's events are not finished.
    """
    files: dict[str, bytes] = {}
    given: Given
    if table is None:
        if not is_complete(session.derived, session.ledger):
            raise CannotError(session.folder.root, "has documents that are not coded yet", "run: khronika code")
        given = told(session)
    else:
        given = table
        files["given"] = _bytes(table)
    mapping = populations if isinstance(populations, Mapping) else None
    if isinstance(populations, (str, Path)) and Path(populations).exists():
        files["populations"] = Path(populations).read_bytes()
    options = {"populations": populations} if populations is not None else {}
    if differs := verify(found, given, **options):
        raise UsageError(
            f"the result does not follow from what it is said to be made from: {', '.join(differs)}; measure again"
        )
    return _state(session, found, content(found, mapping, has_table="populations" in files), files, table is None)


def _bytes(table: Given) -> bytes:
    """A table as it is kept: the bytes of its file, or rows of Python as JSON lines."""
    if isinstance(table, (str, Path)):
        try:
            return Path(table).read_bytes()
        except OSError as error:
            raise CannotError(table, error.strerror or str(error), "give the table, or leave it out") from error
    if isinstance(table, Telling):
        raise UsageError("an archive is no table; leave it out: a result of the archive needs none")
    rows: Iterable[Any] = table
    return b"".join(msgspec.json.encode(row, order="deterministic") + b"\n" for row in rows)


def _state(session: Session, found: Result, kept: bytes, files: Mapping[str, bytes], of_archive: bool) -> Statement:
    session.ledger.break_seal()
    names = {name: session.store.put("captures", data) for name, data in files.items()}
    body: dict[str, Any] = {
        "measure": found.method.measure, "version": found.method.version, "khronika": library_version("khronika"),
        "result": session.store.put("captures", kept), "tables": names,
        "events": session.ledger.last()[0] if of_archive else None,
    }  # fmt: skip
    before = session.ledger.last()
    for statement in session.ledger.about(found.snapshot):
        if statement.act == ACT and {**statement.values(), "events": None} == {**body, "events": None}:
            return statement
    with session.store.settling(lambda: session.ledger.last() != before), session.ledger.writing() as writing:
        statement = writing.state(ACT, found.snapshot, body)
    with session.derived.writing():
        session.derived.set_state("seq", writing.seq)
    return statement


def derived_again(session: Session) -> Iterator[Problem]:
    """Every result that does not come out as it was stated. Those that rest on what was destroyed are passed over."""
    past = Past(session)
    try:
        for statement in session.ledger.statements(0, ACT):
            where = f"ledger:statement {statement.seq} ({statement.values()['measure']} {statement.subject})"
            try:
                why = _why(session, past, statement)
            except LostError:
                continue
            except KhronikaError as error:
                why = f"cannot be derived again: {error}"
            if why:
                yield Problem(where, why, "do not use its numbers; find out what changed")
    finally:
        past.close()


def _why(session: Session, past: Past, statement: Statement) -> str | None:
    body = statement.values()
    kept = session.store.read("captures", body["result"])
    for name in body["tables"].values():
        session.store.read("captures", name)  # its bytes are what its name says
    tables: dict[str, Given] = {name: session.store.place("captures", sha) for name, sha in body["tables"].items()}
    given: Given = past.told(body["events"]) if body["events"] is not None else tables.pop("given")
    return faults(kept, statement.subject, given, tables)
