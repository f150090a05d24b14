"""Find the element of a page that holds its report, and clear it of what is plainly no report."""

import re

from resiliparse.parse.html import ElementNode, HTMLTree

from khronika.sources.dom import select

_STORIES = ("[itemprop~=articleBody]", "article", "main", "[role=main]")
_JUNK = "script,style,noscript,template,nav,aside,footer,form,button,iframe,svg,dialog,[hidden],[aria-hidden=true]"
_JUNK_NAME = re.compile(
    r"(?:^|[\s_-])(?:related|share|sharing|social|newsletter|comments?|advert\w*|promo|cookies?|breadcrumbs?|sidebar|menu"
    r"|subscribe|footer|nav|navbar|gnb|lnb|teasers?|recommended|most-read|paywall|tags)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LARGEST_SHARE = 0.3
_SENTENCE = 15  # characters; a short sentence in Korean or Chinese


def find_story(page: ElementNode) -> ElementNode | None:
    """The marked element with at least half of the page's paragraph text, cleared; None where none is marked.

    Changes the tree: what is no report is taken out of the element.
    """
    whole = prose(page)
    for selector in _STORIES:
        found = select(page, selector)
        best = max(found, key=prose, default=None)
        if best is not None and prose(best) > 0 and 2 * prose(best) >= whole:
            _clear(best)
            return best
    return None


def protect(tree: HTMLTree, page: ElementNode) -> None:
    """Keep dates and lists of sentences from resiliparse, which takes each <time> and <ul> for no content."""
    for time in select(page, "time"):
        span = tree.create_element("span")
        if span is not None:
            span.text = time.text or ""
            time.replace_with(span)
    _clear(page)
    unlist(tree, page)


def unlist(tree: HTMLTree, element: ElementNode) -> None:
    """Make each item of a list of sentences a paragraph of its own; in nested lists, those of the inner ones."""
    for items in select(element, "ul,ol"):
        if _is_prose(items) and items.query_selector("ul,ol") is None:
            block = tree.create_element("div")
            if isinstance(block, ElementNode):
                block.inner_html = "".join(f"<p>{item.inner_html}</p>" for item in select(items, "li"))
                items.replace_with(block)


def prose(element: ElementNode) -> int:
    """Characters in paragraphs, and in list items that are sentences."""
    return sum(len(part.text or "") for part in select(element, "p")) + sum(
        len(items.text or "") for items in select(element, "ul,ol") if _is_prose(items)
    )


def _is_prose(items: ElementNode) -> bool:
    """Whether a list holds sentences: long items of which links are the smaller part."""
    parts = select(items, "li")
    text = len(items.text or "")
    links = sum(len(link.text or "") for link in select(items, "a"))
    return len(parts) > 0 and text / len(parts) >= _SENTENCE and 2 * links < text


def _clear(element: ElementNode) -> None:
    """Take out scripts, navigation, forms, hidden parts, and small parts whose class names them as something else."""
    _remove(select(element, _JUNK))
    whole = max(1, len(element.text or ""))
    for part in select(element, "[class],[id],[style]"):
        named = _JUNK_NAME.search(f"{part.class_name or ''} {part.id or ''}")
        hidden = _HIDDEN.search(part.getattr("style") or "")
        if hidden or (named and len(part.text or "") <= _LARGEST_SHARE * whole):
            _remove([part])


def _remove(parts: list[ElementNode]) -> None:
    for part in parts:
        if part.parent is not None:
            part.remove()
