"""The fixture that runs a command."""

from collections.abc import Callable

import pytest

from khronika.cli.app import run

Khronika = Callable[..., tuple[int, str, str]]


@pytest.fixture
def khronika(capfdbinary: pytest.CaptureFixture[bytes]) -> Khronika:
    """Runs a command; gives exit code, standard output, standard error."""

    def call(*arguments: object) -> tuple[int, str, str]:
        capfdbinary.readouterr()
        code = run([str(a) for a in arguments])
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return call
