"""What only a real socket shows: connections that are kept, cut, and told goodbye."""

from __future__ import annotations

import http.client
import socket
from urllib.parse import urlsplit

import httpx
import pytest

from tests.inmemory_github import CloseAfter, InMemoryGitHub, Meanwhile
from tests.inmemory_github.fixtures import REPO, add_team
from tests.inmemory_github.fixtures import github as github  # the fixture that other tests import
from tests.inmemory_github.payloads import Renderer

MINE = {"Authorization": "Bearer t-mia", "User-Agent": "tests"}
ISSUES = f"/repos/{REPO}/issues"


def address(github: InMemoryGitHub) -> tuple[str, int]:
    parts = urlsplit(github.url)
    assert parts.hostname is not None
    assert parts.port is not None
    return parts.hostname, parts.port


def test_one_connection_serves_request_after_request(github: InMemoryGitHub) -> None:
    connection = http.client.HTTPConnection(*address(github), timeout=5)
    connection.connect()
    kept = connection.sock
    etag = ""
    for status in (200, 304, 304):
        connection.request("GET", ISSUES, headers=MINE | {"If-None-Match": etag})
        response = connection.getresponse()
        etag = response.headers["ETag"]
        assert (response.status, len(response.read()) > 0) == (status, status == 200)
        assert connection.sock is kept
    connection.request("DELETE", f"{ISSUES}/1/labels/x", headers=MINE)
    assert connection.getresponse().read().startswith(b'{"message":"Not Found"')
    assert connection.sock is kept
    connection.close()


def test_a_closed_connection_says_not_a_single_byte(github: InMemoryGitHub) -> None:
    github.fault(CloseAfter())
    with socket.create_connection(address(github), timeout=5) as raw:
        raw.sendall(b"GET /user HTTP/1.1\r\nHost: x\r\nUser-Agent: tests\r\n\r\n")
        assert raw.recv(100) == b""
    assert github.asked("GET", "/user")[0].status is None


def test_going_away_cuts_connections_that_are_kept(github: InMemoryGitHub) -> None:
    with socket.create_connection(address(github), timeout=5) as raw:
        raw.sendall(b"GET /versions HTTP/1.1\r\nHost: x\r\nUser-Agent: tests\r\n\r\n")
        assert raw.recv(1 << 16).startswith(b"HTTP/1.1 200 OK")
        github.stop()
        assert raw.recv(100) == b""


def test_the_server_can_go_away_in_the_middle_of_a_request(github: InMemoryGitHub) -> None:
    github.web("ada").open_issue(REPO, "x")
    github.fault(Meanwhile(github.stop), method="POST")
    with httpx.Client(base_url=github.url, headers=MINE) as client:
        with pytest.raises(httpx.TransportError):
            client.post(f"{ISSUES}/1/comments", json={"body": "sent"})
        github.start()
        assert [row["body"] for row in client.get(f"{ISSUES}/1/comments").json()] == ["sent"]


def test_an_error_of_the_server_itself_is_not_hidden() -> None:
    def break_it() -> None:
        with add_team(InMemoryGitHub()) as github:
            github.fault(Meanwhile(lambda: int("nothing")))
            with pytest.raises(httpx.RemoteProtocolError):
                httpx.get(f"{github.url}/user")

    with pytest.raises(ValueError, match="nothing"):
        break_it()


def test_json_is_rendered_once_until_something_in_it_changes(github: InMemoryGitHub) -> None:
    ada = github.web("ada")
    ada.open_issue(REPO, "x", labels=["bug"])
    comment = ada.comment(REPO, 1, "y")
    render = Renderer(github.state)
    first = render.issue(github.issue(REPO, 1))
    said = render.comment(github.comments(REPO, 1)[0])
    assert render.issue(github.issue(REPO, 1)) is first
    assert render.comment(github.comments(REPO, 1)[0]) is said
    ada.rename_label(REPO, "bug", "defect")
    assert b'"defect"' in render.issue(github.issue(REPO, 1))
    ada.edit_comment(REPO, comment, "z")
    assert b'"body":"z"' in render.comment(github.comments(REPO, 1)[0])
    ada.rename_repo(REPO, "acme/incidents")
    assert b"acme/incidents" in render.issue(github.issue(REPO, 1))
