"""Write evaluation/report.md, and set floors: `python evaluation/report.py 2026-05-03 [--floors] [--languages en,ko]`.

The date is handed in, so that the same state gives the same bytes. `--floors` raises evaluation/floors.json to what was
measured and never lowers it: to lower a floor, or to accept changed gold, edit that file by hand and say why.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from khronika.evaluation import (
    Evaluation,
    Floors,
    GoldSet,
    evaluate,
    raised,
    read_floors,
    read_gold,
    tell,
    tell_baseline,
    write_floors,
)
from khronika.evaluation.gold import Part
from khronika.evaluation.labels import LABELS, number, short
from khronika.languages import get_pack

HERE = Path(__file__).parent
GOLD, FLOORS, REPORT = HERE / "gold", HERE / "floors.json", HERE / "report.md"
PARTS: tuple[Part, ...] = ("dev", "aside", "all")
SHOWN = (
    "relevance", "events", "slots", "place", "date_equal", "claims", "attribution", "figures", "figure_slots",
    "false_alarms", "told_as_fact",
)  # fmt: skip

FAST = ("events", "slots", "false_alarms", "told_as_fact")
PLAIN = ("events", "slots", "false_alarms")


@dataclass(frozen=True)
class Measured:
    """One language: its gold and an evaluation of each part, in the careful and in the fast mode."""

    code: str
    gold: GoldSet
    parts: dict[Part, Evaluation]
    fast: dict[Part, Evaluation]


def measure(code: str) -> Measured:
    """Runs extractor and baseline on a language's gold."""
    gold = read_gold([GOLD / code])
    told, problems = tell(gold.documents, mode="careful")
    ruled, more = tell(gold.documents, mode="fast")
    if problems or more:
        raise SystemExit("\n".join(map(str, [*problems, *more])))
    plain = tell_baseline(gold.documents)
    parts = {part: evaluate(gold.documents, told, part=part, many=0, baseline=plain) for part in PARTS}
    return Measured(code, gold, parts, {part: evaluate(gold.documents, ruled, part=part, many=0) for part in PARTS})


def as_markdown(day: str, measured: Sequence[Measured], without_pack: Sequence[str]) -> str:
    """The whole report."""
    blocks = [
        "# Evaluation",
        "<!-- Made by evaluation/report.py; do not edit. -->",
        f"Measured on {day}. Again: `python evaluation/report.py {day}`; one language in detail, with what went wrong: "
        "`khronika evaluate evaluation/gold/en --part dev --html page.html`. What each number means: "
        "[docs/method/evaluation.md](../docs/method/evaluation.md).",
        "`dev`: documents that rules are made from. `aside`: set aside, scored and never tuned on; this is the number to "
        "quote. In brackets the 95 % interval over documents. The first table of a language is the careful mode, the default "
        "where its extra is installed. No document of this gold was used to train it.",
        summary(measured),
        *(block for m in measured for block in language_blocks(m)),
    ]
    if without_pack:
        blocks.append("Gold without a language pack yet: " + ", ".join(without_pack) + ".")
    return "\n\n".join(blocks) + "\n"


def summary(measured: Sequence[Measured]) -> str:
    """Set-aside scores of all languages, both modes, side by side."""
    heads = ["set aside", *(f"{LABELS[n]}, {mode}" for n in PLAIN for mode in ("careful", "fast"))]
    rows = (
        [m.code, *(short(e["aside"].scores.measures[n]) for n in PLAIN for e in (m.parts, m.fast))] for m in measured
    )
    return table(heads, rows)


def language_blocks(measured: Measured) -> Iterator[str]:
    """A heading, scores of each part, gain over words alone, calibration, hash of the gold."""
    pack = get_pack(measured.code)
    yield f"## {pack.name if pack else measured.code}"
    heads = ["measure", *(f"{part}, {found.scores.documents} documents" for part, found in measured.parts.items())]
    yield table(heads, ([LABELS[n], *(short(e.scores.measures[n]) for e in measured.parts.values())] for n in SHOWN))
    yield "Fast mode:"
    fast = measured.fast.values()
    yield table(heads, ([LABELS[n], *(short(e.scores.measures[n]) for e in fast)] for n in FAST))
    dev, aside = measured.parts["dev"], measured.parts["aside"]
    yield "Words alone. Where they do much better on one half, the halves are not equally hard:"
    rows = (
        [LABELS[n], number(dev.gains[n].before), number(g.before), f"{g.gain:+.3f} ({g.low:+.3f} to {g.high:+.3f})"]
        for n, g in aside.gains.items()
        if n in PLAIN and n in dev.gains
    )
    yield table(["measure", "words alone, dev", "words alone, aside", "gain over them, aside"], rows)
    error, facts = aside.calibration.error, aside.calibration.n
    yield f"Calibration error of confidence, set aside: {number(error)} over {facts} facts. Gold: `{measured.gold.sha256(measured.code)}`."


def table(heads: Sequence[str], rows: Iterator[list[str]]) -> str:
    """A Markdown table."""
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, ["---"] * len(heads), *rows))


def set_floors(measured: Sequence[Measured]) -> None:
    """Raises the floors to what was measured."""
    floors = read_floors(FLOORS) if FLOORS.exists() else Floors(languages={})
    for m in measured:
        floors = raised(m.parts["all"].groups, m.gold, floors)
    write_floors(floors, FLOORS)


def main() -> None:
    """Measures, writes, says where."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("day", help="the date to print, such as 2026-05-03")
    parser.add_argument("--floors", action="store_true", help="raise evaluation/floors.json")
    parser.add_argument("--languages", help="codes with commas; default: all that have gold and a pack")
    given = parser.parse_args()
    codes = given.languages.split(",") if given.languages else sorted(p.name for p in GOLD.iterdir() if p.is_dir())
    measured = [measure(code) for code in codes if get_pack(code)]
    REPORT.write_text(as_markdown(given.day, measured, [c for c in codes if not get_pack(c)]), encoding="utf-8")
    if given.floors:
        set_floors(measured)
    print(f"{REPORT}: {', '.join(m.code for m in measured)}")


if __name__ == "__main__":
    main()
