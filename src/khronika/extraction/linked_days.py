"""When a happening was, by the time expressions that the judge links to it."""

from khronika.extraction.candidates import Candidate
from khronika.extraction.reading import Reading
from khronika.extraction.slots import dated, when
from khronika.extraction.view import View, within
from khronika.judge.model import Told
from khronika.model import FoundDate

_LINKED = 0.5
_LIKELY = 0.25
_OF_DAYS_TO_COME = frozenset({"restriction"})  # the day that a ban is about is not the day of the ban


def set_days(candidate: Candidate, told: Told, view: View, reading: Reading) -> None:
    """The linked time expressions; several that frame one telling come together, else the surest."""
    days = [d for s in within(view, reading) for d in s.dates if dated(d)]
    if candidate.kind in _OF_DAYS_TO_COME and candidate.status == "occurred" and reading.published is not None:
        days = [d for d in days if (d.date_start or "") <= reading.published.isoformat()]
    found = [(view.link(told, "date", d.start, d.stop), d) for d in days]
    linked = [(c, d) for c, d in found if c >= _LINKED]
    if not linked:
        linked = [max(found, key=lambda pair: pair[0])] if found and max(c for c, _ in found) >= _LIKELY else []
    if linked:
        best = max(linked, key=lambda pair: pair[0])[1]
        finer = [d for _, d in linked if _holds(best, d)]
        chosen = finer[0] if finer else best
        when(candidate, [chosen], "judge.date+" + chosen.rule)


def _holds(d: FoundDate, e: FoundDate) -> bool:
    first, last = (d.date_start or "", d.date_end or ""), (e.date_start or "", e.date_end or "")
    return first != last and first[0] <= last[0] and last[1] <= first[1]
