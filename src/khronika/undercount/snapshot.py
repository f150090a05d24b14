"""The id that ties an estimate to what it was made from: the table, what is known of the lists, the options, the method.

The same input gives the same id, in whatever order its rows stood; other input cannot have it. With the versions of code,
NumPy and SciPy beside it whoever doubts a number can make it again.
"""

import hashlib
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version

import msgspec

from khronika.undercount.histories import members
from khronika.undercount.measure import Analysis

METHOD_VERSION = 3
"""Rises when numbers change: 2 with trajectories in the latent class model, 3 with limits over graphs that count whole
people, and with dates, places and kinds."""
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def snapshot(found: Analysis) -> str:
    """`khm-` and 26 characters, as the other measures give; no clock, no chance."""
    options = asdict(found.options)
    body = {
        "measure": "undercount", "version": METHOD_VERSION, "stratum": found.table.stratum, "rows": _rows(found),
        "about": msgspec.to_builtins(found.about), "seen": msgspec.to_builtins(found.table.seen),
        "linked": found.linked, "options": options,
    }  # fmt: skip
    digest = hashlib.sha256(msgspec.json.encode(body, order="deterministic")).digest()
    number = int.from_bytes(digest[:17], "big") >> 6
    return "khm-" + "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(26)))


def _rows(found: Analysis) -> list[list[object]]:
    """Names of the lists that hold them, and how many, for every history that is filled; the order of lists is lost."""
    names = found.table.lists
    filled = [
        [sorted(names[j] for j in members(history)), int(count)]
        for history, count in enumerate(found.table.counts)
        if count
    ]
    return [[sorted(names), 0], *sorted(filled, key=lambda row: str(row[0]))]


def versions() -> dict[str, str]:
    """Versions of what computed it."""
    made = {}
    for name in ("khronika", "numpy", "scipy"):
        try:
            made[name] = version(name)
        except PackageNotFoundError:
            made[name] = "unknown"
    return made
