"""What the user decides about the own model: where it is, what it may cost, what is kept."""

import os
from importlib.util import find_spec
from pathlib import Path

import msgspec

from khronika.adjudicator.address import Endpoint, endpoint
from khronika.errors import MissingExtraError, UsageError

KEY = "KHRONIKA_API_KEY"
SENDINGS = Path("khronika-sendings.jsonl")
ANSWERS = Path("khronika-answers")
UNSURE = (0.35, 0.75)


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """One run with the own model. `unsure`: adjudicate only mentions with a confidence in this band; None codes all texts.

    `time_limit` and `pause` are seconds, `most_bytes` bounds one answer; a budget of None is without bound.
    """

    where: Endpoint
    model: str
    unsure: tuple[float, float] | None = None
    sendings: Path = SENDINGS
    answers: Path = ANSWERS
    max_requests: int | None = None
    max_characters: int | None = None
    max_tokens: int | None = None
    at_once: int = 4
    tries: int = 4
    pause: float = 1.0
    longest_pause: float = 60.0
    time_limit: float = 120.0
    most_bytes: int = 2_000_000
    key_from: str = KEY

    def key(self) -> str | None:
        """The key of the server, from the environment alone; it is never written anywhere."""
        key = os.environ.get(self.key_from, "").strip()
        if not (key.isascii() and key.isprintable()):
            raise UsageError(f"the environment variable {self.key_from} holds characters that a key cannot have")
        return key or None


def read_settings(
    url: str | None, model: str | None, send_text_to: str | None = None, unsure: str | None = None, **others: object
) -> Settings:
    """Checked settings; UsageError says what is missing, MissingExtraError what to install."""
    if not url or not model:
        raise UsageError("a model of your own needs --endpoint URL and --model NAME")
    where = endpoint(url, send_text_to)
    if find_spec("urllib3") is None:
        raise MissingExtraError("a model of your own", "llm")
    return Settings(where=where, model=model, unsure=band(unsure) if unsure else None, **others)  # type: ignore[arg-type]


def band(text: str) -> tuple[float, float]:
    """Two confidences as LOW:HIGH.

    >>> band("0.3:0.7")
    (0.3, 0.7)
    """
    try:
        low, high = (float(part) for part in text.split(":"))
    except ValueError as error:
        raise UsageError(f"--unsure needs LOW:HIGH, such as 0.35:0.75, not {text!r}") from error
    if not 0 <= low <= high <= 1:
        raise UsageError("--unsure needs two numbers from 0 to 1, the lower one first")
    return low, high
