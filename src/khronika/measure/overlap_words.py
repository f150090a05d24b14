"""What is said of coverage: the method, the sentence, the warnings."""

from typing import TYPE_CHECKING

from khronika.measure.result import Method
from khronika.measure.words import interval, listed, number, whole

if TYPE_CHECKING:
    from khronika.measure.overlap import Coverage

METHOD = Method(
    measure="coverage",
    version=3,
    says="events by source, without reprints; overlap of pairs; shares and overlap by the largest size given and by place; the share of"
    " others' events that a source has (Clopper–Pearson limits) and how its odds change with size (logistic regression);"
    " days watched with explicit zeros from a list of who watched where and when",
    references=("doi:10.1111/ajps.12196",),
    assumes=(
        "one event has one name in the table, whoever reported it",
        "a reprint is marked as one (reprint_of)",
        "a source that watched a place would have reported an event there",
    ),
    not_when=(
        "sources are added to a sum of what happened: what all missed is in none of them",
        "reports are not linked: one event under two names makes sources look independent",
    ),
    cannot_tell=(
        "how many events no source listed",
        "whether a source missed an event or thought it too small",
    ),
)


def sentence(found: "Coverage") -> str:
    """How many sources listed how many events, how many alone, and who has most."""
    alone = sum(row.alone for row in found.rows)
    most = max(row.events for row in found.rows)
    share = max(row.share for row in found.rows)
    first = [row.source for row in found.rows if row.events == most]
    leading, each = listed(first), " each" if len(first) > 1 else ""
    zeros = sum(not cell.events for cell in found.panel)
    watched = (
        f" Of {whole(len(found.panel))} days watched by source and place, {whole(zeros)} had no event."
        if found.panel
        else ""
    )
    return (
        f"{whole(len(found.rows))} sources listed {whole(found.n)} events; {whole(alone)} were reported by one source alone."
        f" Most were reported by {leading} ({whole(most)}{each}, {100 * share:.0f} % of those listed, which is not of those that"
        f" happened).{watched}"
    )


def warnings(found: "Coverage") -> list[str]:
    """Lists that copy or contain each other, reprints, reports from where nobody was said to watch."""
    inside = [
        f"{x} in {y}"
        for pair in found.pairs
        if pair.by is None
        for x, y, share in ((pair.a, pair.b, pair.a_in_b), (pair.b, pair.a, pair.b_in_a))
        if share == 1
    ]
    copies = [row.source for row in found.rows if row.reprints and not row.events]
    reprints = sum(row.reprints for row in found.rows)
    larger = [
        f"{row.source} ({number(row.tenfold)} times the odds for ten times the size, {interval(row.tenfold_lower, row.tenfold_upper)})"
        for row in found.captures
        if row.tenfold_lower is not None
        and row.tenfold_upper is not None
        and not row.tenfold_lower <= 1 <= row.tenfold_upper
    ]
    made = [
        f"every event of one source is in the other ({listed(inside)}): a subset or a copy is no independent list, do not"
        " estimate an under-count from both" if inside else "",
        f"what is reported depends on the size of the event: {listed(larger)}; what was listed is no sample of what happened"
        if larger else "",
        f"{whole(reprints)} reprints were not counted as reports of their own" if reprints else "",
        f"only reprints from {listed(copies)}" if copies else "",
        f"{whole(found.outside)} reports lie outside the places and days said to be watched" if found.outside else "",
        "no watch list: a place without events may be one that nobody watched" if not found.panel else "",
        "only one source: nothing can be said of what it missed" if len(found.rows) == 1 else "",
    ]  # fmt: skip
    return [warning for warning in made if warning]
