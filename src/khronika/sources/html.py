"""Read saved web pages: the report itself as plain text, and what the page says of its origin.

Where a page marks its report (<article>, <main>, itemprop=articleBody), that element is taken and cleared of what is
plainly no report; else resiliparse judges what is main content. Its judgement alone is not used on marked pages: it
drops every <ul> and every <time>, with the figures and dates in them. The document's offsets count the plain text.
"""

from collections.abc import Iterator

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import ElementNode, HTMLTree

from khronika.model import Document, Problem
from khronika.sources.file import File, read_decoded
from khronika.sources.manifest import Manifest
from khronika.sources.options import ReadOptions
from khronika.sources.page_meta import PageMeta, read_meta
from khronika.sources.page_story import find_story, prose, protect, unlist
from khronika.sources.tag_depth import tag_problem

MANIFEST = Manifest(
    type="web page",
    endings=(".html", ".htm", ".xhtml"),
    options=("published", "source", "language", "encoding", "max_bytes", "max_depth"),
    limits="One document a page, 64 MB, 300,000 tags, 256 open at once; nothing that a script would load.",
    description="The report without navigation; title, day, outlet, language and address from the page's own data.",
)


def read(file: File, options: ReadOptions) -> Iterator[Document | Problem]:
    """The page's document, and Problems for broken bytes, too deep nesting or a page without text."""
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
    meta = read_meta(page) if page else PageMeta()
    text = _text(tree, page) if page else ""
    if text:
        yield _document(file, text, meta, options)
    else:
        yield Problem(file.where, "the page holds no text (a script may load it)", "save it from the browser as text")


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


def _document(file: File, text: str, meta: PageMeta, options: ReadOptions) -> Document:
    return Document(
        id=file.id, text=text, title=meta.title, url=meta.url, language=meta.language or options.language,
        published=meta.published or options.published, source=meta.source or options.source,
    )  # fmt: skip
