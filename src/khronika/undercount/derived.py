"""Derive a printed estimate again from its table: whoever doubts a number makes it anew and sees whether it is the same."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from khronika.errors import UsageError
from khronika.undercount.about import About
from khronika.undercount.errors import RefusedError
from khronika.undercount.gibbs import Settings
from khronika.undercount.measure import Options, measure
from khronika.undercount.record import record
from khronika.undercount.table import InclusionTable

_WHERE = frozenset({"version", "versions"})
"""What says where it was computed: other versions may give the same numbers."""


def verify(given: Mapping[str, Any], tables: Sequence[InclusionTable]) -> list[str]:
    """Names of the fields that differ when a record is made again from its tables; none: it is the same.

    `given` is what `record` gives, or what `--json` printed, with strata too. Takes as long as the estimate did.
    """
    records = given.get("strata") or [given]
    if len(records) != len(tables):
        raise UsageError(
            f"the result has {len(records)} strata and the table {len(tables)}; give the table it was made from"
        )
    differs: set[str] = set()
    for old, table in zip(records, tables, strict=True):
        differs.update(_differs(old, table))
    return sorted(differs)


def _differs(old: Mapping[str, Any], table: InclusionTable) -> set[str]:
    try:
        again = measure(table, msgspec.convert(old["about"], About), _options(old["options"]), bool(old["linked"]))
    except KeyError as error:
        raise UsageError(f"no result of an under-count that can be derived again: it lacks {error}") from error
    except RefusedError:
        return {"refused"}
    new = json.loads(msgspec.json.encode(record(again)))
    return {name for name in {*old, *new} - _WHERE if old.get(name) != new.get(name)}


def _options(given: Mapping[str, Any]) -> Options:
    latent = given["latent"]
    return Options(**{**given, "latent": None if latent is None else Settings(**latent)})
