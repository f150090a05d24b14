"""Read Markdown files: the paragraphs as plain text, and what the front matter says of the report.

Blocks are found by markdown-it-py; its inline step is run block by block, since it takes quadratic time on a block
full of brackets: such a block stays as written. The document's offsets count the plain text, not the file.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from resiliparse.extract.html2text import extract_plain_text

from khronika.model import Document, Problem
from khronika.sources.file import File, read_decoded
from khronika.sources.frontmatter import Front, read_front
from khronika.sources.manifest import Manifest
from khronika.sources.options import ReadOptions

MANIFEST = Manifest(
    name="markdown",
    type="Markdown",
    endings=(".md", ".markdown"),
    media_types=("text/markdown",),
    options=("published", "source", "language", "encoding", "max_bytes", "max_depth"),
    limits="One document a file, 4 million characters; quotes and lists nested 256 deep. Pictures leave their caption.",
    description="CommonMark with tables. YAML front matter may give title, published (or date), source, language, url.",
    libraries=("markdown-it-py", "resiliparse"),
)
_BRACKETS = 100
_LONGEST = 4_000_000
_TAG = re.compile(r"<[a-zA-Z/!]")


def read(file: File, options: ReadOptions) -> Iterator[Document | Problem]:
    """The file's document, and Problems for broken bytes, unreadable front matter or too deep nesting."""
    found, problem = read_decoded(file, options)
    if problem:
        yield problem
    if not found:
        return
    front, body, problems = read_front(found.text, file.where)
    yield from problems
    text = plain(body, options.max_depth) if len(body) <= _LONGEST else None
    if text is None:
        long = f"is longer than {_LONGEST:,} characters, too much for Markdown"
        deep = f"quotes or lists are nested deeper than {options.max_depth}"
        yield Problem(file.where, long if len(body) > _LONGEST else deep, "save it as plain text (.txt)")
    elif not text:
        yield Problem(file.where, "the file holds no text under its front matter", "leave it out or save it again")
    else:
        yield _document(file, text, front, options)


def _document(file: File, text: str, front: Front, options: ReadOptions) -> Document:
    return Document(
        id=file.id, text=text, title=front.title, url=front.url, language=front.language or options.language,
        published=front.published or options.published, source=front.source or options.source,
    )  # fmt: skip


def plain(source: str, max_depth: int = 256) -> str | None:
    """The paragraphs of a Markdown text with blank lines between them; None where it is nested deeper than that."""
    tokens = _parser(max_depth + 2).parse(source)
    if any(token.level > max_depth for token in tokens):
        return None
    return "\n\n".join(block for block in _blocks(tokens) if block)


@lru_cache(maxsize=4)
def _parser(nesting: int) -> MarkdownIt:
    return MarkdownIt("commonmark", {"maxNesting": nesting}).enable("table").disable("inline")


def _blocks(tokens: list[Token]) -> Iterator[str]:
    """Plain text block by block; the cells of a table row are one block, with tabs between."""
    row: list[str] | None = None
    for token in tokens:
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            yield "\t".join(row or [])
            row = None
        elif row is None:
            yield _block(token)
        elif token.type == "inline":
            row.append(_block(token))


def _block(token: Token) -> str:
    """The plain text of one block token; empty for those that only open or close."""
    if token.type == "inline":
        return _inline(token.content)
    if token.type == "html_block":
        return str(extract_plain_text(token.content)).strip()
    return token.content.strip("\n") if token.type in ("fence", "code_block") else ""


def _inline(content: str) -> str:
    if content.count("[") > _BRACKETS:
        return content
    parser = _parser(100)
    tokens: list[Token] = []
    env: Any = {}
    parser.inline.parse(content, parser, env, tokens)
    return "".join(_word(token) for token in tokens).strip()


def _word(token: Token) -> str:
    """Text of one inline token: a line end in a paragraph is a blank, as in a browser; tags are dropped."""
    if token.type in ("text", "code_inline", "text_special"):
        return token.content
    if token.type == "image":
        return "".join(_word(child) for child in token.children or [])
    return {"softbreak": " ", "hardbreak": "\n"}.get(token.type, "")
