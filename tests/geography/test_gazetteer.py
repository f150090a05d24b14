"""The shipped gazetteer: what it knows, under whose flag, and how fast it opens."""

import time
from pathlib import Path

import pytest
import yaml

import khronika.geography
from khronika.errors import CannotError
from khronika.geography import Gazetteer, gazetteer, kilometres
from khronika.geography.layout import ADM1, LEVELS, TOWN

POLICY = yaml.safe_load((Path(khronika.geography.__file__).parent / "policy.yaml").read_text("utf-8"))["rules"]
PLACES = gazetteer()


@pytest.mark.parametrize(("place", "iso3"), [p for rule in POLICY for p in rule["check"].items()])
def test_disputed_places_are_filed_as_the_policy_says(place: int, iso3: str) -> None:
    found = PLACES.by_id(place)
    assert found is not None
    assert found.country_iso3 == iso3


@pytest.mark.parametrize(
    "area", ["Donbas", "South Ossetia", "Transnistria", "Golan Heights", "Nagorno-Karabakh", "East Jerusalem"]
)
def test_disputed_areas_have_a_country(area: str) -> None:
    homes = {
        "Donbas": "UKR",
        "South Ossetia": "GEO",
        "Transnistria": "MDA",
        "Golan Heights": "SYR",
        "Nagorno-Karabakh": "AZE",
    }
    assert PLACES.search(area)[0].country_iso3 == homes.get(area, "PSE")


@pytest.mark.parametrize("name", ["Makhachkala", "Махачкала", "마하치칼라", "MAKHACHKALA"])
def test_a_town_is_known_in_several_scripts(name: str) -> None:
    assert PLACES.search(name)[0].geonameid == 532096


def test_admin1_is_named_as_geonames_does_in_english() -> None:
    endirey = PLACES.by_id(582097)
    assert endirey is not None
    assert (endirey.name, endirey.admin1, endirey.country_iso3, endirey.level) == ("Endirey", "Dagestan", "RUS", "town")


def test_a_unit_is_found_with_and_without_its_level_word() -> None:
    assert PLACES.admin1("RUS", "Volgograd") == PLACES.admin1("RUS", "Volgograd Oblast") is not None
    assert PLACES.admin1("USA", "Volgograd") is None


def test_countries_are_found_by_code_and_in_their_own_words() -> None:
    assert PLACES.country("XKX") is not None
    assert PLACES.country("ZZZ") is None
    assert PLACES.search("Україна")[0].country_iso3 == PLACES.search("우크라이나")[0].country_iso3 == "UKR"


def test_units_lie_among_their_towns_and_hold_nine_in_ten() -> None:
    towns = range(PLACES.starts["town"], PLACES.starts["end"], 97)
    inside = []
    for town in towns:
        unit = PLACES.admin1_row[town]
        if unit != 0xFFFF and (middle := PLACES.point(unit)) and (at := PLACES.point(town)):
            inside.append(kilometres(middle, at) <= (PLACES.radius_km(unit) or 0) + 1)
    assert len(inside) > 2000
    assert 0.88 < sum(inside) / len(inside) < 0.96


def test_levels_contain_one_another() -> None:
    town = PLACES.row_of(532096)
    dagestan = PLACES.unit_number("RU.17")
    russia = PLACES.country_number("RUS")
    assert town is not None and dagestan is not None and russia is not None
    assert PLACES.holds(dagestan, town) and PLACES.holds(russia, dagestan) and not PLACES.holds(town, dagestan)
    assert LEVELS[PLACES.level[town]] == LEVELS[TOWN] and PLACES.level[dagestan] == ADM1


def test_unknown_ids_and_names_give_nothing() -> None:
    assert PLACES.by_id(1) is None and PLACES.by_id(0) is None
    assert PLACES.search("Zzyzzxberg") == []


def test_opening_takes_less_than_fifty_milliseconds() -> None:
    began = time.perf_counter()
    Gazetteer()
    assert time.perf_counter() - began < 0.05


def test_a_missing_file_says_how_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(CannotError, match=r"build\.py"):
        Gazetteer(tmp_path)
