"""Read the YAML block at the head of a Markdown file: title, day, outlet, language, address."""

import re
from typing import Any

import msgspec
import yaml

from khronika.model import Problem, read_day

_BLOCK = re.compile(r"---[ \t]*\r?\n(.*?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL | re.MULTILINE)
_LONGEST = 64_000
_KEYS = {
    "title": "title", "published": "published", "date": "published", "source": "source", "language": "language",
    "lang": "language", "url": "url",
}  # fmt: skip


class Front(msgspec.Struct, frozen=True):
    """What a front matter says; None where it does not."""

    title: str | None = None
    published: str | None = None
    source: str | None = None
    language: str | None = None
    url: str | None = None


def read_front(text: str, where: str) -> tuple[Front, str, list[Problem]]:
    """The front matter, the text after it, and what is wrong with it.

    Values are taken as written (a time keeps its offset, "no" stays a word); other keys and nested values are ignored.
    A block over 64,000 characters or without an end is no front matter but text.
    """
    found = _BLOCK.match(text[:_LONGEST])
    if not found:
        return Front(), text, []
    body = text[found.end() :]
    try:
        content = yaml.load(found[1], Loader=yaml.BaseLoader)  # not libyaml: deep nesting ends its process
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return Front(), body, [_unreadable(error, where)]
    if not isinstance(content, dict):
        return Front(), (body if content in (None, "") else text), []
    front = _front(content)
    return _checked(front, where, body)


def _front(content: dict[Any, Any]) -> Front:
    given: dict[str, str] = {}
    for key, value in content.items():
        name = _KEYS.get(str(key).lower())
        if name and isinstance(value, str) and value.strip():
            given.setdefault(name, value.strip())
    return Front(**given)


def _checked(front: Front, where: str, body: str) -> tuple[Front, str, list[Problem]]:
    if front.published is None or read_day(front.published):
        return front, body, []
    return msgspec.structs.replace(front, published=None), body, [no_date(front.published, where)]


def no_date(value: str, where: str) -> Problem:
    """The Problem of a day of publication that is none; the document is read without it."""
    what = f"published {value[:40]!r} is no ISO date, so relative dates stay open"
    return Problem(where, what, "write it as 2031-05-03")


def _unreadable(error: Exception, where: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 2 if mark else 1
    return Problem(f"{where}:{line}", "the front matter is not readable as YAML and is left out", "quote its values")
