import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from web_site import PAGE, Site, watched

from khronika.capture import Capture, FetchOptions, Hop, fetch
from khronika.model import Problem

pytest.importorskip("urllib3")
LOCAL = FetchOptions(allow_private=True, max_seconds=5.0, max_bytes=1_000_000)
QUICK = FetchOptions(allow_private=True, max_seconds=0.6, max_bytes=1_000_000)
NOON = datetime(2031, 5, 3, 12, 0, tzinfo=UTC)


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.close()


@pytest.fixture(autouse=True)
def only_loopback() -> Iterator[None]:
    """Whatever a test does, no connection and no question to a name server leaves this machine."""
    with watched() as seen:
        yield
    for event, where in seen:
        if event == "socket.getaddrinfo":
            assert str(where) in ("localhost", "two-faced.example", "ipv6.example") or _is_number(str(where)), where
        elif isinstance(where, tuple):
            assert str(where[0]).startswith("127.") or where[0] == "::1", where


def _is_number(host: str) -> bool:
    return ":" in host or host.replace(".", "").replace("0x", "").replace("f", "").isdigit()


def captured(found: Capture | Problem) -> Capture:
    assert isinstance(found, Capture), found
    return found


def refused(found: Capture | Problem) -> str:
    assert isinstance(found, Problem), found
    assert found.what and found.then
    return found.what


def test_a_capture_says_whence_and_when(site: Site) -> None:
    found = captured(fetch(f"{site.url}/page", LOCAL, clock=lambda: NOON))
    assert (found.content, found.status, found.media_type) == (PAGE, 200, "text/html; charset=utf-8")
    assert (found.requested_url, found.final_url) == (f"{site.url}/page", f"{site.url}/page")
    assert (found.captured_at, found.address) == ("2031-05-03T12:00:00+00:00", "127.0.0.1")
    assert found.headers["etag"] == "abc"
    assert "set-cookie" not in found.headers


def test_the_request_is_polite_and_says_nothing_of_the_user(site: Site) -> None:
    fetch(f"{site.url}/page", LOCAL)
    fetch(f"{site.url}/cookie-then-page", LOCAL)
    for request in site.requests:
        lines = request.decode().lower().split("\r\n")
        assert any(line.startswith("user-agent: khronika ") for line in lines)
        assert f"host: 127.0.0.1:{site.port}" in lines
        assert not any(line.startswith(("cookie:", "referer:", "authorization:", "from:")) for line in lines)
    assert len(site.requests) == 3


def test_a_redirect_is_recorded_hop_by_hop(site: Site) -> None:
    found = captured(fetch(f"{site.url}/moved", LOCAL))
    assert found.final_url == f"{site.url}/page"
    assert found.requested_url == f"{site.url}/moved"
    assert found.hops == [
        Hop(f"{site.url}/moved", "127.0.0.1", 301, "/page#part"),
        Hop(f"{site.url}/page", "127.0.0.1", 200, None),
    ]


@pytest.mark.parametrize(
    ("path", "content"),
    [("/packed", PAGE), ("/no-length", PAGE), ("/chunks", b"hello"), ("/long", PAGE)],
)
def test_bodies_that_are_whole(site: Site, path: str, content: bytes) -> None:
    assert captured(fetch(site.url + path, LOCAL)).content == content


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/loop", "redirects in a circle"),
        ("/steps?n=1", "redirects more than 8 times"),
        ("/nowhere", "redirects to"),
        ("/to-file", "redirects to something that is no address of the web"),
        ("/to-mail", "port 25 is not the web's"),
        ("/to-metadata", "leads to 169.254.169.254"),
        ("/moved-without-place", "the server answered 302"),
        ("/missing", "the server answered 404"),
        ("/error", "the server answered 500"),
        ("/later", "the server answered 503"),
        ("/empty", "the server sent an empty body"),
        ("/nothing", "the server sent an empty body"),
        ("/short", "broke off before its promised end"),
        ("/cut-chunks", "broke off before its promised end"),
        ("/bad-chunks", "broke off before its promised end"),
        ("/two-lengths", "two different lengths"),
        ("/huge-promise", "longer than 1 MB"),
        ("/endless", "longer than 1 MB"),
        ("/bomb", "longer than 1 MB"),
        ("/not-packed", "not packed as it says"),
        ("/strange-packing", "packed in a way that was not asked for"),
        ("/no-http", "did not answer in HTTP"),
        ("/header-flood", "did not answer in HTTP"),
        ("/long-header", "did not answer in HTTP"),
        ("/cut", "did not answer in HTTP"),
        ("/picture", "image/png"),
    ],
)
def test_what_gives_no_capture_says_why(site: Site, path: str, says: str) -> None:
    assert says in refused(fetch(site.url + path, LOCAL))


@pytest.mark.parametrize("path", ["/drip", "/drip-headers", "/silent"])
def test_the_time_holds_for_the_whole_fetch(site: Site, path: str) -> None:
    assert refused(fetch(site.url + path, QUICK)) == "did not come within 0.6 seconds"


