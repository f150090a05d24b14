"""Every table of a result as an Arrow file. What has to be said beside the numbers stands in the files' metadata.

The first table goes into the file that was named, the others beside it: `rates.arrow`, `coverage.pairs.arrow`. Tables
without a row are written too, with their columns. Nothing is computed here.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from khronika.errors import CannotError, MissingExtraError
from khronika.measure.result import Result

if TYPE_CHECKING:
    import pyarrow

KEY = b"khronika"
_BESIDE = ("method", "sentence", "n", "n_of", "level", "sources", "warnings", "settings", "snapshot")


def arrow_tables(found: Result) -> "dict[str, pyarrow.Table]":
    """The tables by name; the metadata `khronika` is a JSON object: sentence, method, n, sources, warnings, snapshot."""
    told = found.to_dict()
    beside = msgspec.json.encode({name: told[name] for name in _BESIDE})
    made = {}
    for name, table in found.tables().items():
        arrow = table.to_arrow()
        made[name] = arrow.replace_schema_metadata({KEY: beside})
    return made


def save_arrow(found: Result, path: str | Path) -> list[Path]:
    """Writes the first table into `path`, each other one beside it under its name; gives the files.

    Raises CannotError where a file cannot be written, MissingExtraError without pyarrow.
    """
    tables = arrow_tables(found)
    try:
        from pyarrow import OSFile, ipc
    except ImportError as error:
        raise MissingExtraError("an Arrow file", "arrow") from error
    target, written = Path(path), []
    for name, table in tables.items():
        place = target if name == "rows" else target.with_name(f"{target.stem}.{name}{target.suffix}")
        try:
            with OSFile(str(place), "wb") as sink, ipc.new_file(sink, table.schema) as writer:
                writer.write_table(table)
        except OSError as error:
            raise CannotError(place, error.strerror or str(error), "choose another --arrow") from error
        written.append(place)
    return written
