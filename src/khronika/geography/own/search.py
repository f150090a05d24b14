"""Look a name up in the gazetteer in force: every place that bears it, and where its values are from."""

import msgspec

from khronika.geography.gazetteer import Gazetteer
from khronika.model.mention import PlaceLevel

MOST = 100


class Candidate(msgspec.Struct, frozen=True):
    """One place of the name. `source` is `built-in`, `user:NAME` or `override`."""

    name: str | None
    geonameid: int | None
    country_iso3: str | None
    admin1: str | None
    level: PlaceLevel | None
    population: int
    lat: float | None
    lon: float | None
    source: str

    def line(self) -> str:
        """The same for people."""
        within = ", ".join(part for part in (self.admin1, self.country_iso3) if part and part != self.name)
        where = "no coordinates" if self.lat is None else f"{self.lat}, {self.lon}"
        facts = f"{self.level}, {where}, population {self.population or 'not given'}, id {self.geonameid or 'none'}"
        return f"{self.name}" + (f", {within}" if within else "") + f": {facts}; {self.source}"


def search(name: str, places: Gazetteer) -> list[Candidate]:
    """The places that bear the name in any script or language known: an override's first, a list's next, then by size."""
    return [_candidate(row, origin, places) for row, origin in places.candidates(name)[:MOST]]


def _candidate(row: int, origin: str | None, places: Gazetteer) -> Candidate:
    place = places.place(row)
    source = origin.removeprefix("gazetteer.") if origin else "built-in"
    return Candidate(
        place.name, place.geonameid, place.country_iso3, place.admin1, place.level, places.population[row], place.lat,
        place.lon, source,
    )  # fmt: skip
