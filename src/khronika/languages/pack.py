"""Give the packs to the rooms that read with them: compiled once, loaded in milliseconds.

Packs of the user's own come beside the shipped ones (see `own`). `packs.msgpack` is made from the YAML when the package is
built, and again by itself when the YAML was edited since.
"""

import contextlib
import os
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import msgspec

from khronika.errors import PackError
from khronika.languages.own import own_folder, shape_problems
from khronika.languages.source import HERE, fingerprint, read_packs

COMPILED = HERE / "packs.msgpack"


class Pack:
    """One language: `section("dates")` is the content of its dates.yaml, {} or [] where the file is missing.

    `where`: its folder as faults name it, the path of a pack of the user's own; `own`: whether it is one.
    """

    def __init__(self, code: str, sections: dict[str, Any], folder: Path | None = None) -> None:
        self.code = code
        self.sections = sections
        self.where = str(folder) if folder else f"languages/{code}"
        self.own = folder is not None
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
def shipped_packs() -> dict[str, Pack]:
    """language code -> pack, of the languages that Khronika ships."""
    return {code: Pack(code, sections) for code, sections in _compiled(COMPILED, HERE)["packs"].items()}


def own_packs(folder: Path | None = None) -> dict[str, Pack]:
    """language code -> pack, of the user's own: those in `folder`, else in the folder that is in force.

    Raises PackError, with file and line, where one of them cannot be read; UsageError where the folder asked for is not there.
    """
    root = folder or own_folder()
    if root is None:
        return {}
    compiled = _compiled(root / COMPILED.name, root)
    problems = shape_problems(compiled["packs"], root)
    if problems:
        raise PackError(problems)
    return {code: Pack(code, sections, root / code) for code, sections in compiled["packs"].items()}


@lru_cache(maxsize=1)
def all_packs() -> dict[str, Pack]:
    """language code -> pack, in the order of their codes; a pack of the user's own stands in place of a shipped one."""
    return dict(sorted({**shipped_packs(), **own_packs()}.items()))


def _compiled(target: Path, root: Path) -> dict[str, Any]:
    """What `compile_packs` wrote, or would write now where the YAML has changed since."""
    compiled: dict[str, Any] = {}
    with contextlib.suppress(OSError, msgspec.DecodeError):
        compiled = msgspec.msgpack.decode(target.read_bytes())
    if compiled.get("fingerprint") != fingerprint(root):
        compiled = compile_packs(target, root)
    return compiled


def get_pack(code: str | None) -> Pack | None:
    """The pack of a language, None where it is not supported."""
    return all_packs().get(code) if code else None


def supported() -> list[str]:
    """Codes of all languages that have a pack, the user's own included."""
    return list(all_packs())
