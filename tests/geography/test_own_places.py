"""What a user brings is found in texts, wins where it shall, and changes nothing else. The places are invented."""

from pathlib import Path

import pytest
from own import ZORKA, country_file, found, line, table, take

from khronika.geography import gazetteer, read_places, using
from khronika.geography.current import opened, shipped
from khronika.geography.own.search import search

LISBON, PORTO, MAKHACHKALA = 2267057, 2735943, 532096


@pytest.mark.parametrize(
    ("language", "text", "quote"),
    [
        ("en", "Shells hit Verkhnyaya Zorka.", "Verkhnyaya Zorka"),
        ("en", "VERKHNYAYA ZORKA burned.", "VERKHNYAYA ZORKA"),
        ("ru", "В Верхней Зорке прошёл митинг.", "Верхней Зорке"),
        ("ko", "베르흐냐야조르카에서 집회가 열렸다.", "베르흐냐야조르카"),
    ],
)
def test_an_imported_village_is_found_with_its_coordinates(
    tmp_path: Path, language: str, text: str, quote: str
) -> None:
    assert not [f for f in read_places(text, language) if f.quote == quote and f.place.lat]
    take(table(tmp_path, ZORKA), tmp_path)
    place = found(text, tmp_path, language)[quote]
    assert (place.place.lat, place.place.lon, place.place.level) == (43.1, 46.5, "town")
    assert (place.place.country_iso3, place.place.admin1) == ("RUS", "Dagestan")
    assert place.rule.startswith("gazetteer.user:places")


def test_a_list_wins_over_a_namesake(tmp_path: Path) -> None:
    take(table(tmp_path, "Lisbon,10,20,,,,,,"), tmp_path)
    lisbon = found("Nurses from Porto marched in Lisbon in Portugal.", tmp_path)["Lisbon"]
    assert (lisbon.place.lat, lisbon.place.lon) == (10, 20)
    assert lisbon.rule == "gazetteer.user:places+en.place.prep.in"
    assert LISBON in [other.geonameid for other in lisbon.alternatives]


def test_words_beside_a_name_say_otherwise(tmp_path: Path) -> None:
    take(table(tmp_path, "Lisbon,46,3,town,,FRA,,,"), tmp_path)
    assert found("Nurses marched in Lisbon, Portugal.", tmp_path)["Lisbon"].place.geonameid == LISBON
    assert found("Nurses marched in Lisbon, France.", tmp_path)["Lisbon"].place.lat == 46


def test_a_place_that_is_shipped_too_has_the_users_values(tmp_path: Path) -> None:
    take(table(tmp_path, f"Ulyssipo,38.5,-9.5,,Lisboa Nova,,,{LISBON},"), tmp_path)
    for name in ("Lisbon", "Ulyssipo", "Lisboa Nova"):
        place = found(f"Nurses marched in {name}.", tmp_path)[name]
        assert (place.place.geonameid, place.place.name, place.place.lat) == (LISBON, "Ulyssipo", 38.5)
        assert (place.place.country_iso3, place.place.level, place.place.admin1) == ("PRT", "town", "Lisbon")
        assert place.rule.startswith("gazetteer.user:places")


def test_a_pack_name_yields_to_the_users(tmp_path: Path) -> None:
    take(table(tmp_path, "Georgia,1,2,point,,,,,"), tmp_path)
    place = found("They met in Georgia.", tmp_path)["Georgia"]
    assert (place.place.level, place.place.lat) == ("point", 1)


def test_a_country_file_stands_beside_namesakes(tmp_path: Path) -> None:
    rows = [line(30_000_001, "Lisbon", 50, 40), line(30_000_002, "Nizhnyaya Zorka", 51, 41, names="Нижняя Зорка,NZK")]
    take(country_file(tmp_path, rows), tmp_path)
    assert found("They met in Lisbon.", tmp_path)["Lisbon"].place.geonameid == LISBON
    place = found("They met in Nizhnyaya Zorka.", tmp_path)["Nizhnyaya Zorka"]
    assert (place.place.geonameid, place.place.admin1) == (30_000_002, "Dagestan")
    assert place.rule == "gazetteer.user:XX+en.place.prep.in"
    assert found("Митинг в Нижней Зорке.", tmp_path, "ru")["Нижней Зорке"].place.geonameid == 30_000_002
    take(country_file(tmp_path, rows), tmp_path, first=True)
    assert found("They met in Lisbon.", tmp_path)["Lisbon"].place.geonameid == 30_000_001


def test_a_country_file_moves_towns_but_not_units_nor_borders(tmp_path: Path) -> None:
    dagestan = shipped().place(shipped().units["RU.17"])
    rows = [
        line(MAKHACHKALA, "Makhachkala", 42.9, 47.4, "P.PPLA", "RU.01", population=700_000),
        line(dagestan.geonameid or 0, "Elsewhere", 1, 1, "A.ADM1"),
        line(693805, "Simferopol", 44.9, 34.1, "P.PPLA", "RU.01"),
    ]
    take(country_file(tmp_path, rows), tmp_path)
    with using(str(tmp_path / "own")):
        town, crimea = gazetteer().by_id(MAKHACHKALA), gazetteer().by_id(693805)
        assert town and crimea
        assert (town.lat, town.lon, town.admin1) == (42.9, 47.4, "Dagestan")
        assert crimea.country_iso3 == "UKR"
        assert gazetteer().by_id(dagestan.geonameid or 0) == dagestan
        assert gazetteer().search("Elsewhere")[0] == dagestan


