"""The one that writes: all decisions go through one thread, which holds the archive only while there is something to do.

So twenty tabs never meet a locked file, and `khronika add` from a terminal waits a second at most. Reading goes past it.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any, TypeVar

from khronika.archive import Archive
from khronika.archive.session import Session

Result = TypeVar("Result")
IDLE_S = 1.0
WAIT_S = 30.0


class Clerk:
    """Runs functions over the open archive, one after the other. `after` is called when each has written."""

    def __init__(self, archive: Archive, after: Callable[[], None]) -> None:
        self._archive, self._after = archive, after
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="clerk")
        self._stack: ExitStack | None = None
        self._session: Session | None = None
        self._timer: threading.Timer | None = None
        self._waiting = 0
        self._closed = False
        self._count = threading.Lock()

    def write(self, act: Callable[[Session], Result]) -> Result:
        """What `act` gives, once it is on the disk; its exceptions are raised here."""
        with self._count:
            self._waiting += 1
        return self._thread.submit(self._run, act).result()

    def _run(self, act: Callable[[Session], Result]) -> Result:
        try:
            if self._timer:
                self._timer.cancel()
            return act(self._opened())
        finally:
            self._after()
            with self._count:
                self._waiting -= 1
                idle = self._waiting == 0
            if idle:
                self._timer = threading.Timer(IDLE_S, lambda: self._thread.submit(self._close_if_idle))
                self._timer.daemon = True
                self._timer.start()

    def _opened(self) -> Session:
        if self._session is None:
            self._archive.wait = WAIT_S
            self._stack = ExitStack()
            self._session = self._stack.enter_context(self._archive.writing())
        return self._session

    def _close_if_idle(self) -> None:
        with self._count:
            if self._waiting:
                return
        self._let_go()

    def _let_go(self) -> None:
        stack, self._stack, self._session = self._stack, None, None
        if stack is not None:
            stack.close()

    def close(self) -> None:
        """Finishes what waits and puts the seal on the ledger."""
        if self._closed:
            return
        self._closed = True
        if self._timer:
            self._timer.cancel()
        done: Future[Any] = self._thread.submit(self._let_go)
        done.result()
        self._thread.shutdown()
