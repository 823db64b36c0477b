"""The client over a real socket: versions, redirects, limits of size and time, and the token's secrecy."""

import logging
import traceback
from collections.abc import Callable

import pytest

from shiftui.github.client import Client
from shiftui.ports import (
    Blocked,
    Misbehaving,
    NotAuthorised,
    RateLimited,
    RefusedByTracker,
    TrackerError,
    Unclear,
    Unreachable,
)
from tests.github.machine import Clock
from tests.inmemory_github import (
    Answer,
    CloseAfter,
    CloseBefore,
    CutBody,
    EndlessBody,
    FailAfter,
    Hang,
    InMemoryGitHub,
    Quirks,
    Rewrite,
)
from tests.inmemory_github.fixtures import LOG, REPO
from tests.inmemory_github.messages import Response

ISSUES = f"/repos/{REPO}/issues"
CANARY = "canary-0123456789"


@pytest.mark.parametrize(
    ("known", "sent"),
    [
        (("2026-03-10", "2022-11-28"), "2026-03-10"),
        (("2022-11-28",), "2022-11-28"),
        (("2019-01-01",), None),
        ((), None),
    ],
)
def test_the_best_version_that_the_server_lists_is_sent(
    clock: Clock, known: tuple[str, ...], sent: str | None
) -> None:
    with InMemoryGitHub(now=clock, quirks=Quirks(versions=known)) as github:
        github.add_user("mia", token="t-mia")
        client = Client(github.url, lambda: "t-mia", clock)
        client.get("/user")
        client.get("/user")
        client.close()
        versions, *rest = github.requests
        assert versions.path == "/versions"
        assert [each.headers.get("x-github-api-version") for each in rest] == [sent, sent]
        assert all(each.headers["user-agent"].startswith("shiftui/") for each in github.requests)


def test_a_remembered_version_that_the_server_dropped_is_negotiated_anew(
    clock: Clock,
) -> None:
    with InMemoryGitHub(now=clock, quirks=Quirks(versions=("2022-11-28",))) as github:
        github.add_user("mia", token="t-mia")
        client = Client(github.url, lambda: "t-mia", clock)
        client.version = "2026-03-10"
        assert client.get("/user").data is not None
        assert client.version == "2022-11-28"
        client.close()


def test_what_is_unchanged_costs_no_body(client: Client, github: InMemoryGitHub) -> None:
    first = client.get(ISSUES)
    again = client.get(ISSUES, first.etag)
    assert first.data == []
    assert again.unchanged
    assert github.requests[-1].status == 304


def test_a_renamed_repository_is_followed_with_method_and_body(
    client: Client, github: InMemoryGitHub
) -> None:
    github.web("mia").rename_repo(REPO, "acme/live")
    answer = client.write("POST", ISSUES, {"title": "Moved"})
    assert isinstance(answer.data, dict)
    assert answer.data["title"] == "Moved"
    assert [issue.title for issue in github.issues("acme/live")] == ["Moved"]
    assert isinstance(client.get(ISSUES).data, list)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
@pytest.mark.parametrize("ask", [Client.get, lambda client, path: client.write("POST", path, {"title": "x"})])
def test_another_host_never_sees_the_token(
    client: Client, github: InMemoryGitHub, clock: Clock, status: int, ask: Callable[[Client, str], object]
) -> None:
    with InMemoryGitHub(now=clock) as elsewhere:
        github.fault(Answer.redirect(f"{elsewhere.url}{ISSUES}", status), path="/issues")
        with pytest.raises(Misbehaving):
            ask(client, ISSUES)
        assert elsewhere.requests == []


def test_a_next_page_on_another_host_is_refused(client: Client, github: InMemoryGitHub, clock: Clock) -> None:
    with InMemoryGitHub(now=clock) as elsewhere:
        link = ("Link", f'<{elsewhere.url}{ISSUES}?page=2>; rel="next"')
        github.fault(
            Rewrite(lambda answer: Response(answer.status, (*answer.headers, link), answer.body)),
            path="/issues",
        )
        with pytest.raises(Misbehaving):
            client.get(ISSUES)
        assert elsewhere.requests == []


