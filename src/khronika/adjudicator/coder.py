"""Code documents with the user's own model, several at once, in the order in which they came.

Only waiting happens in threads; reading and putting together stay in the caller's. Memory does not grow with the input.
"""

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, NamedTuple, TypeVar

from khronika.adjudicator import texts, unsure
from khronika.adjudicator.asking import Asker, NotAnsweredError, Question
from khronika.adjudicator.settings import Settings
from khronika.adjudicator.texts import Text
from khronika.adjudicator.unsure import Unsure
from khronika.adjudicator.values import NOT_IN_FORM, NOT_IN_TEXT, NOT_READABLE
from khronika.errors import KhronikaError
from khronika.extraction.stream import Extracted, Mode, Report, extract_one_safely
from khronika.model import Document

T = TypeVar("T")
_AHEAD = 4
_DROPPED = (NOT_IN_TEXT, NOT_READABLE, NOT_IN_FORM)


class _Waiting(NamedTuple):
    """An item of the input on its way through."""

    document: Document
    asked: Text | Unsure
    answers: list[Future[Any]]


class Coder:
    """One run. Use it as a context: leaving it, also by Ctrl-C, ends what is under way; answers that came are kept."""

    def __init__(self, settings: Settings, mode: Mode = "auto") -> None:
        self._settings, self._mode, self._asker = settings, mode, Asker(settings)
        self._pool = ThreadPoolExecutor(settings.at_once, "own-model")
        self.dropped: Counter[str] = Counter()

    def __enter__(self) -> "Coder":
        return self

    def __exit__(self, *_: object) -> None:
        self._asker.wire.stop()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def told(self) -> dict[str, int]:
        """What the run has done: requests, characters and tokens spent, answers from before, values dropped."""
        spent = self._asker.budget
        return {
            "requests": spent.requests, "characters": spent.characters, "tokens": spent.tokens,
            "kept_answers": self._asker.hits, "values_dropped": self.dropped.total(),
        }  # fmt: skip

    def code(self, items: Iterable[Document | T]) -> Iterator[Extracted | T]:
        """Each document coded, everything else as it came, in order."""
        waiting: deque[_Waiting | Extracted | T] = deque()
        for item in items:
            waiting.append(self._begin(item) if isinstance(item, Document) else item)
            if len(waiting) > self._settings.at_once * _AHEAD:
                yield self._end(waiting.popleft())
        while waiting:
            yield self._end(waiting.popleft())

    def _begin(self, document: Document) -> _Waiting | Extracted:
        try:
            asked = self._questions(document)
        except KhronikaError:
            raise
        except Exception as error:  # as in the built-in coder: no document may stop an archive
            return _failed(document, error)
        if isinstance(asked, Extracted):
            return asked
        return _Waiting(document, asked, [self._pool.submit(self._ask, q) for q in asked.questions])

    def _questions(self, document: Document) -> Text | Unsure | Extracted:
        if self._settings.unsure is None:
            return texts.questions(document)
        return unsure.questions(document, extract_one_safely(document, self._mode), self._settings.unsure)

    def _ask(self, question: Question) -> Any:
        """The answer, or the reason why there is none."""
        try:
            return self._asker.ask(question)
        except NotAnsweredError as error:
            return str(error)
        except KhronikaError:
            raise
        except Exception as error:  # one text must never stop an archive
            return f"{type(error).__name__}: {error}"

    def _end(self, item: _Waiting | Extracted | T) -> Extracted | T:
        if not isinstance(item, _Waiting):
            return item
        answers = [future.result() for future in item.answers]
        if self._asker.fatal is not None:
            raise self._asker.fatal
        try:
            made = _together(item, answers)
        except KhronikaError:
            raise
        except Exception as error:
            made = _failed(item.document, error)
        for note in made.report.notes:
            name, _, times = note.partition(": ")
            self.dropped[name] += int(times) if name in _DROPPED else 0
        return made


def _together(item: _Waiting, answers: list[Any]) -> Extracted:
    if isinstance(item.asked, Unsure):
        return unsure.adjudged(item.asked, answers)
    open_ones = [answer for answer in answers if isinstance(answer, str)]
    if open_ones:
        return Extracted([], Report(item.document.id, "failed", open_ones[0], 0))
    return texts.coded(item.asked, answers)


def _failed(document: Document, error: Exception) -> Extracted:
    return Extracted([], Report(document.id, "failed", f"{type(error).__name__}: {error}", 0))
