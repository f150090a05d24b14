"""Gold for joining reports into events: reads `evaluation/linking`, says what is wrong with it, and parts it into halves.

What its fields mean stands in evaluation/linking/README.md. It knows nothing of how mentions are extracted or joined.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec
import yaml

from khronika.codebook import shipped_codebook
from khronika.model import Claim, Document, Mention, Place, Span

HERE = Path(__file__).parent / "linking"
BYTE = 21
"""Which byte of the hash parts the halves: of all 32, the one that leaves most reports of each language on both sides."""
Half = Literal["dev", "aside"]
_Row = TypeVar("_Row")


class Copy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of which report another is a reprint or a translation."""

    report: str
    how: Literal["reprint", "translation"]


class Told(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One coded mention. `happening` is None where nothing happened; `recalls` is what is only remembered."""

    id: str
    happening: str | None
    recalls: str | None = None
    record: Literal["event"]
    kind: str
    status: Literal["occurred", "denied", "planned", "hypothetical", "historical"]
    trigger: str
    start: int
    stop: int
    date_start: date | None
    date_end: date | None
    date_level: Literal["day", "days", "week", "month", "year"] | None
    place: Place | None
    claims: list[Claim]
    attributed_to: str | None

    @property
    def occurred(self) -> bool:
        """Whether it is told as something that happened."""
        return self.status == "occurred"


class Report(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One short report with its mentions."""

    id: str
    language: str
    published: date
    source: str
    register: Literal["wire", "local", "ngo", "channel"]
    difficulty: Literal["easy", "middle", "hard"]
    text: str
    gold: list[Told]
    copy_of: Copy | None = None

    def document(self) -> Document:
        """The report as the program is given it."""
        return Document(self.id, self.text, self.language, self.published.isoformat(), self.source)

    def mention(self, told: Told) -> Mention:
        """A coded mention as a line of contract 4. What gold does not code (actors, topics) stays empty."""
        days = (told.date_start, told.date_end)
        first, last = (day.isoformat() if day else None for day in days)
        return Mention(
            id=told.id, document=self.id, record="event", kind=told.kind, status=told.status, date_start=first,
            date_end=last, date_level=told.date_level, place=told.place, claims=told.claims,
            attributed_to=told.attributed_to, confidence=1.0, language=self.language, source=self.source,
            published=self.published.isoformat(),
            document_hash=hashlib.sha256(self.text.encode()).hexdigest()[:32],
            spans={"trigger": [Span(told.start, told.stop, told.trigger)]},
        )  # fmt: skip


class Happening(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What happened. `independent` holds the reports of each independent source."""

    id: str
    title: str
    kind: str
    date_start: date
    date_end: date
    throughout: bool
    episode: str | None
    place: Place
    independent: list[list[str]]


class NearMiss(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Two mentions that must not be joined."""

    first: str
    second: str
    why: Literal[
        "same-name", "same-day", "next-day", "week-later", "year-later", "two-cities", "same-area"
    ]  # fmt: skip
    note: str


class LinkingGold(msgspec.Struct, frozen=True, dict=True):
    """All of it, in the order of the files."""

    reports: tuple[Report, ...]
    happenings: tuple[Happening, ...]
    near_misses: tuple[NearMiss, ...]

    @cached_property
    def mentions(self) -> dict[str, tuple[Report, Told]]:
        """Each mention with its report, by id."""
        return {told.id: (report, told) for report in self.reports for told in report.gold}

    def origin(self, report: str) -> str:
        """The report that another goes back to, by reprints and translations; itself where it is no copy."""
        copies = {r.id: r.copy_of.report for r in self.reports if r.copy_of}
        while report in copies:
            report = copies[report]
        return report

    @cached_property
    def families(self) -> dict[str, str]:
        """For each happening the smallest id of its family: what shares a report, an episode or a near miss."""
        head = {h.id: h.id for h in self.happenings}
        for group in self._ties():
            heads = {head[name] for name in group}
            head = {name: min(heads) if old in heads else old for name, old in head.items()}
        return head

    def _ties(self) -> Iterator[set[str]]:
        for report in self.reports:
            yield {name for told in report.gold for name in (told.happening, told.recalls) if name}
        episodes = defaultdict(set)
        for h in self.happenings:
            episodes[h.episode or h.id].add(h.id)
        yield from episodes.values()
        for near in self.near_misses:
            yield {str(self.mentions[end][1].happening) for end in (near.first, near.second)}

    def half(self, happening: str) -> Half:
        """`aside` where byte 21 of the SHA-256 of its family's id is even."""
        return "dev" if hashlib.sha256(self.families[happening].encode()).digest()[BYTE] % 2 else "aside"

    def part(self, half: Half | Literal["all"]) -> "LinkingGold":
        """One half by itself; a report belongs to the half of what it tells."""
        if half == "all":
            return self
        kept = tuple(h for h in self.happenings if self.half(h.id) == half)
        ids = {h.id for h in kept}
        reports = tuple(r for r in self.reports if any((t.happening or t.recalls) in ids for t in r.gold))
        near = tuple(n for n in self.near_misses if self.mentions[n.first][1].happening in ids)
        return LinkingGold(reports, kept, near)


def read_linking(folder: Path = HERE) -> LinkingGold:
    """The gold of a folder. Raises msgspec.ValidationError where a field is wrong or unknown."""
    reports = [r for path in sorted((folder / "reports").glob("*.yaml")) for r in _rows(path, Report)]
    happenings, near = _rows(folder / "happenings.yaml", Happening), _rows(folder / "near_misses.yaml", NearMiss)
    return LinkingGold(tuple(reports), tuple(happenings), tuple(near))


def sha256(folder: Path = HERE) -> str:
    """Hash of the files scored on, one after another: happenings, near misses, then reports by name."""
    files = [folder / "happenings.yaml", folder / "near_misses.yaml", *sorted((folder / "reports").glob("*.yaml"))]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def _rows(path: Path, kind: type[_Row]) -> list[_Row]:
    rows: Any = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    return msgspec.convert(rows, list[kind])  # type: ignore[valid-type]


def level(first: date, last: date) -> str:
    """The level of an interval by its inclusive length in days (contract 4.1)."""
    days = (last - first).days + 1
    bounds = ((1, "day"), (6, "days"), (7, "week"), (31, "month"))
    return next((name for most, name in bounds if days <= most), "year")


def kinds() -> frozenset[str]:
    """The kinds of the codebook."""
    return frozenset(shipped_codebook().kinds)
