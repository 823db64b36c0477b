"""People who use GitHub's web page rather than its API: they act on the state at once.

Their texts have CRLF line ends, as those of a browser do, and they may do whatever the test wants.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tests.inmemory_github import rules, rules_sets
from tests.inmemory_github.limits import Limits
from tests.inmemory_github.records import Issue, Quirks, Repository, User
from tests.inmemory_github.state import State


def crlf(text: str) -> str:
    """The line ends that a browser sends."""
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


@dataclass(frozen=True, slots=True)
class Web:
    """One person in front of the web page."""

    state: State
    limits: Limits
    user: User
    lock: threading.RLock

    def _find(self, repo: str, number: int) -> tuple[Repository, Issue]:
        home = self.state.repo(repo)
        return home, home.issues[number]

    def open_issue(
        self,
        repo: str,
        title: str,
        body: str | None = None,
        *,
        labels: Sequence[str] = (),
        assignees: Sequence[str] = (),
        pull: bool = False,
        at: datetime | None = None,
    ) -> int:
        """Open an issue, or a pull request; its number."""
        with self.lock:
            home = self.state.repo(repo)
            self.limits.create(self.user.login, self.state.moment(), by_web=True)
            text = None if body is None else crlf(body)
            return rules.open_issue(
                self.state,
                home,
                self.user,
                title,
                text,
                labels=labels,
                assignees=assignees,
                is_pull=pull,
                at=at,
            ).number

    def comment(self, repo: str, number: int, text: str, *, at: datetime | None = None) -> int:
        """Comment; the comment's id."""
        with self.lock:
            home, issue = self._find(repo, number)
            self.limits.create(self.user.login, self.state.moment(), by_web=True)
            return rules.add_comment(self.state, home, issue, self.user, crlf(text), at=at).id

    def edit(self, repo: str, number: int, edit: rules.IssueEdit) -> Issue:
        """Change an issue as somebody with all rights would."""
        with self.lock:
            home, issue = self._find(repo, number)
            return rules.apply_edit(self.state, home, issue, self.user, edit, Quirks(), sorts=True)

    def edit_title(self, repo: str, number: int, title: str) -> None:
        """Rename an issue."""
        self.edit(repo, number, rules.IssueEdit(title=title))

    def edit_body(self, repo: str, number: int, body: str) -> None:
        """Rewrite an issue's text."""
        self.edit(repo, number, rules.IssueEdit(body=crlf(body)))

    def close(self, repo: str, number: int, reason: str = "completed") -> None:
        """Close an issue as `completed`, `not_planned` or `duplicate`."""
        self.edit(repo, number, rules.IssueEdit(state="closed", state_reason=reason))

    def reopen(self, repo: str, number: int) -> None:
        """Open an issue again."""
        self.edit(repo, number, rules.IssueEdit(state="open"))

    def label(self, repo: str, number: int, *names: str) -> None:
        """Put labels on an issue; unknown ones are created."""
        with self.lock:
            home, issue = self._find(repo, number)
            ids = rules_sets.label_ids(self.state, home, names, create=True)
            self._put(replace(issue, labels=tuple(dict.fromkeys((*issue.labels, *ids)))), issue)

    def unlabel(self, repo: str, number: int, *names: str) -> None:
        """Take labels off an issue."""
        with self.lock:
            home, issue = self._find(repo, number)
            gone = {home.label_ids.get(name.lower()) for name in names}
            self._put(replace(issue, labels=tuple(key for key in issue.labels if key not in gone)), issue)

    def rename_label(self, repo: str, old: str, new: str) -> None:
        """Rename a label of the repository."""
        with self.lock:
            home = self.state.repo(repo)
            label = home.label_named(old)
            if label is None:
                raise LookupError(f"{repo} has no label {old!r}")
            rules_sets.rename_label(self.state, home, label, new)

    def assign(self, repo: str, number: int, *logins: str) -> None:
        """Assign people, with or without rights there."""
        with self.lock:
            _, issue = self._find(repo, number)
            names = [self.state.add_user(login).login for login in logins]
            self._put(replace(issue, assignees=tuple(dict.fromkeys((*issue.assignees, *names)))), issue)

    def unassign(self, repo: str, number: int, *logins: str) -> None:
        """Take people off an issue."""
        with self.lock:
            _, issue = self._find(repo, number)
            gone = {login.lower() for login in logins}
            left = tuple(login for login in issue.assignees if login.lower() not in gone)
            self._put(replace(issue, assignees=left), issue)

    def _put(self, new: Issue, old: Issue) -> None:
        if new != old:
            self.state.put_issue(replace(new, updated_at=self.state.moment()))

    def edit_comment(self, repo: str, comment_id: int, text: str) -> None:
        """Rewrite a comment, anybody's."""
        with self.lock:
            home = self.state.repo(repo)
            rules.change_comment(self.state, home, home.comments[comment_id], crlf(text))

    def delete_comment(self, repo: str, comment_id: int) -> None:
        """Delete a comment, anybody's; nothing tells those who poll."""
        with self.lock:
            home = self.state.repo(repo)
            rules.remove_comment(self.state, home, home.comments[comment_id])

    def lock_issue(self, repo: str, number: int, *, locked: bool = True) -> None:
        """Lock an issue: only those with push access may comment."""
        with self.lock:
            _, issue = self._find(repo, number)
            rules.lock(self.state, issue, locked=locked)

    def delete_issue(self, repo: str, number: int) -> None:
        """Delete an issue for good: 410 from now on."""
        with self.lock:
            home, issue = self._find(repo, number)
            self.state.drop_issue(home, issue)
            home.deleted.add(number)

    def transfer_issue(self, repo: str, number: int, to: str) -> int:
        """Move an issue with its comments to another repository; its number there."""
        with self.lock:
            home, issue = self._find(repo, number)
            target = self.state.repo(to)
            return rules.transfer(self.state, home, issue, target).number

    def make_public(self, repo: str) -> None:
        """Show a repository to everybody."""
        with self.lock:
            self.state.repo(repo).private = False

    def make_private(self, repo: str) -> None:
        """Hide a repository from those without rights."""
        with self.lock:
            self.state.repo(repo).private = True

    def archive(self, repo: str, *, archived: bool = True) -> None:
        """Make a repository read-only: writes are refused with 403 for everybody."""
        with self.lock:
            self.state.repo(repo).archived = archived

    def rename_repo(self, repo: str, to: str) -> None:
        """Give a repository another owner or name; the old one redirects."""
        with self.lock:
            self.state.rename_repo(self.state.repo(repo), to)

    def put_file(self, repo: str, path: str, content: bytes | str) -> None:
        """Commit a file."""
        with self.lock:
            data = content.encode() if isinstance(content, str) else content
            self.state.repo(repo).files[path] = data

    def delete_file(self, repo: str, path: str) -> None:
        """Remove a file."""
        with self.lock:
            del self.state.repo(repo).files[path]
