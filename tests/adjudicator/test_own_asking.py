"""Asking: retries, limits, budget, record and kept answers, against a stand-in server."""

import hashlib
import json
import os
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from stand_in import Reply, Server

from khronika.adjudicator import Coder, read_settings
from khronika.errors import CannotError, UsageError
from khronika.model import Document

NONE: dict[str, Any] = {"mentions": []}


def documents(many: int) -> list[Document]:
    return [Document(id=f"d{n}", text=f"Nurses marched through Lisbon, {n} of them.") for n in range(many)]


def outcomes(sendings: Any) -> list[str]:
    return [line["outcome"] for line in sendings()]


def test_the_request_asks_for_the_schema_and_holds_the_text(server: Server, code: Any, document: Document):
    server.says(NONE)
    code(document)
    (asked,) = server.asked
    assert (asked["path"], asked["model"], asked["temperature"]) == ("/v1/chat/completions", "tiny", 0)
    assert json.loads(asked["messages"][1]["content"]) == {"published": "2031-05-05", "text": document.text}
    form = asked["response_format"]["json_schema"]
    assert form["strict"] is True
    assert "protest_peaceful" in json.dumps(form["schema"])
    assert "$ref" not in json.dumps(form["schema"])


@pytest.mark.parametrize("known", [1, 2])
def test_a_server_that_knows_less_is_asked_more_plainly(server: Server, code: Any, march: Any, known: int):
    def answer(request: dict[str, Any]) -> Reply:
        hard = "response_format" in request or (known == 2 and "temperature" in request)
        fenced = f"Here it is:\n```json\n{json.dumps({'mentions': [march]})}\n```"
        return Reply(status=400) if hard else Reply(f"<think>{{?}}</think>{fenced}")

    server.answer = answer
    texts = [Document(id=i, text=f"About 300 nurses marched through Lisbon on Sunday {i}") for i in "ab"]
    assert [len(made.mentions) for made in code(*texts, at_once=1)] == [1, 1]
    code(Document(id="c", text=texts[0].text + " again"))
    assert ["response_format" in r for r in server.asked[: known + 1]] == [True] + [False] * known


def test_invalid_json_is_asked_again_and_then_given_up(server: Server, code: Any, document: Document, sendings: Any):
    server.says("No.", '{"mentions": 7}', NONE)
    assert code(document)[0].report.outcome == "irrelevant"
    assert server.asked[1]["messages"][2] == {"role": "assistant", "content": "No."}
    server.says("No.")
    (made,) = code(Document(id="e", text=document.text + " It rained."))
    assert (made.report.outcome, made.report.reason) == (
        "failed", "the model gave no answer: the answer is no JSON of the required form",
    )  # fmt: skip
    assert outcomes(sendings).count("answered") == 3 + 4


def test_too_many_requests_then_an_answer(server: Server, code: Any, march: Any, document: Document, sendings: Any):
    server.says(Reply(status=429, headers={"Retry-After": "0"}), {"mentions": [march]})
    assert len(code(document)[0].mentions) == 1
    assert outcomes(sendings) == ["sending", "HTTP 429", "sending", "answered"]


def test_the_server_may_say_how_long_to_wait(server: Server, code: Any, document: Document):
    server.says(Reply(status=503, headers={"Retry-After": "30"}), NONE)
    began = time.monotonic()
    code(document, longest_pause=0.3)
    assert 0.25 < time.monotonic() - began < 5


def test_a_server_that_only_fails_is_given_up_after_some_tries(server: Server, code: Any, document: Document):
    server.says(Reply(status=500))
    (made,) = code(document)
    assert (made.report.outcome, made.report.reason) == ("failed", "the model gave no answer: HTTP 500")
    assert len(server.asked) == 4


