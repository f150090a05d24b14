"""What somebody claimed beside what the table gives: a ratio that a text states is checked, not trusted."""

from collections.abc import Mapping
from typing import Any

import msgspec

from khronika.measure.words import interval, number, stated

_WORDS = {"ratio": "ratio of rates", "population_ratio": "ratio of populations", "count_ratio": "ratio of counts"}


class Claim(msgspec.Struct, frozen=True):
    """A claimed ratio and what was found; limits only for the ratio of rates. `within`: inside the interval."""

    of: str
    claimed: float
    found: float | None
    lower: float | None
    upper: float | None
    within: bool | None
    says: str


def check_claims(settings: Mapping[str, Any], found: Mapping[str, Any]) -> list[Claim]:
    """Each claim of the settings against the values found."""
    made = [_rate_claim(claimed, *found["ratio"]) for claimed in settings["claimed_ratio"]]
    for name in ("population_ratio", "count_ratio"):
        claimed = settings[f"claimed_{name}"]
        if claimed is not None:
            made.append(_plain(name, claimed, found[name]))
    return made


def _rate_claim(claimed: float, ratio: float | None, lower: float, upper: float | None) -> Claim:
    within = lower <= claimed and (upper is None or claimed <= upper)
    says = (
        f"claimed ratio of rates {stated(claimed)}: the table gives {number(ratio) if ratio is not None else 'no finite one'}"
        f" (interval {interval(lower, upper)}), which {'does not exclude' if within else 'excludes'} the claimed one"
    )
    return Claim("ratio", claimed, ratio, lower, upper, within, says)


def _plain(name: str, claimed: float, found: float | None) -> Claim:
    says = f"claimed {_WORDS[name]} {stated(claimed)}: the table gives {'no finite one' if found is None else number(found)}"
    return Claim(name, claimed, found, None, None, None, says)
