"""Words that a language writes small, as far as its pack shows: in its lists and examples.

Asked by `cues` in texts that are all capitals, where "В СРЕДУ" looks like "В СЕУЛЕ". Knows what the pack happens to hold, which is a few
thousand words and no dictionary: a word that is missing says nothing.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from khronika.languages import Pack
from khronika.text.fold import fold

_WORD = re.compile(r"(?<![\w*\[\](|?+\\'’.-])[^\W\d_]\w{2,}(?![\w*\[\](|?+])")
_EXAMPLES = frozenset({"finds", "ignores"})
_PHRASED = frozenset({"dates", "counts", "calendar"})  # whose lists hold no names
_NAMES = frozenset({"names", "tied", "demonyms", "given"})
_CODES = frozenset({"id", "level", "hint", "kind", "type"})


@lru_cache(maxsize=32)
def small_words(pack: Pack) -> dict[str, bool]:
    """Folded words of three letters and more that stand in the pack with a small first letter.

    True: in an example, which is written as texts are, or among words of time and number. False: in a list alone, and lists may
    write names small, too.
    """
    found: dict[str, bool] = {}
    for name, section in pack.sections.items():
        for text, sure in _texts(section, name in _PHRASED):
            for word in _WORD.findall(text):
                if word[0].islower():
                    found[word] = found.get(word, False) or sure
    return {fold(word): sure for word, sure in sorted(found.items(), key=lambda pair: pair[1])}


def _texts(node: Any, sure: bool) -> Iterator[tuple[str, bool]]:
    if isinstance(node, str):
        yield node, sure
    elif isinstance(node, dict):
        for key, value in node.items():
            if key not in _CODES and key not in _NAMES:
                yield from _texts(value, sure or key in _EXAMPLES)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value, sure)
