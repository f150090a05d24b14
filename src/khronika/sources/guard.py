"""Run a reader in a process of its own, with limits on time and memory, so that no file can hang or fill this one.

For readers whose libraries are large and written in C, C++ or Rust, or whose work a small file can make grow. The
process is kept for the next file; it is ended when a file takes too long, and one that dies takes only its file along.
"""

import atexit
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import BinaryIO

import msgspec

from khronika.errors import MissingExtraError
from khronika.model import Document, Problem
from khronika.sources.file import File, read_bytes
from khronika.sources.frames import CODED, DOCUMENT, DONE, LACKS, OUT_OF_MEMORY, PROBLEM, Task, read_frame, write_frame
from khronika.sources.item import Coded, Item
from khronika.sources.options import ReadOptions

_MOST_FILES = 200  # after that a fresh process, as libraries keep memory that they no longer need
_START_SECONDS = 60.0
_DECODERS: dict[int, msgspec.msgpack.Decoder[Item]] = {
    DOCUMENT: msgspec.msgpack.Decoder(Document),
    CODED: msgspec.msgpack.Decoder(Coded),
    PROBLEM: msgspec.msgpack.Decoder(Problem),
}


def read_guarded(reader: str, file: File, options: ReadOptions) -> Iterator[Item]:
    """What the module `khronika.sources.<reader>` parses out of the file, in a process of its own.

    A file that takes longer than `max_seconds` between two items, or more memory than `max_memory`, or ends the process,
    is a Problem; so is a library that is not installed, but for the careful way of reading pages, which somebody asked
    for: its absence raises MissingExtraError.
    """
    content = read_bytes(file, options)
    if isinstance(content, Problem):
        yield content
        return
    worker = _take(options.max_memory)
    whole = False
    try:
        worker.send(Task(reader, msgspec.structs.replace(file, content=None), content, options))
        yield from _items(worker, reader, file, options)
        whole = worker.ready
    finally:
        _give_back(worker) if whole else worker.end()


def _items(worker: "_Worker", reader: str, file: File, options: ReadOptions) -> Iterator[Item]:
    patience = options.max_seconds + (_START_SECONDS if worker.files == 1 else 0.0)
    while True:
        frame = worker.receive(patience)
        patience = options.max_seconds
        if frame is None:
            yield worker.why(file, options)
            return
        kind, body = frame
        if kind == DONE:
            worker.ready = True
            return
        if kind == LACKS:
            worker.ready = True
            what, extra = msgspec.msgpack.decode(body, type=tuple[str, str])
            if reader == "html_careful":
                raise MissingExtraError(what, extra)
            then = f"install it with: pip install 'khronika[{extra}]'"
            yield Problem(file.where, f"{what} needs an optional part that is not installed", then)
            return
        if kind == OUT_OF_MEMORY:
            yield _too_much(file, options)
            return
        yield _DECODERS[kind].decode(body)


class _Worker:
    """One process and the thread that takes in what it says."""

    def __init__(self, max_memory: int) -> None:
        self.max_memory, self.files, self.ready, self.late = max_memory, 0, True, False
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p), "OMP_NUM_THREADS": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-c", "from khronika.sources.child import main; main()", str(max_memory)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment,
            start_new_session=True,
        )  # fmt: skip
        self._frames: SimpleQueue[tuple[int, bytes] | None] = SimpleQueue()
        Thread(target=self._listen, args=(self._process.stdout,), daemon=True).start()

    def _listen(self, stream: BinaryIO) -> None:
        with suppress(OSError, ValueError):
            while (frame := read_frame(stream)) is not None:
                self._frames.put(frame)
        self._frames.put(None)

    def send(self, task: Task) -> None:
        """Hands over one file; a process that has just died shows when its answer is waited for."""
        self.files += 1
        self.ready = False
        assert self._process.stdin is not None
        with suppress(OSError):
            write_frame(self._process.stdin, 0, msgspec.msgpack.encode(task, enc_hook=str))

    def receive(self, seconds: float) -> tuple[int, bytes] | None:
        """The next frame; None where none comes in time or the process has ended."""
        try:
            return self._frames.get(timeout=seconds)
        except Empty:
            self.late = True
            return None

    def why(self, file: File, options: ReadOptions) -> Problem:
        """What became of a file that gave no answer."""
        if self.late:
            what = f"takes longer than {options.max_seconds:g} seconds to read"
            return Problem(file.where, what, "split it, or save its text as .txt")
        self.end()
        return Problem(file.where, "its reader broke down on it (too large, or damaged)", "save its text as .txt")

    def end(self) -> None:
        """Ends the process, whatever it does."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()


def _too_much(file: File, options: ReadOptions) -> Problem:
    what = f"needs more than {options.max_memory / 1e6:.0f} MB of memory to read"
    return Problem(file.where, what, "split it, or save its text as .txt")


_IDLE: list[_Worker] = []
_LOCK = Lock()


def _take(max_memory: int) -> _Worker:
    with _LOCK:
        for worker in _IDLE:
            if worker.max_memory == max_memory:
                _IDLE.remove(worker)
                return worker
    return _Worker(max_memory)


def _give_back(worker: _Worker) -> None:
    with _LOCK:
        spare = [*_IDLE, worker]
        _IDLE[:] = [worker] if worker.files < _MOST_FILES else []
    for other in spare:
        if other not in _IDLE:
            other.end()


@atexit.register
def _end_all() -> None:
    with _LOCK:
        for worker in _IDLE:
            worker.end()
        _IDLE.clear()
