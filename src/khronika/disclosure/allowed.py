"""Names that a policy lets through: those it lists, and holders of public offices where it says so."""

from khronika.disclosure.lexicon import name_words
from khronika.disclosure.names import Names
from khronika.disclosure.policy import Policy
from khronika.disclosure.tokens import words_in
from khronika.model import Document
from khronika.text.fold import fold


def kept(document: Document, names: Names, policy: Policy) -> Names:
    """The names that stay masked."""
    free = {fold(word) for name in policy.names.allow for word in name.split()}
    if policy.names.officials:
        free |= _officials(document, names)
    if not free:
        return names
    text = document.text
    spans = [s for s in names.spans if not {w.folded for w in words_in(text[s[0] : s[1]], 0, set())} <= free]
    return Names(spans, names.words - free)


def _officials(document: Document, names: Names) -> set[str]:
    """The words of names that stand right behind, or before, a word for a public office."""
    offices = name_words((document.language or "en").split("-")[0]).words["office"]
    words = words_in(document.text, 0, set())
    found: set[str] = set()
    for start, stop in names.spans:
        before = [w for w in words if w.stop <= start][-1:]
        after = [w for w in words if w.start >= stop][:1]
        if any(w.folded in offices and _touches(document.text, w.start, w.stop, start, stop) for w in before + after):
            found |= {w.folded for w in words if start <= w.start < stop}
    return found


def _touches(text: str, a: int, b: int, start: int, stop: int) -> bool:
    between = text[b:start] if b <= start else text[stop:a]
    return between.strip() in ("", ",") and len(between) <= 2
