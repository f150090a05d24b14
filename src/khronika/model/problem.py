"""A fault found in data: it is a value, it points at a place, the run goes on."""

import msgspec


class Problem(msgspec.Struct, frozen=True):
    """`where` is file:line or document:start:stop; `what` says what is wrong, `then` what to do next."""

    where: str
    what: str
    then: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" + (f"; {self.then}" if self.then else "")
