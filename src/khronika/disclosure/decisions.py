"""What the published view kept back or made coarser, one line a value, for `--dry-run` and loss reports. Never published."""

from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec


class Decision(msgspec.Struct, frozen=True, order=True):
    """`subject`: id of an event, mention or document in the archive. `what`: withheld, coarsened, masked."""

    subject: str
    what: str
    field: str
    rule: str
    why: str


def told(decisions: Iterable[Decision]) -> Iterator[str]:
    """The decisions as lines for people: by subject, then a count of each sort."""
    listed = sorted(decisions)
    for one in listed:
        yield f"{one.subject}: {one.field} {one.what} ({one.rule}: {one.why})"
    counts = Counter((one.what, one.field) for one in listed)
    for (what, field), number in sorted(counts.items()):
        yield f"{number} × {field} {what}"
