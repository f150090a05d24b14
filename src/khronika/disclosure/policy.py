"""The policy of disclosure: what is kept back, how long, how coarse. Safe defaults; an archive's settings may differ.

Stands above the files of settings: it is handed what they say. Whether loosening was put on record is asked by the archive.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from khronika.codebook import codebook
from khronika.errors import UsageError

PlaceAt = Literal["point", "town", "adm1", "country"]
DateAt = Literal["day", "month", "year"]
PLACES: tuple[PlaceAt, ...] = ("point", "town", "adm1", "country")
DATES: tuple[DateAt, ...] = ("day", "month", "year")


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What holds for one kind. `small_cell`: fewer events in one unit and period are told by country. `only`: a sort of words
    that its sources must hold, else the rule does not apply."""

    withhold_days: int = 0
    place: PlaceAt = "point"
    date: DateAt = "day"
    quote: bool = True
    small_cell: int = 0
    only: str | None = None

    def coarsens(self) -> bool:
        """Whether it takes anything away after the days of waiting."""
        return self.place != "point" or self.date != "day" or not self.quote

    def joined(self, other: "Rule") -> "Rule":
        """The stricter of both in every respect."""
        return Rule(
            max(self.withhold_days, other.withhold_days),
            PLACES[max(PLACES.index(self.place), PLACES.index(other.place))],
            DATES[max(DATES.index(self.date), DATES.index(other.date))],
            self.quote and other.quote,
            max(self.small_cell, other.small_cell),
        )


class NamesPolicy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What holds for names of persons."""

    mask: bool = True
    officials: bool = False
    allow: list[str] = []


class SourcesPolicy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Publishers or documents that are not shown."""

    sealed: list[str] = []


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole."""

    kinds: dict[str, Rule]
    names: NamesPolicy = NamesPolicy()
    sources: SourcesPolicy = SourcesPolicy()

    def rule(self, kind: str | None) -> Rule | None:
        """The rule of a kind, or of the shipped kind above one of the user's own."""
        return self.kinds.get(codebook().shipped(kind) or "")


@lru_cache(maxsize=1)
def default_policy() -> Policy:
    """The policy that ships with this version."""
    return msgspec.yaml.decode(Path(__file__).with_name("policy.yaml").read_bytes(), type=Policy)


def policy_of(settings: Mapping[str, Any]) -> Policy:
    """The default with what the table `disclosure` of khronika.toml says otherwise. Raises UsageError: no such key or value."""
    base: dict[str, Any] = msgspec.to_builtins(default_policy())
    for name, value in settings.items():
        if name == "kinds" and isinstance(value, Mapping):
            base["kinds"] |= {kind: base["kinds"].get(kind, {}) | dict(rule) for kind, rule in value.items()}
        elif isinstance(value, Mapping) and isinstance(base.get(name), dict):
            base[name] |= dict(value)
        else:
            base[name] = value
    try:
        made = msgspec.convert(base, Policy)
    except msgspec.ValidationError as error:
        raise UsageError(f"khronika.toml, [disclosure]: {error}") from error
    unknown = sorted(set(made.kinds) - set(codebook().kinds))
    if unknown:
        raise UsageError(f"khronika.toml, [disclosure.kinds]: no such kind: {', '.join(unknown)}")
    return made


def loosened(policy: Policy) -> Iterator[tuple[str, str]]:
    """Each setting that shows more than the default would: its name and its value."""
    usual = default_policy()
    for kind, safe in usual.kinds.items():
        yield from (
            (f"kinds.{kind}.{field}", value) for field, value in _looser(policy.kinds.get(kind) or Rule(), safe)
        )
    if not policy.names.mask:
        yield "names.mask", "false"
    if policy.names.officials:
        yield "names.officials", "true"
    yield from (("names.allow", name) for name in policy.names.allow)


def _looser(rule: Rule, safe: Rule) -> Iterator[tuple[str, str]]:
    if rule.withhold_days < safe.withhold_days:
        yield "withhold_days", str(rule.withhold_days)
    if PLACES.index(rule.place) < PLACES.index(safe.place):
        yield "place", rule.place
    if DATES.index(rule.date) < DATES.index(safe.date):
        yield "date", rule.date
    if rule.quote and not safe.quote:
        yield "quote", "true"
    if rule.small_cell < safe.small_cell:
        yield "small_cell", str(rule.small_cell)
    if rule.only != safe.only and rule.only is not None:
        yield "only", rule.only
