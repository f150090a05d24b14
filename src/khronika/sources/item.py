"""What reading gives: a document, a row that somebody has coded already, or what is wrong."""

import msgspec

from khronika.model import Document, Mention, Problem


class Coded(msgspec.Struct, frozen=True):
    """A row of an event table: its cells as a document, and the mentions that its coders made of it.

    Nothing is extracted from such a document: the values are the table's, each with the cell that it stands in.
    """

    document: Document
    mentions: list[Mention]


Item = Document | Coded | Problem
