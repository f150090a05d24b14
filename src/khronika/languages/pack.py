"""Give the packs to the rooms that read with them: compiled once, loaded in milliseconds.

`packs.msgpack` is made from the YAML when the package is built, and again by itself when the YAML was edited since.
"""

import contextlib
import os
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import msgspec

from khronika.languages.source import HERE, fingerprint, read_packs

COMPILED = HERE / "packs.msgpack"


class Pack:
    """One language: `section("dates")` is the content of its dates.yaml, {} or [] where the file is missing."""

    def __init__(self, code: str, sections: dict[str, Any]) -> None:
        self.code = code
        self.sections = sections
        self.about: dict[str, Any] = sections.get("pack") or {}

    def section(self, name: str) -> Any:
        """The parsed YAML of one file of the pack; an empty mapping where there is none."""
        return self.sections.get(name) or {}

    @property
    def name(self) -> str:
        """English name of the language."""
        return str(self.about.get("name", self.code))

    @property
    def cased(self) -> bool:
        """Whether its sentences and names begin with a capital."""
        return bool(self.about.get("cased", True))

    @cached_property
    def abbreviations(self) -> frozenset[str]:
        """Casefolded words, without final point, after which no sentence ends."""
        return frozenset(str(w).casefold().rstrip(".") for w in self.about.get("abbreviations") or ())


def compile_packs(target: Path = COMPILED, root: Path = HERE) -> dict[str, Any]:
    """Read all YAML, write it as one file beside it, give it back. Where the folder is read-only nothing is written."""
    compiled = {"fingerprint": fingerprint(root), "packs": read_packs(root)}
    with contextlib.suppress(OSError):
        fresh = target.with_suffix(f".{os.getpid()}.tmp")
        fresh.write_bytes(msgspec.msgpack.encode(compiled))
        fresh.replace(target)
    return compiled


@lru_cache(maxsize=1)
def all_packs() -> dict[str, Pack]:
    """language code -> pack, for all languages shipped, in the order of their codes."""
    compiled: dict[str, Any] = {}
    with contextlib.suppress(OSError, msgspec.DecodeError):
        compiled = msgspec.msgpack.decode(COMPILED.read_bytes())
    if compiled.get("fingerprint") != fingerprint():
        compiled = compile_packs()
    return {code: Pack(code, sections) for code, sections in sorted(compiled["packs"].items())}


def get_pack(code: str | None) -> Pack | None:
    """The pack of a language, None where it is not supported."""
    return all_packs().get(code) if code else None


def supported() -> list[str]:
    """Codes of all languages that have a pack."""
    return list(all_packs())
