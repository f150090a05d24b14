"""Read marked training texts: plain text, spans with roles, events. Format: FORMAT.md.

python training/corpus.py FILE…      check files; prints each fault with its line, and counts
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

KINDS = frozenset(
    [
        "protest_peaceful",
        "protest_intervened",
        "protest_excessive_force",
        "demonstration_violent",
        "mob_violence",
        "picket_single",
        "strike",
        "hunger_strike",
        "boycott",
        "blockade",
        "self_immolation",
        "arrest",
        "conviction",
        "restriction",
        "conscription",
        "deployment",
        "clash",
        "shelling",
        "air_strike",
        "drone_strike",
        "explosive",
        "suicide_bomb",
        "chemical",
        "attack_civilians",
        "attack_official",
        "abduction",
        "torture",
        "sexual_violence",
        "property_destruction",
        "weapons_seizure",
        "territory_regained",
        "territory_overtaken",
        "territory_transfer",
        "base_established",
        "group_change",
        "flight",
        "desertion",
        "agreement",
        "statement",
    ]
)
STATUSES = frozenset(["occurred", "denied", "planned", "hypothetical", "historical"])
QUANTITIES = frozenset(
    ["participants", "killed", "injured", "detained", "abducted", "displaced", "mobilised", "places"]
)
GROUPS = frozenset(["", "_civilians", "_police", "_armed"])
ROLES = frozenset("tpdcvsabgr")
_MARK = re.compile(r"\[([tpdcvsabgr])(\d+(?:,\d+)*)(?::([a-z_]+))? ")
_EVENT = re.compile(r"(\d+) ([a-z_]+) ([a-z]+)( figure)?$")
_HEAD = re.compile(r"# (\S+) \| (wire|local|ngo|channel) \| (\d{4}-\d\d-\d\d)$")


@dataclass(frozen=True)
class Mark:
    """A span of the plain text, its role, the events that it belongs to, and of a number the quantity."""

    start: int
    stop: int
    role: str
    events: tuple[int, ...]
    quantity: str | None = None


@dataclass
class Marked:
    """One training document."""

    id: str
    genre: str
    published: str
    text: str = ""
    marks: list[Mark] = field(default_factory=list)
    events: dict[int, tuple[str, str, bool]] = field(default_factory=dict)  # kind, status, figure
    line: int = 0


def plain(marked: str) -> tuple[str, list[Mark]]:
    """The text without marks, and the marks by its offsets; ValueError where brackets do not close."""
    out: list[str] = []
    length, at = 0, 0
    open_marks: list[tuple[int, re.Match[str]]] = []
    marks: list[Mark] = []
    while at < len(marked):
        found = _MARK.match(marked, at)
        if found:
            open_marks.append((length, found))
            at = found.end()
        elif marked[at] == "]":
            if not open_marks:
                raise ValueError(f"']' without a mark near {marked[max(0, at - 20) : at + 1]!r}")
            start, head = open_marks.pop()
            if start == length:
                raise ValueError(f"empty mark {head.group()!r}")
            events = tuple(int(n) for n in head.group(2).split(","))
            marks.append(Mark(start, length, head.group(1), events, head.group(3)))
            at += 1
        elif marked[at] == "[":
            raise ValueError(f"'[' that is no mark near {marked[at : at + 25]!r}")
        else:
            out.append(marked[at])
            length += 1
            at += 1
    if open_marks:
        raise ValueError(f"mark {open_marks[-1][1].group()!r} does not close")
    return "".join(out), sorted(marks, key=lambda m: (m.start, -m.stop))


def read(path: Path) -> Iterator[Marked | str]:
    """Documents of one file; a fault comes as a line of text and the rest goes on."""
    lines = [*path.read_text(encoding="utf-8").split("\n"), ""]
    block: list[tuple[int, str]] = []
    for number, line in enumerate(lines, 1):
        if line.startswith("# ") and block:
            yield _one(path, block)
            block = []
        if line.strip():
            block.append((number, line.rstrip()))
    if block:
        yield _one(path, block)


def load(folder: Path) -> list[Marked]:
    """All documents of the corpus that have no fault."""
    items = (item for path in sorted(folder.glob("*/*.txt")) for item in read(path))
    return [item for item in items if not isinstance(item, str)]


def _one(path: Path, block: list[tuple[int, str]]) -> Marked | str:
    number, first = block[0]
    head = _HEAD.match(first)
    if not head:
        return f"{path}:{number}: header must be '# id | genre | YYYY-MM-DD': {first[:60]!r}"
    document = Marked(head.group(1), head.group(2), head.group(3), line=number)
    rows = [line for _, line in block[1:]]
    quiet = bool(rows) and rows[-1] == "none"
    if quiet:
        rows.pop()
    while rows and (found := _EVENT.match(rows[-1])):
        if found.group(2) not in KINDS or found.group(3) not in STATUSES:
            return f"{path}:{number}: unknown kind or status: {rows[-1]!r}"
        document.events[int(found.group(1))] = (found.group(2), found.group(3), bool(found.group(4)))
        rows.pop()
    try:
        document.text, document.marks = plain("\n".join(rows))
    except ValueError as error:
        return f"{path}:{number}: {error}"
    fault = _fault(document, quiet)
    return f"{path}:{number}: {fault}" if fault else document


def _fault(document: Marked, quiet: bool) -> str | None:
    if not document.text.strip():
        return "no text"
    if quiet == bool(document.events):
        return "either event lines or 'none' must close a document"
    for mark in document.marks:
        if unknown := [n for n in mark.events if n not in document.events]:
            return f"mark of event {unknown} without its line"
        if mark.role in "cv":
            base = (mark.quantity or "").split("_")[0]
            if base not in QUANTITIES or (mark.quantity or "")[len(base) :] not in GROUPS:
                return f"quantity {mark.quantity!r} is unknown"
    told = {n for m in document.marks if m.role in "tg" for n in m.events}
    missing = set(document.events) - told
    return f"events {sorted(missing)} have no trigger" if missing else None


def main() -> int:
    """Check the files named on the command line; exit 1 where one has faults."""
    faults, kinds, statuses, documents, quiet = 0, Counter[str](), Counter[str](), 0, 0
    seen: set[str] = set()
    for name in sys.argv[1:]:
        for item in read(Path(name)):
            if isinstance(item, str):
                faults += 1
                print(item)
                continue
            if item.id in seen:
                faults += 1
                print(f"{name}:{item.line}: id {item.id} twice")
            seen.add(item.id)
            documents += 1
            quiet += not item.events
            kinds.update(kind for kind, _, _ in item.events.values())
            statuses.update(status for _, status, _ in item.events.values())
    print(f"{documents} documents, {quiet} without events, {faults} faults")
    print(dict(kinds.most_common()), dict(statuses.most_common()))
    print("kinds without an event:", sorted(KINDS - set(kinds)))
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
