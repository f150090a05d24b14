"""The process that reads for `guard`: takes tasks on standard input, gives items on standard output, until the input ends.

It may use no more memory and processor time than it is given, and opens no connection.
"""

import os
import socket
import sys
from importlib import import_module
from typing import Any, BinaryIO

import msgspec

from khronika.model import Document, Problem
from khronika.sources.frames import CODED, DOCUMENT, DONE, LACKS, OUT_OF_MEMORY, PROBLEM, Task, read_frame, write_frame
from khronika.sources.item import Item
from khronika.sources.lacking import LacksError

if sys.platform != "win32":  # there the time limit still holds, as it is the other process that watches it
    import resource

_TASKS = msgspec.msgpack.Decoder(Task, dec_hook=lambda kind, value: kind(value))


def main() -> None:
    """Serves until standard input ends."""
    source, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand among the frames
    _limit_memory(int(sys.argv[1]))
    socket.socket = _NoSocket  # type: ignore[misc]
    while (frame := read_frame(source)) is not None:
        _serve(_TASKS.decode(frame[1]), answers)


class _NoSocket(socket.socket):
    """No parser has a reason to open a connection."""

    def __init__(self, *_: Any, **__: Any) -> None:
        raise PermissionError("reading opens no connection")


def _limit_memory(most: int) -> None:
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time(seconds: float) -> None:
    """The processor time that a file may take, should nobody be left who watches the clock."""
    if sys.platform != "win32":
        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(used.ru_utime + used.ru_stime + 4 * seconds) + 2
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _serve(task: Task, answers: BinaryIO) -> None:
    _limit_time(task.options.max_seconds)
    file = msgspec.structs.replace(task.file, content=task.content)
    try:
        for item in import_module(f"khronika.sources.{task.reader}").parse(file, task.content, task.options):
            _answer(item, answers)
    except LacksError as error:
        write_frame(answers, LACKS, msgspec.msgpack.encode((error.what, error.extra)))
        return
    except MemoryError:
        write_frame(answers, OUT_OF_MEMORY, b"")
        return
    except RecursionError:
        _answer(Problem(file.where, "is nested too deep to be read", "save its text as .txt"), answers)
    except Exception as error:  # whatever a damaged file makes of a library, it is that file's fault alone
        what = f"cannot be read: it is damaged, or no {task.reader} ({type(error).__name__})"
        _answer(Problem(file.where, what, "save it again, or save its text as .txt"), answers)
    write_frame(answers, DONE, b"")


def _answer(item: Item, answers: BinaryIO) -> None:
    kind = DOCUMENT if isinstance(item, Document) else PROBLEM if isinstance(item, Problem) else CODED
    write_frame(answers, kind, msgspec.msgpack.encode(item))
