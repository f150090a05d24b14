import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from stand_in import Server

from khronika.adjudicator import Coder, read_settings
from khronika.extraction.stream import Extracted
from khronika.model import Document

Code = Callable[..., list[Extracted]]
TEXT = "About 300 nurses marched through Lisbon on Sunday, police said. A teacher was killed in Porto."
MARCH = {
    "record": "event", "kind": "protest_peaceful", "status": "occurred", "trigger": "marched", "date": "Sunday",
    "place": "Lisbon", "attributed_to": "police", "confidence": 0.9,
    "claims": [{"quantity": "participants", "quote": "About 300 nurses", "single": False, "speaker": None}],
    "actors": [{"quote": "nurses", "role": "side_a", "type": "protesters"}],
}  # fmt: skip


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


@pytest.fixture
def march() -> dict[str, Any]:
    return json.loads(json.dumps(MARCH))


@pytest.fixture
def document() -> Document:
    return Document(id="d1", text=TEXT, published="2031-05-05")


@pytest.fixture
def sendings(tmp_path: Path) -> Callable[[], list[dict[str, Any]]]:
    path = tmp_path / "sendings.jsonl"
    return lambda: [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


@pytest.fixture
def code(server: Server, tmp_path: Path) -> Code:
    """Codes documents with the stand-in; settings may be given by name."""

    def call(*documents: Document, url: str | None = None, send_text_to: str | None = None, **given: Any) -> list[Any]:
        given = {
            "sendings": tmp_path / "sendings.jsonl", "answers": tmp_path / "answers", "pause": 0.01, "time_limit": 5.0,
            **given,
        }  # fmt: skip
        with Coder(read_settings(url or server.url, "tiny", send_text_to, **given), "fast") as coder:
            made = list(coder.code(documents))
            call.told = coder.told()  # type: ignore[attr-defined]
            return made

    return call
