"""The way to an Enterprise server: private authorities, proxies, and what goes wrong on it, in words."""

import errno
import os
import socket
import ssl
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from shiftui.github import wire
from shiftui.github.client import Client
from shiftui.ports import Misbehaving, RefusedByTracker, TrackerError, Unclear, Unreachable
from tests.github.machine import Clock
from tests.inmemory_github import InMemoryGitHub
from tests.inmemory_github.fixtures import REPO, add_team
from tests.wires import Listener, Proxy, Talk, drip, hang

CANARY = "canary-0123456789"
NAME = "git.example.org"
VARIABLES = (
    *("SSL_CERT_FILE", "SSL_CERT_DIR"),
    *(f"{kind}_PROXY" for kind in ("HTTP", "HTTPS", "ALL", "NO")),
    *(f"{kind}_proxy" for kind in ("http", "https", "all", "no")),
)


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def authority_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("authority") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


@pytest.fixture(scope="module")
def tls(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(NAME, "127.0.0.1").configure_cert(context)
    return context


@pytest.fixture
def secure(tls: ssl.SSLContext, clock: Clock) -> Iterator[InMemoryGitHub]:
    """An Enterprise server on the loopback that speaks https."""
    with InMemoryGitHub(now=clock, tls=tls, prefix="/api/v3") as running:
        running.add_user("mia", token=CANARY)
        yield running


@pytest.fixture
def enterprise(tls: ssl.SSLContext, clock: Clock) -> Iterator[InMemoryGitHub]:
    """The same under its name, which only a proxy knows."""
    with InMemoryGitHub(now=clock, tls=tls, name=NAME, prefix="/api/v3") as running:
        add_team(running).add_user("mia", token=CANARY)
        yield running


def opened(address: str, clock: Clock) -> Client:
    return Client(address, lambda: CANARY, clock, timeout=2.0)


def failure(address: str, clock: Clock, kind: type[TrackerError] = Unreachable) -> str:
    """What a read of that address fails with, in words."""
    client = opened(address, clock)
    with pytest.raises(kind) as caught:
        client.get("/user")
    client.close()
    assert CANARY not in str(caught.value)
    return str(caught.value)


def test_a_private_authority_is_believed_when_the_environment_names_its_file(
    secure: InMemoryGitHub, clock: Clock, authority_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority_file))
    client = opened(secure.url, clock)
    assert client.get("/user").data is not None
    client.close()


def test_a_private_authority_is_believed_when_the_environment_names_its_folder(
    secure: InMemoryGitHub,
    clock: Clock,
    authority_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    context = ssl.create_default_context(cafile=str(authority_file))
    assert len(context.get_ca_certs()) == 1
    monkeypatch.setenv("SSL_CERT_DIR", str(_hashed(authority_file, tmp_path)))
    client = opened(secure.url, clock)
    assert client.get("/user").data is not None
    client.close()


def _hashed(authority: Path, folder: Path) -> Path:
    """A folder of certificates as OpenSSL looks them up: by a hash of the subject's name."""
    from hashlib import sha1

    from cryptography import x509

    name = x509.load_pem_x509_certificate(authority.read_bytes()).subject
    canonical = b"".join(_canonical(attribute.oid.dotted_string, str(attribute.value)) for attribute in name)
    digest = sha1(canonical, usedforsecurity=False).digest()
    (folder / f"{int.from_bytes(digest[:4], 'little'):08x}.0").write_bytes(authority.read_bytes())
    return folder


def _canonical(oid: str, value: str) -> bytes:
    """One part of a name as it is hashed: lower case, as UTF-8, in DER."""
    first, second, *rest = map(int, oid.split("."))
    assert all(number < 128 for number in rest)
    identifier = bytes([6, 1 + len(rest), first * 40 + second, *rest])
    text = " ".join(value.lower().split()).encode()
    pair = identifier + bytes([12, len(text)]) + text
    sequence = bytes([0x30, len(pair)]) + pair
    return bytes([0x31, len(sequence)]) + sequence


def test_a_certificate_that_nobody_vouches_for_is_refused_before_anything_is_sent(
    secure: InMemoryGitHub, clock: Clock
) -> None:
    words = failure(secure.url, clock)
    assert "certificate" in words
    assert "SSL_CERT_FILE" in words
    assert secure.requests == []


def test_a_certificate_for_another_name_is_refused(
    secure: InMemoryGitHub, clock: Clock, authority_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority_file))
    words = failure(f"https://localhost:{secure.port}/api/v3", clock)
    assert "certificate" in words
    assert secure.requests == []


@pytest.mark.parametrize(("name", "value"), [("SSL_CERT_FILE", "/nowhere.pem"), ("SSL_CERT_DIR", "/nowhere")])
def test_authorities_that_cannot_be_read_are_named(
    secure: InMemoryGitHub, clock: Clock, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    words = failure(secure.url, clock, RefusedByTracker)
    assert f"{name} ({value})" in words


def test_an_enterprise_server_is_reached_through_a_proxy_that_never_sees_the_token(
    enterprise: InMemoryGitHub, clock: Clock, authority_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority_file))
    for number in range(101):
        enterprise.web("j-doe").open_issue(REPO, f"Issue {number}")
    with Proxy(enterprise.port) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://shift:pass-word@127.0.0.1:{proxy.port}")
        client = opened(f"https://{NAME}/api/v3", clock)
        first = client.get(f"/repos/{REPO}/issues?per_page=100")
        assert first.next.startswith(f"https://{NAME}/api/v3/")
        assert isinstance(client.get(first.next).data, list)
        client.close()
    assert enterprise.requests[0].path == "/api/v3/versions"
    assert {each.headers["authorization"] for each in enterprise.requests} == {f"Bearer {CANARY}"}
    [told] = proxy.heads
    assert told.startswith(f"CONNECT {NAME}:443 ".encode())
    assert b"Proxy-Authorization: Basic " in told
    assert CANARY.encode() not in told
    assert not any("proxy-authorization" in each.headers for each in enterprise.requests)


