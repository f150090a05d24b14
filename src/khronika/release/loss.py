"""What a layout could not hold: one report beside each, so that no row or value goes missing in silence."""

from collections.abc import Sequence
from typing import Any

import msgspec


class Loss(msgspec.Struct):
    """The report of one layout, filled while it is written."""

    format: str
    rows_in: int = 0
    rows_out: int = 0
    dropped: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    columns_empty: list[str] = []

    def drop(self, event: str, reason: str) -> None:
        """An event that the layout does not hold."""
        self.dropped.append({"id": event, "reason": reason})

    def change(self, event: str, field: str, before: Any, after: Any, rule: str) -> None:
        """A value that the layout holds otherwise."""
        self.changed.append({"id": event, "field": field, "from": before, "to": after, "rule": rule})

    def empty(self, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Notes the columns that no row fills."""
        self.rows_out = len(rows)
        self.columns_empty = [name for at, name in enumerate(columns) if not any(row[at] for row in rows)]

    def written(self) -> bytes:
        """As the file's bytes, by id: the order of the archive is not told."""
        ordered = msgspec.structs.replace(
            self, dropped=sorted(self.dropped, key=_id), changed=sorted(self.changed, key=_id)
        )
        return msgspec.json.format(msgspec.json.encode(ordered), indent=1) + b"\n"


def _id(row: dict[str, Any]) -> str:
    return str(row["id"])
