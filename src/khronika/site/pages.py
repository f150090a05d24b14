"""One page of the site from its template, escaped strictly, with addresses relative to where it lies.

A page knows its own path alone, so the site may be moved as a whole, and opened from a file.
"""

import base64
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from khronika.bulletin.shapes import html_text
from khronika.wording import Wording, wording

HERE = Path(__file__).parent


class Setting(msgspec.Struct, frozen=True):
    """What every page of one language shares. `folder`: empty for the first language, else `ru/`."""

    title: str
    language: str
    folder: str
    languages: tuple[str, ...]

    @property
    def words(self) -> Wording:
        """The words of the language."""
        return wording(self.language)

    def path(self, page: str) -> str:
        """Where a page of this language lies in the site."""
        return self.folder + page


def rendered(setting: Setting, page: str, template: str, script: str | None = None, **values: Any) -> bytes:
    """A page as bytes. `script`: name of our script that stands in it, the only one that may run."""
    depth = setting.path(page).count("/")
    code = Markup(asset(script)) if script else None
    text = _templates().get_template(template).render(
        t=setting.words, site=setting, page=page, root="../" * depth, home="../" * page.count("/"), script=code,
        policy=_policy(code), editions=_editions(setting, page, depth), **values,
    )  # fmt: skip
    return (text.rstrip() + "\n").encode("utf-8")


def _editions(setting: Setting, page: str, depth: int) -> list[tuple[Wording, str]]:
    """The same page in the other languages; the collections of words have one name each, so addresses agree."""
    folders = {code: "" if code == setting.languages[0] else f"{code}/" for code in setting.languages}
    others = [code for code in setting.languages if code != setting.language]
    return [(wording(code), "../" * depth + folders[code] + page) for code in others]


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, finalize=html_text,
    )  # fmt: skip


@lru_cache(maxsize=8)
def asset(name: str) -> str:
    """A file of ours."""
    return (HERE / "assets" / name).read_text(encoding="utf-8").strip()


def _policy(script: str | None) -> str:
    """Forbids every request but for files beside the page, and every script but ours and those that it loads."""
    found = "'none'"
    if script:
        digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
        found = f"'sha256-{digest}' 'strict-dynamic'"
    own = "'self' file:"
    return (
        f"default-src 'none'; script-src {found}; style-src {own}; img-src {own}; base-uri 'none'; form-action 'none'"
    )


def code_version() -> str:
    """Changes when a template, a script or the words of pages change."""
    rooms = [HERE.parent / name for name in ("bulletin", "figures", "site", "wording")]
    files = sorted(path for room in rooms for path in room.rglob("*.*"))
    seen = hashlib.sha256()
    for path in files:
        if path.suffix in (".html", ".css", ".js", ".py", ".yaml"):
            seen.update(path.name.encode() + b"\0" + path.read_bytes())
    return seen.hexdigest()
