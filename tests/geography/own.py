"""Invented places and files for the tests of users' gazetteers. No such places exist."""

from collections.abc import Iterable
from pathlib import Path

from khronika.geography import gazetteer, read_places, using
from khronika.geography.current import shipped
from khronika.geography.own.store import Imported, import_file
from khronika.model import FoundPlace

HEAD = "name,lat,lon,level,alternate_names,country_iso3,admin1,geonameid,population"
ZORKA = "Verkhnyaya Zorka,43.1,46.5,town,Верхняя Зорка|베르흐냐야조르카,RUS,Dagestan,,"


def table(folder: Path, *rows: str, name: str = "places.csv", head: str = HEAD) -> Path:
    path = folder / name
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def line(
    number: int, name: str, lat: float, lon: float, sort: str = "P.PPL", home: str = "RU.17", **more: object
) -> str:
    """One line of a country file of GeoNames."""
    first, _, second = home.partition(".")[2].partition(".")
    feature, _, code = sort.partition(".")
    cells = [number, name, name, more.get("names", ""), lat, lon, feature, code, home.split(".")[0], "", first, second, "", "",
             more.get("population", 0), "", 12, "Europe/Moscow", "2031-01-01"]  # fmt: skip
    return "\t".join(map(str, cells))


def country_file(folder: Path, lines: Iterable[str], name: str = "XX.txt") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def take(path: Path, folder: Path, **options: object) -> Imported:
    """Import into `folder / "own"`."""
    return import_file(path, shipped(), where=str(folder / "own"), **options)  # type: ignore[arg-type]


def found(text: str, folder: Path, language: str = "en", overrides: Path | None = None) -> dict[str, FoundPlace]:
    """Toponyms by their words, read with what was imported into `folder / "own"`."""
    where = str(folder / "own") if (folder / "own").exists() else "none"
    with using(where, overrides):
        assert gazetteer() is not None
        return {f.quote: f for f in read_places(text, language) if f.hint != "demonym"}
