"""Run a call in a process of its own, under a limit or as another user."""

import os
from collections.abc import Callable

from khronika.errors import CannotError


def in_child(call: Callable[[], object], *, limit: int | None = None, user: int | None = None) -> str:
    """What a call says in a process of its own, under a limit of file size or as another user."""
    inlet, outlet = os.pipe()
    child = os.fork()
    if child == 0:
        said = "done"
        try:
            if limit is not None:
                import resource

                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            if user is not None:
                os.setuid(user)
            call()
        except CannotError as error:
            said = f"CannotError {error}"
        except BaseException as error:
            said = f"{type(error).__name__} {error}"
        os.write(outlet, said.encode())
        os._exit(0)
    os.close(outlet)
    with os.fdopen(inlet, "rb") as stream:
        said = stream.read().decode()
    os.waitpid(child, 0)
    return said
