"""Rows of one noun, as a list in Python and as a table for others: Arrow, polars, pandas.

The columns of a table follow from the noun's own types, so an empty table has the same columns as a full one.
"""

from collections.abc import Iterator, Sequence
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

from khronika.errors import MissingExtraError

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

Row = TypeVar("Row", bound=msgspec.Struct)


class Table(Sequence[Row], Generic[Row]):
    """A list of rows of one struct. `to_arrow`, `to_polars`, `to_pandas` need the extra `arrow`."""

    def __init__(self, kind: type[Row], rows: Sequence[Row]) -> None:
        self.kind = kind
        self.rows = list(rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __getitem__(self, index: Any) -> Any:
        return self.rows[index]

    def __repr__(self) -> str:
        return f"Table({self.kind.__name__}, {len(self.rows)} rows)"

    def to_dicts(self) -> list[dict[str, Any]]:
        """The rows as the contract's JSON objects."""
        return [msgspec.to_builtins(row) for row in self.rows]

    def to_arrow(self) -> "pyarrow.Table":
        """An Arrow table; mappings (`spans`, `rules`, `summary`) are Arrow maps."""
        try:
            import pyarrow as pa
        except ImportError as error:
            raise MissingExtraError("an Arrow table", "arrow") from error
        schema = pa.schema([(name, _arrow(hint, pa)) for name, hint in get_type_hints(self.kind).items()])
        return pa.Table.from_pylist([_columns(d) for d in self.to_dicts()], schema=schema)

    def to_polars(self) -> "polars.DataFrame":
        """A polars frame."""
        try:
            import polars
        except ImportError as error:
            raise MissingExtraError("a polars frame", "arrow", "polars") from error
        frame = polars.from_arrow(self.to_arrow())
        assert isinstance(frame, polars.DataFrame)
        return frame

    def to_pandas(self) -> "pandas.DataFrame":
        """A pandas frame."""
        try:
            return self.to_arrow().to_pandas()
        except ImportError as error:
            raise MissingExtraError("a pandas frame", "arrow", "pandas") from error


def _columns(row: dict[str, Any]) -> dict[str, Any]:
    """Mappings as lists of pairs, which is how Arrow takes them."""
    return {
        k: list(v.items()) if isinstance(v, dict) and k in ("spans", "rules", "summary") else v for k, v in row.items()
    }


def _arrow(hint: Any, pa: Any) -> Any:
    """The Arrow type of a Python type hint of the model."""
    origin, args = get_origin(hint), [a for a in get_args(hint) if a not in (NoneType, msgspec.UnsetType)]
    if origin in (Union, UnionType):
        return pa.float64() if set(args) == {float, int} else _arrow(args[0], pa)
    if origin is Literal:
        return pa.string()
    if origin in (list, tuple):
        return pa.list_(_arrow(args[0], pa))
    if origin is dict:
        return pa.map_(_arrow(args[0], pa), _arrow(args[1], pa))
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return pa.struct([(name, _arrow(of, pa)) for name, of in get_type_hints(hint).items()])
    return {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}.get(hint, pa.string())
