"""What writers may do: creation, editing, silent drops, refusals, and what changes with it."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.inmemory_github import InMemoryGitHub
from tests.inmemory_github.fixtures import LOG, REPO
from tests.inmemory_github_test.conftest import As, Clock

ISSUES = f"/repos/{REPO}/issues"


@pytest.fixture(autouse=True)
def opened(github: InMemoryGitHub) -> None:
    """Issue 1, by somebody without rights."""
    github.web("j-doe").open_issue(REPO, "Plots blank", "since\nMonday")


def ok(response: httpx.Response, status: int = 200) -> Any:
    assert response.status_code == status, response.text
    return response.json()


def refusal(response: httpx.Response, status: int = 422) -> Any:
    assert response.status_code == status, response.text
    return response.json()


def names(rows: list[dict[str, Any]]) -> list[str]:
    return [row["name"] for row in rows]


def test_the_web_writes_crlf_and_the_api_what_it_is_given(github: InMemoryGitHub, mia: httpx.Client) -> None:
    assert ok(mia.get(f"{ISSUES}/1"))["body"] == "since\r\nMonday"
    issue = ok(mia.post(ISSUES, json={"title": " Ours ", "body": "a\nb"}), 201)
    assert (issue["title"], issue["body"], issue["number"]) == ("Ours", "a\nb", 2)


def test_a_pusher_creates_the_labels_that_a_new_issue_needs(mia: httpx.Client) -> None:
    body = {"title": "x", "labels": ["P0", {"name": "bug"}, "p0"], "assignees": ["LEO"]}
    issue = ok(mia.post(ISSUES, json=body), 201)
    assert names(issue["labels"]) == ["P0", "bug"]
    assert [user["login"] for user in issue["assignees"]] == ["leo"]
    assert names(ok(mia.get(f"/repos/{REPO}/labels"))) == ["bug", "P0"]


def test_labels_and_assignees_of_others_are_dropped_silently(as_: As) -> None:
    body = {"title": "x", "labels": ["P0"], "assignees": ["leo"]}
    client = as_("j-doe")
    issue = ok(client.post(ISSUES, json=body), 201)
    assert (issue["labels"], issue["assignees"]) == ([], [])
    edited = ok(client.patch(f"{ISSUES}/{issue['number']}", json={"labels": ["P0"], "title": "y"}))
    assert (edited["labels"], edited["title"]) == ([], "y")
    assigned = ok(client.post(f"{ISSUES}/1/assignees", json={"assignees": ["leo"]}), 201)
    assert assigned["assignees"] == []
    refusal(client.post(f"{ISSUES}/1/labels", json={"labels": ["P0"]}), 403)


def test_only_the_author_and_the_team_edit_an_issue(as_: As) -> None:
    refusal(as_("ada").patch(f"{ISSUES}/1", json={"title": ""}))
    assert ok(as_("ada").patch(f"{ISSUES}/1", json={"title": "Blank plots"}))["title"] == "Blank plots"
    assert ok(as_("j-doe").patch(f"{ISSUES}/1", json={"state": "closed"}))["state"] == "closed"


def test_an_outsider_cannot_edit_what_others_wrote(
    github: InMemoryGitHub, mia: httpx.Client, as_: As
) -> None:
    ours = ok(mia.post(ISSUES, json={"title": "ours"}), 201)["number"]
    comment = ok(mia.post(f"{ISSUES}/1/comments", json={"body": "ours"}), 201)["id"]
    outsider = as_("j-doe")
    refusal(outsider.patch(f"{ISSUES}/{ours}", json={"title": "mine"}), 403)
    refusal(outsider.patch(f"{ISSUES}/comments/{comment}", json={"body": "mine"}), 403)
    refusal(outsider.delete(f"{ISSUES}/comments/{comment}"), 403)
    refusal(outsider.post(f"/repos/{LOG}/issues", json={"title": "x"}), 404)
    refusal(as_(None).post(ISSUES, json={"title": "x"}), 401)


def test_closing_takes_a_reason_and_reopening_forgets_it(mia: httpx.Client, clock: Clock) -> None:
    clock.pass_(hours=1)
    closed = ok(mia.patch(f"{ISSUES}/1", json={"state": "closed", "state_reason": "not_planned"}))
    assert closed["state_reason"] == "not_planned"
    assert closed["closed_at"] == closed["updated_at"] == "2026-11-21T13:00:00Z"
    assert closed["closed_by"]["login"] == "mia"
    again = ok(mia.patch(f"{ISSUES}/1", json={"state": "open"}))
    assert (again["state_reason"], again["closed_at"], again["closed_by"]) == ("reopened", None, None)
    assert ok(mia.patch(f"{ISSUES}/1", json={"state": "closed"}))["state_reason"] == "completed"


def test_a_reason_without_a_change_of_state_is_ignored(mia: httpx.Client) -> None:
    assert ok(mia.patch(f"{ISSUES}/1", json={"state_reason": "duplicate"}))["state_reason"] is None
    ok(mia.patch(f"{ISSUES}/1", json={"state": "closed", "state_reason": "duplicate"}))
    body = {"state": "closed", "state_reason": "not_planned"}
    assert ok(mia.patch(f"{ISSUES}/1", json=body))["state_reason"] == "duplicate"
    refusal(mia.patch(f"{ISSUES}/1", json={"state": "ajar"}))


def test_a_change_to_nothing_leaves_the_time_alone(mia: httpx.Client, clock: Clock) -> None:
    before = ok(mia.get(f"{ISSUES}/1"))["updated_at"]
    clock.pass_(hours=1)
    assert ok(mia.patch(f"{ISSUES}/1", json={"title": "Plots blank"}))["updated_at"] == before
    assert ok(mia.patch(f"{ISSUES}/1", json={"title": "Plots"}))["updated_at"] > before


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"title": "   "}, "title"),
        ({"title": "x" * 257}, "title"),
        ({"title": "x", "body": "x" * 65_537}, "body"),
        ({"title": "x", "labels": ["l" * 51]}, "name"),
        ({"title": "x", "labels": [f"label {number}" for number in range(101)]}, "labels"),
        ({"title": "x", "assignees": ["nobody"]}, "assignees"),
    ],
)
def test_invalid_fields_of_a_new_issue_are_named(
    mia: httpx.Client, body: dict[str, object], field: str
) -> None:
    problem = refusal(mia.post(ISSUES, json=body))
    assert problem["message"] == "Validation Failed"
    assert [error["field"] for error in problem["errors"]] == [field]
    assert len(ok(mia.get(ISSUES))) == 1


def test_bodies_of_the_wrong_form_are_refused(mia: httpx.Client) -> None:
    refusal(mia.post(ISSUES, json={}))
    refusal(mia.post(ISSUES, json={"title": "x", "body": 1}))
    refusal(mia.post(ISSUES, json={"title": "x", "labels": 5}))
    refusal(mia.post(ISSUES, json={"title": "x", "labels": [5]}))
    refusal(mia.post(ISSUES, content=b"{"), 400)
    refusal(mia.post(ISSUES, content=b"[]"), 400)
    refusal(mia.post(f"{ISSUES}/1/comments", json={"body": None}))
    refusal(mia.post(f"{ISSUES}/1/comments", json={"body": " \n"}))
    refusal(mia.post(f"{ISSUES}/1/comments", json={"body": "x" * 65_537}))


def test_an_overlong_body_is_dropped_on_patch_with_a_200(mia: httpx.Client) -> None:
    kept = ok(mia.patch(f"{ISSUES}/1", json={"body": "x" * 65_537, "title": "new"}))
    assert (kept["body"], kept["title"]) == ("since\r\nMonday", "new")
    assert len(ok(mia.patch(f"{ISSUES}/1", json={"body": "ü" * 65_536}))["body"]) == 65_536


def test_a_comment_bumps_its_issue_and_a_deletion_does_not(mia: httpx.Client, clock: Clock) -> None:
    clock.pass_(hours=1)
    comment = ok(mia.post(f"{ISSUES}/1/comments", json={"body": "hello"}), 201)
    assert comment["user"]["login"] == "mia"
    assert comment["issue_url"].endswith("/issues/1")
    issue = ok(mia.get(f"{ISSUES}/1"))
    assert (issue["comments"], issue["updated_at"]) == (1, "2026-11-21T13:00:00Z")
    clock.pass_(hours=1)
    edited = ok(mia.patch(f"{ISSUES}/comments/{comment['id']}", json={"body": "hello!"}))
    assert (edited["body"], edited["updated_at"]) == ("hello!", "2026-11-21T14:00:00Z")
    assert edited["created_at"] == "2026-11-21T13:00:00Z"
    clock.pass_(hours=1)
    assert mia.delete(f"{ISSUES}/comments/{comment['id']}").status_code == 204
    issue = ok(mia.get(f"{ISSUES}/1"))
    assert (issue["comments"], issue["updated_at"]) == (0, "2026-11-21T14:00:00Z")
    refusal(mia.get(f"{ISSUES}/comments/{comment['id']}"), 404)


def test_a_thread_is_read_in_pages_and_since(mia: httpx.Client, clock: Clock) -> None:
    for number in range(3):
        ok(mia.post(f"{ISSUES}/1/comments", json={"body": f"{number}"}), 201)
        clock.pass_(seconds=1)
    page = mia.get(f"{ISSUES}/1/comments", params={"per_page": "2"})
    assert [row["body"] for row in page.json()] == ["0", "1"]
    assert [row["body"] for row in mia.get(page.links["next"]["url"]).json()] == ["2"]
    late = mia.get(f"{ISSUES}/1/comments", params={"since": "2026-11-21T12:00:01Z"})
    assert [row["body"] for row in late.json()] == ["1", "2"]


def test_an_issue_takes_2500_comments(github: InMemoryGitHub, mia: httpx.Client) -> None:
    for _ in range(2_500):
        github.web("ada").comment(REPO, 1, "x")
    refusal(mia.post(f"{ISSUES}/1/comments", json={"body": "one more"}), 403)
    assert ok(mia.get(f"{ISSUES}/1"))["comments"] == 2_500


def test_labels_are_added_set_and_removed(mia: httpx.Client) -> None:
    labels = f"{ISSUES}/1/labels"
    assert names(ok(mia.post(labels, json={"labels": ["bug"]}))) == ["bug"]
    assert names(ok(mia.post(labels, json={"labels": ["BUG", "P0"]}))) == ["bug", "P0"]
    assert names(ok(mia.delete(f"{labels}/Bug"))) == ["P0"]
    refusal(mia.delete(f"{labels}/bug"), 404)
    assert names(ok(mia.put(labels, json={"labels": ["P1", "needs: log/trace"]}))) == [
        "P1",
        "needs: log/trace",
    ]
    assert names(ok(mia.delete(f"{labels}/needs%3A%20log%2Ftrace"))) == ["P1"]
    assert mia.delete(labels).status_code == 204
    assert ok(mia.get(labels)) == []


def test_a_label_exists_once_in_whatever_case(mia: httpx.Client, as_: As) -> None:
    labels = f"/repos/{REPO}/labels"
    created = ok(mia.post(labels, json={"name": "P0", "color": "FF0000", "description": "now"}), 201)
    assert (created["color"], created["description"]) == ("ff0000", "now")
    again = refusal(mia.post(labels, json={"name": "p0"}))
    assert again["errors"][0]["code"] == "already_exists"
    refusal(mia.post(labels, json={"name": "x" * 51}))
    refusal(as_("j-doe").post(labels, json={"name": "mine"}), 403)
    assert ok(mia.get(f"{labels}/p0"))["name"] == "P0"


def test_a_renamed_label_shows_on_its_issues_without_bumping_them(
    github: InMemoryGitHub, mia: httpx.Client, clock: Clock
) -> None:
    before = ok(mia.post(f"{ISSUES}/1/labels", json={"labels": ["bug"]}))
    updated = ok(mia.get(f"{ISSUES}/1"))["updated_at"]
    clock.pass_(hours=1)
    github.web("ada").rename_label(REPO, "bug", "defect")
    issue = ok(mia.get(f"{ISSUES}/1"))
    assert (names(issue["labels"]), issue["updated_at"]) == (["defect"], updated)
    assert issue["labels"][0]["id"] == before[0]["id"]


def test_assignees_come_and_go_ten_a_call(github: InMemoryGitHub, mia: httpx.Client) -> None:
    assignees = f"{ISSUES}/1/assignees"
    issue = ok(mia.post(assignees, json={"assignees": ["leo", "Ada", "nobody"]}), 201)
    assert [user["login"] for user in issue["assignees"]] == ["leo", "ada"]
    issue = ok(mia.request("DELETE", assignees, json={"assignees": ["LEO", "mia"]}))
    assert [user["login"] for user in issue["assignees"]] == ["ada"]
    refusal(mia.post(assignees, json={"assignees": ["leo"] * 11}))


def test_a_sub_issue_is_named_by_its_database_id(github: InMemoryGitHub, mia: httpx.Client) -> None:
    child = ok(mia.post(ISSUES, json={"title": "child"}), 201)
    refusal(mia.post(f"{ISSUES}/1/sub_issues", json={"sub_issue_id": child["number"]}), 404)
    ok(mia.post(f"{ISSUES}/1/sub_issues", json={"sub_issue_id": child["id"]}), 201)
    assert [row["id"] for row in ok(mia.get(f"{ISSUES}/1/sub_issues"))] == [child["id"]]
    refusal(mia.post(f"{ISSUES}/1/sub_issues", json={"sub_issue_id": child["id"]}))
    github.web("ada").close(REPO, child["number"])
    summary = ok(mia.get(f"{ISSUES}/1"))["sub_issues_summary"]
    assert summary == {"total": 1, "completed": 1, "percent_completed": 100}
    assert ok(mia.get(f"{ISSUES}/2"))["parent_issue_url"].endswith("/issues/1")
    ok(mia.request("DELETE", f"{ISSUES}/1/sub_issue", json={"sub_issue_id": child["id"]}))
    assert ok(mia.get(f"{ISSUES}/1/sub_issues")) == []


def test_a_parent_takes_a_hundred_sub_issues(github: InMemoryGitHub, mia: httpx.Client) -> None:
    ids = [github.issue(REPO, github.web("ada").open_issue(REPO, "x")).id for _ in range(101)]
    for child in ids[:100]:
        ok(mia.post(f"{ISSUES}/1/sub_issues", json={"sub_issue_id": child}), 201)
    refusal(mia.post(f"{ISSUES}/1/sub_issues", json={"sub_issue_id": ids[100]}))


def test_a_locked_issue_takes_comments_of_the_team_only(
    github: InMemoryGitHub, mia: httpx.Client, as_: As
) -> None:
    github.web("ada").lock_issue(REPO, 1)
    refusal(as_("j-doe").post(f"{ISSUES}/1/comments", json={"body": "x"}), 403)
    ok(mia.post(f"{ISSUES}/1/comments", json={"body": "x"}), 201)
    assert mia.delete(f"{ISSUES}/1/lock").status_code == 204
    ok(as_("j-doe").post(f"{ISSUES}/1/comments", json={"body": "x"}), 201)


def test_an_archived_repository_refuses_everybody(github: InMemoryGitHub, mia: httpx.Client) -> None:
    github.web("ada").archive(REPO)
    refusal(mia.post(f"{ISSUES}/1/comments", json={"body": "x"}), 403)
    refusal(mia.patch(f"{ISSUES}/1", json={"state": "closed"}), 403)
    refusal(mia.post(f"{ISSUES}/1/labels", json={"labels": ["x"]}), 403)
    refusal(mia.post(f"{ISSUES}/1/assignees", json={"assignees": ["mia"]}), 403)
    ok(mia.get(f"{ISSUES}/1"))
