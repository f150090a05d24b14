"""Where texts may go: this machine, or exactly the host that was named, encrypted."""

from pathlib import Path
from typing import Any

import pytest
from stand_in import Server

from khronika.adjudicator import read_settings
from khronika.adjudicator.address import endpoint, may_send_to
from khronika.errors import MissingExtraError, UsageError
from khronika.model import Document


@pytest.mark.parametrize(
    ("url", "host", "port", "path"),
    [
        ("http://127.0.0.1:8080/v1", "127.0.0.1", 8080, "/v1/chat/completions"),
        ("http://localhost:11434/v1/", "localhost", 11434, "/v1/chat/completions"),
        ("http://[::1]:1234/v1/chat/completions", "::1", 1234, "/v1/chat/completions"),
        ("https://127.0.0.2", "127.0.0.2", 443, "/chat/completions"),
    ],
)
def test_this_machine_needs_no_leave(url: str, host: str, port: int, path: str):
    made = endpoint(url, None)
    assert (made.host, made.port, made.path, made.local) == (host, port, path, True)


@pytest.mark.parametrize(
    "url",
    ["https://api.example.org/v1", "https://10.0.0.5/v1", "https://192.168.1.9/v1", "https://127.1/v1",
     "https://localhost.example.org/v1", "https://[::ffff:10.0.0.1]/v1", "https://2130706433/v1"],
)  # fmt: skip
def test_another_machine_is_refused_until_it_is_named(url: str):
    with pytest.raises(UsageError, match="--send-text-to"):
        endpoint(url, None)


@pytest.mark.parametrize("named", ["example.org", "api.example.org.evil.net", "api.example.com", "*", ""])
def test_only_the_exact_host_is_leave(named: str):
    with pytest.raises(UsageError, match="nothing was sent"):
        endpoint("https://api.example.org/v1", named)


def test_a_named_host_is_asked_only_encrypted():
    assert not endpoint("https://api.example.org/v1", "API.example.org").local
    with pytest.raises(UsageError, match="https"):
        endpoint("http://api.example.org/v1", "api.example.org")


@pytest.mark.parametrize(
    "url",
    ["ftp://127.0.0.1/v1", "127.0.0.1:8080", "http://", "http://127.0.0.1:99999/v1", "http://user:key@127.0.0.1/v1",
     "http://127.0.0.1/v1?key=1", "http://127.0.0.1/v1#x", "http://127.0.0.1\n.example.org/v1", "http://127.0.0.1 /v1",
     "http://127.0.0.1\\@example.org/v1", "http://lоcalhost/v1", "http://127.0.0.1%2eexample.org/v1"],
)  # fmt: skip
def test_what_is_no_plain_address_is_refused(url: str):
    with pytest.raises(UsageError):
        endpoint(url, None)


@pytest.mark.parametrize("host", ["169.254.169.254", "0.0.0.0", "224.0.0.1", "[fe80::1]"])
def test_addresses_of_no_server_are_refused_even_if_named(host: str):
    with pytest.raises(UsageError):
        endpoint(f"https://{host}/v1", host.strip("[]"))


def test_a_name_that_leads_elsewhere_is_not_sent_to():
    assert may_send_to("127.0.0.1", endpoint("http://localhost/v1", None))
    assert not may_send_to("10.0.0.5", endpoint("http://localhost/v1", None))
    assert not may_send_to("169.254.169.254", endpoint("https://api.example.org/v1", "api.example.org"))


def test_nothing_is_sent_to_a_host_that_was_not_named(server: Server, code: Any, document: Document, sendings: Any):
    with pytest.raises(UsageError):
        code(document, url=server.url.replace("127.0.0.1", "127.0.0.1.example.org"))
    assert (server.asked, sendings()) == ([], [])


def test_proxies_of_the_environment_are_not_used(
    server: Server, code: Any, document: Document, monkeypatch: pytest.MonkeyPatch
):
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    server.says({"mentions": []})
    assert code(document)[0].report.outcome == "irrelevant"


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr("khronika.adjudicator.settings.find_spec", lambda _: None)
    with pytest.raises(MissingExtraError, match=r"khronika\[llm\]"):
        read_settings("http://127.0.0.1:8080/v1", "tiny")
