"""The payloads and the request bodies against the models made from GitHub's own description of its API.

Each payload must parse, and must have no key that the models do not know: an invented key would be one that
shiftui could come to rely on.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from pydantic import BaseModel, TypeAdapter

from tests.inmemory_github import InMemoryGitHub
from tests.inmemory_github.fixtures import REPO, add_team
from tests.inmemory_github.records import ContractBroken
from tests.inmemory_github.seed import Plan
from tests.inmemory_github.transport import InProcess

ISSUES = f"/repos/{REPO}/issues"
VERSIONS = ("2026-03-10",)


@pytest.fixture(params=VERSIONS)
def models(request: pytest.FixtureRequest) -> Any:
    return importlib.import_module(f"githubkit_schemas.v{request.param.replace('-', '_')}.models")


@pytest.fixture
def github() -> InMemoryGitHub:
    github = add_team(InMemoryGitHub(strict=True))
    github.seed(REPO, Plan(issues=60, pulls=10, comments=120, open_share=0.4))
    github.web("ada").put_file(REPO, "docs/a.md", "text")
    return github


@pytest.fixture
def mia(github: InMemoryGitHub) -> Iterator[httpx.Client]:
    headers = {"authorization": "Bearer t-mia", "x-github-api-version": VERSIONS[0]}
    with httpx.Client(base_url=github.url, headers=headers, transport=InProcess(github)) as client:
        yield client


def known_keys(model: type[BaseModel]) -> set[str]:
    return {info.alias or name for name, info in model.model_fields.items()}


def parse(model: type[BaseModel], value: Any) -> None:
    model.model_validate(value)
    assert set(value) <= known_keys(model)


def test_issues_comments_and_labels_parse(models: Any, mia: httpx.Client) -> None:
    issues = mia.get(ISSUES, params={"state": "all", "per_page": "100"}).json()
    assert len(issues) == 70
    assert {issue["state_reason"] for issue in issues} >= {None, "completed", "not_planned"}
    assert {"pull_request" in issue for issue in issues} == {True, False}
    for issue in issues:
        parse(models.Issue, issue)
        parse(models.Issue, mia.get(f"{ISSUES}/{issue['number']}").json())
        for label in issue["labels"]:
            parse(models.IssuePropLabelsItemsOneof1, label)
        for user in [issue["user"], *issue["assignees"]]:
            parse(models.SimpleUser, user)
    comments = mia.get(f"{ISSUES}/comments", params={"per_page": "100"}).json()
    assert len(comments) == 100
    for comment in comments:
        parse(models.IssueComment, comment)
    for label in mia.get(f"/repos/{REPO}/labels").json():
        parse(models.Label, label)


def test_a_parent_and_its_sub_issue_parse(models: Any, github: InMemoryGitHub, mia: httpx.Client) -> None:
    child = github.issue(REPO, 2).id
    mia.post(f"{ISSUES}/1/sub_issues", json={"sub_issue_id": child})
    for number in (1, 2):
        parse(models.Issue, mia.get(f"{ISSUES}/{number}").json())


def test_repositories_accounts_and_files_parse(models: Any, mia: httpx.Client) -> None:
    parse(models.FullRepository, mia.get(f"/repos/{REPO}").json())
    parse(models.PublicUser, mia.get("/user").json())
    parse(models.ContentFile, mia.get(f"/repos/{REPO}/contents/docs/a.md").json())
    for entry in mia.get(f"/repos/{REPO}/contents/").json():
        parse(models.ContentDirectoryItems, entry)
    limits = mia.get("/rate_limit").json()
    models.RateLimitOverview.model_validate(limits)
    TypeAdapter(list[str]).validate_python(mia.get("/versions").json())


def test_errors_parse(models: Any, github: InMemoryGitHub, mia: httpx.Client) -> None:
    parse(models.BasicError, mia.get("/repos/acme/none").json())
    parse(models.BasicError, mia.get("/user", headers={"authorization": "Bearer no"}).json())
    problem = mia.post(ISSUES, json={"title": " "}).json()
    models.ValidationError.model_validate(problem)
    for error in problem["errors"]:
        parse(models.ValidationErrorPropErrorsItems, error)
    github.check()


GOOD: list[tuple[str, str, Any]] = [
    ("POST", "/issues", {"title": "x", "body": "y", "labels": ["bug"], "assignees": ["mia"]}),
    ("PATCH", "/issues/1", {"title": "x", "state": "closed", "state_reason": "duplicate"}),
    ("PATCH", "/issues/1", {"state": "open", "state_reason": "reopened", "body": None}),
    ("POST", "/issues/1/comments", {"body": "x"}),
    ("PATCH", "/issues/comments/{comment}", {"body": "x"}),
    ("POST", "/issues/1/labels", {"labels": ["x"]}),
    ("PUT", "/issues/1/labels", {"labels": ["x"]}),
    ("POST", "/issues/1/assignees", {"assignees": ["leo"]}),
    ("DELETE", "/issues/1/assignees", {"assignees": ["leo"]}),
    ("POST", "/labels", {"name": "new", "color": "ff0000", "description": "d"}),
]
BAD: list[tuple[str, str, Any]] = [
    ("POST", "/issues", {"body": "y"}),
    ("POST", "/issues", {"title": "x", "labels": "bug"}),
    ("POST", "/issues", {"title": "x", "body": ["y"]}),
    ("POST", "/issues", {"title": "x", "asignees": ["mia"]}),
    ("PATCH", "/issues/1", {"state": "resolved"}),
    ("PATCH", "/issues/1", {"state": "closed", "state_reason": "done"}),
    ("POST", "/issues/1/comments", {"text": "x"}),
    ("POST", "/issues/1/labels", {"labels": [1]}),
    ("POST", "/issues/1/assignees", {"assignees": [{"name": "leo"}]}),
    ("POST", "/issues/1/sub_issues", {"sub_issue_id": "12"}),
    ("POST", "/labels", {"name": "x", "colour": "ff0000"}),
]


@pytest.fixture
def send(github: InMemoryGitHub, mia: httpx.Client) -> Callable[[str, str, Any], httpx.Response]:
    comment = github.web("ada").comment(REPO, 1, "x")

    def send(method: str, path: str, body: Any) -> httpx.Response:
        return mia.request(method, f"/repos/{REPO}{path.format(comment=comment)}", json=body)

    return send


@pytest.mark.parametrize(("method", "path", "body"), GOOD)
def test_the_strict_mode_lets_good_bodies_through(
    github: InMemoryGitHub, send: Callable[..., httpx.Response], method: str, path: str, body: Any
) -> None:
    assert send(method, path, body).is_success
    github.check()


@pytest.mark.parametrize(("method", "path", "body"), BAD)
def test_the_strict_mode_refuses_and_remembers_bad_bodies(
    github: InMemoryGitHub, send: Callable[..., httpx.Response], method: str, path: str, body: Any
) -> None:
    before = github.issue(REPO, 1), len(github.issues(REPO))
    assert send(method, path, body).status_code == 422
    assert (github.issue(REPO, 1), len(github.issues(REPO))) == before
    with pytest.raises(ContractBroken, match=f"{method} /repos/{REPO}{path}"):
        github.check()


def test_the_end_of_a_strict_block_says_what_was_broken() -> None:
    github = add_team(InMemoryGitHub(strict=True))

    def break_it() -> None:
        with github:
            headers = {"authorization": "Bearer t-mia"}
            httpx.post(f"{github.url}{ISSUES}", json={"title": "x", "asignee": "mia"}, headers=headers)

    with pytest.raises(ContractBroken, match="unknown fields asignee"):
        break_it()
