"""Populations by region, from the user's table; a region that is not in it has none, and is never guessed."""

from khronika.errors import UsageError
from khronika.measure.read import Given, read
from khronika.measure.rows import Share


def read_populations(given: Given) -> dict[str, float]:
    """People by name, from a table with `name, population`; a name twice or a faulty line is an error."""
    rows, problems = read(given, Share)
    if problems:
        raise UsageError("; ".join(map(str, problems[:3])))
    names: dict[str, float] = {}
    for row in rows:
        if row.name in names:
            raise UsageError(f"{row.where}: {row.name} stands twice in the table of populations; keep one")
        names[row.name] = row.population
    return names
