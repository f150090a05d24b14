"""Learn from the corpus which letters bear accents, and write the contexts that `khronika.judge.accents` reads.

PYTHONPATH=src python training/accents.py        # a minute; prints how many words of the watched tenth are restored rightly

A context is kept where its letter differs from what narrower contexts say, and where it was seen at least twice.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import msgspec
from corpus import read
from watched import aside

from khronika.judge.accents import EDGE, FILE, WIDTHS, Accents, key, plain
from khronika.judge.accents import _letter as letter_of

HERE = Path(__file__).parent
OUT = HERE.parent / "src" / "khronika" / "judge" / FILE
LEAST_SHARE, LEAST_SEEN, RARE = 0.01, 2, 0.0005


def unaccented(char: str) -> str:
    """The ASCII letter under a small letter with an accent, else the letter itself."""
    if char == "ı":
        return "i"
    base = unicodedata.normalize("NFD", char)
    return base[0] if len(base) > 1 and base[0].isascii() else char


def texts(language: Path, watched: bool) -> Iterator[str]:
    """The marked texts of a language, lowered, of the watched tenth or of the rest."""
    for path in sorted(language.glob("*.txt")):
        for item in read(path):
            if not isinstance(item, str) and aside(item.id) == watched:
                yield unicodedata.normalize("NFC", "".join(x if len(x := c.lower()) == 1 else c for c in item.text))


def learn(language: Path) -> Accents | None:
    """The accents of one language; None where hardly any letter bears one."""
    seen = Counter("".join(texts(language, watched=False)))
    letters = sum(n for c, n in seen.items() if c.isalpha())
    bare = {c: b for c, n in seen.items() if (b := unaccented(c)) != c and n / letters > RARE / 10}
    share = sum(seen[c] for c in bare) / letters
    if share < LEAST_SHARE or sum(n for c, n in seen.items() if "a" <= c <= "z") < letters / 2:
        return None
    return Accents(bare, round(share, 4), contexts(language, bare))


def contexts(language: Path, bare: dict[str, str]) -> list[dict[str, str]]:
    """The letter of each context that narrower ones do not tell, by width."""
    seen = [defaultdict[str, Counter[str]](Counter) for _ in WIDTHS]
    for text in texts(language, watched=False):
        if set(bare).isdisjoint(text):  # written without accents by whoever wrote it
            continue
        padded = EDGE + plain(text, bare) + EDGE
        for at, char in enumerate(text, len(EDGE)):
            if padded[at] in bare.values():
                for table, width in zip(seen, WIDTHS, strict=True):
                    table[key(padded, at, width)][char] += 1
    made: list[dict[str, str]] = [{} for _ in WIDTHS]
    for level in range(len(WIDTHS) - 1, -1, -1):
        for name, counted in seen[level].items():
            (char, times), *_ = counted.most_common(1)
            known = _narrower(name, WIDTHS[level], made, bare)
            if sum(counted.values()) >= LEAST_SEEN and char != known and counted[known] < times:
                made[level][name] = char
    return made


def _narrower(name: str, width: tuple[int, int], made: list[dict[str, str]], bare: dict[str, str]) -> str:
    before, after = name[: width[0] + 1], name[width[0] + 2 :]
    padded = EDGE + before + after + EDGE
    inside = [
        m if w[0] <= width[0] and w[1] <= width[1] and w != width else {} for w, m in zip(WIDTHS, made, strict=True)
    ]
    return letter_of(padded, len(EDGE) + width[0], Accents(bare, 0.0, inside))


def restored_rightly(language: Path, known: Accents) -> tuple[float, float]:
    """Shares of the watched words that are right after restoring, and without it."""
    right = bare_right = words = 0
    for text in texts(language, watched=True):
        if set(known.bare).isdisjoint(text):
            continue
        padded = EDGE + plain(text, known.bare) + EDGE
        letters = set(known.bare.values())
        made = "".join(
            letter_of(padded, i, known) if padded[i] in letters else padded[i]
            for i in range(len(EDGE), len(padded) - len(EDGE))
        )
        wanted = "".join(c if c.isalnum() else " " for c in text)
        for a, b, c in zip(wanted.split(), made.split(), padded.split(), strict=False):
            words, right, bare_right = words + 1, right + (a == b), bare_right + (a == c)
    return right / words, bare_right / words


def main() -> None:
    """Learns all languages and writes the file."""
    made = {}
    for language in sorted((HERE / "corpus").iterdir()):
        known = learn(language)
        if known is not None:
            made[language.name] = known
            print(
                language.name,
                known.share,
                sum(map(len, known.contexts)),
                *(f"{x:.4f}" for x in restored_rightly(language, known)),
            )
    OUT.write_bytes(msgspec.msgpack.encode(made))
    print(OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
