"""The shipped censuses: they add up to the published totals, and name every region of the gazetteer."""

import csv
from pathlib import Path

import pytest
from pytest import approx

import khronika.measure.populations as room
from khronika.errors import UsageError
from khronika.geography.current import shipped
from khronika.measure import disparity, read_populations

TABLES = room.censuses()


def lines(census: str) -> list[dict[str, str]]:
    with (Path(room.__file__).parent / "regions" / f"{census}.csv").open(encoding="utf-8") as opened:
        return list(csv.DictReader(opened))


@pytest.mark.parametrize("census", TABLES)
def test_a_census_adds_up(census: str) -> None:
    rows, about = lines(census), TABLES[census]
    assert sum(int(row["population"]) for row in rows) == about.total
    assert len({row["code"] for row in rows}) == len(rows)
    assert (about.total == about.published) == (about.differs is None)


@pytest.mark.parametrize("census", TABLES)
def test_what_was_compared_row_by_row_is_marked(census: str) -> None:
    rows = lines(census)
    assert {row["confirmed"] for row in rows} <= {"yes", ""}
    compared = sum(row["confirmed"] == "yes" for row in rows)
    assert TABLES[census].checked.startswith(f"{compared} of {len(rows)} rows")


def test_districts_of_russia_add_up() -> None:
    """Sums that Rosstat prints for its federal districts, without Crimea and Sevastopol in the south."""
    people = read_populations("RUS-2021")
    caucasus = ("DA", "IN", "KB", "KC", "SE", "CE", "STA")
    urals = ("KGN", "SVE", "KHM", "YAN", "TYU", "CHE")
    centre = (
        "BEL", "BRY", "VLA", "VOR", "IVA", "KLU", "KOS", "KRS", "LIP", "MOS", "ORL", "RYA", "SMO", "TAM", "TVE", "TUL", "YAR", "MOW"
    )  # fmt: skip
    for codes, total in ((caucasus, 10_171_434), (urals, 12_300_793), (centre, 40_334_532)):
        assert sum(people[f"RU-{code}"] for code in codes) == total
    assert (people["Dagestan"], people["Moscow"]) == (3_182_054, 13_010_112)


@pytest.mark.parametrize(("census", "country"), [("RUS-2021", "RU"), ("USA-2020", "US"), ("CAN-2021", "CA")])
def test_every_region_of_the_gazetteer_has_people(census: str, country: str) -> None:
    places, people = shipped(), read_populations(census)
    names = [places.name(row) for code, row in places.units.items() if code.startswith(f"{country}.")]
    assert names
    assert [name for name in names if name not in people] == []


def test_it_serves_as_denominator() -> None:
    found = disparity(
        [{"region": "Dagestan", "count": 301}, {"region": "RU-MOW", "count": 30}],
        populations=read_populations("RUS-2021"),
    )
    assert found.ratio == approx(41.02217951, abs=1e-6)


def test_what_is_not_shipped_is_said() -> None:
    with pytest.raises(UsageError, match="shipped are RUS-2021, USA-2020, CAN-2021"):
        read_populations("FRA-2020")