def test_the_policy_holds_for_new_places_of_country_files(tmp_path: Path) -> None:
    take(country_file(tmp_path, [line(30_000_003, "New Golan Farm", 33.0, 35.75, home="IL.03")]), tmp_path)
    place = found("They met in New Golan Farm.", tmp_path)["New Golan Farm"].place
    assert (place.country_iso3, place.lat) == ("SYR", 33.0)


def test_a_list_may_file_a_place_as_it_likes(tmp_path: Path) -> None:
    take(table(tmp_path, "Simferopol,44.9,34.1,town,,RUS,,693805,"), tmp_path)
    assert found("They met in Simferopol.", tmp_path)["Simferopol"].place.country_iso3 == "RUS"


def test_an_override_wins_over_both(tmp_path: Path) -> None:
    take(table(tmp_path, "Lisbon,10,20,,,,,,", ZORKA), tmp_path)
    (tmp_path / "o.txt").write_text(
        f"# ours\nLisbon => {PORTO}\nRussia\t1.5, 2.5, point\nверхняя зорка => 3,4\n", "utf-8"
    )
    take(tmp_path / "o.txt", tmp_path, sort="overrides")
    there = found("Nurses marched in Lisbon, France, and in Russia.", tmp_path)
    assert (there["Lisbon"].place.geonameid, there["Lisbon"].rule) == (PORTO, "gazetteer.override+en.place.prep.in")
    assert not there["Lisbon"].alternatives
    assert (there["Russia"].place.lat, there["Russia"].place.level) == (1.5, "point")
    assert found("Митинг в Верхней Зорке.", tmp_path, "ru")["Верхней Зорке"].place.lat == 3
    assert found("They met in Porto.", tmp_path)["Porto"].rule.startswith("gazetteer.exact")


def test_overrides_may_name_places_of_the_users_own_and_outlive_them(tmp_path: Path) -> None:
    take(country_file(tmp_path, [line(30_000_002, "Nizhnyaya Zorka", 51, 41)]), tmp_path)
    (tmp_path / "o.txt").write_text("The Hamlet => 30000002\n", "utf-8")
    assert found("They met in The Hamlet.", tmp_path, overrides=tmp_path / "o.txt")["The Hamlet"].place.lat == 51
    from khronika.geography.own.store import import_file, remove

    import_file(tmp_path / "o.txt", opened(str(tmp_path / "own")), where=str(tmp_path / "own"), sort="overrides")
    remove("XX", str(tmp_path / "own"))
    place = found("They met in The Hamlet.", tmp_path)["The Hamlet"].place
    assert (place.name, place.lat, place.geonameid) == ("Nizhnyaya Zorka", 51, 30_000_002)


def test_search_says_where_each_place_is_from(tmp_path: Path) -> None:
    take(table(tmp_path, "Lisbon,10,20,,,,,,5"), tmp_path)
    (tmp_path / "o.txt").write_text(f"Lisbon => {PORTO}\n", "utf-8")
    with using(str(tmp_path / "own"), tmp_path / "o.txt"):
        rows = search(" LISBON ", gazetteer())
    assert [r.source for r in rows[:2]] == ["override", "user:places"]
    assert {r.source for r in rows[2:]} == {"built-in"}
    assert (rows[0].geonameid, rows[1].lat, rows[1].population) == (PORTO, 10, 5)
    assert LISBON in [r.geonameid for r in rows]


def test_several_gazetteers_are_in_force_together(tmp_path: Path) -> None:
    take(table(tmp_path, ZORKA), tmp_path)
    take(table(tmp_path, "Malaya Zorka,43.2,46.6,,,RUS,,,"), tmp_path, name="more")
    take(country_file(tmp_path, [line(30_000_002, "Nizhnyaya Zorka", 51, 41)]), tmp_path)
    text = "They met in Verkhnyaya Zorka, in Malaya Zorka and in Nizhnyaya Zorka."
    there = found(text, tmp_path)
    assert [f.place.lat for f in there.values()][:3] == [43.1, 43.2, 51]
    assert [f.rule.partition("+")[0].partition(":")[2] for f in there.values()][:3] == ["places", "more", "XX"]


def test_a_list_is_found_by_its_sound(tmp_path: Path) -> None:
    take(table(tmp_path, "Khvostokamsk,43.1,46.5,town,,RUS,Dagestan,,"), tmp_path)
    text = "Митинг прошёл в селе Хвостокамск в Дагестане."
    assert found(text, tmp_path, "ru")["Хвостокамск"].rule.startswith("gazetteer.user:places+gazetteer.phonetic")


def test_without_an_own_gazetteer_the_shipped_object_serves() -> None:
    assert opened() is opened("none") is shipped()
    assert gazetteer().claims("lisbon") is False and gazetteer().origin(0) is None


def test_the_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    made = [take(table(tmp_path, ZORKA, "Lisbon,10,20,,,,,,"), tmp_path, name="one").path for _ in range(2)]
    first = made[0].read_bytes() if made[0] else b""
    take(table(tmp_path, ZORKA, "Lisbon,10,20,,,,,,"), tmp_path, name="one")
    assert made[1] and first == made[1].read_bytes()
