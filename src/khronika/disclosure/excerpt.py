"""What of a document's text is shown: the sentences of its shown mentions, names masked, everything else blanked.

The result has the length of the text, so that offsets stay true: U+2588 for a masked name, U+2591 for what is not
published. Sentences that tell of something kept back are never shown.
"""

import re
from collections.abc import Iterable, Sequence

from khronika.disclosure.names import MASK
from khronika.model import Document, Mention
from khronika.text.sentences import paragraphs, sentences

HIDDEN = "\u2591"
Stretch = tuple[int, int]


def spans_of(mentions: Iterable[Mention]) -> list[Stretch]:
    """All spans of the mentions."""
    return sorted({(s.start, s.stop) for m in mentions for spans in m.spans.values() for s in spans})


def sentences_at(document: Document, spans: Sequence[Stretch]) -> list[Stretch]:
    """The sentences that hold any of the spans, in order."""
    found = []
    for start, stop in paragraphs(document.text):
        inside = [s for s in spans if s[0] < stop and s[1] > start]
        if inside:
            language = (document.language or "en").split("-")[0]
            for a, b in sentences(document.text[start:stop], language):
                if any(x < start + b and y > start + a for x, y in inside):
                    found.append((start + a, start + b))
    return found


def shown_text(
    document: Document, shown: Sequence[Mention], kept_back: Sequence[Mention], names: Sequence[Stretch]
) -> str:
    """The text with only the sentences of shown mentions, without those of mentions that are kept back, names masked."""
    visible = sentences_at(document, spans_of(shown))
    back = sentences_at(document, spans_of(kept_back))
    visible = [s for s in visible if not any(a < s[1] and s[0] < b for a, b in back)]
    return blanked(document.text, visible, names)


def blanked(text: str, visible: Iterable[Stretch], names: Iterable[Stretch]) -> str:
    """Everything outside `visible` as U+2591 but for blanks of line ends, every name within as U+2588."""
    chars = [c if c in "\n\r" else HIDDEN for c in text]
    for start, stop in visible:
        chars[start:stop] = text[start:stop]
    for start, stop in names:
        for at in range(start, min(stop, len(chars))):
            if chars[at] != HIDDEN:
                chars[at] = MASK
    return "".join(chars)


def without_terms(text: str, terms: Iterable[str]) -> str:
    """The string with each of the terms blanked, whatever its capitals."""
    for term in sorted({t for t in terms if t.strip()}, key=len, reverse=True):
        if len(term) > 1:
            text = re.sub(re.escape(term), HIDDEN * len(term), text, flags=re.IGNORECASE)
    return text
