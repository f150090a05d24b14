"""The sources at hand: captured documents with what was read in them, and which of them a reference means."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

import msgspec
from rapidfuzz import fuzz

from khronika.cite.model import Reference
from khronika.extraction.stream import Mode, extract_one_safely
from khronika.model import Document, Mention, Problem
from khronika.sources import Coded, ReadOptions, read_items
from khronika.text.fold import fold

_ALIKE = 92
_SHORTEST = 8


class Held(msgspec.Struct, frozen=True):
    """Documents, the mentions read in them, and the SHA-256 of the bytes of those that were captured, by document id."""

    documents: list[Document] = []
    mentions: list[Mention] = []
    captures: dict[str, str] = {}
    archive: bool = False


def read_held(paths: Sequence[str], mode: Mode = "auto") -> tuple[Held, list[Problem]]:
    """Reads and codes the sources that paths lead to; and what could not be read."""
    documents: list[Document] = []
    mentions: list[Mention] = []
    problems: list[Problem] = []
    for item in read_items(paths, ReadOptions()):
        if isinstance(item, Problem):
            problems.append(item)
            continue
        documents.append(item.document if isinstance(item, Coded) else item)
        mentions += item.mentions if isinstance(item, Coded) else extract_one_safely(item, mode).mentions
    return Held(documents, mentions), problems


def joined(one: Held, other: Held) -> Held:
    """Both; where a document id is in both, the first one's."""
    known = {d.id for d in one.documents}
    return Held(
        [*one.documents, *(d for d in other.documents if d.id not in known)],
        [*one.mentions, *(m for m in other.mentions if m.document not in known)],
        {**other.captures, **one.captures}, one.archive or other.archive,
    )  # fmt: skip


def found_in(references: Iterable[Reference], held: Held) -> list[Reference]:
    """The references, those whose document is at hand with its id and its capture, and what it says of its origin."""
    by_address = {_address(d.url): d for d in held.documents if d.url}
    made = []
    for reference in references:
        document = by_address.get(_address(reference.url)) if reference.url else None
        document = document or next((d for d in held.documents if _is(reference, d)), None)
        made.append(_of(reference, document, held) if document else reference)
    return made


def _of(reference: Reference, document: Document, held: Held) -> Reference:
    day = document.published_day()
    return msgspec.structs.replace(
        reference, document=document.id, capture=held.captures.get(document.id),
        title=_title(reference, document), publisher=reference.publisher or document.source,
        author=reference.author or document.author, url=reference.url or document.url,
        date=reference.date or (day.isoformat() if day else None),
    )  # fmt: skip


def _title(reference: Reference, document: Document) -> str | None:
    """The document's own title where the text has none, or has the words of a link, which need not be one."""
    alike = fuzz.ratio(fold(reference.title or ""), fold(document.title or "")) >= _ALIKE
    written = reference.title if reference.author or reference.date or reference.publisher or alike else None
    return written or document.title or reference.title


def _address(url: str | None) -> str:
    """An address without what does not matter: scheme, www, fragment, final stroke."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return url or ""
    query = f"?{parts.query}" if parts.query else ""
    return (parts.hostname or "").removeprefix("www.") + parts.path.rstrip("/") + query


def _is(reference: Reference, document: Document) -> bool:
    """Whether title and day are the document's; or, of a source named without a title, publisher and day."""
    title, own = fold(reference.title or ""), fold(document.title or "")
    days = (reference.date or "", (document.published or "")[:10])
    same_day = not all(days) or days[1].startswith(days[0])
    if len(own) >= _SHORTEST and fuzz.ratio(title, own) >= _ALIKE:
        return same_day
    source = fold(document.source or "")
    named = {fold(reference.publisher or ""), fold(reference.author or ""), title} - {""}
    return bool(source) and source in named and all(days) and len(days[0]) == len("2031-05-03") and same_day
