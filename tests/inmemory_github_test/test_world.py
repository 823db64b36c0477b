"""Acting on the web page, what a reader could read, the invented past, and the command."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest

from tests.inmemory_github import CutBody, InMemoryGitHub
from tests.inmemory_github.fixtures import LOG, REPO, add_team
from tests.inmemory_github.seed import Plan
from tests.inmemory_github.transport import InProcess
from tests.inmemory_github_test.conftest import Clock


@pytest.fixture
def quiet(clock: Clock) -> InMemoryGitHub:
    """A GitHub that nobody talks to over HTTP."""
    return add_team(InMemoryGitHub(now=clock))


def test_people_on_the_web_change_an_issue(quiet: InMemoryGitHub, clock: Clock) -> None:
    ada = quiet.web("ada")
    number = ada.open_issue(REPO, "x", "text", labels=["bug"])
    clock.pass_(minutes=5)
    ada.edit_title(REPO, number, "y")
    ada.edit_body(REPO, number, "a\nb")
    ada.label(REPO, number, "P0", "BUG")
    ada.unlabel(REPO, number, "bug", "never there")
    ada.assign(REPO, number, "leo", "newcomer")
    ada.unassign(REPO, number, "LEO")
    ada.close(REPO, number, "not_planned")
    issue = quiet.issue(REPO, number)
    assert (issue.title, issue.body, issue.assignees) == ("y", "a\r\nb", ("newcomer",))
    assert quiet.labels(REPO, number) == ("P0",)
    assert (issue.state, issue.state_reason, issue.closed_by) == ("closed", "not_planned", "ada")
    assert issue.updated_at > issue.created_at
    ada.reopen(REPO, number)
    assert quiet.issue(REPO, number).state == "open"


def test_a_time_can_be_given_for_what_happened_long_ago(quiet: InMemoryGitHub, clock: Clock) -> None:
    old = clock.time.replace(year=2025, microsecond=0)
    number = quiet.web("ada").open_issue(REPO, "old", at=old)
    quiet.web("leo").comment(REPO, number, "old too", at=old)
    issue = quiet.issue(REPO, number)
    assert issue.created_at == issue.updated_at == old
    assert quiet.comments(REPO, number)[0].created_at == old


def test_texts_are_all_that_a_reader_could_ever_read(quiet: InMemoryGitHub) -> None:
    ada = quiet.web("ada")
    number = ada.open_issue(REPO, "title one", "body one", labels=["label one"])
    comment = ada.comment(REPO, number, "comment one")
    ada.edit_title(REPO, number, "title two")
    ada.edit_body(REPO, number, "body two")
    ada.edit_comment(REPO, comment, "comment two")
    ada.delete_comment(REPO, comment)
    ada.rename_label(REPO, "label one", "label two")
    texts = quiet.texts(REPO)
    for kind in ("title", "body", "comment", "label"):
        assert f"{kind} one" in texts
        assert f"{kind} two" in texts
    assert quiet.texts(LOG) == ""
    ada.transfer_issue(REPO, number, LOG)
    assert "title two" in quiet.texts(LOG)


def facts(github: InMemoryGitHub) -> list[object]:
    issues = github.issues(REPO)
    return [(issue, github.comments(REPO, issue.number)) for issue in issues]


def test_a_plan_always_gives_the_same_past(clock: Clock) -> None:
    pasts = []
    for seed in (1, 1, 2):
        github = add_team(InMemoryGitHub(now=clock))
        github.seed(REPO, Plan(issues=80, pulls=7, comments=200, seed=seed))
        pasts.append(facts(github))
    assert pasts[0] == pasts[1]
    assert pasts[0] != pasts[2]


def test_a_past_is_plausible(quiet: InMemoryGitHub, clock: Clock) -> None:
    quiet.seed(REPO, Plan(issues=400, pulls=20, comments=900, open_share=0.1))
    issues = quiet.issues(REPO)
    comments = [comment for issue in issues for comment in quiet.comments(REPO, issue.number)]
    assert (len(issues), sum(issue.is_pull for issue in issues), len(comments)) == (420, 20, 900)
    assert 20 <= sum(issue.state == "open" for issue in issues) <= 80
    for issue in issues:
        thread = quiet.comments(REPO, issue.number)
        assert issue.comments == len(thread)
        happened = [comment.created_at for comment in thread]
        assert issue.updated_at == max([issue.created_at, issue.closed_at or issue.created_at, *happened])
        assert all(issue.created_at <= moment < clock.time for moment in happened)
    by_id = sorted(comments, key=lambda comment: comment.id)
    assert [comment.created_at for comment in by_id] == sorted(comment.created_at for comment in comments)


async def test_the_in_process_way_serves_asynchronous_clients(quiet: InMemoryGitHub) -> None:
    quiet.web("ada").open_issue(REPO, "x")
    path = f"/repos/{REPO}/issues"
    quiet.fault(CutBody(), nth=4)
    async with httpx.AsyncClient(base_url=quiet.url, transport=InProcess(quiet)) as client:
        pages = await asyncio.gather(*(client.get(path) for _ in range(3)))
        assert [page.json()[0]["title"] for page in pages] == ["x"] * 3
        with pytest.raises(httpx.RemoteProtocolError):
            await client.get(path)


@pytest.fixture
def command() -> Iterator[subprocess.Popen[str]]:
    arguments = ["--issues", "120", "--pulls", "5", "--comments", "50", "--seconds", "30", "--private"]
    with subprocess.Popen(
        [sys.executable, "-m", "tests.inmemory_github", *arguments], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def test_the_command_prints_its_address_serves_and_ends_when_asked(command: subprocess.Popen[str]) -> None:
    assert command.stdout is not None
    url = command.stdout.readline().strip()
    mine = {"authorization": "Bearer t-mia"}
    rows = httpx.get(f"{url}/repos/{REPO}/issues?state=all&per_page=100", headers=mine)
    assert len(rows.json()) == 100
    assert rows.links["last"]["url"].endswith("page=2")
    assert httpx.get(f"{url}/repos/{REPO}").status_code == 404
    command.terminate()
    assert command.wait(timeout=10) == 0
