"""The words of publications by language: data in `words/*.yaml`, one file a language with the same keys.

Bulletins, sites, embeds and the review page name kinds and quantities by it. Words of sources are never translated.
"""

from functools import lru_cache
from pathlib import Path

import msgspec

from khronika.errors import UsageError

HERE = Path(__file__).parent / "words"
DEFAULT = "en"
THIN = "\u202f"
LRM = "\u200e"  # without it `2031-05-01` after Arabic letters is shown from its end
Count = float | int | None


class Wording(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One language: its own name, which way it runs, what is said, names of kinds, quantities and other values."""

    code: str
    name: str
    dir: str
    say: dict[str, str]
    kinds: dict[str, str]
    quantities: dict[str, str]
    values: dict[str, str]

    def __call__(self, key: str, **parts: object) -> str:
        """A phrase with its gaps filled. Raises KeyError: there is no such key."""
        return (
            self.say[key].format(**{name: self.apart(str(part)) for name, part in parts.items()})
            if parts
            else self.say[key]
        )

    def apart(self, part: str) -> str:
        """A day or number that keeps its order among words that run from the right."""
        return f"{LRM}{part}{LRM}" if part and self.dir == "rtl" else part

    def kind(self, kind: str | None) -> str:
        """A kind's name; one of the user's own as it is written."""
        return self("no_kind") if kind is None else self.kinds.get(kind) or kind.replace("_", " ").capitalize()

    def quantity(self, quantity: str) -> str:
        """`killed_civilians` -> `killed (civilians)`."""
        head, _, group = quantity.partition("_")
        label = self.quantities.get(head, head)
        return f"{label} ({self.values.get(group, group)})" if group else label

    def value(self, word: str | None) -> str:
        """A level or group of people; one that has no label as it is written."""
        return self.values.get(word, word) if word else ""

    def field(self, name: str) -> str:
        """A field in which reports differ: `claims.killed` -> `killed`, `date_start` -> `date`."""
        head, _, rest = name.partition(".")
        return self.quantity(rest) if head == "claims" and rest else self.values.get(name, name)

    def bounds(self, low: Count, high: Count) -> str:
        """Bounds as people say them; empty where both are open."""
        if low is None and high is None:
            return ""
        if high is None:
            return self("at_least", n=digits(low))
        if low is None:
            return self("up_to", n=digits(high))
        return digits(low) if low == high else f"{digits(low)}–{digits(high)}"


def digits(value: Count) -> str:
    """A number with thin groups of thousands from 10,000 on; empty where there is none."""
    if value is None:
        return ""
    whole = int(value) if float(value).is_integer() else None
    return f"{value:g}" if whole is None else f"{whole:,}".replace(",", THIN) if abs(whole) >= 10_000 else str(whole)


@lru_cache(maxsize=32)
def wording(code: str) -> Wording:
    """A language's words (msgspec checks keys and types). Raises UsageError: there is no such language."""
    path = HERE / f"{code}.yaml"
    if not code.isalpha() or not path.is_file():
        raise UsageError(f"no publication can be written in {code!r}; there are: {', '.join(wording_languages())}")
    return msgspec.yaml.decode(path.read_bytes(), type=Wording)


def wording_languages() -> list[str]:
    """Codes of all languages that there are, English first."""
    return sorted((p.stem for p in HERE.glob("*.yaml")), key=lambda code: (code != DEFAULT, code))
