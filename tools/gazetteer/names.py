"""Which names of a place are kept, and which bare names are derived from a unit's full one."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import cache
from pathlib import Path

import yaml
from sources import Record

from khronika.geography.sound import skeletons
from khronika.text.fold import fold

HERE = Path(__file__).parent
SCRIPTS = {
    "LATIN", "CYRILLIC", "ARABIC", "CJK", "KATAKANA", "HIRAGANA", "HANGUL", "ARMENIAN", "HEBREW", "GREEK", "GEORGIAN", "DEVANAGARI",
    "BENGALI", "THAI", "ETHIOPIC",
}  # fmt: skip
_MARKS = re.compile("[\u0591-\u05bd\u05bf\u05c1\u05c2\u064b-\u065f\u0670\u0640\u0300-\u036f]")
_BRACKETS = re.compile(r"\s*[(\[（].*?[)\]）]\s*")
_LEVELS = yaml.safe_load((HERE / "levels.yaml").read_text("utf-8"))
_AFTER = sorted((w for w in _LEVELS["after"]), key=len, reverse=True)
_BEFORE = sorted((w for w in _LEVELS["before"]), key=len, reverse=True)


@cache
def _script(char: str) -> str:
    return unicodedata.name(char, "?").split()[0] if char.isalpha() else ""


def script(name: str) -> str:
    """Script of the first letter of a name."""
    return next((s for s in map(_script, name) if s), "")


def clean(name: str) -> str:
    """A name without brackets, vowel points and doubled blanks, composed."""
    name = unicodedata.normalize("NFC", name)
    if script(name) in ("ARABIC", "HEBREW"):
        name = _MARKS.sub("", name)
    return " ".join(_BRACKETS.sub(" ", name).replace("’", "'").replace("‘", "'").split())


def keeps(name: str, main: bool) -> bool:
    """Whether texts may write the name: no codes, no machine transliterations (which are in lower case), not too short."""
    found = script(name)
    if found not in SCRIPTS or any(c.isdigit() for c in name[:1]) or len(name) > 60:
        return False
    if found in ("LATIN", "CYRILLIC"):
        if len(name) < 3:
            return main and len(name) == 2
        if not main and (not any(c.isupper() for c in name) or (name.isupper() and len(name) < 6)):
            return False
    return len(name) > 1


def folded(names: set[str], main: str) -> set[str]:
    """The kept names in matching form, without the marks that writers leave out."""
    kept = {fold(clean(n)) for n in names if keeps(clean(n), n == main)}
    plain = {re.sub(r"['`]", "", n) for n in kept if "'" in n}
    kept |= {re.sub("[ -]", "", n) for n in kept if script(n) == "HANGUL"}  # both spellings are in use
    return {n.strip(" -'") for n in kept | {p for p in plain if len(p) > 3}} - {""}


def bare(name: str) -> str | None:
    """The name without its level word: `Volgograd Oblast` gives `Volgograd`; None where it has none.

    >>> bare("Republic of Tyva"), bare("Bee County"), bare("Texas")
    ('Tyva', 'Bee', None)
    """
    name = clean(name)
    for word in _AFTER:
        if (
            name.endswith(word)
            and len(name) > len(word) + 1
            and (name[-len(word) - 1] == " " or not word[0].isalpha() or _cjk(word))
        ):
            return name[: -len(word)].strip(" -")
    for word in _BEFORE:
        if name.startswith(word) and len(name) > len(word) + 2 and (name[len(word)] == " " or word.endswith("'")):
            return name[len(word) :].strip()
    return None


def water(name: str) -> str | None:
    """The name without its word for a river; None where it has none.

    >>> water("River Thames"), water("река Днепр"), water("Danube")
    ('Thames', 'Днепр', None)
    """
    parts = clean(name).replace("-", " ").split(" ")
    kept = [part for part in parts if part not in _LEVELS["river"]]
    if len(parts) == 1 and parts[0].endswith("강") and len(parts[0]) > 2:
        return parts[0][:-1]
    return " ".join(kept) if kept and len(kept) < len(parts) else None


def share_names(units: list[Record], towns: list[Record]) -> None:
    """A unit and its chief town of one name lend each other their names in other scripts.

    The lists know Volgograd in Hangul but not its oblast, and Khartoum State in Arabic but not Khartoum.
    """
    members: dict[str, list[Record]] = defaultdict(list)
    for town in towns:
        if town.population >= 20_000:
            members[town.units[0] if town.units else ""].append(town)
    for unit in units:
        keys = set(skeletons(clean(bare(unit.name) or unit.name)))
        same = [t for t in members[unit.code] if keys & set(skeletons(clean(t.name)))]
        if same:
            town = max(same, key=lambda t: (t.population, -t.id))
            unit.borrowed = {n for n in town.names if script(n) != "LATIN"}
            town.names |= {n for n in {bare(n) or n for n in unit.names} if _lent(n, keys)}


def lend_names(units: list[Record], towns: list[Record]) -> None:
    """A unit of level 2 borrows from the town it is named after that town's names in scripts in which it has none itself."""
    members: dict[str, dict[str, list[Record]]] = defaultdict(lambda: defaultdict(list))
    for town in towns:
        for key in skeletons(clean(town.name)) if town.units else ():
            members[town.units[0]][key].append(town)
    for unit in units:
        home, keys = members.get(unit.units[0], {}), skeletons(clean(bare(unit.name) or unit.name))
        inside = [t for key in keys for t in home.get(key, ()) if unit.code in t.units]
        if inside:
            town, own = max(inside, key=lambda t: (t.population, -t.id)), set(map(script, unit.names | {unit.name}))
            unit.borrowed |= {n for n in town.names if script(n) not in own}


def _lent(name: str, keys: set[str]) -> bool:
    """Adjectives (`Волгоградская`) do not sound like the town; scripts without vowels cannot be compared."""
    found = script(name)
    return found != "LATIN" and (found != "CYRILLIC" or bool(keys & set(skeletons(clean(name)))))


def _cjk(word: str) -> bool:
    return script(word) in ("CJK", "HANGUL")
