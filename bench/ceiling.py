"""How many gold toponyms could be put right with the gazetteer that Khronika ships, and how many of these are.

Run from the project's environment: `python bench/ceiling.py LGL PATH/lgl.xml.gz` or `... GeoVirus PATH/GeoVirus.xml.gz`.

The ceiling is the share of gold toponyms for which some entry bears exactly their words, after our normalisation, and lies
within 161 km of the gold coordinates. The same is told where the gold point lies within the radius that the entry states: sets
file countries and continents by points that are no middles. Beside it the share that `khronika places --spans` puts there, and the
kinds of both sorts of misses. The sets are public but closed: they are read where they lie, and nothing of their texts is printed.
"""

import argparse
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from miss_kinds import kind, same_name
from toponyms import Article, Point, Toponym, read

from khronika.geography import gazetteer, kilometres
from khronika.geography.layout import ADM1, LEVELS, ROW
from khronika.geography.words import words_of
from khronika.model import Document, Passage
from khronika.readers import PlaceRow, read_place_rows
from khronika.text.fold import fold

NEAR_KM = 161
BARS = {"LGL": (0.93, 0.82), "GeoVirus": (0.93, 0.90)}  # of the ceiling, in absolute terms; LGL without demonyms


@dataclass(frozen=True)
class Outcome:
    """One gold toponym: the right entry by its own words, any entry by the words of the gold entry, and our answer."""

    top: Toponym
    rows: list[int]
    known: bool
    answer: PlaceRow | None

    @property
    def reachable(self) -> bool:
        """Whether an entry of this name lies near enough."""
        return any(_near(self.top, gazetteer().point(row)) for row in self.rows)

    @property
    def right(self) -> bool:
        """Whether our answer lies near enough."""
        return self.answer is not None and _near(self.top, _point(self.answer))

    @property
    def held(self) -> bool:
        """Whether an entry of this name is near enough or holds the gold point within the radius that it states."""
        return self.reachable or any(_holds(self.top, row) for row in self.rows)

    @property
    def in_radius(self) -> bool:
        """The same of our answer."""
        if self.right or self.answer is None:
            return self.right
        at = _point(self.answer)
        return any(gazetteer().point(row) == at and _holds(self.top, row) for row in self.rows)


def _holds(top: Toponym, row: int) -> bool:
    middle, radius = gazetteer().point(row), gazetteer().radius_km(row)
    return bool(middle and top.point and radius is not None and kilometres(middle, top.point) <= radius)


def _near(top: Toponym, point: Point | None) -> bool:
    return point is not None and top.point is not None and kilometres(top.point, point) <= NEAR_KM


def _point(answer: PlaceRow) -> Point | None:
    return None if answer.lat is None or answer.lon is None else (answer.lat, answer.lon)


def candidates(phrase: str) -> list[int]:
    """Rows of all entries that bear the phrase: names of the gazetteer and of the English pack, case and endings undone."""
    places, words = gazetteer(), words_of(Passage(0, phrase, fold(phrase), "en"))
    key = fold(phrase).strip(" .,'\"")
    own = [table[k] for table in (words.names, words.tied, words.demonyms) for k in (key, f"{key}.") if k in table]
    named = [row & ROW for form, _ in words.forms(key) for row in places.named(form)]
    return list(dict.fromkeys([*(row for row, _ in own), *named]))


def known(top: Toponym) -> bool:
    """Whether the gazetteer holds the place itself, under whatever name: by its id, else by the name of the gold entry."""
    places = gazetteer()
    if top.geonameid is not None and places.row_of(top.geonameid) is not None:
        return True
    return any(_near(top, places.point(row)) for row in candidates(top.name.split(",")[0]))


def outcomes(articles: Iterable[Article], demonyms: bool) -> list[Outcome]:
    """Every toponym of the set, with the answer that is given where all spans are."""
    found = []
    for article in articles:
        tops = [top for top in article.toponyms if demonyms or not top.demonym]
        spans = [(top.start, top.stop) for top in tops]
        answers = read_place_rows(Document(id=article.id, text=article.text, published=article.day, spans=spans))
        found += [Outcome(t, candidates(t.phrase), known(t), a) for t, a in zip(tops, answers, strict=True)]
    return found


