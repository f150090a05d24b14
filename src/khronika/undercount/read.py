"""Inclusion tables from CSV files, in three forms; every fault names file, line and what to do.

- counts: a column of 0 and 1 for each list, and `count`;
- people: a column of 0 and 1 for each list, one line a person;
- records: columns `person` and `list`, one line a record: the same person may stand on several lists.

`stratum` may be a further column of each, and so may `date`, `place` and `kind` of what is listed: by them it is seen
whether the lists cover one closed population.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from khronika.undercount.cases import FACTS, Case, case_of, divided, merged
from khronika.undercount.errors import TableError
from khronika.undercount.histories import MOST_LISTS
from khronika.undercount.table import InclusionTable, from_cases

COUNT, STRATUM, PERSON, LIST = "count", "stratum", "person", "list"


@dataclass(frozen=True)
class Read:
    """The strata of a file in their order (one, unnamed, without a column `stratum`); `linked` is False for records."""

    tables: list[InclusionTable]
    linked: bool


def read_csv(path: Path, lists: Sequence[str] = (), by: str | None = None) -> Read:
    """Tables of a CSV file; `lists` names the columns (or values of `list`) to use, default all.

    `by` year, place or kind makes strata of the columns date, place or kind instead of a column stratum.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableError(str(path), "is not UTF-8", "save it as CSV in UTF-8") from error
    return read_text(text, str(path), lists, by)


def read_text(text: str, name: str, lists: Sequence[str] = (), by: str | None = None) -> Read:
    """Tables of CSV text; `name` stands in messages."""
    rows = csv.DictReader(io.StringIO(text), restkey="", strict=True)
    try:
        header = [(column or "").strip() for column in rows.fieldnames or []]
        rows.fieldnames = header
        if not header:
            raise TableError(name, "is empty", "give a column for each list and one named count")
        if len(set(header)) < len(header):
            raise TableError(f"{name}:1", "two columns have one name", "name each list differently")
        if {PERSON, LIST} <= set(header):
            return _records(rows, name, lists, by)
        return _wide(rows, header, name, lists, by)
    except csv.Error as error:
        raise TableError(f"{name}:{rows.line_num}", str(error), "check quotes and commas") from error


def _wide(rows: "csv.DictReader[str]", header: list[str], name: str, lists: Sequence[str], by: str | None) -> Read:
    columns = _columns([c for c in header if c not in (COUNT, STRATUM, *FACTS)], lists, name)
    strata: dict[str, list[Case]] = defaultdict(list)
    for line, row in _lines(rows, header, name):
        where = f"{name}:{line}"
        on = [c for c in columns if _mark(row[c], c, where)]
        count = _count(row[COUNT], where) if COUNT in row else 1
        strata[row.get(STRATUM, "")].append(case_of(row, on, count, where))
    if not strata:
        raise TableError(name, "has no lines below its header", "add a line for each history or person")
    return Read(_tables(strata, columns, by, name), True)


def _records(rows: "csv.DictReader[str]", name: str, lists: Sequence[str], by: str | None) -> Read:
    people: dict[str, dict[str, list[Case]]] = defaultdict(lambda: defaultdict(list))
    seen: dict[str, None] = {}
    for line, row in _lines(rows, list(rows.fieldnames or []), name):
        if not row[PERSON] or not row[LIST]:
            raise TableError(f"{name}:{line}", "person or list is missing", "fill both, or take the line out")
        people[row.get(STRATUM, "")][row[PERSON]].append(case_of(row, [row[LIST]], 1, f"{name}:{line}"))
        seen[row[LIST]] = None
    columns = _columns(list(seen), lists, name)
    cases = {stratum: [merged(records) for records in by.values()] for stratum, by in people.items()}
    return Read(_tables(cases, columns, by, name), False)


def _tables(
    strata: Mapping[str, Sequence[Case]], lists: Sequence[str], by: str | None, name: str
) -> list[InclusionTable]:
    if by is not None:
        strata = divided([case for cases in strata.values() for case in cases], by, name)
    return [from_cases(cases, lists, stratum) for stratum, cases in strata.items()]


def _lines(rows: "csv.DictReader[str]", header: list[str], name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Lines with their numbers; those that are wholly blank are skipped."""
    for row in rows:
        if "" in row or any(row[c] is None for c in header):
            raise TableError(f"{name}:{rows.line_num}", f"has not {len(header)} values", "give one for each column")
        yield rows.line_num, {c: row[c].strip() for c in header}


def _columns(found: list[str], wanted: Sequence[str], name: str) -> list[str]:
    if missing := [w for w in wanted if w not in found]:
        raise TableError(name, f"has no list {', '.join(missing)}", f"lists here: {', '.join(found)}")
    columns = list(wanted) or found
    if not columns:
        raise TableError(name, "has no column of a list", "give one column of 0 and 1 for each list")
    if len(columns) > MOST_LISTS:
        raise TableError(name, f"has {len(columns)} lists", f"choose at most {MOST_LISTS} with --lists A,B,C")
    return columns


def _mark(value: str, column: str, where: str) -> int:
    if value not in ("0", "1"):
        raise TableError(where, f"{column} is {value!r}, not 0 or 1", "write 1 where the list holds the person, else 0")
    return int(value)


def _count(value: str, where: str) -> int:
    try:
        count = int(value)
    except ValueError:
        count = -1
    if count < 0:
        raise TableError(where, f"count is {value!r}", "write a whole number of people, 0 or more")
    return count