def test_a_redirect_in_circles_ends(client: Client, github: InMemoryGitHub) -> None:
    github.fault(Answer.redirect(f"{github.url}{ISSUES}", 301), path="/issues", times=None)
    with pytest.raises(Misbehaving):
        client.get(ISSUES)
    assert len(github.asked(path="/issues")) == 4


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (CloseBefore(), Unreachable),
        (CloseAfter(), Unreachable),
        (Hang(5), Unreachable),
        (CutBody(0.5), Unreachable),
        (FailAfter(502), Unreachable),
        (Answer.html(), Unreachable),
        (Answer.html(503), Unreachable),
        (Answer(200, b'[{"cut": '), Misbehaving),
        (Answer(200, b""), Misbehaving),
        (Answer(200, b"[" * 100_000), Misbehaving),
        (EndlessBody(120), Misbehaving),
        (Answer.secondary_limit(30), RateLimited),
        (Answer.unauthorized(), NotAuthorised),
    ],
    ids=lambda value: getattr(value, "__name__", type(value).__name__),
)
def test_a_read_that_fails_did_nothing(
    client: Client, github: InMemoryGitHub, fault: Answer, kind: type[Exception]
) -> None:
    github.web("j-doe").open_issue(REPO, "x")
    client.get("/user")
    github.fault(fault, path="/issues")
    with pytest.raises(kind) as caught:
        client.get(ISSUES)
    assert type(caught.value) is not Unclear


@pytest.mark.parametrize(
    ("fault", "kind", "done"),
    [
        (CloseBefore(), Unclear, False),
        (CloseAfter(), Unclear, True),
        (Hang(5), Unclear, False),
        (CutBody(0.5), Unclear, True),
        (FailAfter(500), Unclear, True),
        (FailAfter(504), Unclear, True),
        (Answer.html(), Unclear, False),
        (EndlessBody(120), Unclear, True),
        (Answer.secondary_limit(None), RateLimited, False),
        (Answer.error(422, "Validation Failed"), RefusedByTracker, False),
        (Answer.error(403, "Repository was archived so is read-only."), Blocked, False),
    ],
    ids=lambda value: getattr(value, "__name__", type(value).__name__),
)
def test_a_write_that_fails_says_whether_it_may_have_been_done(
    client: Client, github: InMemoryGitHub, fault: Answer, kind: type[Exception], done: bool
) -> None:
    client.get("/user")
    github.fault(fault, method="POST")
    with pytest.raises(kind):
        client.write("POST", ISSUES, {"title": "x"})
    assert bool(github.issues(REPO)) is done


def test_a_server_that_is_away_is_unreachable_for_writes_too(client: Client, github: InMemoryGitHub) -> None:
    github.stop()
    with pytest.raises(Unreachable):
        client.write("POST", ISSUES, {"title": "x"})
    github.start()
    client.get(ISSUES)


@pytest.mark.parametrize(
    "address",
    [
        "http://github.example",
        "http://10.0.0.1/api/v3",
        "https://user:secret@github.example",
        "ftp://github.example",
        "github.example",
        "https://",
        "http://[::1",
    ],
)
def test_the_token_goes_nowhere_that_others_can_read(clock: Clock, address: str) -> None:
    client = Client(address, lambda: CANARY, clock)
    with pytest.raises(RefusedByTracker):
        client.get("/user")
    assert client.requests == 0


@pytest.mark.parametrize("token", ["", "  ", "two\nlines", "naïve", "\x00"])
def test_a_token_that_cannot_be_sent_is_refused_without_being_shown(
    github: InMemoryGitHub, clock: Clock, token: str
) -> None:
    client = Client(github.url, lambda: token, clock)
    with pytest.raises(NotAuthorised) as caught:
        client.get("/user")
    assert token.strip() == "" or token not in str(caught.value)
    assert github.requests == []


def test_after_a_refusal_the_token_is_asked_for_anew(github: InMemoryGitHub, clock: Clock) -> None:
    tokens = iter(["t-revoked", "t-mia"])
    client = Client(github.url, lambda: next(tokens), clock)
    with pytest.raises(NotAuthorised):
        client.get("/user")
    assert client.get("/user").data is not None
    client.close()


def test_the_token_is_in_no_message_no_repr_and_no_log(
    github: InMemoryGitHub, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    github.add_user("mia", token=CANARY)
    client = Client(github.url, lambda: CANARY, clock, timeout=0.5)
    told = [repr(client)]
    asks: tuple[Callable[[], object], ...] = (
        lambda: client.get(ISSUES),
        lambda: client.write("POST", ISSUES, {"title": "x"}),
    )
    echo = Answer.error(422, f"no such token {CANARY}")
    escaped = Answer(422, f'{{"message": "\\u0063{CANARY[1:]}, {"x" * 260}{CANARY}"}}'.encode())
    for fault in (
        echo,
        escaped,
        CloseAfter(),
        Answer.html(),
        CutBody(0.3),
        Answer.error(401, f"not {CANARY}"),
    ):
        for ask in asks:
            github.fault(fault, path="/issues")
            with pytest.raises(TrackerError) as caught:
                ask()
            told += [str(caught.value), repr(caught.value)]
            told += traceback.format_exception(caught.value)
    client.close()
    assert CANARY not in "".join(told) + caplog.text


def test_a_proxy_of_the_environment_never_sees_what_goes_to_the_loopback(
    github: InMemoryGitHub, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    client = Client(github.url, lambda: "t-mia", clock)
    assert client.get(f"/repos/{LOG}").data is not None
    client.close()
