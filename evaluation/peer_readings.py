"""What runs in the peers' own environment (bench/peers-requirements.txt): reads sentences, says what a peer finds in each.

Started by `peer_figures.py`. JSON lines in: {"peer", "language", "text", "published"}; first line out: the peers' versions; then
a line for each sentence: [{"start", "stop", "quote", …}] in the form of our own readers. Knows nothing of Khronika.
"""

import json
import re
import sys
from datetime import datetime
from importlib import metadata
from typing import Any

Readings = list[dict[str, Any]]
DIGITS = re.compile(r"(?<![\w.,])\d{1,3}(?:[.,\u00a0 ]\d{3})+(?![\w])|(?<![\w.,])\d+(?:[.,]\d+)?(?![\w])")
TOKEN = re.compile(r"\w+(?:-\w+)*|[^\w\s]|\s+")


def dateparser(sentence: dict[str, str]) -> Readings:
    """Each expression that search_dates finds, told the language and the day of publication; one day each."""
    from dateparser.search import search_dates

    how = {"RELATIVE_BASE": datetime.fromisoformat(sentence["published"]), "PREFER_DATES_FROM": "past"}
    found, at = [], 0
    for quote, moment in search_dates(sentence["text"], languages=[sentence["language"]], settings=how) or ():
        start = sentence["text"].find(quote, at)
        if start < 0:
            continue
        at, day = start + len(quote), moment.date().isoformat()
        found.append(
            {
                "start": start,
                "stop": at,
                "quote": quote,
                "type": "DATE",
                "value": day,
                "date_start": day,
                "date_end": day,
            }
        )
    return found


class Token:
    """A token as text2num wants it."""

    def __init__(self, match: re.Match[str]) -> None:
        self.start, self.stop, self._text = match.start(), match.end(), match.group()

    def text(self) -> str:
        """The token's words."""
        return self._text

    def nt_separated(self, previous: "Token") -> bool:
        """No token is parted from the one before by anything but text."""
        return False

    def not_a_number_part(self) -> bool:
        """No token is known beforehand to be no number."""
        return False


def text2num(sentence: dict[str, str]) -> Readings:
    """Each number in words, and what a plain pattern finds in digits between them: text2num leaves digits to others."""
    from text_to_num import find_numbers

    text, language = sentence["text"], sentence["language"]
    tokens = [Token(match) for match in TOKEN.finditer(text)]
    found = [
        _number(text, tokens[one.start].start, tokens[one.end - 1].stop, one.value)
        for one in find_numbers(tokens, language, threshold=0)
        if not one.is_ordinal
    ]
    taken = [(one["start"], one["stop"]) for one in found]
    for match in DIGITS.finditer(text):
        if not any(match.start() < stop and start < match.end() for start, stop in taken):
            found.append(_number(text, match.start(), match.end(), _digits(match.group(), language)))
    return sorted(found, key=lambda one: int(one["start"]))


def _digits(written: str, language: str) -> float:
    point = "." if language == "en" else ","
    bare = "".join(c for c in written if c.isdigit() or c == point).replace(point, ".")
    return float(bare)


def _number(text: str, start: int, stop: int, value: float) -> dict[str, Any]:
    return {"start": start, "stop": stop, "quote": text[start:stop], "low": value, "high": value}


PEERS = {"dateparser": dateparser, "text2num": text2num}


def main() -> None:
    """Answers line by line."""
    print(json.dumps({name: metadata.version(name) for name in PEERS}))
    for line in sys.stdin:
        sentence = json.loads(line)
        print(json.dumps(PEERS[sentence["peer"]](sentence), ensure_ascii=False))


if __name__ == "__main__":
    main()
