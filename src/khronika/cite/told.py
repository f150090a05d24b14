"""What citing found, as text for a terminal: the verdicts as a table, the reasons under it, then the references."""

from collections.abc import Iterator

from rich import box
from rich.table import Table
from rich.text import Text

from khronika.cite.model import Cited, Evidence, NumberCheck, Reference
from khronika.publish.safety import flat_text

_STYLES = {"confirmed": "green", "contradicted": "bold red", "unknown": ""}
_PASSAGE, _QUOTE = 160, 80


def verdicts(cited: Cited, every: bool = False) -> Table:
    """One row a number: where it stands, its words, verdict, reason, the references of its statement.

    Numbers of notes and lists of sources are left out unless `every`.
    """
    made = Table(box=box.SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    made.add_column("at", justify="right", no_wrap=True)
    made.add_column("number", max_width=24, overflow="fold")
    made.add_column("verdict", no_wrap=True)
    made.add_column("reason", max_width=44)
    made.add_column("sources", max_width=12)
    for number in shown(cited, every):
        sources = " ".join(f"[{r}]" for r in number.references) or "–"
        cells = (str(number.start), number.quote, number.verdict, number.says, sources)
        made.add_row(*(Text(flat_text(cell)) for cell in cells), style=_STYLES[number.verdict])
    return made


def shown(cited: Cited, every: bool = False) -> list[NumberCheck]:
    """The numbers of the table."""
    return [n for n in cited.numbers if every or n.reason != "apparatus"]


def evidence_lines(cited: Cited) -> Iterator[str]:
    """For each number that is not unknown: its sentence, and what the verdict rests on."""
    for number in cited.numbers:
        if number.verdict == "unknown" and number.reason != "sources_differ":
            continue
        yield f"{number.start}:{number.stop} {number.verdict}: {_cut(number.passage.quote, _PASSAGE)}"
        yield from (f"    {line}" for line in map(_evidence, number.evidence))


def _evidence(evidence: Evidence) -> str:
    where = " ".join(part for part in (evidence.source, evidence.document) if part)
    span = evidence.span
    words = f" “{_cut(span.quote, _QUOTE)}” {span.start}:{span.stop}" if span else ""
    return flat_text(f"{evidence.side}{': ' + where if where else ''}{words}: {evidence.says}")


def reference_line(reference: Reference) -> str:
    """One reference on a line."""
    again = f"as [{reference.same_as}]: " if reference.same_as else ""
    said = (reference.author, reference.title, reference.publisher, reference.date, reference.url)
    parts = list(dict.fromkeys(_cut(part, _PASSAGE) for part in said if part))
    if not parts and reference.span:
        parts = [_cut(reference.span.quote, _PASSAGE)]
    capture = f" (capture {reference.capture[:16]}…)" if reference.capture else ""
    pages = f", {reference.pages}" if reference.pages else ""
    return f"[{reference.number}] {again}{'. '.join(parts)}{pages}{capture}"


def _cut(words: str, most: int) -> str:
    flat = flat_text(words.replace("\u2060", "")).strip()
    return flat if len(flat) <= most else flat[: most - 1].rstrip() + "…"


def summary(cited: Cited) -> str:
    """How many of what, on a line."""
    counted = [n.verdict for n in shown(cited)]
    many = ", ".join(f"{counted.count(verdict)} {verdict}" for verdict in ("confirmed", "contradicted", "unknown"))
    return f"{len(counted)} numbers: {many}; {len(cited.statements)} statements, {len(cited.references)} references"
