"""Repositories and issues that were renamed, transferred, deleted or switched off."""

from __future__ import annotations

import httpx

from tests.inmemory_github import InMemoryGitHub
from tests.inmemory_github.fixtures import LOG, REPO
from tests.inmemory_github_test.conftest import As

ISSUES = f"/repos/{REPO}/issues"


def test_a_renamed_repository_redirects_reads_with_301_and_writes_with_307(
    github: InMemoryGitHub, mia: httpx.Client
) -> None:
    github.web("ada").open_issue(REPO, "x")
    github.web("ada").rename_repo(REPO, "acme/incidents")
    read = mia.get(f"{ISSUES}?state=all")
    assert read.status_code == 301
    assert read.headers["location"].startswith(f"{github.url}/repositories/")
    assert read.headers["location"].endswith("/issues?state=all")
    assert mia.get(read.headers["location"]).json()[0]["html_url"] == (
        "https://github.com/acme/incidents/issues/1"
    )
    for method, path in (("POST", "/1/comments"), ("PATCH", "/1"), ("DELETE", "/1/labels/x")):
        assert mia.request(method, ISSUES + path, json={"body": "x"}).status_code == 307
    assert github.comments("acme/incidents", 1) == ()
    moved = mia.post(f"{ISSUES}/1/comments", json={"body": "kept"}).headers["location"]
    assert mia.post(moved, json={"body": "kept"}).status_code == 201
    assert [comment.body for comment in github.comments("acme/incidents", 1)] == ["kept"]


def test_a_new_repository_takes_over_a_freed_name(github: InMemoryGitHub, mia: httpx.Client) -> None:
    github.web("ada").rename_repo(REPO, "acme/incidents")
    fresh = github.add_repo(REPO)
    assert mia.get(f"/repos/{REPO}").json()["id"] == fresh.id


def test_a_redirect_tells_nothing_to_those_without_access(github: InMemoryGitHub, as_: As) -> None:
    github.web("ada").rename_repo(LOG, "acme/secret-log")
    assert as_("j-doe").get(f"/repos/{LOG}").status_code == 404
    assert as_("mia").get(f"/repos/{LOG}").status_code == 301


def test_a_transferred_issue_leads_to_its_new_place(
    github: InMemoryGitHub, mia: httpx.Client, as_: As
) -> None:
    ada = github.web("ada")
    ada.open_issue(REPO, "x", labels=["bug"])
    comment = ada.comment(REPO, 1, "hello")
    number = ada.transfer_issue(REPO, 1, LOG)
    moved = mia.get(f"{ISSUES}/1")
    assert moved.status_code == 301
    issue = mia.get(moved.headers["location"]).json()
    assert issue["html_url"] == f"https://github.com/{LOG}/issues/{number}"
    assert [label["name"] for label in issue["labels"]] == ["bug"]
    assert mia.post(f"{ISSUES}/1/comments", json={"body": "x"}).status_code == 307
    thread = mia.get(f"{ISSUES}/1/comments")
    assert [row["id"] for row in mia.get(thread.headers["location"]).json()] == [comment]
    assert mia.get(ISSUES).json() == []
    assert as_("j-doe").get(f"{ISSUES}/1").status_code == 404


def test_a_deleted_issue_is_gone_with_410(github: InMemoryGitHub, mia: httpx.Client) -> None:
    github.web("ada").open_issue(REPO, "x")
    github.web("ada").delete_issue(REPO, 1)
    assert mia.get(f"{ISSUES}/1").status_code == 410
    assert mia.post(f"{ISSUES}/1/comments", json={"body": "x"}).status_code == 410
    assert mia.get(ISSUES).json() == []
    assert github.web("ada").open_issue(REPO, "y") == 2


def test_a_repository_without_issues_says_410(github: InMemoryGitHub, mia: httpx.Client) -> None:
    github.add_repo("acme/code", has_issues=False)
    assert mia.get("/repos/acme/code").json()["has_issues"] is False
    assert mia.get("/repos/acme/code/issues").status_code == 410
    assert mia.post("/repos/acme/code/issues", json={"title": "x"}).status_code == 410
