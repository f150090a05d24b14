"""Read feeds (RSS, Atom): a document an entry, with its own date as its writer's clock showed it.

feedparser does the parsing, in a process of its own (`guard`), which opens no connection. Dates are taken from the words
of the feed, not as normalised: a report of half past midnight belongs to the day of its own town.
"""

import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any

from resiliparse.extract.html2text import extract_plain_text

from khronika.model import Document, Part, Problem, read_day
from khronika.sources.file import File
from khronika.sources.frontmatter import no_date
from khronika.sources.guard import read_guarded
from khronika.sources.item import Item
from khronika.sources.lacking import needs
from khronika.sources.manifest import Manifest
from khronika.sources.options import ReadOptions
from khronika.sources.tag_depth import tag_problem

MANIFEST = Manifest(
    name="feed",
    type="feed",
    endings=(".rss", ".atom", ".rdf"),
    media_types=("application/rss+xml", "application/atom+xml", "application/rdf+xml"),
    options=("published", "source", "language", "max_bytes", "max_depth", "max_seconds", "max_memory"),
    limits="RSS and Atom, 64 MB, 20,000 entries. Only what stands in the feed: the pages behind it are not fetched.",
    description="A document an entry: its text (or summary, or title), day, address, title; the feed's name as the source.",
    libraries=("feedparser", "resiliparse"),
    extra="feed",
)
_MOST_ENTRIES = 20_000
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?=$|[-_])")


def read(file: File, options: ReadOptions) -> Iterator[Item]:
    """The feed's entries in its order, and Problems for dates that are none or a damaged file."""
    return read_guarded(MANIFEST.name, file, options)


def parse(file: File, content: bytes, options: ReadOptions) -> Iterator[Item]:
    """As `read`, in the process of its own."""
    with needs("reading feeds", "feed"):
        import feedparser
    found = feedparser.parse(content, sanitize_html=False, resolve_relative_uris=False)
    if not found.entries:
        why = "is damaged or no feed" if found.bozo or not found.version else "the feed holds no entry"
        yield Problem(file.where, why, "leave it out or save it again")
        return
    if len(found.entries) > _MOST_ENTRIES:
        yield Problem(file.where, f"has more than {_MOST_ENTRIES:,} entries", "split it")
        return
    for number, entry in enumerate(found.entries, 1):
        yield from _document(entry, number, found.feed, file, options)


def _document(entry: Any, number: int, feed: Any, file: File, options: ReadOptions) -> Iterator[Item]:
    where = f"{file.where}:{number}"
    title = _plain(entry.get("title_detail") or {}, options)
    text = next((t for held in _held(entry) if (t := _plain(held, options))), None) or title
    if not text:
        yield Problem(where, "the entry holds no text", "leave it out")
        return
    raw = entry.get("published")
    published = _day(raw) if raw else None
    if raw and published is None:
        yield no_date(raw, where)
    link = entry.get("link")
    yield Document(
        id=entry.get("id") or link or f"{file.id}:{number}", text=text, title=title,
        url=link if link and re.match(r"https?://", link) else None, published=published or options.published,
        source=_plain(feed.get("title_detail") or {}, options) or options.source,
        language=_language(feed) or options.language, parts=[Part(0, len(text), "entry", number)],
    )  # fmt: skip


def _held(entry: Any) -> list[Any]:
    """What an entry says, the fullest first."""
    return [*entry.get("content", []), *([entry["summary_detail"]] if "summary_detail" in entry else [])]


def _plain(held: Any, options: ReadOptions) -> str | None:
    """Plain text of a value of the feed; None where it is empty or nested too deep."""
    value = str(held.get("value") or "")
    if "html" in str(held.get("type", "")) and "<" in value:
        if tag_problem(value, options.max_depth):
            return None
        value = extract_plain_text(value, main_content=False, list_bullets=False, alt_texts=False)
    return "\n".join(line.strip() for line in value.split("\n")).strip() or None


def _language(feed: Any) -> str | None:
    found = _LANGUAGE.match(str(feed.get("language") or "").strip())
    return found[0].lower() if found else None


def _day(raw: str) -> str | None:
    """An ISO time with the offset that the feed wrote, from RFC 822 (RSS) or ISO (Atom); None for anything else.

    >>> _day("Sat, 03 May 2031 00:30:00 +0200")
    '2031-05-03T00:30:00+02:00'
    """
    if read_day(raw):
        return raw.strip()
    try:
        return parsedate_to_datetime(raw).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
