"""The words of the interface, by language: data in `words/*.yaml`, one file a language with the same keys.

The words of sources are never translated. A key that a language lacks is shown in English.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from khronika.codebook import codebook
from khronika.wording import wording

HERE = Path(__file__).parent / "words"
DEFAULT = "en"


class Phrases(msgspec.Struct, frozen=True):
    """One language: its own name, which way it runs, what is said, names of kinds, quantities, fields and other values."""

    code: str
    name: str
    dir: str
    say: dict[str, str]
    kinds: dict[str, str]
    quantities: dict[str, str]
    fields: dict[str, str]
    values: dict[str, str]

    def __call__(self, key: str, **parts: object) -> str:
        """A phrase with its gaps filled. Raises KeyError: no such key in any language."""
        phrase = self.say.get(key) or phrases(DEFAULT).say[key]
        return phrase.format(**{name: str(part) for name, part in parts.items()}) if parts else phrase

    def kind(self, kind: str | None) -> str:
        """A kind's name; one of the user's own as it is written."""
        if kind is None:
            return self("no_kind")
        return self.kinds.get(kind) or kind.replace("_", " ").capitalize()

    def quantity(self, quantity: str) -> str:
        """`killed_civilians` -> `killed (civilians)`."""
        head, _, group = quantity.partition("_")
        label = self.quantities.get(head, head)
        return f"{label} ({self.values.get(group, group)})" if group else label

    def field(self, key: str) -> str:
        """A field's name: `claims.killed` -> `killed`, `actors.side_a` -> `side A`, `claims[0]` -> `number`."""
        head, _, rest = key.partition(".")
        if head == "claims" and rest:
            return self.quantity(rest)
        if rest:
            return self.values.get(rest, rest)
        head = head.partition("[")[0]
        return self.fields.get(head, head)

    def value(self, word: str | None) -> str:
        """A status, level, state, role, claim's kind."""
        return self.values.get(word) or phrases(DEFAULT).values.get(word, word) if word else ""

    def level(self, level: str | None) -> str:
        """How fine a place is; `near` is a word of its own among the filters."""
        return self.value("near_level" if level == "near" else level)

    @staticmethod
    def plain(word: str) -> str:
        """The word itself: names of sources and codes of languages are not translated."""
        return word

    def number(self, low: Any, high: Any, best: Any = None) -> str:
        """Bounds, and the headline where it is not said by them."""
        if low is None and high is None:
            said = ""
        elif high is None:
            said = self("at_least", n=_digits(low))
        elif low is None:
            said = self("up_to", n=_digits(high))
        else:
            said = _digits(low) if low == high else f"{_digits(low)}–{_digits(high)}"
        if best is None or (best == low == high):
            return said
        return f"{_digits(best)} ({said})" if said else _digits(best)


def _digits(value: float | int | None) -> str:
    if value is None:
        return ""
    whole = int(value) if float(value).is_integer() else None
    return (
        f"{value:g}" if whole is None else f"{whole:,}".replace(",", "\u202f") if abs(whole) >= 10_000 else str(whole)
    )


@lru_cache(maxsize=32)
def phrases(code: str) -> Phrases:
    """A language's phrases (msgspec checks keys and types); names of kinds and quantities are those of publications."""
    own = msgspec.yaml.decode((HERE / f"{code}.yaml").read_bytes(), type=dict[str, Any])
    shared = wording(code)
    return msgspec.convert({"kinds": shared.kinds, "quantities": shared.quantities, **own}, Phrases)


@lru_cache(maxsize=1)
def languages() -> dict[str, Phrases]:
    """code -> phrases, of all languages that there are, English first."""
    codes = sorted((p.stem for p in HERE.glob("*.yaml")), key=lambda code: (code != DEFAULT, code))
    return {code: phrases(code) for code in codes}


def chosen_language(wanted: str | None, accepted: str) -> str:
    """The language asked for, else the first that the browser accepts, else English."""
    if wanted in languages():
        return str(wanted)
    offers = []
    for place, part in enumerate(accepted.split(",")):
        code, _, quality = part.strip().partition(";q=")
        try:
            offers.append((-float(quality or 1), place, code.partition("-")[0].lower()))
        except ValueError:
            continue
    return next((code for _, _, code in sorted(offers) if code in languages()), DEFAULT)


def known_kinds() -> list[str]:
    """All kinds of the codebook, the user's own among them."""
    return list(codebook().kinds)
