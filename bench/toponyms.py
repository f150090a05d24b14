"""Reads the public gold of toponyms: LGL and GeoVirus as XML, plain or gzipped. Their texts never enter the project."""

import gzip
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from khronika.text.fold import fold_words

Point = tuple[float, float]
REACH = 40  # offsets that miss the word are put right up to here; all of GeoVirus count from 1

_REGION = ("PCL", "ADM1", "ADMD", "CONT", "ISL", "RGN")
_PEOPLE = re.compile(
    r"(?:[a-z](?:an|ese|ish|ch|eli|aqi|ani|eni|audi|mali)s?|Greeks?|Czechs?|Swiss|Thais?|Turks?|Danes?|Finns?|Swedes?"
    r"|Poles?|Serbs?|Croats?|Slova[kc]s?|Slovenes?|Cypriots?|Scots|Welsh|Basques?|Kurds?|Arabs?|Uzbeks?|Kazakhs?|Tajiks?"
    r"|Abkhaz|Filipin\w+|Saudis?|Dutch)$"
)
_FORMAL = re.compile(r"\w+ (?:Arab )?(?:Republic|Federation)|Saudi(?= Arabia)")


@dataclass(frozen=True)
class Toponym:
    """A gold toponym: its words, where it lies, and what the set says of it (name of its entry, GeoNames class and id)."""

    start: int
    stop: int
    phrase: str
    point: Point | None
    name: str
    code: str
    geonameid: int | None

    @property
    def demonym(self) -> bool:
        """Words for the people of a country or region that are no part of its name ("Ohioans"), which LGL marks too."""
        if not (self.code.startswith(_REGION) and _PEOPLE.search(self.phrase)):
            return False
        return fold_words(self.phrase).split()[-1] not in fold_words(_FORMAL.sub("", self.name)).split()


@dataclass(frozen=True)
class Article:
    """A text with its day and its toponyms that have coordinates, one for each span, in the order of the text.

    `unplaced`: spans of toponyms without coordinates.
    """

    id: str
    text: str
    day: str | None
    toponyms: list[Toponym] = field(default_factory=list)
    unplaced: list[tuple[int, int]] = field(default_factory=list)


def read(path: Path) -> Iterator[Article]:
    """The articles of one file."""
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    for number, article in enumerate(ET.fromstring(raw).iter("article")):
        text = article.findtext("text") or ""
        every = {(t.start, t.stop): t for t in _toponyms(article, text)}
        tops = {span: t for span, t in every.items() if t.point}
        day = (article.findtext("dltime") or "").strip()[:10] or None
        yield Article(
            f"{number:05}", text, day, [tops[span] for span in sorted(tops)], sorted(every.keys() - tops.keys())
        )


def _toponyms(article: ET.Element, text: str) -> Iterator[Toponym]:
    for top in (*article.iter("toponym"), *article.iter("location")):
        phrase = _first(top, "phrase", "extractedName", "name")
        start = _nearest(phrase, text, int(_first(top, "start") or 0))
        if start is None:
            continue
        lat, lon = _first(top, "lat", "latitude"), _first(top, "lon", "longitude")
        tag = top.find("gaztag")
        page = _first(top, "page").rsplit("/", 1)[-1].replace("_", " ")
        number = None if tag is None else tag.get("geonameid")
        yield Toponym(
            start, start + len(phrase), phrase, (float(lat), float(lon)) if lat and lon else None,
            page if tag is None else _first(tag, "name"), _first(top, "fcode"), int(number) if number else None,
        )  # fmt: skip


def _first(top: ET.Element, *tags: str) -> str:
    """The first of these elements that says something."""
    said = (e.text.strip() for tag in tags for e in top.iter(tag) if e.text and e.text.strip())
    return next(said, "")


def _nearest(words: str, text: str, start: int) -> int | None:
    """Where the words stand in the text, in any case, nearest to `start`."""
    found = [m.start() for m in re.finditer(re.escape(words), text, re.IGNORECASE) if words]
    near = [at for at in found if abs(at - start) <= REACH]
    return min(near, key=lambda at: (text[at : at + len(words)] != words, abs(at - start)), default=None)
