"""Read a saved page the careful way: trafilatura's main text and author, htmldate's day where the page's data gives none.

Slower by more than ten times, and in a process of its own (`guard`). Like resiliparse, trafilatura drops every <time>, so
these are made plain beforehand. Days are taken only where the page states them, not from what its words may mean.
"""

from collections.abc import Iterator

from resiliparse.parse.html import HTMLTree

from khronika.model import read_day
from khronika.sources.file import File
from khronika.sources.guard import read_guarded
from khronika.sources.html import read_page
from khronika.sources.item import Item
from khronika.sources.lacking import needs
from khronika.sources.manifest import Manifest
from khronika.sources.options import ReadOptions
from khronika.sources.page_meta import PageMeta, PageStory
from khronika.sources.page_story import protect

MANIFEST = Manifest(
    name="html_careful",
    type="web page, the careful way",
    endings=(),
    options=("published", "source", "language", "encoding", "max_bytes", "max_depth", "max_seconds", "max_memory"),
    limits="As web pages; 60 seconds and 1 GB of memory a page. Chosen by the option `pages`.",
    description="As web pages, with author, tables, and a day also from the page's layout.",
    libraries=("resiliparse", "trafilatura", "htmldate"),
    extra="html",
)


def read(file: File, options: ReadOptions) -> Iterator[Item]:
    """The page's document, and Problems for broken bytes, too deep nesting or a page without text."""
    return read_guarded(MANIFEST.name, file, options)


def parse(file: File, content: bytes, options: ReadOptions) -> Iterator[Item]:
    """As `read`, in the process of its own."""
    return read_page(file, options, read_carefully)


def read_carefully(source: str, meta: PageMeta) -> PageStory:
    """Text, origin and author of a page; `meta` is what was read already. Raises LacksError without the extra `html`."""
    with needs("reading pages carefully", "html"):
        import htmldate
        import trafilatura
    about = trafilatura.extract_metadata(source)
    text = trafilatura.extract(_plain_times(source), include_comments=False, include_tables=True, favor_recall=True)
    day = meta.published or htmldate.find_date(source, extensive_search=False, original_date=True)
    made = PageMeta(
        title=meta.title or (about.title if about else None) or None,
        published=day if read_day(day) else None,
        source=meta.source or (about.sitename if about else None) or None,
        language=meta.language,
        url=meta.url,
    )
    return PageStory(_paragraphs(text or ""), made, (about.author if about else None) or None)


def _plain_times(source: str) -> str:
    """The page with its dates and lists of sentences kept from the cleaning."""
    tree = HTMLTree.parse(source)
    page = tree.document.query_selector("html") if tree.document else None
    if page is None:
        return source
    protect(tree, page)
    return str(page.outer_html)


def _paragraphs(text: str) -> str:
    """Each line a paragraph, apart by blank lines."""
    return "\n\n".join(line for line in map(str.strip, text.split("\n")) if line)