def how_missed(outcome: Outcome) -> str:
    """In words: why no entry will do, or what was taken instead of the right one."""
    top, places = outcome.top, gazetteer()
    if outcome.reachable:
        taken = outcome.answer.level if outcome.answer else None
        return f"right entry there, taken: {taken or 'nothing'}"
    meant = next((row for row in outcome.rows if _is_meant(top, row)), None)
    if meant is not None:
        return f"{LEVELS[places.level[meant]]}, its middle over {NEAR_KM} km away, {_reach(top, meant)}"
    if outcome.known:
        return "entry there, under other names"
    return "name there for other places only" if outcome.rows else "no entry at all"


def _is_meant(top: Toponym, row: int) -> bool:
    """The gold entry itself; where the set has no ids, a country or region that is called as the gold entry is."""
    places = gazetteer()
    if top.geonameid is not None:
        return places.ids[row] == top.geonameid
    return places.level[row] <= ADM1 and same_name(top)


def _reach(top: Toponym, row: int) -> str:
    """Whether the gold point lies within the radius that the entry states."""
    return "within its radius" if _holds(top, row) else "beyond its radius"


def share(part: int, whole: int) -> str:
    """A share with its 95 % interval (Wilson)."""
    n, z = max(1, whole), 1.96
    p = part / n
    middle, spread = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low, high = ((middle + sign * spread) / (1 + z * z / n) for sign in (-1, 1))
    return f"{p:.3f} ({low:.3f} to {high:.3f}; {part} of {whole})"


def tell_shares(label: str, found: Sequence[Outcome], bars: tuple[float, float] | None) -> None:
    """Prints the ceiling, our share, and their ratio beside the bars."""
    reachable, right = sum(o.reachable for o in found), sum(o.right for o in found)
    both = sum(o.reachable and o.right for o in found)
    of, least = (f", at least {bar}" if bars else "" for bar in bars or (0, 0))
    print(f"\n{label}")
    print(f"  ceiling: an entry of that name within {NEAR_KM} km   {share(reachable, len(found))}")
    print(f"  spans given, within {NEAR_KM} km                     {share(right, len(found))}{least}")
    print(f"  as a ratio of the ceiling                      {right / max(1, reachable):.3f}{of}")
    held, inside = sum(o.held for o in found), sum(o.in_radius for o in found)
    print(f"  ceiling, or gold within the entry's radius     {share(held, len(found))}")
    print(f"  spans given, or gold within the answer's radius {share(inside, len(found))}")
    print(f"  right where the ceiling allows it              {share(both, max(1, reachable))}")


def tell_misses(found: Sequence[Outcome], most: int) -> None:
    """Prints the most frequent kinds of misses: beyond the ceiling, and below it."""
    for label, some in (
        ("no entry of that name is near enough", [o for o in found if not o.reachable]),
        ("an entry is, but the answer is not", [o for o in found if o.reachable and not o.right]),
    ):
        counted = Counter((kind(o.top), how_missed(o)) for o in some)
        saved = sum(o.right for o in some)
        print(f"\n{label}: {len(some)}" + (f", of which {saved} were answered rightly by other means" if saved else ""))
        for (sort, how), number in counted.most_common(most):
            print(f"{number:>6}  {number / len(found):>6.1%}  {sort}: {how}")


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set", choices=sorted(BARS))
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="the set's XML, plain or .gz")
    parser.add_argument("--kinds", type=int, default=30, help="how many kinds of misses are told")
    return parser.parse_args(given)


def main() -> None:
    """Prints shares and kinds of misses."""
    options = arguments()
    articles = [article for path in options.files for article in read(path)]
    without = outcomes(articles, demonyms=False)
    if any(top.demonym for article in articles for top in article.toponyms):
        found = outcomes(articles, demonyms=True)
        tell_shares(f"{options.set}, all toponyms, demonyms too", found, None)
        tell_shares(f"{options.set} without demonyms", without, BARS[options.set])
    else:
        found = without
        tell_shares(options.set, found, BARS[options.set])
    tell_misses(found, options.kinds)


if __name__ == "__main__":
    main()
