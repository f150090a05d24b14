"""What is known about the lists besides who is on them: times, places, definitions, copying, quality of linkage."""

from pathlib import Path
from typing import Any

import msgspec
import yaml

from khronika.undercount.errors import TableError


class Linkage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Measured quality of the matching between lists, as shares of pairs, and how many pairs were reviewed by people."""

    precision: float
    recall: float
    reviewed: int | None = None

    def __post_init__(self) -> None:
        if not (0 < self.precision <= 1 and 0 < self.recall <= 1):
            raise ValueError("precision and recall of linkage are shares above 0 and at most 1")


class AboutList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a list covers. Fields left out are unknown, and unknown is not compared."""

    period: str | None = None
    place: str | None = None
    counts: str | None = None
    made_from: list[str] = []


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Facts about the lists, by name, about the matching between them, and about fields whose gaps were filled (imputed)."""

    lists: dict[str, AboutList] = {}
    linkage: Linkage | None = None
    imputed: list[str] = []


def read_about(path: Path) -> About:
    """Facts from a YAML file; a fault names the file and the field."""
    try:
        given: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        return msgspec.convert(given or {}, About)
    except OSError as error:
        raise TableError(str(path), error.strerror or str(error), "check --about") from error
    except (yaml.YAMLError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise TableError(
            str(path), str(error), "known fields: lists (period, place, counts, made_from), linkage, imputed"
        ) from error
