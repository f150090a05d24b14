"""Atom feeds of events, corrections and collections (RFC 4287). Made with the standard library's XML writer, which escapes."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from khronika.bulletin.story import Story
from khronika.publish.safety import shown
from khronika.site.pages import Setting

if TYPE_CHECKING:
    from khronika.site.collections import Collection

ATOM = "http://www.w3.org/2005/Atom"
_FIRST = "1970-01-01T00:00:00Z"
register_namespace("", ATOM)


def events_feed(
    setting: Setting, address: str | None, at: str, stories: Sequence[Story], updated: Mapping[str, str]
) -> bytes:
    """Events by their last change, newest first."""
    feed = _feed(setting, address, "events", setting.words("feed_events"), at)
    for story in stories:
        numbers = "; ".join(f"{label}: {bounds}" for label, bounds in story.numbers)
        link = f"{_base(setting, address)}events/{story.id}.html"
        _entry(feed, f"urn:khr:event:{story.id}", story.headline, link, updated.get(story.id) or at, numbers)
    return _written(feed)


def corrections_feed(setting: Setting, address: str | None, at: str, rows: Sequence[Mapping[str, str]]) -> bytes:
    """One entry a correction, newest first; of one that protects people neither value."""
    words = setting.words
    feed = _feed(setting, address, "corrections", words("feed_corrections"), at)
    for row in sorted(rows, key=lambda r: (r["corrected_at"], r["correction_id"]), reverse=True):
        field = words.field(row["field"])
        private = row["reason"] in ("privacy", "legal")
        said = words("changed_privacy", field=field) if private else words(
            "changed_field", field=field, old=row["old_value"] or "–", new=row["new_value"] or "–"
        )  # fmt: skip
        link = f"{_base(setting, address)}events/{row['event_id']}.html"
        _entry(feed, f"urn:khr:correction:{row['correction_id']}", said, link, row["corrected_at"], row["event_id"])
    return _written(feed)


def collection_feed(setting: Setting, address: str | None, at: str, one: "Collection") -> bytes:
    """Documents of a collection, newest first."""
    feed = _feed(setting, address, f"collection:{one.name}", one.name, at)
    for item in one.items:
        day = f"{item.published}T00:00:00Z" if item.published else at
        link = item.link or f"{_base(setting, address)}collections/{one.name}.html"
        _entry(feed, f"urn:khr:document:{item.id}", item.title or item.source or item.id, link, day, item.source)
    return _written(feed)


def _base(setting: Setting, address: str | None) -> str:
    """Where addresses begin: the site's own, or one folder up from the feed."""
    return f"{address.rstrip('/')}/{setting.folder}" if address else "../"


def _feed(setting: Setting, address: str | None, name: str, title: str, at: str) -> Element:
    feed = Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": setting.language})
    slug = re.sub(r"[^a-z0-9]+", "-", setting.title.lower()).strip("-") or "site"
    _text(feed, "id", f"urn:khr:feed:{slug}:{setting.language}:{name}")
    _text(feed, "title", f"{setting.title}: {title}")
    _text(feed, "updated", at or _FIRST)
    SubElement(SubElement(feed, f"{{{ATOM}}}author"), f"{{{ATOM}}}name").text = shown(setting.title)
    SubElement(feed, f"{{{ATOM}}}link", {"rel": "alternate", "href": f"{_base(setting, address)}index.html"})
    return feed


def _entry(feed: Element, name: str, title: str, link: str, updated: str, summary: str) -> None:
    entry = SubElement(feed, f"{{{ATOM}}}entry")
    _text(entry, "id", name)
    _text(entry, "title", title)
    _text(entry, "updated", updated or _FIRST)
    SubElement(entry, f"{{{ATOM}}}link", {"rel": "alternate", "href": link})
    _text(entry, "summary", summary)


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, f"{{{ATOM}}}{name}").text = shown(text)


def _written(feed: Element) -> bytes:
    indent(feed, " ")
    made: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return made + b"\n"
