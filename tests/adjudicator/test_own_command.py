"""`khronika extract --backend openai-compatible`."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from stand_in import Reply, Server

from khronika.cli.app import run

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def extract(
    capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, document: Any
) -> Run:
    monkeypatch.chdir(tmp_path)
    row = {"id": document.id, "text": document.text, "published": document.published}
    (tmp_path / "docs.jsonl").write_text(json.dumps(row) + "\n{broken\n")

    def call(*options: str) -> tuple[int, str, str]:
        code = run(["extract", "docs.jsonl", *options])
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return call


def own(server: Server) -> list[str]:
    return ["--backend", "openai-compatible", "--endpoint", server.url, "--model", "tiny"]


def test_documents_in_mentions_out(server: Server, extract: Run, march: Any):
    server.says({"mentions": [march]})
    code, out, err = extract(*own(server), "--report", "report.jsonl")
    assert code == 1
    assert json.loads(out)["rules"]["kind"] == "llm.kind"
    assert "documents: 1 coded, 0 irrelevant, 1 failed" in err
    assert "own model: requests 1, " in err
    assert Path("khronika-sendings.jsonl").is_file()
    assert len(list(Path("khronika-answers").rglob("*.json"))) == 1
    assert [json.loads(line)["outcome"] for line in Path("report.jsonl").read_text().splitlines()] == [
        "coded",
        "failed",
    ]


def test_it_is_off_by_default(server: Server, extract: Run):
    assert extract()[0] == 1
    assert server.asked == []
    assert not Path("khronika-sendings.jsonl").exists()


@pytest.mark.parametrize(
    "options",
    [["--adjudicate"], ["--endpoint", "http://127.0.0.1:1/v1"], ["--max-requests", "1"],
     ["--backend", "openai-compatible"], ["--backend", "openai-compatible", "--model", "tiny"]],
)  # fmt: skip
def test_contradicting_options_are_wrong_use(extract: Run, options: list[str]):
    code, _, err = extract(*options)
    assert code == 2
    assert "khronika: " in err


def test_another_host_is_refused_with_what_to_add(extract: Run):
    options = ["--backend", "openai-compatible", "--endpoint", "https://api.example.org/v1", "--model", "tiny"]
    code, _, err = extract(*options)
    assert code == 2
    assert "--send-text-to api.example.org" in err


def test_adjudication_asks_about_the_unsure(server: Server, extract: Run):
    verdict = {"item": 1, "told": True, "kind": "strike", "status": "occurred", "quote": "marched", "confidence": 1}
    server.says({"verdicts": [verdict]})
    _, out, _ = extract(*own(server), "--adjudicate", "--unsure", "0:1", "--mode", "fast", "--json", "--out", "m.jsonl")
    assert json.loads(out)["own_model"]["requests"] >= 1
    first = json.loads(Path("m.jsonl").read_text().splitlines()[0])
    assert (first["kind"], first["rules"]["kind"]) == ("strike", "llm.kind")


def test_a_refused_key_ends_with_three(server: Server, extract: Run):
    server.says(Reply(status=401))
    code, _, err = extract(*own(server))
    assert code == 3
    assert "KHRONIKA_API_KEY" in err


@pytest.mark.skipif(os.name != "posix", reason="interrupts are sent as signals")
def test_ctrl_c_keeps_what_was_answered(server: Server, tmp_path: Path):
    rows = [{"id": str(n), "text": f"Nurses marched through Lisbon, {n} of them."} for n in range(3)]
    (tmp_path / "docs.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    server.answer = lambda request: Reply({"mentions": []}, delay=0 if "0 of them" in str(request["messages"]) else 400)
    command = [sys.executable, "-c", "from khronika.cli import main; main()", "extract", "docs.jsonl", *own(server)]
    process = subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a background job of a shell inherits it ignored
    )  # fmt: skip
    until = time.monotonic() + 300
    while not list(tmp_path.rglob("*.json")) and process.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode != 0, err
    assert "Traceback" not in err, err[-1500:]
    assert len(list((tmp_path / "khronika-answers").rglob("*.json"))) == 1
    assert list((tmp_path / "khronika-answers").rglob("*.tmp")) == []
