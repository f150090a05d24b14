"""What reading gives: a document, a row that somebody has coded already, or what is wrong."""

import msgspec

from khronika.model import Document, Mention, Problem


class Coded(msgspec.Struct, frozen=True):
    """A row of an event table: its cells as a document, and the mentions that its coders made of it.

    Nothing is extracted from such a document: the values are the table's, each with the cell that it stands in.
    `layout`: the name of the table's layout; `key`: the row's own id in a later issue of the table, where it has one.
    """

    document: Document
    mentions: list[Mention]
    layout: str = ""
    key: str | None = None


Item = Document | Coded | Problem