def test_the_time_holds_for_the_name_too(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(*_: object, **__: object) -> list[object]:
        site.closed.wait(20)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", silent)
    assert refused(fetch("http://slow.example/", QUICK)) == "no answer in time"


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "10.1.2.3", "172.16.0.9", "192.168.1.1", "100.64.0.1", "0.0.0.0", "[::1]", "[::]",
        "[::ffff:127.0.0.1]", "[fd00::1]", "[fe80::1]", "[64:ff9b::10.0.0.1]", "[2002:0a00:0001::]", "169.254.169.254",
        "100.100.100.200", "168.63.129.16", "2130706433", "0x7f.1", "017700000001", "224.0.0.1", "255.255.255.255",
    ],
)  # fmt: skip
def test_private_addresses_are_not_asked(host: str) -> None:
    with watched() as seen:
        assert refused(fetch(f"http://{host}:8080/"))
    assert [event for event, _ in seen if event == "socket.connect"] == []


@pytest.mark.parametrize("host", ["169.254.169.254", "[fe80::1]", "100.100.100.200", "[fd00:ec2::254]", "0.0.0.0"])
def test_metadata_is_refused_even_where_private_is_allowed(host: str) -> None:
    with watched() as seen:
        assert "which no report comes from" in refused(fetch(f"http://{host}:8080/", LOCAL))
    assert [event for event, _ in seen if event == "socket.connect"] == []


def answers_with(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """A name server that gives another answer each time it is asked."""
    asked: list[str] = []

    def getaddrinfo(host: str, port: int, **_: object) -> list[object]:
        asked.append(host)
        rows = answers[min(len(asked), len(answers)) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (row, port)) for row in rows]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


def test_a_name_that_is_public_and_private_at_once_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    answers_with(monkeypatch, ["93.184.215.14", "127.0.0.1"])
    with watched() as seen:
        assert "127.0.0.1" in refused(fetch("http://two-faced.example/"))
    assert seen == []


def test_the_checked_address_is_the_one_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that answers publicly when checked and privately afterwards: it is looked up once, so the second never counts."""
    asked = answers_with(monkeypatch, ["93.184.215.14"], ["127.0.0.1"])
    connected: list[object] = []

    def connect(address: tuple[str, int], timeout: float) -> socket.socket:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    assert "no connection" in refused(fetch("http://two-faced.example/"))
    assert (asked, connected) == (["two-faced.example"], [("93.184.215.14", 80)])


def test_a_redirect_to_a_private_address_is_checked_like_the_first(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first host is public by its name server; its line is led to the site of the test, which points inwards."""
    answers_with(monkeypatch, ["93.184.215.14"], ["10.0.0.7"])

    def connect(address: tuple[str, int], timeout: float) -> socket.socket:
        assert address == ("93.184.215.14", 80), "only the first, public address is connected to"
        line = socket.socket()
        line.settimeout(timeout)
        line.connect(("127.0.0.1", site.port))
        return line

    monkeypatch.setattr(socket, "create_connection", connect)
    found = refused(fetch("http://two-faced.example/to-private"))
    assert "leads to 10.0.0.7" in found
    assert len(site.requests) == 1


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/a", "file:///etc/hostname", "example.org", "http://", "http://user:word@example.org/", "https:///x",
        "http://exa mple.org/", "http://example.org\r\nX: y/", "gopher://127.0.0.1/", "http://[::1/", "http://example.org:99999/",
        "http://example.org:22/", "", "http://" + "a" * 9000, "javascript:alert(1)", "http://127.0.0.1\\@example.org/",
    ],
)  # fmt: skip
def test_what_is_no_address_is_never_looked_up(url: str) -> None:
    with watched() as seen:
        assert refused(fetch(url))
    assert seen == []


def test_a_server_that_does_not_encrypt_is_told_nothing(site: Site) -> None:
    assert "encrypted connection failed" in refused(fetch(f"https://127.0.0.1:{site.port}/page", LOCAL))
    assert site.requests == []


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for the name localhost, made anew and signed by nobody."""
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl to make a certificate")
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
        "-addext",
    ]
    command += ["subjectAltName=DNS:localhost", "-keyout", str(path), "-out", f"{path}.crt"]
    subprocess.run(command, check=True, capture_output=True)
    path.write_bytes(path.read_bytes() + Path(f"{path}.crt").read_bytes())
    return path


@pytest.fixture
def encrypted(certificate: Path) -> Iterator[Site]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    made = Site(context)
    yield made
    made.close()


def test_certificates_are_checked(encrypted: Site) -> None:
    assert "could not prove who it is" in refused(fetch(f"https://localhost:{encrypted.port}/page", LOCAL))
    assert encrypted.requests == []


def test_the_name_in_the_certificate_counts(
    encrypted: Site, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", f"{certificate}.crt")  # as if the machine trusted it
    found = captured(fetch(f"https://localhost:{encrypted.port}/moved", LOCAL))
    assert (found.content, found.hops[0].status) == (PAGE, 301)
    assert "could not prove who it is" in refused(fetch(f"https://127.0.0.1:{encrypted.port}/page", LOCAL))


def test_from_https_never_back_to_http() -> None:
    from khronika.capture.address import RefusedAddressError, target
    from khronika.capture.follow import _next

    with pytest.raises(RefusedAddressError, match="from an encrypted to an open address"):
        _next(target("https://a.example/"), "http://a.example/2", [], LOCAL)
    assert _next(target("http://a.example/"), "https://a.example/2", [], LOCAL).secure
