"""Rows of counts made ready for a rate: one per region and stratum, with a population; else a refusal that says why."""

from collections.abc import Mapping, Sequence

import msgspec

from khronika.errors import RefusedError
from khronika.measure.result import named
from khronika.measure.rows import CountRow
from khronika.measure.words import listed, whole
from khronika.model import Problem


def merged(
    rows: Sequence[CountRow],
    populations: Mapping[str, float],
    source: str | None = None,
    problems: Sequence[Problem] = (),
) -> list[CountRow]:
    """The rows of one source, sorted, with populations filled from a table where their own is missing."""
    kept = [row for row in rows if source is None or row.source == source]
    if not kept:
        raise RefusedError(
            "no row can be used" + (f" of source {source}" if source else "") + "".join(f"; {p}" for p in problems),
            "give a table with region, count and population",
        )
    _check_single(kept)
    return sorted((_with_population(row, populations) for row in kept), key=lambda row: (row.region, row.stratum or ""))


def _with_population(row: CountRow, populations: Mapping[str, float]) -> CountRow:
    if row.population is not None or row.region not in populations:
        return row
    return msgspec.structs.replace(row, population=float(populations[row.region]))


def _check_single(rows: Sequence[CountRow]) -> None:
    """One count a region and stratum: two tallies of one thing are two claims, never a sum."""
    seen: dict[tuple[str, str | None], CountRow] = {}
    for row in rows:
        key = (row.region, row.stratum)
        if key in seen:
            raise RefusedError(
                f"two counts for {row.region}: {_claim(seen[key])} and {_claim(row)}",
                "keep one a region (--source NAME takes one source); two tallies of one thing are never added",
            )
        seen[key] = row


def _claim(row: CountRow) -> str:
    about = ", ".join(part for part in (row.source, row.as_of) if part)
    return f"{row.count} ({about})" if about else f"{row.count} ({row.where or 'no source'})"


def check_population(rows: Sequence[CountRow]) -> None:
    """Every row has people at risk; a count without them has no rate."""
    lacking = [row.region for row in rows if not row.population]
    if lacking:
        raise RefusedError(
            f"no population at risk for {listed(sorted(set(lacking)))}",
            "raw counts follow where people live and who watches; give a column population, or --populations",
        )


def check_counts(rows: Sequence[CountRow]) -> None:
    """Counts fit their own limits and their populations."""
    for row in rows:
        if row.count_max is not None and row.count_max < row.count:
            raise RefusedError(
                f"count_max {row.count_max} of {row.region} is under its count {row.count}", "correct the table"
            )
        if row.population is not None and row.count > row.population:
            raise RefusedError(
                f"{whole(row.count)} cases among {whole(row.population)} people in {row.region}",
                "the population at risk cannot be the right one; correct it",
            )


def source_warnings(rows: Sequence[CountRow]) -> list[str]:
    """What is odd in where the counts are from, and when they were taken."""
    made = []
    without = [row.region for row in rows if not row.source]
    if without:
        made.append(f"no source is named for the count of {listed(sorted(set(without)))}")
    if len(named(row.source for row in rows)) > 1:
        made.append("the counts have different sources, which may search differently")
    if len(named(row.as_of for row in rows)) > 1:
        made.append("the counts were taken on different days; the later one had longer to grow")
    if any(row.kind == "min" for row in rows):
        made.append("counts are of what was listed; how much was missed is unknown, and may differ from place to place")
    return made