@pytest.mark.parametrize("listed", [NAME, ".example.org", "other.org, example.org", "*"])
def test_no_proxy_is_taken_where_no_proxy_says_so(
    secure: InMemoryGitHub, clock: Clock, authority_file: Path, monkeypatch: pytest.MonkeyPatch, listed: str
) -> None:
    here = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", secure.port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *_, **__: here if host == NAME else [])
    monkeypatch.setenv("SSL_CERT_FILE", str(authority_file))
    monkeypatch.setenv("NO_PROXY", listed)
    with Proxy(secure.port) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        client = opened(f"https://{NAME}/api/v3", clock)
        assert client.get("/user").data is not None
        client.close()
        assert proxy.heads == []


def test_a_proxy_is_not_taken_to_this_machine(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    with Proxy(1) as proxy, InMemoryGitHub(now=clock) as github:
        github.add_user("mia", token=CANARY)
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        client = opened(github.url, clock)
        assert client.get("/user").data is not None
        client.close()
        assert proxy.heads == []


def test_what_a_proxy_refuses_is_said_without_its_password(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Proxy(1, refuse="407 \x1b[31mProxy Authentication Required") as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://shift:pass-word@127.0.0.1:{proxy.port}")
        words = failure(f"https://{NAME}/api/v3", clock)
    assert words == f"no connection to GitHub: the proxy 127.0.0.1:{proxy.port} refused (407)"


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "http://", "ftp://127.0.0.1"])
def test_a_proxy_of_another_kind_is_refused_in_words(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("ALL_PROXY", proxy)
    assert "use http://HOST:PORT" in failure(f"https://{NAME}/api/v3", clock, RefusedByTracker)


def test_a_name_that_nobody_knows_is_told_from_a_server_that_is_away(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with Listener(hang) as closed:
        pass
    assert f"127.0.0.1:{closed.port} refuses connections" in failure(
        f"https://127.0.0.1:{closed.port}", clock
    )
    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert f"nobody here knows the name {NAME} (DNS)" in failure(f"https://{NAME}/api/v3", clock)
    monkeypatch.setenv("HTTPS_PROXY", "proxy.example.org:3128")
    assert "the name proxy.example.org:3128 (DNS)" in failure(f"https://{NAME}/api/v3", clock)


def test_no_way_to_the_network_is_said_with_the_systems_reason(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(*_: object, **__: object) -> None:
        raise OSError(errno.ENETUNREACH, os.strerror(errno.ENETUNREACH))

    monkeypatch.setattr(socket, "create_connection", unreachable)
    assert "network is unreachable" in failure(f"https://{NAME}/api/v3", clock)


@pytest.mark.parametrize("host", ["a" * 64, "two..dots"])
def test_an_address_that_no_name_service_takes_is_said_to_be_wrong(clock: Clock, host: str) -> None:
    assert "check the API's address" in failure(f"https://{host}.example.org/api/v3", clock)


def test_something_else_than_tls_is_said_to_be_so(clock: Clock) -> None:
    with Listener(lambda connection: connection.sendall(b"220 mail.example.org\r\n")) as server:
        words = failure(f"https://127.0.0.1:{server.port}", clock)
    assert "does not speak TLS" in words


@pytest.mark.parametrize(
    "talk",
    [
        hang,
        drip(b"HTTP/1.1 200 OK\r\n", b"x-drop: 1\r\n"),
        drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        drip(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b" "),
        drip(b"HTTP/1.1 200 OK\r\n\r\n[]", b" "),
    ],
    ids=["silence", "headers", "informational", "body", "body without a length"],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_server_that_drips_keeps_nobody(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, talk: Talk, method: str
) -> None:
    monkeypatch.setattr(wire, "WHOLE_SECONDS", 0.15)
    with Listener(talk) as server:
        client = Client(server.url, lambda: CANARY, clock, timeout=2.0)
        client.version = "none"
        began = time.monotonic()
        with pytest.raises(Unreachable if method == "GET" else Unclear, match="gave no answer in time"):
            client.get("/user") if method == "GET" else client.write(method, "/user", {})
        assert time.monotonic() - began < 1.5
        client.close()


def test_a_server_that_drips_through_tls_keeps_nobody(
    clock: Clock, tls: ssl.SSLContext, authority_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dripping = drip(b"HTTP/1.1 200 OK\r\n", b"x-drop: 1\r\n")

    def talk(connection: socket.socket) -> None:
        with tls.wrap_socket(connection, server_side=True) as secured:
            dripping(secured)

    monkeypatch.setattr(wire, "WHOLE_SECONDS", 0.15)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority_file))
    with Listener(talk) as server:
        began = time.monotonic()
        assert "gave no answer in time" in failure(f"https://127.0.0.1:{server.port}", clock)
        assert time.monotonic() - began < 1.5


def test_a_network_login_is_named(clock: Clock) -> None:
    answer = b"HTTP/1.1 302 Found\r\nLocation: http://login.example.org/\r\nContent-Length: 0\r\n\r\n"
    with Listener(lambda connection: connection.sendall(answer)) as server:
        assert "network login" in failure(server.url, clock, Misbehaving)