def test_after_five_unanswered_texts_no_more_are_sent(server: Server, code: Any, sendings: Any):
    server.says(Reply(status=500))
    made = code(*documents(8), tries=1, at_once=1)
    assert all(m.report.outcome == "failed" for m in made)
    assert made[7].report.reason == "not sent: the last 5 questions were not answered"
    assert len(server.asked) == 5


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply(NONE, delay=30), "no answer in time"),
        (Reply(endless=True), "no answer in time"),
        (Reply("x" * 300_000), "the answer is longer than 200000 bytes"),
        (Reply(NONE, headers={"Content-Encoding": "gzip"}), "the server packed its answer although asked not to"),
        (Reply(raw=b"[" * 5000), "the reply is no chat completion"),
        (Reply(raw=b'{"choices": []}'), "the answer is no JSON of the required form"),
        (Reply(raw=b"\xff\xfe"), "the reply is no chat completion"),
    ],
    ids=["slow", "dripping", "huge", "packed", "nested", "empty", "bytes"],
)
def test_an_answer_beyond_the_limits_is_none(server: Server, code: Any, document: Document, reply: Reply, reason: str):
    server.says(reply)
    began = time.monotonic()
    (made,) = code(document, time_limit=0.4, tries=2, most_bytes=200_000)
    assert (made.report.outcome, made.report.reason) == ("failed", f"the model gave no answer: {reason}")
    assert time.monotonic() - began < 5


def test_a_server_that_is_not_there_fails_the_text_and_not_the_run(code: Any, document: Document, sendings: Any):
    (made,) = code(document, url="http://127.0.0.1:9/v1", tries=2)
    assert made.report.outcome == "failed"
    assert "no connection" in made.report.reason
    assert len(outcomes(sendings)) == 4


