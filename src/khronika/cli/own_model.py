"""The options of `khronika extract` for a model of the user's own, and what they make. Without --backend nothing here is used."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from khronika.errors import UsageError

if TYPE_CHECKING:
    from khronika.adjudicator import Coder
    from khronika.extraction.stream import Mode


class Backend(StrEnum):
    """Who codes."""

    builtin = "builtin"
    openai_compatible = "openai-compatible"


Which = Annotated[
    Backend,
    typer.Option("--backend", help="builtin: nothing leaves the machine; or a server with a model of your own."),
]
Url = Annotated[
    str | None, typer.Option("--endpoint", metavar="URL", help="The server, such as http://127.0.0.1:8080/v1.")
]
Name = Annotated[str | None, typer.Option("--model", metavar="NAME", help="The model, as the server calls it.")]
SendTo = Annotated[
    str | None, typer.Option("--send-text-to", metavar="HOST", help="Allow texts to leave for exactly this other host.")
]
Adjudicate = Annotated[
    bool, typer.Option("--adjudicate", help="Let the model judge only what the built-in coder is unsure of.")
]
Unsure = Annotated[
    str | None, typer.Option("--unsure", metavar="LOW:HIGH", help="Confidences that --adjudicate asks about; default 0.35:0.75.")
]  # fmt: skip
SendingsFile = Annotated[
    Path | None, typer.Option("--sendings", help="Record of every sending; default khronika-sendings.jsonl here.")
]
AnswersFolder = Annotated[
    Path | None, typer.Option("--answers", help="Folder of kept answers; default khronika-answers here.")
]
MaxRequests = Annotated[int | None, typer.Option("--max-requests", min=0, help="Budget of requests, retries included.")]
MaxCharacters = Annotated[
    int | None, typer.Option("--max-characters", min=0, help="Budget of characters of text sent.")
]
MaxTokens = Annotated[
    int | None, typer.Option("--max-tokens", min=0, help="Budget of tokens, as the server reports them.")
]
AtOnce = Annotated[int | None, typer.Option("--at-once", min=1, max=64, help="Requests under way at once; default 4.")]
TimeLimit = Annotated[
    float | None, typer.Option("--time-limit", min=0.1, help="Seconds that one request may take; default 120.")
]
KeyFrom = Annotated[
    str | None, typer.Option("--key-from", metavar="VARIABLE", help="Environment variable with the key; default KHRONIKA_API_KEY.")
]  # fmt: skip


@contextmanager
def own_model(
    which: Backend, mode: "Mode", url: str | None, model: str | None, send_text_to: str | None, adjudicate: bool,
    unsure: str | None, **others: Any,
) -> "Iterator[Coder | None]":  # fmt: skip
    """The coder that asks the model; None for the built-in one. UsageError where options contradict one another."""
    given = {name: value for name, value in others.items() if value is not None}
    if which is Backend.builtin:
        if adjudicate or given or any(value is not None for value in (url, model, send_text_to, unsure)):
            raise UsageError("these options need --backend openai-compatible; without it nothing is sent anywhere")
        yield None
        return
    if unsure and not adjudicate:
        raise UsageError("--unsure needs --adjudicate")
    from khronika.adjudicator import Coder, read_settings
    from khronika.adjudicator.settings import UNSURE

    band = (unsure or ":".join(map(str, UNSURE))) if adjudicate else None
    with Coder(read_settings(url, model, send_text_to, band, **given), mode) as coder:
        yield coder
