"""Score dates and counts against evaluation/spans: `python evaluation/spans.py [--languages ru,uk] [--show dates|counts]`.

Of dates, odd numbers are for development and even ones set aside; of counts, `counts_more` is for development and `counts`
set aside. `--show` lists what is amiss in the development part alone.
"""

import argparse
import re
from pathlib import Path

from khronika.evaluation.found import Reader, SpanGold, Wrong, read_spans, score_spans

HERE = Path(__file__).parent / "spans"
NUMBER = re.compile(r"\d+$")


def parts(reader: Reader, language: str) -> dict[str, list[SpanGold]]:
    """The sentences of a language by part."""
    if reader == "counts":
        folders = {"dev": "counts_more", "aside": "counts"}
        return {part: read_spans(HERE / folder / f"{language}.yaml", language) for part, folder in folders.items()}
    gold = read_spans(HERE / "dates" / f"{language}.yaml", language)
    odd = [g for g in gold if int(NUMBER.search(g.document.id)[0]) % 2]  # type: ignore[index]
    return {"dev": odd, "aside": [g for g in gold if g not in odd]}


def line(wrong: Wrong) -> str:
    """One thing amiss as a line."""
    keys = ("quote", "type", "value", "date_start", "date_end", "low", "high", "unit", "rule")
    sides = [{k: str(side[k]) for k in keys if side.get(k) is not None} if side else None for side in wrong[1:]]
    return f"  {wrong.document.id} {wrong.document.published or ''} {wrong.document.text!r}\n    wanted {sides[0]}\n    told   {sides[1]}"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--languages", default="en,ko,ru,uk,ar,de,es,fr,pt,tr")
    parser.add_argument("--show", choices=["dates", "counts"])
    args = parser.parse_args()
    readers: tuple[Reader, Reader] = ("dates", "counts")
    for reader in readers:
        for language in args.languages.split(","):
            for part, gold in parts(reader, language).items():
                score, wrongs = score_spans(reader, gold)
                figures = (
                    f"value F1 {score.value_f1:.3f}  span F1 {score.span_f1:.3f}  right {score.right}/{score.gold}"
                    f" ({score.right / max(1, score.met):.3f} of those found)"
                )
                print(f"{reader} {language} {part}: {figures}, told {score.told}")
                if args.show == reader and part == "dev":
                    print("\n".join(map(line, wrongs)))


if __name__ == "__main__":
    main()
