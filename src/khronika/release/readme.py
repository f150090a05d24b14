"""README.md and CHANGES.md of a release: what is in it, how to check it, what to keep in mind. Plain words, no judgement."""

from collections.abc import Mapping, Sequence
from typing import Any

from khronika.disclosure import View
from khronika.release.changes import Before, differences
from khronika.release.tool import VERSION

_TEXT = """# Release {name}

Made {at} by khronika {version}: {events} events and {figures} figures from {sources} sources.

- `events.csv`, `claims.csv`, `sources.csv`, `actors.csv` and their ties: the release itself. UTF-8, comma, empty cell = missing.
- `layouts/`: the same events as others expect them. What a layout cannot hold stands in its `.loss.json`. "ACLED-style" and
  "GED-style" name layouts: no row comes from ACLED or UCDP, and neither endorses this release.
- `annotations.jsonld`: where in its source each value was read; positions count Unicode code points of the stored text.
- `corrections.csv`, `deletions.csv`, `CHANGES.md`: what changed since the release before.
- Check it with `sha256sum -c MANIFEST.sha256`.

Names of persons are masked (U+2588). Kinds of events that could harm people appear late, at a region or in a month
(`geo_coarsened`), without their sources. A point is the middle of an area: draw `uncertainty_m`. Places: GeoNames, CC BY 4.0.
"""


def readme(view: View, name: str, at: str) -> str:
    """The README of a release."""
    events = sum(e.record == "event" for e in view.events)
    sources = len({m.document for m in view.mentions})
    return _TEXT.format(
        name=name, at=at, version=VERSION, events=events, figures=len(view.events) - events, sources=sources
    )


def changes_text(name: str, before: Before, now: Mapping[str, Mapping[str, str]], gone: Sequence[Sequence[Any]]) -> str:
    """What changed, counted and by id."""
    changed = {event: fields for event, fields in differences(before, now).items() if fields}
    new = [event for event in now if event not in before.events]
    lines = [
        f"# Changes of release {name}",
        "",
        f"{len(new)} new, {len(changed)} changed, {len(gone)} no longer there.",
        "",
    ]
    lines += [f"- {event}: {', '.join(field for field, _, _ in fields)}" for event, fields in sorted(changed.items())]
    return "\n".join(lines) + "\n"
