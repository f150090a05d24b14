"""Read saved web pages: the report itself as plain text, and what the page says of its origin.

Where a page marks its report (<article>, <main>, itemprop=articleBody), that element is taken and cleared of what is
plainly no report; else resiliparse judges what is main content. Its judgement alone is not used on marked pages: it
drops every <ul> and every <time>, with the figures and dates in them. The document's offsets count the plain text.
The careful way (`html_careful`) is an option.
"""

from collections.abc import Callable, Iterator

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import ElementNode, HTMLTree

from khronika.model import Document, Problem
from khronika.sources.file import File, read_decoded
from khronika.sources.item import Item
from khronika.sources.manifest import Manifest
from khronika.sources.options import ReadOptions
from khronika.sources.page_meta import PageMeta, PageStory, read_meta
from khronika.sources.page_story import find_story, prose, protect, unlist
from khronika.sources.tag_depth import tag_problem

MANIFEST = Manifest(
    name="html",
    type="web page",
    endings=(".html", ".htm", ".xhtml"),
    media_types=("text/html", "application/xhtml+xml"),
    options=(
        "published",
        "source",
        "language",
        "encoding",
        "pages",
        "max_bytes",
        "max_depth",
        "max_seconds",
        "max_memory",
    ),
    limits="One document a page, 64 MB, 300,000 tags, 256 open at once; nothing that a script would load.",
    description="The report without navigation; title, day, outlet, language and address from the page's own data.",
    libraries=("resiliparse",),
)


def read(file: File, options: ReadOptions) -> Iterator[Item]:
    """The page's document, and Problems for broken bytes, too deep nesting or a page without text."""
    return read_page(file, options, lambda source, meta: None)


def read_page(file: File, options: ReadOptions, careful: Callable[[str, PageMeta], PageStory | None]) -> Iterator[Item]:
    """As `read`; `careful` may give another story for a page's source, which is taken unless it has lost most of the text."""
    found, problem = read_decoded(file, options, html=True)
    if problem:
        yield problem
    if not found:
        return
    too_much = tag_problem(found.text, options.max_depth)
    if too_much:
        yield Problem(file.where, too_much, "save the page again as text")
        return
    tree = HTMLTree.parse(found.text)
    page = tree.document.query_selector("html") if tree.document else None
    story = _story(tree, page, careful(found.text, read_meta(page))) if page else None
    if story and story.text:
        yield _document(file, story, options)
    else:
        yield Problem(file.where, "the page holds no text (a script may load it)", "save it from the browser as text")


def _story(tree: HTMLTree, page: ElementNode, other: PageStory | None) -> PageStory:
    """Text and origin of the page; the other story where it holds at least a third of the page's paragraphs."""
    meta, whole = read_meta(page), prose(page)
    if other and other.text and len(other.text) * 3 >= whole:
        return other
    return PageStory(_text(tree, page), other.meta if other else meta, other.author if other else None)


def _text(tree: HTMLTree, page: ElementNode) -> str:
    """The report; where main content comes out as less than a third of the page's paragraphs, the whole page's text."""
    story = find_story(page)
    if story is not None:
        unlist(tree, story)
        return _plain(HTMLTree.parse(story.outer_html))
    protect(tree, page)
    main = _plain(tree, main=True)
    return main if main and len(main) * 3 >= prose(page) else _plain(tree)


def _plain(tree: HTMLTree, *, main: bool = False) -> str:
    """Text with blank lines between paragraphs, without list marks and indents."""
    text = extract_plain_text(tree, main_content=main, list_bullets=False, alt_texts=False, comments=False)
    return "\n".join(line.strip() for line in text.split("\n")).strip()


def _document(file: File, made: PageStory, options: ReadOptions) -> Document:
    meta = made.meta
    return Document(
        id=file.id, text=made.text, title=meta.title, url=meta.url, language=meta.language or options.language,
        published=meta.published or options.published, source=meta.source or options.source, author=made.author,
    )  # fmt: skip
