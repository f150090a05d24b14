"""The nouns: frozen, without input or output. Ground floor of the house; every room may know it."""

from khronika.model.document import Document, Part, read_day
from khronika.model.event import Conflict, Event, EventClaim, Summary
from khronika.model.found import Alternative, FoundCount, FoundDate, FoundPlace, Offset, Passage
from khronika.model.mention import Actor, Claim, Comparison, Mention, Place, Span
from khronika.model.problem import Problem

__all__ = [
    "Actor",
    "Alternative",
    "Claim",
    "Comparison",
    "Conflict",
    "Document",
    "Event",
    "EventClaim",
    "FoundCount",
    "FoundDate",
    "FoundPlace",
    "Mention",
    "Offset",
    "Part",
    "Passage",
    "Place",
    "Problem",
    "Span",
    "Summary",
    "read_day",
]
