"""Write docs/accuracy.md: `python evaluation/accuracy.py 2026-05-03`; the date is handed in: the same state gives the same bytes."""

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from report import GOLD, Measured, measure, table
from spans import parts

from khronika.evaluation.found import Reader, score_spans
from khronika.evaluation.labels import LABELS, short

PAGE = Path(__file__).parents[1] / "docs" / "accuracy.md"
VALUES = ("events", "place", "date_equal", "claims", "attribution", "false_alarms", "told_as_fact")
READERS: tuple[Reader, ...] = ("dates", "counts")
MIXED = 12
HEAD = """# Accuracy

<!-- Made by evaluation/accuracy.py; do not edit. -->

What Khronika gets right and wrong, measured on {day} on documents set aside: nobody made a rule, a weight or a threshold from them. In
brackets the 95 % interval over documents. Everything in more detail, with the other half beside it:
[evaluation/report.md](../evaluation/report.md).
What each measure means: [method/evaluation.md](method/evaluation.md). Where to expect which errors, in words: [limits.md](limits.md)."""
TAIL = """## What these numbers cannot tell

- The documents were written for this purpose, from the codebook alone, in the manner of agencies, local papers, NGO bulletins and
  channels. Real archives hold longer and messier texts; on those the judge misses more.
- 40 to 110 documents a language and half: a difference of a few hundredths between two languages is chance. Read the intervals.
- One coding made the gold; a second, blind one of 48 texts agreed almost fully ([agreement](../evaluation/agreement.md)), but both
  had the same page before them. Two unrelated coders would agree less, and no tool can be shown to be better than its gold.
- Rare kinds stand in the gold once or twice a language. Of these the numbers say nothing.
- An F1 is an average over events. An archive in which one kind, place or source is told in unusual words is hit harder than the
  average, and its rates are lower than they should be: measure on a sample of your own (`khronika evaluate`) before you compare.
- The set-aside half was scored a few times while the product was built, as totals only. It is a little less fresh each time."""


def slots(measured: Sequence[Measured], mode: str) -> str:
    """Set-aside scores by language and value."""
    heads = ["language", *(LABELS[name] for name in VALUES)]
    found = ((m.code, (m.parts if mode == "careful" else m.fast)["aside"].scores.measures) for m in measured)
    return table(heads, ([code, *(short(scores[name]) for name in VALUES)] for code, scores in found))


def mixed_up(measured: Sequence[Measured]) -> str:
    """Kinds most often missed, invented or taken for another, over all languages, in the half that rules are made from."""
    cells = Counter[tuple[str, str]]()
    for m in measured:
        for cell in m.parts["dev"].confusions:
            if cell.gold != cell.told:
                cells[cell.gold or "(nothing)", cell.told or "(nothing)"] += cell.times
    ordered = sorted(cells.items(), key=lambda item: (-item[1], item[0]))[:MIXED]
    return table(["gold", "told", "times"], ([gold, told, str(times)] for (gold, told), times in ordered))


def readers(codes: Sequence[str]) -> str:
    """Value F1 of dates and share of right bounds of counts, on sentences set aside."""
    rows = ([code, *(_figure(reader, code) for reader in READERS)] for code in codes)
    return table(["language", "dates, value F1", "counts, bounds right"], rows)


def _figure(reader: Reader, code: str) -> str:
    score, _ = score_spans(reader, parts(reader, code)["aside"])
    value = score.value_f1 if reader == "dates" else score.right / score.gold
    return f"{value:.3f} ({score.gold})"


def blocks(day: str, measured: Sequence[Measured]) -> Iterator[str]:
    """The page in its order."""
    yield HEAD.format(day=day)
    yield "## Careful mode, the default where its extra is installed"
    yield slots(measured, "careful")
    yield "## Fast mode"
    yield slots(measured, "fast")
    yield "## Kinds that are missed, invented or mixed up most"
    yield (
        "Careful mode, all languages together, the half that rules are made from. "
        "`(nothing)` told: missed; `(nothing)` in gold: invented."
    )
    yield mixed_up(measured)
    yield "## Dates and counts by themselves"
    yield "Sentences set aside, in brackets how many expressions; a single coding."
    yield readers([m.code for m in measured])
    yield TAIL


def main() -> None:
    """Measures, writes, says where."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("day", help="the date to print, such as 2026-05-03")
    given = parser.parse_args()
    measured = [measure(path.name) for path in sorted(GOLD.iterdir()) if path.is_dir()]
    PAGE.write_text("\n\n".join(blocks(given.day, measured)) + "\n", encoding="utf-8")
    print(PAGE)


if __name__ == "__main__":
    main()
