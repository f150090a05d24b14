"""How many names of persons masking finds, and how much of what it masks is one: by language, over `names/*.txt`.

The sentences are invented, a name between [[ and ]]; they were written before the rules and no rule was made from them.
Recall: share of the words of names that are masked; leaked sentences: with any letter of a name left; precision: share of
masked words that belong to a name. Run: `python evaluation/names.py [--list]`.
"""

import re
import sys
from pathlib import Path

import msgspec

from khronika.disclosure.names import names_in
from khronika.disclosure.tokens import words_in
from khronika.model import Document

HERE = Path(__file__).parent / "names"
_MARK = re.compile(r"\[\[(.+?)\]\]")


class Score(msgspec.Struct):
    """Counted over one language."""

    language: str
    sentences: int = 0
    named: int = 0
    found: int = 0
    masked: int = 0
    right: int = 0
    leaking: int = 0
    spoiled: int = 0


def bare(line: str) -> tuple[str, list[tuple[int, int]]]:
    """The sentence without marks, and the stretches that they held."""
    text, spans, at = "", [], 0
    for mark in _MARK.finditer(line):
        text += line[at : mark.start()]
        spans.append((len(text), len(text) + len(mark[1])))
        text, at = text + mark[1], mark.end()
    return text + line[at:], spans


def inside(start: int, stop: int, spans: list[tuple[int, int]]) -> bool:
    """Whether the stretch touches one of the spans."""
    return any(a < stop and start < b for a, b in spans)


def covered(span: tuple[int, int], found: list[tuple[int, int]], text: str) -> bool:
    """Whether every letter of the name is masked."""
    return all(inside(i, i + 1, found) for i in range(*span) if text[i].isalpha())


def score(language: str, lines: list[str], show: bool) -> Score:
    """All lines of one language."""
    total = Score(language)
    for line in lines:
        text, spans = bare(line)
        found = names_in(Document(id="s", text=text, language=language)).spans
        words = [(w.start, w.stop) for w in words_in(text, 0, set())]
        hit = [w for w in words if inside(*w, found)]
        named = [w for w in words if inside(*w, spans)]
        total.sentences += 1
        total.named += len(named)
        total.found += sum(inside(*w, found) for w in named)
        total.masked += len(hit)
        total.right += sum(inside(*w, spans) for w in hit)
        total.leaking += not all(covered(span, found, text) for span in spans)
        total.spoiled += any(not inside(*w, spans) for w in hit)
        if show and (not all(covered(s, found, text) for s in spans) or any(not inside(*w, spans) for w in hit)):
            print(language, line, "| masked:", [text[a:b] for a, b in found])
    return total


def main() -> None:
    """A table, a row a language."""
    show = "--list" in sys.argv
    totals = [score(f.stem, f.read_text("utf-8").splitlines(), show) for f in sorted(HERE.glob("*.txt"))]
    everything = Score("all", *(sum(getattr(t, n) for t in totals) for n in Score.__struct_fields__[1:]))
    print(
        "| language | sentences | words of names | recall | leaking sentences | precision | sentences masked too far |"
    )
    print("|---|---|---|---|---|---|---|")
    for t in (*totals, everything):
        recall, precision = t.found / t.named, t.right / max(1, t.masked)
        print(
            f"| {t.language} | {t.sentences} | {t.named} | {recall:.2f} | {t.leaking} | {precision:.2f} | {t.spoiled} |"
        )


if __name__ == "__main__":
    main()
