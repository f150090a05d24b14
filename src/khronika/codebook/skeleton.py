"""Write the skeleton of a language pack: the codebook's concepts as entries in comments, and a commented model of each other file.

A skeleton is a pack at once: with every line still a comment it says nothing and harms nothing.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from khronika.codebook.book import Codebook, shipped_codebook
from khronika.errors import UsageError
from khronika.languages.pack import shipped_packs

BLANK = Path(__file__).parent / "blank"
_CODE = re.compile(r"[a-z]{2,3}")
_SHOWN = 8
_HEAD = """# {what}
# Take out the first # of an entry where you know its words; all sentences are your own. See docs/how-to/add-a-language.md.
"""


def write_skeleton(code: str, name: str, folder: Path) -> list[Path]:
    """Writes folder/code/*.yaml; gives the files. Raises UsageError for no code, a shipped one, or a pack that is there already."""
    if not _CODE.fullmatch(code):
        raise UsageError(f"{code!r} is no code of a language; give two or three small letters of ISO 639, such as pl")
    if code in shipped_packs():
        raise UsageError(
            f"{code} is shipped; to change it copy its folder, src/khronika/languages/{code}, into {folder}"
        )
    target = folder / code
    if target.exists():
        raise UsageError(f"{target} is there already; remove it, or go on in it")
    target.mkdir(parents=True)
    files = {**_blank(code, name), **_lists(code, shipped_codebook())}
    for file, text in files.items():
        (target / file).write_text(text, encoding="utf-8")
    return [target / file for file in files]


def _blank(code: str, name: str) -> dict[str, str]:
    """The files that need no codebook, with code and name filled in."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(BLANK.glob("*.yaml"))}
    return {file: text.replace("XX", code).replace("NAME", name) for file, text in texts.items()}


def _lists(code: str, book: Codebook) -> dict[str, str]:
    """triggers, actors and cues: an entry in comments for each concept."""
    triggers = (
        _entry(f"{code}.{concept}", concept, [book.kinds[t.kind].means, _says(t.kind, t.quantity, t.needs)])
        for concept, t in book.triggers.items()
    )
    who = (_entry(f"{code}.actor.{c}", c, [f"Who; type {sort or 'open'}."]) for c, sort in book.actors.items())
    what = (_entry(f"{code}.object.{c}", c, ["A thing that decides a kind."]) for c in sorted(book.objects))
    counted = (
        _entry(f"{code}.quantity.{c}", c, [f"A number beside it counts: {told}."])
        for c, told in book.quantities.items()
    )
    effects: dict[str, list[str]] = {}
    for effect in book.effects:
        status = "no mention at all" if effect.status == "void" else effect.status
        effects.setdefault(effect.cue, []).append(f"Makes what it reaches: {status}.")
    cues = (_entry(f"{code}.cue.{cue}", cue, effects.get(cue, [])) for cue in sorted(book.cues))
    return {
        "triggers.yaml": _file(
            "Words that begin a mention, by concept. `stem~` takes the endings of pack.yaml.", triggers
        ),
        "actors.yaml": _file(
            "Who and what: words for actors and for things that decide a kind.", [*who, *what, *counted]
        ),
        "cues.yaml": _file(
            "What the words around say about the whole. side: where the cue stands (before, after, any).", cues
        ),
    }


def _file(what: str, entries: Iterable[str]) -> str:
    return _HEAD.format(what=what) + "\n" + "\n".join(entries)


def _says(kind: str, quantity: str | None, needs: tuple[str, ...]) -> str:
    """What a trigger is by itself, counts, and needs beside it."""
    counts = f"; a number beside it: {quantity}" if quantity else ""
    return f"Kind: {kind}{counts}" + (f"; counts only with: {', '.join(needs)}" if needs else "") + "."


def _entry(name: str, concept: str, notes: list[str]) -> str:
    """One entry in comments, above it what the concept means and how English says it."""
    english = ", ".join(_english(concept))
    lines = [*notes, *([f"English: {english} …"] if english else [])]
    row = [f"- id: {name}", f"  concept: {concept}", "  words: []", '  finds: ["… [[…]] …"]', '  ignores: ["…"]']
    return "\n".join(["## " + line for line in lines] + ["#" + line for line in row]) + "\n"


def _english(concept: str) -> Iterator[str]:
    """The first words that English has for a concept."""
    pack = shipped_packs()["en"]
    rows = [row for name in ("triggers", "actors", "cues") for row in pack.section(name) if row["concept"] == concept]
    return (str(word) for word in rows[0]["words"][:_SHOWN]) if rows else iter(())
