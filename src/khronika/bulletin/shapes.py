"""How foreign text and numbers are written in Markdown and in HTML: escaped, and each number a link to what it counts."""

import re
from urllib.parse import quote

from markupsafe import Markup, escape

from khronika.bulletin.numbers import Number
from khronika.publish.safety import flat_text, shown
from khronika.wording import Wording

_SPECIAL = re.compile(r"([\\`*_\[\]#|~!{}])")
_LIST = re.compile(r"^(\s*)([-+=]|[0-9]+[.)])")


def markdown_text(value: object) -> str:
    """Text that Markdown shows as it is: marks are escaped, `<` and `&` are entities, breaks are blanks."""
    if isinstance(value, Markup):
        return str(value)
    text = flat_text("" if value is None else str(value))
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _LIST.sub(lambda m: f"{m[1]}{m[2][:-1]}\\{m[2][-1]}", _SPECIAL.sub(r"\\\1", text))


def number_words(number: Number, words: Wording) -> str:
    """Its bounds in words; a dash where nothing is known."""
    return words.bounds(number.low, number.high) or "–"


def markdown_number(number: Number, words: Wording) -> Markup:
    """`[12](#from-events.now)`."""
    return Markup(f"[{markdown_text(number_words(number, words))}](#from-{number.key})")


def markdown_link(url: str) -> Markup:
    """An address as a link, without what would end it."""
    return Markup(f"<{quote(url, safe=':/?#[]@!$&()*+,;=%~')}>")


def markdown_picture(path: str, label: str) -> Markup:
    """A picture that lies beside the text."""
    return Markup(f"![{markdown_text(label)}]({quote(path)})")


def html_link(url: str) -> Markup:
    """An address as a link."""
    return Markup('<a href="{0}" rel="noreferrer noopener external">{0}</a>').format(shown(url))


def html_number(number: Number, words: Wording) -> Markup:
    """A link to the events that it counts, with its key."""
    link = Markup('<a class="n" href="#from-{key}" data-number="{key}"><bdi>{said}</bdi></a>')
    return link.format(key=number.key, said=number_words(number, words))


def html_text(value: object) -> Markup:
    """Escaped, without characters that HTML cannot hold."""
    return value if isinstance(value, Markup) else escape(shown("" if value is None else str(value)))
