"""What citing a text makes: its sources numbered, the statements that lead to them, and a verdict on each of its numbers.

Offsets are half-open code points of the text as it was given, markup included; `text[start:stop] == quote` always.
"""

from typing import Literal

import msgspec

from khronika.model import Problem, Span
from khronika.model.mention import ClaimKind

Verdict = Literal["confirmed", "contradicted", "unknown"]
Side = Literal["source", "document", "archive", "census"]


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """One source. `date` is ISO: a day, a month or a year. `span`: where the text writes it.

    `document` is the id of the captured document that it was found to be, `capture` the SHA-256 of its bytes as they came;
    both None where none is at hand. `same_as`: the number of an earlier reference to the same work.
    """

    number: int
    author: str | None = None
    title: str | None = None
    publisher: str | None = None
    date: str | None = None
    url: str | None = None
    pages: str | None = None
    span: Span | None = None
    same_as: int | None = None
    document: str | None = None
    capture: str | None = None


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """A passage and the sources it is laid to. `style` says by what sign: square, superscript, link, name …

    `rule` says how far back the passage was taken: sentence, quotation, colon, leaning, named. `mark` is the sign, `note` what
    it leads to; None where the style has none.
    """

    span: Span
    style: str
    rule: str
    mark: Span | None
    note: Span | None
    references: list[int]


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What a verdict rests on: where it stands, its words, and what they say. `span` counts code points of that text."""

    side: Side
    says: str
    document: str | None = None
    source: str | None = None
    span: Span | None = None


class NumberCheck(msgspec.Struct, frozen=True, kw_only=True):
    """One number of the text with its verdict. `reason` is a code of `reasons.py`, `says` the same in a sentence.

    `passage`: the sentence it stands in. `statement`: index of the statement that holds it, None where none does.
    """

    start: int
    stop: int
    quote: str
    low: float | int | None
    high: float | int | None
    kind: ClaimKind
    unit: str | None
    language: str
    verdict: Verdict
    reason: str
    says: str
    passage: Span
    statement: int | None
    references: list[int]
    evidence: list[Evidence] = []


class Cited(msgspec.Struct, frozen=True, kw_only=True):
    """All of one text. `problems`: marks that lead to no note, and notes that no mark leads to."""

    document: str
    references: list[Reference]
    statements: list[Statement]
    numbers: list[NumberCheck]
    problems: list[Problem]
