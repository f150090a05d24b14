"""Put a release together and write it: native tables, layouts with their loss reports, provenance, manifest.

Everything is made of one published view and the release before; the same input gives the same bytes. The folder is
written beside and renamed into place, so that nobody sees half a release.
"""

import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from khronika.disclosure import View
from khronika.errors import CannotError, UsageError
from khronika.release import acled, annotations, changes, dialect, native, prov
from khronika.release.beside import tables_beside
from khronika.release.jsonfile import json_file
from khronika.release.layouts import layouts
from khronika.release.package import datapackage
from khronika.release.panels import Watched
from khronika.release.readme import changes_text, readme

MANIFEST = "MANIFEST.sha256"


def release_files(
    view: View, name: str, at: str, since: Path | None = None, merged: Mapping[str, str] | None = None,
    watched: Sequence[Watched] = (), tables: bool = False,
) -> dict[str, bytes]:  # fmt: skip
    """Path -> content of every file of the release. `at`: its time, UTC (2031-06-30T00:00:00Z); `since`: the release before;
    `merged`: ids of earlier events -> the events that hold them now; `watched`: where panels may
    say zero; `tables`: also Parquet, DuckDB, XLSX. Raises CannotError where `since` is no release, MissingExtraError."""
    before = changes.read_before(since)
    draft = native.native(view, {e.event_id: (0, "") for e in view.events})
    now = {row[0]: changes.as_cells(native.EVENTS, row) for row in draft.events}
    stamps = changes.stamps(before, now, at)
    files = _tables(native.native(view, stamps))
    files["corrections.csv"] = dialect.table(changes.CORRECTIONS, changes.corrections(before, now, at, name))
    ids = {name: acled.layout_id(name, row.get("country_iso3")) for name, row in before.events.items()}
    withheld = {d.subject for d in view.decisions if (d.what, d.field) == ("withheld", "event")}
    gone = changes.deletions(before, now, at, ids, merged or {}, withheld)
    files["deletions.csv"] = dialect.table(changes.DELETIONS, gone)
    files |= layouts(view, stamps, watched)
    files["annotations.jsonld"] = json_file(annotations.collection(view, name, at))
    files["prov.json"] = json_file(prov.provenance(view, name, at))
    files["CHANGES.md"] = changes_text(name, before, now, gone).encode()
    files["README.md"] = readme(view, name, at).encode()
    if tables:
        files |= tables_beside(files)
    files["datapackage.json"] = json_file(datapackage(files, name, at[:10].replace("-", "."), at))
    files[MANIFEST] = manifest(files)
    return files


def _tables(made: native.Native) -> dict[str, bytes]:
    columns = (native.EVENTS, native.CLAIMS, native.SOURCES, native.ACTORS, native.EVENT_ACTORS, native.EVENT_SOURCES)
    files = {f"{name}.csv": dialect.table(c, rows) for name, c, rows in zip(made._fields, columns, made, strict=True)}
    return files | {"layouts/events.xlsx.csv": dialect.spreadsheet(native.EVENTS, made.events)}


def manifest(files: Mapping[str, bytes]) -> bytes:
    """Every other file with its SHA-256, as `sha256sum -c` reads it."""
    lines = (f"{sha256(content).hexdigest()}  {path}\n" for path, content in sorted(files.items()) if path != MANIFEST)
    return "".join(lines).encode("utf-8")


def write_release(out: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Writes the release in place of the one that stood there. Raises UsageError: the folder holds something else; CannotError."""
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / MANIFEST).is_file())):
        raise UsageError(f"{out} holds something that is no release; choose another folder")
    draft, old = out.with_name(f".{out.name}.{os.getpid()}.new"), out.with_name(f".{out.name}.{os.getpid()}.old")
    try:
        for path, content in files.items():
            (draft / path).parent.mkdir(parents=True, exist_ok=True)
            (draft / path).write_bytes(content)
        if out.exists():
            out.replace(old)
        draft.replace(out)
    except OSError as error:
        raise CannotError(out, error.strerror or str(error), "free space or choose another folder") from error
    finally:
        _drop((draft, old))
    return [out / path for path in files]


def _drop(folders: Iterable[Path]) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