@pytest.mark.parametrize("status", [301, 307, 401, 403, 404])
def test_what_will_be_refused_for_every_text_ends_the_run(
    server: Server, code: Any, sendings: Any, status: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("KHRONIKA_API_KEY", "secret-key")
    other = Server()
    other.says(NONE)
    server.says(Reply(status=status, headers={"Location": other.url}))
    with pytest.raises(CannotError) as error:
        code(*documents(20), at_once=1)
    other.close()
    assert other.asked == []
    assert len(server.asked) == 1
    assert "secret-key" not in str(error.value)
    assert "secret-key" not in json.dumps(sendings())


def test_the_key_comes_from_the_environment_and_is_written_nowhere(
    server: Server, code: Any, document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("MY_KEY", "secret-key")
    server.says(NONE)
    code(document, key_from="MY_KEY")
    assert server.asked[0]["headers"]["Authorization"] == "Bearer secret-key"
    assert all(b"secret-key" not in p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    monkeypatch.setenv("MY_KEY", "secret\nkey")
    with pytest.raises(UsageError) as error:
        code(document, key_from="MY_KEY")
    assert "secret" not in str(error.value)


def test_each_sending_is_recorded_before_it_leaves(server: Server, code: Any, document: Document, sendings: Any):
    before: list[Any] = []

    def answer(_: dict[str, Any]) -> Reply:
        before.extend(sendings())
        return Reply(NONE)

    server.answer = answer
    code(document)
    (line,) = before
    assert line["outcome"] == "sending"
    assert (line["host"], line["model"], line["document"]) == ("127.0.0.1", "tiny", "d1")
    assert line["sha256"] == hashlib.sha256(document.text.encode()).hexdigest()
    assert line["characters"] == len(document.text)
    assert line["time"].endswith("+00:00")
    assert [(row["sending"], row["outcome"]) for row in sendings()] == [
        (line["sending"], "sending"), (line["sending"], "answered"),
    ]  # fmt: skip
    assert document.text not in json.dumps(sendings())


def test_what_cannot_be_recorded_is_not_sent(server: Server, code: Any, document: Document, tmp_path: Path):
    with pytest.raises(CannotError, match="--sendings"):
        code(document, sendings=tmp_path / "no" / "such" / "file")
    assert server.asked == []


def test_a_kept_answer_is_not_asked_for_again(server: Server, code: Any, march: Any, document: Document, sendings: Any):
    server.says({"mentions": [march]})
    first = code(document)
    assert code(document, max_requests=0) == first
    assert len(server.asked) == 1
    assert len(sendings()) == 2
    assert code.told["kept_answers"] == 1


def test_another_text_model_or_day_is_another_question(server: Server, code: Any, document: Document, tmp_path: Path):
    server.says(NONE)
    code(document)
    code(Document(id="x", text=document.text, published="2031-05-06"))
    with Coder(
        read_settings(server.url, "large", sendings=tmp_path / "s", answers=tmp_path / "answers"), "fast"
    ) as coder:
        list(coder.code([document]))
    assert len(server.asked) == 3


def test_a_damaged_kept_answer_is_asked_for_again(server: Server, code: Any, document: Document, tmp_path: Path):
    server.says(NONE)
    code(document)
    (kept,) = (tmp_path / "answers").rglob("*.json")
    kept.write_bytes(kept.read_bytes()[:20])
    code(document)
    assert len(server.asked) == 2
    if os.name == "posix":
        assert kept.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("limit", "reason", "sent"),
    [
        ({"max_requests": 3}, "not sent: the budget of 3 requests is spent", 3),
        ({"max_characters": 90}, "not sent: the budget of 90 characters is spent", 2),
        ({"max_tokens": 150}, "not sent: the budget of 150 tokens is spent", 2),
    ],
    ids=["requests", "characters", "tokens"],
)
def test_a_spent_budget_stops_the_sending(
    server: Server, code: Any, limit: dict[str, int], reason: str, sent: int, sendings: Any
):
    server.says(NONE)
    made = code(*documents(6), at_once=1, **limit)
    assert [m.report.outcome for m in made] == ["irrelevant"] * sent + ["failed"] * (6 - sent)
    assert made[-1].report.reason == reason
    assert len(server.asked) == sent
    assert len(sendings()) == 2 * sent


def test_several_are_asked_at_once_and_come_out_in_order(server: Server, code: Any):
    server.says(Reply(NONE, delay=0.1))
    made = code(*documents(12), at_once=3)
    assert [m.report.document for m in made] == [f"d{n}" for n in range(12)]
    assert 2 <= server.most_at_once <= 3


def test_reading_ahead_is_bounded(server: Server, tmp_path: Path):
    server.says(NONE)
    taken = 0

    def endless() -> Any:
        nonlocal taken
        while True:
            taken += 1
            yield Document(id=str(taken), text=f"Nurses marched, {taken} of them.")

    chosen = read_settings(server.url, "tiny", sendings=tmp_path / "s", answers=tmp_path / "a", at_once=2)
    with Coder(chosen, "fast") as coder:
        next(coder.code(endless()))
    assert taken <= 9


def test_ctrl_c_ends_at_once_and_keeps_what_was_answered(server: Server, code: Any, tmp_path: Path):
    server.answer = lambda request: Reply(NONE, delay=0 if "0 of them" in str(request["messages"]) else 30)

    def interrupted() -> Any:
        yield from documents(3)
        until = time.monotonic() + 5
        while not list((tmp_path / "answers").rglob("*.json")) and time.monotonic() < until:
            time.sleep(0.01)
        raise KeyboardInterrupt

    chosen = read_settings(server.url, "tiny", sendings=tmp_path / "sendings.jsonl", answers=tmp_path / "answers")
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt), Coder(chosen, "fast") as coder:
        list(coder.code(interrupted()))
    assert time.monotonic() - began < 5
    assert not any(t.name.startswith("own-model") for t in threading.enumerate())
    assert list((tmp_path / "answers").rglob("*.tmp")) == []
    server.answer = lambda _: Reply(NONE)
    asked = len(server.asked)
    assert [m.report.outcome for m in code(*documents(3))] == ["irrelevant"] * 3
    assert len(server.asked) == asked + 2
