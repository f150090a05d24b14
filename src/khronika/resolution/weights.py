"""Read the levels and weights of resolving (codebook/resolve.yaml): data, versioned, frozen, never fitted in passing.

Each comparison is a list of levels; a level's weight is log2(m / u), a prior's log2(p / (1 - p)).
"""

from functools import lru_cache
from math import isfinite, log2
from pathlib import Path
from typing import Any

import msgspec

import khronika.codebook
from khronika.codebook import codebook
from khronika.errors import PackError, UsageError
from khronika.languages.source import LINE, read_yaml
from khronika.model import Problem

RESOLVE_YAML = Path(khronika.codebook.__file__).with_name("resolve.yaml")


class Level(msgspec.Struct, frozen=True):
    """One way in which two mentions can agree or differ, with what it is worth in bits.

    `m` and `u`: its shares where it has some, a prior's chance in `m`; `origin`: where the weight comes from.
    """

    id: str
    says: str
    weight: float
    never: bool = False
    m: float | None = None
    u: float | None = None
    origin: str = ""


class Weights(msgspec.Struct, frozen=True):
    """All levels with threshold, rates and families of kinds; `level("date.same_day")` gives one."""

    version: int
    threshold: float
    levels: dict[str, Level]
    bounds: dict[str, tuple[float, float]]
    rates: dict[str, float]
    rate_per_million: float
    radius_km: dict[str, float]
    alike: dict[str, frozenset[str]]
    ranks: dict[str, int]
    families: dict[str, str]
    lasting: frozenset[str]

    def level(self, name: str) -> Level:
        """The level of that name, without the leading `resolve.`."""
        return self.levels[name]


class LevelEstimate(msgspec.Struct, frozen=True):
    """A level's weight in bits and the shares that it comes from; `matches` and `pairs`: how many these rest on."""

    weight: float
    m: float | None = None
    u: float | None = None
    matches: float = 0.0
    pairs: int = 0


class EstimatedWeights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was estimated once and is kept, as JSON: levels and usual rates; `version` of the table that it started from."""

    version: int
    mentions: int
    levels: dict[str, LevelEstimate]
    rates: dict[str, float]

    def table(self) -> Weights:
        """Weights for `resolve`. Raises UsageError where the shipped table is another by now."""
        shipped = shipped_weights()
        if self.version != shipped.version or not self.levels.keys() <= shipped.levels.keys():
            what = f"the weights were estimated from version {self.version} of the table, this is {shipped.version}"
            raise UsageError(f"{what}; estimate them anew: khronika resolve --estimate")
        levels = dict(shipped.levels)
        for name, one in self.levels.items():
            told = f"estimated from {one.matches:.0f} matches and {one.pairs} other pairs"
            levels[name] = msgspec.structs.replace(
                levels[name], weight=one.weight, m=one.m, u=one.u, origin=_told_origin(told, one.m, one.u)
            )
        return msgspec.structs.replace(shipped, levels=levels, rates=shipped.rates | self.rates)


def _told_origin(where: str, m: float | None, u: float | None) -> str:
    return f"{where}: m {m:.3g}, u {u:.3g}" if u is not None else f"{where}: chance {m:.3g}"


def _weight(entry: dict[str, Any]) -> float:
    """Bits that an entry is worth. Source: Fellegi and Sunter (1969), doi:10.1080/01621459.1969.10501049."""
    if entry.get("never"):
        return 0.0
    if "weight" in entry:
        return float(entry["weight"])
    if "chance" in entry:
        return log2(entry["chance"] / (1 - entry["chance"]))
    return log2(entry["m"] / entry["u"])


def _read_levels(groups: dict[str, Any], problems: list[Problem]) -> dict[str, Level]:
    """name -> level; what is wrong with an entry is added to the problems with its line."""
    levels: dict[str, Level] = {}
    for group, entries in groups.items():
        for entry in entries if group != LINE else ():
            name = str(entry.get("id", "")).removeprefix("resolve.")
            try:
                weight = _weight(entry)
            except (KeyError, TypeError, ValueError, ZeroDivisionError):
                weight = float("nan")
            if not name.startswith(f"{group}.") or name in levels or not entry.get("says") or not isfinite(weight):
                where = f"{RESOLVE_YAML}:{entry.get(LINE)}"
                problems.append(Problem(where, f"level {name!r}: new id under {group}, sentence, m and u above 0"))
            m, u = entry.get("m", entry.get("chance")), entry.get("u")
            levels[name] = Level(
                f"resolve.{name}", str(entry.get("says")), weight, bool(entry.get("never")), m, u,
                _told_origin("reasoned", m, u) if m else "",
            )  # fmt: skip
    return levels


def _read_alike(data: dict[str, Any]) -> dict[str, frozenset[str]]:
    """kind -> kinds that may be the same happening, itself included."""
    kinds = codebook().kinds
    pairs = {(a, b) for a, one in kinds.items() for b, two in kinds.items() if one.family == two.family}
    pairs |= {(a, b) for entry in data["alike"] for a in entry["kinds"] for b in entry["kinds"]}
    pairs -= {(a, b) for entry in data["apart"] for a in entry["kinds"] for b in entry["kinds"] if a != b}
    return {kind: frozenset(b for a, b in pairs if a == kind) for kind in kinds}


@lru_cache(maxsize=1)
def shipped_weights() -> Weights:
    """The table that ships with this version. Raises PackError where an entry is at fault."""
    data = read_yaml(RESOLVE_YAML)
    problems: list[Problem] = []
    levels = _read_levels(data["levels"], problems)
    unknown = {k for part in ("alike", "apart") for e in data[part] for k in e["kinds"]} - set(codebook().kinds)
    problems += [Problem(str(RESOLVE_YAML), f"unknown kind {kind!r}") for kind in sorted(unknown)]
    if problems:
        raise PackError(problems)
    bare = {part: {k: v for k, v in data[part].items() if k != LINE} for part in ("bounds", "rates", "radius_km")}
    return Weights(
        version=data["version"], threshold=data["threshold"], levels=levels,
        bounds={k: (low, high) for k, (low, high) in bare["bounds"].items()}, rates=bare["rates"],
        rate_per_million=data["rate_per_million"], radius_km=bare["radius_km"], alike=_read_alike(data),
        ranks={name: kind.rank for name, kind in codebook().kinds.items()},
        families={name: kind.family for name, kind in codebook().kinds.items()},
        lasting=frozenset(kind for kind in codebook().kinds if codebook().shipped(kind) in data["lasting"]),
    )  # fmt: skip
