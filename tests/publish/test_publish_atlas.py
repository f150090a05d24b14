import msgspec
from chronicle_case import DAGESTAN, KHASAVYURT, Case, large_case

from khronika.publish.page.atlas import areas, atlas, subset, unit_code

TINY = {
    "type": "Topology", "transform": {"scale": [1, 1], "translate": [0, 0]}, "arcs": ["a0", "a1", "a2", "a3"],
    "objects": {"x": {"type": "GeometryCollection", "geometries": [
        {"type": "Polygon", "id": "A", "arcs": [[0, 1]]}, {"type": "MultiPolygon", "id": "B", "arcs": [[[-4, 1]], [[3]]]},
    ]}},
}  # fmt: skip


def test_subset_keeps_only_the_arcs_it_needs_and_their_direction() -> None:
    found = subset(TINY, "x", {"B"})
    assert found["arcs"] == ["a3", "a1"]
    assert found["objects"]["x"]["geometries"] == [{"type": "MultiPolygon", "id": "B", "arcs": [[[-1, 1]], [[0]]]}]


def test_province_is_found_by_its_geonames_number() -> None:
    assert unit_code(DAGESTAN) == "RU.17"
    assert unit_code(msgspec.structs.replace(DAGESTAN, geonameid=None)) is None


def test_each_level_has_its_kind_of_area(case: Case) -> None:
    found = {area["level"]: area for area in areas(case.events)}
    assert found["adm1"]["unit"] == "RU.17" and found["adm1"]["radii"] == []
    assert found["country"]["country"] == "KAZ" and found["country"]["radii"] == []
    assert found["near"]["radii"] == [25000]


def test_events_at_one_place_share_an_area() -> None:
    found = [area for area in areas(large_case().events) if area["name"].startswith("Khasavyurt")]
    assert len(found) == 1 and len(found[0]["events"]) == 3


def test_province_without_a_polygon_is_a_circle(case: Case) -> None:
    place = msgspec.structs.replace(DAGESTAN, geonameid=None)
    (area,) = areas([msgspec.structs.replace(case.events[0], place=place)])
    assert area["unit"] is None and area["radii"] == [152600]


def test_missing_uncertainty_is_the_usual_one_of_the_level_or_none(case: Case) -> None:
    places = [msgspec.structs.replace(KHASAVYURT, uncertainty_m=None, level=level) for level in ("town", "area")]
    found = [areas([msgspec.structs.replace(case.events[0], place=place)])[0]["radii"] for place in places]
    assert found == [[10000], []]


def test_figures_and_unknown_places_are_not_on_the_map(case: Case) -> None:
    figure = next(event for event in case.events if event.record == "figure")
    assert areas([figure, msgspec.structs.replace(case.events[0], place=None)]) == []


def test_only_needed_provinces_are_embedded(case: Case) -> None:
    made = atlas(case.events)
    assert [shape["id"] for shape in made["units"]["objects"]["admin1"]["geometries"]] == ["RU.17"]
    assert atlas([])["units"] is None
