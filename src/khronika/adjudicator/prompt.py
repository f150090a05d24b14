"""The messages for the model: instructions from `prompt.yaml` with the codebook's kinds, and the text as JSON."""

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from khronika.codebook import codebook
from khronika.languages.source import read_yaml

HERE = Path(__file__).parent
Task = Literal["code", "adjudicate"]


class Prompt(msgspec.Struct, frozen=True):
    """Instructions for one task. `version` names their words and the codebook's, and is part of an answer's hash."""

    version: str
    instructions: str
    again: str


@lru_cache(maxsize=2)
def prompt(task: Task) -> Prompt:
    """The instructions for a task, with the kinds and what they mean."""
    told, book = read_yaml(HERE / "prompt.yaml"), codebook()
    kinds = "\n".join(f"- {name}: {kind.means}" for name, kind in book.kinds.items())
    instructions = str(told[task]).replace("{kinds}", kinds)
    mark = hashlib.sha256(instructions.encode()).hexdigest()[:12]
    return Prompt(f"{task}-{told['version']}-{book.version}-{mark}", instructions, str(told["again"]))


def message(text: str, published: str | None, items: list[dict[str, Any]] | None = None) -> str:
    """What the model is given besides its instructions."""
    given: dict[str, Any] = {"published": published, "text": text}
    return msgspec.json.encode(given if items is None else {**given, "items": items}).decode()


def body(
    task: Task, model: str, content: str, schema: Mapping[str, Any], plainness: int, failed: str | None = None
) -> bytes:
    """One request. `plainness`: 0 asks for the schema, 1 only in words, 2 leaves out all settings, for servers that know none.

    `failed`: an answer that was no JSON of the required form, to be asked again.
    """
    told = prompt(task)
    messages = [{"role": "system", "content": told.instructions}, {"role": "user", "content": content}]
    if failed is not None:
        messages += [{"role": "assistant", "content": failed}, {"role": "user", "content": told.again}]
    made: dict[str, Any] = {"model": model, "messages": messages}
    if plainness < 2:
        made |= {"temperature": 0, "stream": False}
    if plainness == 0:
        form = {"name": task, "strict": True, "schema": schema}
        made["response_format"] = {"type": "json_schema", "json_schema": form}
    return msgspec.json.encode(made)
