"""Floors: scores that must not be missed, kept beside the hash of the gold they were measured on.

A floor is the measured value less half its interval's width (a ceiling: plus), so that it is missed by a real loss and not by
one unlucky document. Floors rise by themselves when they are set again; to lower one, a person edits the file.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec

from khronika.errors import CannotError
from khronika.evaluation.intervals import Measure, Scores
from khronika.evaluation.read import GoldSet
from khronika.model import Problem

LEAST, MOST = ("events", "slots"), ("false_alarms",)
CHOSEN = (
    "measured value less half the width of its 95 % interval (false_alarms: plus), over all documents of a language; "
    "sha256 is that of the gold files, one after another by name"
)


class Floor(msgspec.Struct, frozen=True, kw_only=True):
    """What one language must reach: `least` for F1 measures, `most` for shares of errors."""

    sha256: str
    documents: int
    least: dict[str, float]
    most: dict[str, float]


class LinkingFloor(msgspec.Struct, frozen=True, kw_only=True):
    """What joining of coded mentions must reach on a part: `least` B-cubed F1, `most` near misses joined (a number)."""

    sha256: str
    reports: int
    part: Literal["dev", "aside", "all"]
    least: dict[str, float]
    most: dict[str, float]


class Floors(msgspec.Struct, frozen=True, kw_only=True):
    """Floors of each language over part `all`; those of joining are set by a person, in the file."""

    chosen: str = CHOSEN
    part: str = "all"
    languages: dict[str, Floor]
    linking: LinkingFloor | None = None


def read_floors(path: Path) -> Floors:
    """The floors of a file. Raises CannotError where it is none."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Floors)
    except OSError as error:
        raise CannotError(path, error.strerror or str(error), "give a file of floors") from error
    except msgspec.DecodeError as error:
        raise CannotError(path, str(error), "set the floors with: python evaluation/report.py --floors") from error


def write_floors(floors: Floors, path: Path) -> None:
    """Writes them so that a person can read and edit them."""
    path.write_bytes(msgspec.json.format(msgspec.json.encode(floors), indent=2) + b"\n")


def check(scores: Mapping[str, Scores], gold: GoldSet, floors: Floors) -> list[Problem]:
    """A problem for each floor missed, each language whose gold is not the one measured, each without floors."""
    found: list[Problem] = []
    for language, measured in scores.items():
        floor = floors.languages.get(language)
        if floor is None:
            found.append(Problem(language, "has no floors", "set them with: python evaluation/report.py --floors"))
        else:
            found += _check(language, measured, gold.sha256(language), floor)
    return found


def _check(language: str, scores: Scores, sha256: str, floor: Floor) -> list[Problem]:
    found: list[Problem] = []
    if sha256 != floor.sha256:
        then = "if that is meant, delete the language in the floors and set them again"
        found.append(Problem(language, f"the gold is not that of the floors (sha256 {sha256})", then))
    for name, least in floor.least.items():
        value = _score(scores, name)
        if value is None or value < least:
            found.append(Problem(language, f"{name} {_shown(value)} is under its floor of {least:.3f}", "see --worst"))
    for name, most in floor.most.items():
        value = _score(scores, name)
        if value is None or value > most:
            found.append(Problem(language, f"{name} {_shown(value)} is over its ceiling of {most:.3f}", "see --worst"))
    return found


def raised(scores: Mapping[str, Scores], gold: GoldSet, floors: Floors) -> Floors:
    """Floors that are as high as these scores allow, and nowhere lower than before; new languages are added.

    A language whose gold has changed keeps its floors, so that the gate stays shut until a person deletes them.
    """
    languages = dict(floors.languages)
    for code, measured in scores.items():
        fresh, old = _floor(measured, gold.sha256(code)), languages.get(code)
        if old is None:
            languages[code] = fresh
        elif old.sha256 == fresh.sha256:
            languages[code] = _higher(old, fresh)
    return Floors(languages=dict(sorted(languages.items())), linking=floors.linking)


def _higher(old: Floor, new: Floor) -> Floor:
    least = {name: max(value, new.least.get(name, 0.0)) for name, value in old.least.items()}
    most = {name: min(value, new.most.get(name, 1.0)) for name, value in old.most.items()}
    return Floor(sha256=old.sha256, documents=old.documents, least=least, most=most)


def _floor(scores: Scores, sha256: str) -> Floor:
    least = {name: round(max(0.0, _moved(scores.measures[name], -1)), 3) for name in LEAST}
    most = {name: round(min(1.0, _moved(scores.measures[name], +1)), 3) for name in MOST}
    return Floor(sha256=sha256, documents=scores.documents, least=least, most=most)


def _moved(measure: Measure, direction: int) -> float:
    """The value, half its interval's width lower or higher; 0 or 1 where there is nothing to measure."""
    if measure.score is None or measure.low is None or measure.high is None:
        return 0.0 if direction < 0 else 1.0
    return measure.score + direction * (measure.high - measure.low) / 2


def _score(scores: Scores, name: str) -> float | None:
    measure = scores.measures.get(name)
    return measure.score if measure else None


def _shown(value: float | None) -> str:
    return "none" if value is None else f"{value:.3f}"
