import json
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def features(written: Path) -> list[dict[str, Any]]:
    collection = json.loads((written / "events.geojson").read_text(encoding="utf-8"))
    assert collection["type"] == "FeatureCollection"
    return collection["features"]


def by_kind(features: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    return next(one for one in features if one["properties"]["kind"] == kind)


def test_country_level_has_no_geometry(features: list[dict[str, Any]]) -> None:
    country = next(one for one in features if one["properties"]["geo_level"] == "country")
    assert country["geometry"] is None


def test_point_is_longitude_then_latitude_with_its_uncertainty(features: list[dict[str, Any]]) -> None:
    clash = by_kind(features, "clash")
    assert clash["geometry"] == {"type": "Point", "coordinates": [15.09, 32.375]}
    assert (clash["properties"]["uncertainty_m"], clash["properties"]["geo_precision"]) == (25000, 2)


def test_figures_are_no_places(features: list[dict[str, Any]]) -> None:
    assert len(features) == 6
    assert all(one["id"] == one["properties"]["event_id"] for one in features)


def test_properties_are_flat(features: list[dict[str, Any]]) -> None:
    assert not any(isinstance(value, dict | list) for one in features for value in one["properties"].values())


def test_coarse_days_have_their_precision(features: list[dict[str, Any]]) -> None:
    assert by_kind(features, "conscription")["properties"]["time_precision"] == 2
    assert by_kind(features, "clash")["properties"]["time_precision"] == 1
