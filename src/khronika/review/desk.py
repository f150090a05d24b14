"""The desk a reviewer sits at: the archive, its index, the clerk who writes, and the secrets of this run."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from khronika.archive import Archive
from khronika.archive.session import Session
from khronika.publish.words import country_label
from khronika.review.clerk import Clerk
from khronika.review.guard import Gate
from khronika.review.index import Index
from khronika.review.phrases import HERE, languages
from khronika.review.weighing import Weigher

Result = TypeVar("Result")
_MARK = re.compile(r'<span data-w="([0-9]+)"></span>')


class Desk:
    """One run of the page over one archive."""

    def __init__(self, archive: Archive, gate: Gate) -> None:
        self.archive, self.gate = archive, gate
        self.index = Index(archive)
        self.weigher = Weigher(self.index)
        self.clerk = Clerk(archive, self._written)
        self.settings = archive.folder.read_settings()
        self.templates = _environment()

    @property
    def name(self) -> str:
        """What the archive is called."""
        return self.settings.name or self.archive.folder.root.resolve().name

    @property
    def agent(self) -> str:
        """The alias under which decisions are recorded."""
        return self.archive.agent or self.settings.agent

    @contextmanager
    def reading(self) -> Iterator[tuple[Session, sqlite3.Connection]]:
        """The archive and the index, as they are now; both for this thread."""
        if self.index.is_behind():
            self.index.catch_up()
        with self.archive.reading() as session:
            yield session, self.index.connection()

    def write(self, act: Callable[[Session], Result]) -> Result:
        """What `act` gives, once it is written and indexed."""
        return self.clerk.write(act)

    def _written(self) -> None:
        self.index.catch_up()
        self.weigher.wake()

    def close(self) -> None:
        """Ends; what was decided is on the disk and sealed."""
        self.weigher.stop()
        self.clerk.close()


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE.parent / "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["source_marks"] = source_marks
    environment.globals.update(languages=languages, country_label=country_label, enumerate=enumerate, percent=percent)
    return environment


def source_marks(html: str, number: int) -> Markup:
    """The marks of the n-th source with ids of their own, so that values lead to them."""
    return Markup(_MARK.sub(lambda found: f'<span id="s{number}-w{found[1]}"></span>', html))


def percent(value: Any) -> str:
    """A share as a whole number of per cent."""
    return "" if value is None else f"{round(100 * float(value))} %"
