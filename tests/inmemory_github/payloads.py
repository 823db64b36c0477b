"""How GitHub shows its records in JSON.

The keys are those of GitHub's own description of version 2026-03-10; for older or unnamed versions an issue
also has the singular `assignee`. The text of an issue or comment is rendered once and kept while the very
same record, and everything else that shows in it, is in the tables.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime

from tests.inmemory_github.records import Comment, Issue, Label, Permission, Repository, User
from tests.inmemory_github.state import State

Json = dict[str, object]
NEWEST = "2026-03-10"
_REACTIONS = ("+1", "-1", "laugh", "confused", "heart", "hooray", "eyes", "rocket")


def stamp(moment: datetime | None) -> str | None:
    """GitHub's way to write a time: UTC, whole seconds, a Z."""
    return None if moment is None else moment.isoformat()[:19] + "Z"


def node_id(kind: str, number: int) -> str:
    """The opaque GraphQL id."""
    return f"{kind}_kwDO{number:x}"


@dataclass(slots=True)
class Renderer:
    """Renders the records of one state; `api` and `web` are base addresses without a slash at the end."""

    state: State
    api: str = "http://127.0.0.1"
    web: str = "https://github.com"
    _kept: dict[tuple[str, int, str], tuple[object, int, bytes]] = field(default_factory=dict)
    _users: dict[str, Json] = field(default_factory=dict)

    def user(self, login: str | None) -> Json | None:
        """A simple user; null when the account is gone."""
        user = self.state.user_of(login)
        if user is None:
            return None
        kept = self._users.get(user.login)
        if kept is None:
            kept = self._users[user.login] = self._user(user)
        return kept

    def _user(self, user: User) -> Json:
        api = f"{self.api}/users/{user.login}"
        return {
            "login": user.login,
            "id": user.id,
            "node_id": node_id("U", user.id),
            "avatar_url": f"https://avatars.githubusercontent.com/u/{user.id}?v=4",
            "gravatar_id": "",
            "url": api,
            "html_url": f"{self.web}/{user.login}",
            "followers_url": f"{api}/followers",
            "following_url": f"{api}/following{{/other_user}}",
            "gists_url": f"{api}/gists{{/gist_id}}",
            "starred_url": f"{api}/starred{{/owner}}{{/repo}}",
            "subscriptions_url": f"{api}/subscriptions",
            "organizations_url": f"{api}/orgs",
            "repos_url": f"{api}/repos",
            "events_url": f"{api}/events{{/privacy}}",
            "received_events_url": f"{api}/received_events",
            "type": user.kind,
            "user_view_type": "public",
            "site_admin": False,
        }

    def label(self, repo: Repository, label: Label) -> Json:
        """A label as an issue shows it."""
        return {
            "id": label.id,
            "node_id": node_id("LA", label.id),
            "url": f"{self.api}/repos/{repo.full_name}/labels/{label.name}",
            "name": label.name,
            "color": label.color,
            "default": label.default,
            "description": label.description,
        }

    def full_label(self, repo: Repository, label: Label) -> Json:
        """A label as the label routes show it."""
        return self.label(repo, label) | {"archived_at": None, "archived_by": None}

    def association(self, repo: Repository, login: str | None) -> str:
        """How an author relates to a repository."""
        if login is None or self.state.user_of(login) is None:
            return "NONE"
        if login.lower() == repo.owner.lower():
            return "OWNER"
        if (repo.owner.lower(), login.lower()) in self.state.members:
            return "MEMBER"
        granted = self.state.grants.get((repo.id, login.lower()), Permission.NONE)
        return "COLLABORATOR" if granted >= Permission.TRIAGE else "NONE"

    def issue(self, issue: Issue, version: str = NEWEST) -> bytes:
        """An issue's JSON text."""
        key = ("issue", issue.id, version)
        epoch = self.state.repos[issue.repo_id].epoch
        kept = self._kept.get(key)
        if kept is None or kept[0] is not issue or kept[1] != epoch:
            payload = self._issue(issue, version) | self.state.overrides.get(("issue", issue.id), {})
            kept = self._kept[key] = (issue, epoch, encode(payload))
        return kept[2]

    def comment(self, comment: Comment) -> bytes:
        """A comment's JSON text."""
        key = ("comment", comment.id, "")
        epoch = self.state.repos[comment.repo_id].epoch
        kept = self._kept.get(key)
        if kept is None or kept[0] is not comment or kept[1] != epoch:
            payload = self._comment(comment) | self.state.overrides.get(("comment", comment.id), {})
            kept = self._kept[key] = (comment, epoch, encode(payload))
        return kept[2]

    def forget(self) -> None:
        """Render everything anew, after the base address or an account has changed."""
        self._kept.clear()
        self._users.clear()

    def _issue(self, issue: Issue, version: str) -> Json:
        repo = self.state.repos[issue.repo_id]
        api = f"{self.api}/repos/{repo.full_name}"
        url = f"{api}/issues/{issue.number}"
        page = f"{self.web}/{repo.full_name}/{'pull' if issue.is_pull else 'issues'}/{issue.number}"
        payload: Json = {
            "url": url,
            "repository_url": api,
            "labels_url": f"{url}/labels{{/name}}",
            "comments_url": f"{url}/comments",
            "events_url": f"{url}/events",
            "html_url": page,
            "id": issue.id,
            "node_id": node_id("I", issue.id),
            "number": issue.number,
            "title": issue.title,
            "user": self.user(issue.author),
            "labels": [self.label(repo, repo.labels[key]) for key in issue.labels if key in repo.labels],
            "state": issue.state,
            "locked": issue.locked,
            "assignees": [user for user in map(self.user, issue.assignees) if user is not None],
            "milestone": None,
            "comments": issue.comments,
            "created_at": stamp(issue.created_at),
            "updated_at": stamp(issue.updated_at),
            "closed_at": stamp(issue.closed_at),
            "author_association": self.association(repo, issue.author),
            "type": None,
            "active_lock_reason": issue.lock_reason,
            "sub_issues_summary": self._sub_issues_summary(issue),
            "issue_dependencies_summary": {
                "blocked_by": 0,
                "blocking": 0,
                "total_blocked_by": 0,
                "total_blocking": 0,
            },
            "body": issue.body,
            "closed_by": self.user(issue.closed_by),
            "reactions": _reactions(url),
            "timeline_url": f"{url}/timeline",
            "performed_via_github_app": None,
            "state_reason": issue.state_reason,
        }
        if version != NEWEST:
            payload["assignee"] = self.user(issue.assignees[0]) if issue.assignees else None
        if issue.parent is not None:
            payload["parent_issue_url"] = self._issue_url(issue.parent)
        if issue.is_pull:
            payload["draft"] = False
            payload["pull_request"] = {
                "url": f"{api}/pulls/{issue.number}",
                "html_url": page,
                "diff_url": f"{page}.diff",
                "patch_url": f"{page}.patch",
                "merged_at": None,
            }
        return payload

    def _issue_url(self, issue_id: int) -> str | None:
        issue = self.state.issue_by_id(issue_id)
        if issue is None:
            return None
        return f"{self.api}/repos/{self.state.repos[issue.repo_id].full_name}/issues/{issue.number}"

    def _sub_issues_summary(self, issue: Issue) -> Json:
        children = [self.state.issue_by_id(child) for child in issue.sub_issues]
        done = sum(child is not None and child.state == "closed" for child in children)
        percent = done * 100 // len(children) if children else 0
        return {"total": len(children), "completed": done, "percent_completed": percent}

    def _comment(self, comment: Comment) -> Json:
        repo = self.state.repos[comment.repo_id]
        api = f"{self.api}/repos/{repo.full_name}/issues"
        kind = "pull" if repo.issues[comment.number].is_pull else "issues"
        page = f"{self.web}/{repo.full_name}/{kind}/{comment.number}"
        url = f"{api}/comments/{comment.id}"
        return {
            "url": url,
            "html_url": f"{page}#issuecomment-{comment.id}",
            "issue_url": f"{api}/{comment.number}",
            "id": comment.id,
            "node_id": node_id("IC", comment.id),
            "user": self.user(comment.author),
            "created_at": stamp(comment.created_at),
            "updated_at": stamp(comment.updated_at),
            "body": comment.body,
            "author_association": self.association(repo, comment.author),
            "reactions": _reactions(url),
            "performed_via_github_app": None,
        }


def _reactions(url: str) -> Json:
    return {"url": f"{url}/reactions", "total_count": 0} | dict.fromkeys(_REACTIONS, 0)


def encode(value: object) -> bytes:
    """Compact JSON in UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
