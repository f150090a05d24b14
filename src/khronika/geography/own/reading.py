"""From the lines of a file to entries: one by one, the faulty ones as Problems with file and line, the others go on."""

from collections.abc import Callable, Iterator

from khronika.errors import UsageError
from khronika.geography.own.entry import MOST_ENTRIES, Entry, Fault
from khronika.geography.own.source import Lines
from khronika.model import Problem
from khronika.text.fold import fold

Reader = Callable[[str], Entry | None]


def entries(lines: Lines, entry: Reader, *, by_name: bool = False) -> Iterator[Entry | Problem | None]:
    """What each line gives; None where it gives nothing. What was given before is a Problem: an id, or with `by_name` a name."""
    seen: dict[object, int] = {}
    for number, line in lines:
        try:
            found = _read(line, entry)
            if found is not None:
                _once(found, number, seen, by_name)
        except Fault as fault:
            yield Problem(f"{lines.path}:{number}", fault.what, fault.then)
            continue
        if found is not None and len(seen) > MOST_ENTRIES:
            raise UsageError(f"{lines.path} holds over {MOST_ENTRIES:,} places; split it, by country for example")
        yield found


def _read(line: str | Fault, entry: Reader) -> Entry | None:
    if isinstance(line, Fault):
        raise line
    return entry(line)


def _once(found: Entry, number: int, seen: dict[object, int], by_name: bool) -> None:
    """Note the line. Raises Fault where another one has said it."""
    key: object = fold(found.names[0]) if by_name else (found.geonameid or (number,))
    if key in seen:
        what = f"the name {found.names[0]!r}" if by_name else f"the geonameid {key}"
        raise Fault(f"{what} stands in line {seen[key]} already", "leave one of the two lines out")
    seen[key] = number
