"""Ask the server one question until it is answered, refused or too dear: cache, budget, record, retries with backoff."""

from contextlib import suppress
from threading import Lock
from typing import Any, NamedTuple, NoReturn

from khronika.adjudicator.answer import Adjudicated, Coded, FormError, content, parse, schema
from khronika.adjudicator.budget import Budget
from khronika.adjudicator.cache import Cache, Kept, key_of
from khronika.adjudicator.prompt import Task, body, prompt
from khronika.adjudicator.sendings import Sendings
from khronika.adjudicator.settings import Settings
from khronika.adjudicator.wire import NoReplyError, Reply, Wire
from khronika.errors import CannotError

_LATER = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_TOO_MUCH_ASKED = frozenset({400, 415, 422, 501})
_FOR_ALL = frozenset({401, 402, 403, 404, 405, 407, 410})
_PLAINEST = 2
_SILENT = 5
_LONGEST_FAILED = 4000
_FORMS: dict[Task, type[Coded] | type[Adjudicated]] = {"code": Coded, "adjudicate": Adjudicated}


class Question(NamedTuple):
    """One text to be asked about; `content` is the message that holds it."""

    task: Task
    document: str
    text: str
    content: str


class NotAnsweredError(Exception):
    """The question stays open, and why. The run goes on."""


class Asker:
    """Asks; may be used by several threads. `hits` counts answers that were kept from before; `fatal` is why it will not go on."""

    def __init__(self, settings: Settings) -> None:
        self.settings, self.wire, self.budget = settings, Wire(settings), Budget(settings)
        self._cache = Cache(settings.answers)
        self._sendings = Sendings(settings.sendings, settings.where.host, settings.model)
        self._key = settings.key()
        self._lock = Lock()
        self._plainness = self._unanswered = self.hits = 0
        self.fatal: CannotError | None = None

    def ask(self, question: Question) -> Any:
        """The answer in the form of its task; NotAnsweredError where there is none, CannotError where none ever will be."""
        key = key_of(question.content, self.settings.model, prompt(question.task).version)
        kept = self._cache.get(key)
        if kept is not None:
            with suppress(FormError):
                answer = parse(kept, _FORMS[question.task])
                self._count(hits=1)
                return answer
        if self._unanswered >= _SILENT:
            raise NotAnsweredError(f"not sent: the last {_SILENT} questions were not answered")
        try:
            answer, written = self._insist(question)
        except CannotError as error:
            self.fatal = self.fatal or error
            self.wire.stop()
            raise
        self._cache.put(key, Kept(self.settings.model, prompt(question.task).version, written))
        return answer

    def _count(self, hits: int = 0, unanswered: int | None = None) -> None:
        with self._lock:
            self.hits += hits
            self._unanswered = self._unanswered if unanswered is None else unanswered

    def _insist(self, question: Question) -> tuple[Any, str]:
        """Asks until the answer has the form, with growing pauses where the server asks for time."""
        why, failed = "", ""
        for attempt in range(self.settings.tries):
            if self.wire.stopped.is_set():
                raise NotAnsweredError("stopped")
            try:
                reply = self._until_understood(question, failed[:_LONGEST_FAILED] or None)
                if reply.status == 200:
                    failed, tokens = content(reply.body)
                    self.budget.add_tokens(tokens)
                    answer = parse(failed, _FORMS[question.task])
                    self._count(unanswered=0)
                    return answer, failed
                why = f"HTTP {reply.status}"
                self._pause(attempt, reply.wait)
            except FormError as error:
                why = str(error)
            except NoReplyError as error:
                why = str(error)
                if not error.again:
                    break
                self._pause(attempt, "")
        self._count(unanswered=self._unanswered + 1)
        raise NotAnsweredError(f"the model gave no answer: {why}")

    def _until_understood(self, question: Question, failed: str | None) -> Reply:
        """A reply that is an answer or may become one; asks more plainly where the server refuses the form of the request."""
        status = 0
        for plainness in range(self._plainness, _PLAINEST + 1):
            reply = self._send(question, plainness, failed)
            status = reply.status
            if status == 200:
                self._plainness = max(self._plainness, plainness)  # the server knows no more than this
            if status == 200 or status in _LATER:
                return reply
            if 300 <= status < 400 or status in _FOR_ALL:
                self._refused(status)
            if status not in _TOO_MUCH_ASKED:
                break
        raise NoReplyError(f"HTTP {status}", again=False)

    def _send(self, question: Question, plainness: int, failed: str | None) -> Reply:
        spent = self.budget.take(len(question.text))
        if spent is not None:
            raise NotAnsweredError(f"not sent: {spent}")
        made = body(
            question.task, self.settings.model, question.content, schema(_FORMS[question.task]), plainness, failed
        )
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        begun = self._sendings.begin(question.document, question.text)
        try:
            reply = self.wire.post(made, headers)
        except NoReplyError as error:
            self._sendings.end(begun, str(error))
            raise
        self._sendings.end(begun, "answered" if reply.status == 200 else f"HTTP {reply.status}")
        return reply

    def _refused(self, status: int) -> NoReturn:
        """What will be refused for every text is no reason to send the next one."""
        host, name = self.settings.where.host, self.settings.key_from
        if 300 <= status < 400:
            raise CannotError(
                host, f"it points elsewhere (HTTP {status}), and texts are not sent on", "correct --endpoint"
            )
        if status in (401, 403):
            raise CannotError(host, f"it refuses the key (HTTP {status})", f"set the environment variable {name}")
        raise CannotError(host, f"it answers HTTP {status}", "correct --endpoint or --model")

    def _pause(self, attempt: int, wait: str) -> None:
        """Waits as long as the server asks, else twice as long each time; not after the last try."""
        if attempt + 1 < self.settings.tries:
            asked = float(wait) if wait.isascii() and wait.isdigit() else 0.0
            self.wire.stopped.wait(min(self.settings.longest_pause, max(asked, self.settings.pause * 2**attempt)))
