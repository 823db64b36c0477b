"""What a test does to its GitHub besides asking it: set the scene, act as others, look at the result."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from tests.inmemory_github import seed
from tests.inmemory_github.limits import Limits
from tests.inmemory_github.payloads import Renderer
from tests.inmemory_github.records import Comment, Issue, Permission, Repository, User
from tests.inmemory_github.state import State
from tests.inmemory_github.web import Web


class World:
    """A state with a lock around it. Every method may be called while the server is answering."""

    def __init__(self, state: State, limits: Limits, web_url: str) -> None:
        self.state = state
        self.limits = limits
        self._lock = threading.RLock()
        self._render = Renderer(state, web=web_url)

    def add_repo(self, full_name: str, *, private: bool = False, has_issues: bool = True) -> Repository:
        """A new repository."""
        with self._lock:
            return self.state.add_repo(full_name, private=private, has_issues=has_issues)

    def add_user(
        self,
        login: str,
        *,
        token: str | None = None,
        push: Iterable[str] = (),
        triage: Iterable[str] = (),
        read: Iterable[str] = (),
        admin: Iterable[str] = (),
        member_of: Iterable[str] = (),
        bot: bool = False,
        name: str | None = None,
    ) -> User:
        """An account with its token and its rights in repositories that exist already."""
        levels = (
            (Permission.READ, read),
            (Permission.TRIAGE, triage),
            (Permission.PUSH, push),
            (Permission.ADMIN, admin),
        )
        with self._lock:
            user = self.state.add_user(login, kind="Bot" if bot else "User", name=name)
            if token is not None:
                self.state.tokens[token] = login
            for level, repos in levels:
                for repo in repos:
                    self.state.grant(user, self.state.repo(repo), level)
            self.state.members.update((owner.lower(), login.lower()) for owner in member_of)
            return user

    def seed(self, repo: str, plan: seed.Plan) -> None:
        """Give a repository a past; its collaborators are the team, invented people ask."""
        with self._lock:
            home = self.state.repo(repo)
            team = [
                self.state.users[login]
                for (repo_id, login), level in self.state.grants.items()
                if repo_id == home.id and level >= Permission.TRIAGE
            ]
            asking = tuple(
                self.state.add_user(login) for login in ("j-doe", "kim", "r-stone", "anna-b", "zoe")
            )
            seed.seed(self.state, home, tuple(team) or asking, asking, plan)

    def warm(self) -> None:
        """Render everything now, so that the first reader does not pay for it."""
        with self._lock:
            for repo in self.state.repos.values():
                for issue in repo.issues.values():
                    self._render.issue(issue)
                for comment in repo.comments.values():
                    self._render.comment(comment)

    def revoke(self, token: str) -> None:
        """Make a token worthless."""
        with self._lock:
            del self.state.tokens[token]

    def delete_user(self, login: str) -> None:
        """The account is gone: what it wrote has a null user."""
        with self._lock:
            del self.state.users[login.lower()]
            self.state.tokens = {token: owner for token, owner in self.state.tokens.items() if owner != login}
            self._render.forget()

    def override(
        self, repo: str, number: int | None = None, *, comment: int | None = None, **fields: object
    ) -> None:
        """Show these fields of an issue, or of a comment, otherwise than they are: unknown values, nulls."""
        with self._lock:
            home = self.state.repo(repo)
            key = ("issue", home.issues[number].id) if number is not None else ("comment", comment or 0)
            self.state.overrides[key] = self.state.overrides.get(key, {}) | fields
            home.epoch += 1

    def web(self, login: str) -> Web:
        """A person at the web page; an unknown login becomes an account."""
        with self._lock:
            return Web(self.state, self.limits, self.state.add_user(login), self._lock)

    def issue(self, repo: str, number: int) -> Issue:
        """An issue as it is now."""
        return self.state.repo(repo).issues[number]

    def issues(self, repo: str) -> tuple[Issue, ...]:
        """All issues and pull requests by number."""
        with self._lock:
            return tuple(self.state.repo(repo).issues.values())

    def comments(self, repo: str, number: int) -> tuple[Comment, ...]:
        """The comments of an issue by id."""
        with self._lock:
            home = self.state.repo(repo)
            return tuple(home.comments[key] for key in home.thread.get(number, ()))

    def labels(self, repo: str, number: int) -> tuple[str, ...]:
        """The names of the labels on an issue, in the order they came."""
        with self._lock:
            home = self.state.repo(repo)
            return tuple(home.labels[key].name for key in home.issues[number].labels)

    def texts(self, repo: str) -> str:
        """Everything that a reader of this repository could ever read there, in lines.

        Titles, bodies, comments, label names and descriptions, with their earlier versions and what was
        deleted since: who watched has it in a mail.
        """
        with self._lock:
            return "\n".join(self.state.repo(repo).published)
