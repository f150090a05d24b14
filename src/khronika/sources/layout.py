"""The layouts of event tables as data: which columns they need, and what their codes mean in the codebook's words."""

import csv
from functools import lru_cache
from pathlib import Path

import msgspec

from khronika.languages.source import LINE, read_yaml
from khronika.model.mention import DateLevel, PlaceLevel

_HERE = Path(__file__).parent / "layouts"
_NAMES = ("acled", "ged")


class Layout(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One layout. All keys are lower case; `kinds` may be None where a class holds several kinds and says none.

    `id`: the column of the row's own id, which stays when the table is issued again.
    """

    name: str
    needs: frozenset[str]
    kinds: dict[str, str | None]
    places: dict[str, PlaceLevel]
    dates: dict[str, DateLevel]
    wide: frozenset[str] = frozenset()
    inter: dict[str, str] = {}
    months: tuple[str, ...] = ()
    id: str | None = None


@lru_cache(maxsize=1)
def layouts() -> tuple[Layout, ...]:
    """All that are known."""
    found = [read_yaml(_HERE / f"{name}.yaml") for name in _NAMES]
    return tuple(msgspec.convert(_bare(values), Layout) for values in found)


def _bare(value: object) -> object:
    """The value without the line numbers that the reader of packs adds."""
    if isinstance(value, dict):
        return {k: _bare(v) for k, v in value.items() if k != LINE}
    return [_bare(v) for v in value] if isinstance(value, list) else value


@lru_cache(maxsize=1)
def countries() -> dict[str, dict[str, str]]:
    """ISO 3166-1 numeric codes and Gleditsch-Ward numbers (`numeric`, `gw`), each to the ISO code of three letters.

    Gleditsch-Ward 345, under which several states of today once stood, is left out.
    """
    with (_HERE / "countries.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {code: {row[code]: row["iso3"] for row in rows if row[code]} for code in ("numeric", "gw")}
