"""Faults before, during and after a request, as a client of a socket and of the in-process way meets them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import httpx
import pytest

from tests.inmemory_github import (
    Answer,
    CloseAfter,
    CloseBefore,
    CutBody,
    EndlessBody,
    FailAfter,
    Hang,
    InMemoryGitHub,
    Lag,
    LagFor,
    Meanwhile,
    Rewrite,
    Slow,
)
from tests.inmemory_github.faults import Effect
from tests.inmemory_github.fixtures import REPO
from tests.inmemory_github_test.conftest import As, Clock

ISSUES = f"/repos/{REPO}/issues"
THREAD = f"{ISSUES}/1/comments"


@pytest.fixture(autouse=True)
def opened(github: InMemoryGitHub) -> None:
    github.web("j-doe").open_issue(REPO, "Plots blank")


def said(github: InMemoryGitHub) -> list[str]:
    return [comment.body for comment in github.comments(REPO, 1)]


def post(client: httpx.Client, text: str = "hello") -> httpx.Response:
    return client.post(THREAD, json={"body": text})


def test_a_fault_waits_for_its_request_and_fires_as_often_as_told(
    github: InMemoryGitHub, mia: httpx.Client
) -> None:
    armed = github.fault(Answer.error(502), method="POST", path=r"/comments$", nth=2, times=2)
    assert mia.get(THREAD).status_code == 200
    assert [post(mia, f"{number}").status_code for number in range(5)] == [201, 502, 502, 201, 201]
    assert said(github) == ["0", "3", "4"]
    assert (armed.seen, armed.fired) == (5, 2)


def test_a_lasting_fault_ends_when_it_is_removed(github: InMemoryGitHub, mia: httpx.Client) -> None:
    armed = github.fault(Answer.unauthorized(), times=None)
    assert [mia.get("/user").status_code for _ in range(3)] == [401, 401, 401]
    armed.remove()
    assert mia.get("/user").status_code == 200


def test_a_fault_can_be_for_one_person_alone(github: InMemoryGitHub, mia: httpx.Client, as_: As) -> None:
    github.fault(Answer.error(503), user="leo", times=None)
    assert (mia.get("/user").status_code, as_("leo").get("/user").status_code) == (200, 503)


def test_the_log_tells_what_was_asked_and_what_went_wrong(github: InMemoryGitHub, mia: httpx.Client) -> None:
    github.fault(CloseAfter(), method="POST")
    with pytest.raises(httpx.RemoteProtocolError):
        post(mia)
    mia.get(ISSUES, params={"state": "all"})
    lost, read = github.requests
    assert (lost.method, lost.path, lost.user, lost.status) == ("POST", THREAD, "mia", None)
    assert (lost.fault, lost.json(), lost.is_write) == ("CloseAfter", {"body": "hello"}, True)
    assert (read.target, read.status, read.fault) == (f"{ISSUES}?state=all", 200, None)
    assert read.headers["authorization"] == "Bearer t-mia"
    assert github.asked("GET", r"state=all") == (read,)


@pytest.mark.parametrize(
    ("effect", "status"),
    [
        (Answer.error(500), 500),
        (Answer.error(404, "Not Found"), 404),
        (Answer.secondary_limit(), 403),
        (Answer.secondary_limit("soon", status=429), 429),
        (Answer.primary_limit(1_800_000_000), 403),
        (Answer.html(), 200),
        (Answer.redirect("http://elsewhere.invalid/"), 302),
        (Answer(200), 200),
    ],
)
def test_an_answer_before_executes_nothing(
    github: InMemoryGitHub, mia: httpx.Client, effect: Answer, status: int
) -> None:
    github.fault(effect, method="POST")
    response = post(mia)
    assert response.status_code == status
    assert response.content == effect.body
    for name, value in effect.headers:
        assert response.headers[name] == value
    assert "date" in response.headers
    assert said(github) == []


@pytest.mark.parametrize(
    ("effect", "executed"), [(CloseBefore(), []), (CloseAfter(), ["hello"]), (CutBody(), ["hello"])]
)
def test_a_lost_connection_tells_nothing_about_what_was_done(
    github: InMemoryGitHub, mia: httpx.Client, effect: Effect, executed: list[str]
) -> None:
    github.fault(effect, method="POST")
    with pytest.raises(httpx.RemoteProtocolError):
        post(mia)
    assert said(github) == executed
    assert post(mia, "again").status_code == 201


@pytest.mark.parametrize(("effect", "executed"), [(Hang(30), []), (Slow(30), ["hello"])])
def test_a_silent_server_lets_the_client_time_out(
    github: InMemoryGitHub, mia: httpx.Client, effect: Effect, executed: list[str]
) -> None:
    github.fault(effect, method="POST")
    with pytest.raises(httpx.ReadTimeout):
        mia.post(THREAD, json={"body": "hello"}, timeout=0.2)
    assert said(github) == executed


def test_a_slow_answer_comes_to_those_who_wait(github: InMemoryGitHub, mia: httpx.Client) -> None:
    github.fault(Slow(0.05), method="POST")
    assert post(mia).status_code == 201


def test_a_server_error_may_hide_a_success(github: InMemoryGitHub, mia: httpx.Client) -> None:
    github.fault(FailAfter(500), method="POST")
    assert post(mia).status_code == 500
    assert said(github) == ["hello"]


def test_an_endless_body_goes_on_after_a_good_start(github: InMemoryGitHub, mia: httpx.Client) -> None:
    github.fault(EndlessBody())
    received = 0
    with mia.stream("GET", ISSUES) as response:
        assert response.status_code == 200
        assert "content-length" not in response.headers
        for piece in response.iter_bytes():
            received += len(piece)
            if received > 3_000_000:
                break
    assert received > 3_000_000


def test_a_response_can_be_rewritten(github: InMemoryGitHub, mia: httpx.Client) -> None:
    github.fault(Rewrite(lambda response: replace(response, body=response.body[:-2])), path="/1$")
    link = ("Link", '<http://elsewhere.invalid/x>; rel="next"')
    github.fault(Rewrite(lambda response: replace(response, headers=(*response.headers, link))), nth=2)
    with pytest.raises(ValueError, match=r"Expecting|Unterminated"):
        mia.get(f"{ISSUES}/1").json()
    assert mia.get(ISSUES).links["next"]["url"] == "http://elsewhere.invalid/x"


def test_something_can_happen_between_two_pages(github: InMemoryGitHub, mia: httpx.Client) -> None:
    for number in range(3):
        github.web("ada").open_issue(REPO, f"number {number}")
    github.fault(Meanwhile(lambda: github.web("leo").open_issue(REPO, "new")), method="GET", nth=2)
    first = mia.get(ISSUES, params={"per_page": "2"})
    second = mia.get(first.links["next"]["url"])
    numbers = [row["number"] for page in (first, second) for row in page.json()]
    assert numbers == [4, 3, 3, 2]


def test_a_lagging_replica_hides_a_new_comment_for_so_many_reads(
    github: InMemoryGitHub, mia: httpx.Client
) -> None:
    post(mia, "known")
    github.fault(Lag(reads=3), method="POST")
    created = post(mia, "new").json()["id"]
    assert [row["body"] for row in mia.get(THREAD).json()] == ["known"]
    assert [row["body"] for row in mia.get(f"{ISSUES}/comments").json()] == ["known"]
    assert mia.get(f"{ISSUES}/comments/{created}").status_code == 404
    assert [row["body"] for row in mia.get(THREAD).json()] == ["known", "new"]


def test_a_lagging_replica_shows_the_issue_as_it_was(github: InMemoryGitHub, mia: httpx.Client) -> None:
    github.fault(Lag(reads=2), method="PATCH")
    github.fault(Lag(reads=1), method="POST", path="/issues$")
    assert mia.patch(f"{ISSUES}/1", json={"title": "new title"}).json()["title"] == "new title"
    assert mia.get(f"{ISSUES}/1").json()["title"] == "Plots blank"
    assert [row["title"] for row in mia.get(ISSUES).json()] == ["Plots blank"]
    assert mia.get(f"{ISSUES}/1").json()["title"] == "new title"
    mia.post(ISSUES, json={"title": "second"})
    assert [row["title"] for row in mia.get(ISSUES).json()] == ["new title"]
    assert [row["title"] for row in mia.get(ISSUES).json()] == ["second", "new title"]


@pytest.mark.parametrize("silent", [False, True])
def test_a_lagging_replica_learns_of_a_new_comment_in_time(
    github: InMemoryGitHub, mia: httpx.Client, clock: Clock, silent: bool
) -> None:
    github.fault(LagFor(60, silent=silent), method="POST")
    if silent:
        with pytest.raises(httpx.RemoteProtocolError):
            post(mia, "new")
    else:
        assert post(mia, "new").status_code == 201
    assert said(github) == ["new"]
    for _ in range(5):
        clock.pass_(seconds=11)
        assert mia.get(THREAD).json() == []
    clock.pass_(seconds=5)
    assert [row["body"] for row in mia.get(THREAD).json()] == ["new"]


def test_a_server_that_was_away_comes_back_on_its_port_with_its_state(
    github: InMemoryGitHub, mia: httpx.Client
) -> None:
    post(mia)
    address = github.url
    over_socket = github.listening
    github.stop()
    for _ in range(3):
        with pytest.raises(httpx.ConnectError):
            mia.get(THREAD)
    if over_socket:
        github.start()
    else:
        github.away = False
    assert github.url == address
    assert [row["body"] for row in mia.get(THREAD).json()] == ["hello"]


def test_many_clients_at_once_lose_nothing(github: InMemoryGitHub, as_: As) -> None:
    clients = [as_(login) for login in ("mia", "leo", "ada") for _ in range(2)]
    with ThreadPoolExecutor(len(clients)) as pool:
        sent = [pool.submit(post, client, f"{n}-{k}") for n, client in enumerate(clients) for k in range(10)]
        assert {future.result().status_code for future in sent} == {201}
    assert len(set(said(github))) == 60
    assert github.issue(REPO, 1).comments == 60
