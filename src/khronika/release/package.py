"""datapackage.json: the release as a Frictionless Data Package v2, so that its tables load with types and keys."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from khronika.release import changes, native
from khronika.release.hxl import TAGS

SCHEMA = "https://datapackage.org/profiles/2.0/datapackage.json"
_ID = "khr-[0-9A-HJKMNP-TV-Z]{26}"
_INTEGERS = {"n_mentions", "n_independent", "revision", "revision_from", "revision_to", "geonameid", "uncertainty_m"}
_NUMBERS = {*native.NUMBERS, "lat", "lon", "confidence", "low", "high", "latitude", "longitude"}
_BOOLEANS = {"throughout", "geo_coarsened"}
_DAYS = {"date_start", "date_end"}
_TIMES = {"updated_at", "corrected_at", "deleted_timestamp"}
_ENUMS = {
    "record": ["event", "figure"], "date_level": ["day", "days", "week", "month", "year"], "role": ["side_a", "side_b", "assoc"],
    "geo_level": ["point", "suburb", "town", "near", "adm2", "adm1", "area", "country", "sea"], "release_status": ["candidate"],
    "reason": ["new_source", "error", "duplicate", "split", "privacy", "legal", "not_an_event"],
}  # fmt: skip
_TABLES: dict[str, tuple[tuple[str, ...], list[str], dict[str, str]]] = {
    "events": (native.EVENTS, ["event_id"], {}),
    "claims": (native.CLAIMS, ["claim_id"], {"event_id": "events", "source_id": "sources"}),
    "sources": (native.SOURCES, ["source_id"], {}),
    "actors": (native.ACTORS, ["actor_id"], {}),
    "event_actors": (
        native.EVENT_ACTORS,
        ["event_id", "actor_id", "role"],
        {"event_id": "events", "actor_id": "actors"},
    ),
    "event_sources": (native.EVENT_SOURCES, ["event_id", "source_id"], {"event_id": "events", "source_id": "sources"}),
    "corrections": (changes.CORRECTIONS, ["correction_id"], {}),
    "deletions": (changes.DELETIONS, ["event_id"], {}),
}


def table_names() -> list[str]:
    """The native tables, in the order of the descriptor."""
    return list(_TABLES)


def datapackage(files: Mapping[str, bytes], name: str, version: str, created: str) -> dict[str, Any]:
    """The descriptor of the release's files."""
    tables = [_table(name, files[f"{name}.csv"]) for name in _TABLES]
    others = [
        _file(path, content)
        for path, content in sorted(files.items())
        if path.removesuffix(".csv") not in _TABLES and _listed(path)
    ]
    return {
        "$schema": SCHEMA, "name": name, "version": version, "title": f"Release {name}", "created": created,
        "description": "Events and counted figures with their sources, as published: names of persons masked, some places and days coarse.",
        "resources": [*tables, *others],
    }  # fmt: skip


def _listed(path: str) -> bool:
    return path.endswith((".geojson", ".hxl.csv", ".jsonld", ".jsonl", ".tsv", ".json", ".csv"))


def _common(name: str, path: str, content: bytes) -> dict[str, Any]:
    return {
        "name": name,
        "path": path,
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "encoding": "utf-8",
    }


def _table(name: str, content: bytes) -> dict[str, Any]:
    columns, key, foreign = _TABLES[name]
    keys = [{"fields": [f], "reference": {"resource": table, "fields": [f]}} for f, table in foreign.items()]
    schema = {
        "fieldsMatch": "exact",
        "primaryKey": key,
        "missingValues": [""],
        "fields": [_field(name, c, key) for c in columns],
    }
    return _common(name, f"{name}.csv", content) | {
        "type": "table", "format": "csv", "mediatype": "text/csv",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "header": True},
        "schema": schema | ({"foreignKeys": keys} if keys else {}),
    }  # fmt: skip


def _field(table: str, name: str, key: Sequence[str]) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if name in key else {}
    if key == [name]:
        constraints["unique"] = True
    if name == "event_id":
        constraints["pattern"] = _ID
    if name in _ENUMS:
        constraints["enum"] = _ENUMS[name]
    bounds = {"lat": 90, "lon": 180}
    if name in bounds:
        constraints |= {"minimum": -bounds[name], "maximum": bounds[name]}
    return {"name": name, "title": name.replace("_", " "), "type": column_type(table, name)} | (
        {"constraints": constraints} if constraints else {}
    )


def column_type(table: str, name: str) -> str:
    """The Frictionless type of a column of a native table."""
    if name in _INTEGERS:
        return "integer"
    if name in _NUMBERS:
        return "number"
    if name in _BOOLEANS:
        return "boolean"
    if name in _DAYS:
        return "date"
    return "datetime" if name in _TIMES else "string"


def _file(path: str, content: bytes) -> dict[str, Any]:
    name = path.replace("/", "-").replace("_", "-").lower()
    kinds = {".geojson": "application/geo+json", ".jsonld": "application/ld+json", ".json": "application/json",
             ".jsonl": "application/x-ndjson", ".tsv": "text/tab-separated-values", ".csv": "text/csv"}  # fmt: skip
    media = next(kind for end, kind in kinds.items() if path.endswith(end))
    made = _common(name, path, content) | {"mediatype": media}
    if path.endswith(".hxl.csv"):
        made |= {
            "dialect": {"headerRows": [1], "commentRows": [2]},
            "schema": {"fields": [{"name": n, "type": "any"} for n in TAGS]},
        }
    return made
