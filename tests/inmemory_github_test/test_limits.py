"""The hourly limit in every response, and the secondary limits where they are switched on."""

from __future__ import annotations

import httpx
import pytest

from tests.inmemory_github import InMemoryGitHub
from tests.inmemory_github.fixtures import REPO, add_team
from tests.inmemory_github.transport import InProcess
from tests.inmemory_github_test.conftest import Clock

THREAD = f"/repos/{REPO}/issues/1/comments"


def client_of(github: InMemoryGitHub, login: str) -> httpx.Client:
    headers = {"authorization": f"Bearer t-{login}"}
    return httpx.Client(base_url=github.url, headers=headers, transport=InProcess(github))


def test_the_hourly_limit_counts_a_user_over_all_tokens_until_its_reset(clock: Clock) -> None:
    github = add_team(InMemoryGitHub(now=clock, hourly_limit=3))
    github.add_user("mia", token="t-second")
    with client_of(github, "mia") as first, client_of(github, "second") as second:
        assert first.get("/user").headers["x-ratelimit-remaining"] == "2"
        assert second.get("/user").headers["x-ratelimit-remaining"] == "1"
        assert first.get("/rate_limit").json()["resources"]["core"]["remaining"] == 1
        last = first.get("/user")
        assert (last.headers["x-ratelimit-remaining"], last.headers["x-ratelimit-used"]) == ("0", "3")
        refused = second.get("/user")
        assert refused.status_code == 403
        assert refused.headers["x-ratelimit-remaining"] == "0"
        assert "rate limit exceeded" in refused.json()["message"]
        reset = int(refused.headers["x-ratelimit-reset"])
        clock.pass_(seconds=reset - clock.time.timestamp())
        assert first.get("/user").status_code == 200


@pytest.mark.parametrize("by_web", [False, True])
def test_eighty_creations_a_minute_the_web_pages_included(clock: Clock, by_web: bool) -> None:
    github = add_team(InMemoryGitHub(now=clock, secondary_limits=True))
    github.web("leo").open_issue(REPO, "x")
    with client_of(github, "mia") as mia:
        for _ in range(80):
            if by_web:
                github.web("mia").comment(REPO, 1, "x")
            else:
                assert mia.post(THREAD, json={"body": "x"}).status_code == 201
        refused = mia.post(THREAD, json={"body": "x"})
        assert (refused.status_code, refused.headers["retry-after"]) == (403, "60")
        assert mia.get(THREAD).status_code == 200
        clock.pass_(seconds=60)
        assert mia.post(THREAD, json={"body": "x"}).status_code == 201


def test_five_hundred_creations_an_hour(clock: Clock) -> None:
    github = add_team(InMemoryGitHub(now=clock, secondary_limits=True))
    github.web("leo").open_issue(REPO, "x")
    with client_of(github, "mia") as mia:
        for _ in range(500):
            clock.pass_(seconds=2)
            assert mia.post(THREAD, json={"body": "x"}).status_code == 201
        assert mia.post(THREAD, json={"body": "x"}).status_code == 403
        clock.pass_(hours=1)
        assert mia.post(THREAD, json={"body": "x"}).status_code == 201


def test_nine_hundred_points_a_minute(clock: Clock) -> None:
    github = add_team(InMemoryGitHub(now=clock, secondary_limits=True))
    github.web("leo").open_issue(REPO, "x")
    with client_of(github, "mia") as mia:
        for _ in range(150):
            assert mia.patch(f"/repos/{REPO}/issues/1", json={"title": "y"}).status_code == 200
        for _ in range(150):
            assert mia.get("/user").status_code == 200
        assert mia.get("/user").status_code == 403
        clock.pass_(seconds=60)
        assert mia.get("/user").status_code == 200
