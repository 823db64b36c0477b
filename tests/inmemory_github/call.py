"""What a route's handler gets: the parsed request, who asks, of which repository, and the tools to answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from tests.inmemory_github.limits import Limits
from tests.inmemory_github.messages import Request, Response, json_response
from tests.inmemory_github.payloads import NEWEST, Renderer
from tests.inmemory_github.queries import Listing, Queries, Row, page_of
from tests.inmemory_github.records import Comment, Issue, Permission, Quirks, Refused, Repository, User
from tests.inmemory_github.state import State


class Moved(Exception):
    """What was asked lives at another path now (without the prefix)."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


@dataclass(frozen=True, slots=True)
class Tools:
    """The parts of one GitHub that handlers use."""

    state: State
    queries: Queries
    render: Renderer
    limits: Limits
    quirks: Quirks


@dataclass(frozen=True, slots=True)
class Call:
    """One authenticated request; `repo_path` is how pages of listings name the repository."""

    request: Request
    user: User | None
    tools: Tools
    repository: Repository | None = None

    @property
    def state(self) -> State:
        """The tables."""
        return self.tools.state

    @property
    def repo(self) -> Repository:
        """The repository of a repository's route."""
        assert self.repository is not None
        return self.repository

    @property
    def actor(self) -> User:
        """Who writes; 401 for nobody."""
        if self.user is None:
            raise Refused(401, "Requires authentication")
        return self.user

    @property
    def version(self) -> str:
        """The API version in force: the newest where it is asked for, else an older one (empty)."""
        return NEWEST if self.request.headers.get("x-github-api-version") == NEWEST else ""

    def fields(self) -> dict[str, object]:
        """The body as an object; 400 when it is something else."""
        value = self.request.json()
        if not isinstance(value, dict):
            raise Refused(400, "Body should be a JSON object")
        return value

    def text(self, name: str, *, required: bool = False) -> str | None:
        """A text field of the body, None when null or absent; 422 for another type."""
        value = self.fields().get(name)
        if value is None and not required:
            return None
        if not isinstance(value, str):
            kind = "null" if value is None else type(value).__name__
            raise Refused(422, f"Invalid request.\n\nFor 'properties/{name}', {kind} is not a string.")
        return value

    def names(self, field_name: str, key: str) -> list[str]:
        """A list of names, each plain or as an object with `key`; 422 for anything else."""
        value = self.request.json()
        if isinstance(value, dict):
            value = value.get(field_name, [])
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list):
            raise Refused(422, f"Invalid request.\n\nFor 'properties/{field_name}', not an array.")
        names = [item.get(key) if isinstance(item, dict) else item for item in value]
        for name in names:
            if not isinstance(name, str):
                raise Refused(422, f"Invalid request.\n\nFor 'properties/{field_name}', not a string.")
        return [name for name in names if isinstance(name, str)]

    def check_issues(self) -> None:
        """410 where issues are switched off."""
        if not self.repo.has_issues:
            raise Refused(410, "Issues are disabled for this repo")

    def issue(self, number: str, *, replica: bool = False) -> Issue:
        """The issue of this number: 404, 410 when deleted or switched off, moved when transferred.

        With `replica` the record is what a read shows, which may lag.
        """
        self.check_issues()
        repo, key = self.repo, int(number)
        if key in repo.deleted:
            raise Refused(410, "This issue was deleted")
        if key in repo.transferred:
            repo_id, new_number = repo.transferred[key]
            if self.state.permission(self.user, self.state.repos[repo_id]) < Permission.READ:
                raise Refused(404, "Not Found")
            rest = self.request.path.partition(f"/issues/{key}")[2]
            raise Moved(f"/repositories/{repo_id}/issues/{new_number}{rest}")
        found = self.tools.queries.issue(repo, key) if replica else repo.issues.get(key)
        if found is None:
            raise Refused(404, "Not Found")
        return found

    def comment(self, comment_id: str, *, replica: bool = False) -> Comment:
        """The comment with this id in this repository, or 404."""
        key = int(comment_id)
        found = self.tools.queries.comment(self.repo, key) if replica else self.repo.comments.get(key)
        if found is None:
            raise Refused(404, "Not Found")
        return found

    def show_issue(self, issue: Issue, status: int = 200) -> Response:
        """An issue as a response."""
        location = (
            ("Location", f"{self.tools.render.api}/repos/{self.repo.full_name}/issues/{issue.number}"),
        )
        body = self.tools.render.issue(issue, self.version)
        return Response(status, (JSON_TYPE, *(location if status == 201 else ())), body)

    def show_comment(self, comment: Comment, status: int = 200) -> Response:
        """A comment as a response."""
        return Response(status, (JSON_TYPE,), self.tools.render.comment(comment))

    def show_page(self, rows: Sequence[Row], listing: Listing) -> Response:
        """One page of rows with its `Link` header."""
        render, version = self.tools.render, self.version
        listing = replace(listing, per_page=min(listing.per_page, self.tools.quirks.most_per_page))
        texts = (
            render.issue(row, version) if isinstance(row, Issue) else render.comment(row)
            for row in page_of(rows, listing)
        )
        headers = (JSON_TYPE, *self.links(len(rows), listing))
        return Response(200, headers, b"[" + b",".join(texts) + b"]")

    def links(self, count: int, listing: Listing) -> tuple[tuple[str, str], ...]:
        """The `Link` header for so many rows in all; none where everything is on one page."""
        last = max(1, -(-count // listing.per_page))
        pages = {
            "prev": min(listing.page - 1, last),
            "next": listing.page + 1 if listing.page < last else 0,
            "last": last if listing.page < last else 0,
            "first": 1 if listing.page > 1 else 0,
        }
        entries = [f'<{self._page_url(page)}>; rel="{name}"' for name, page in pages.items() if page > 0]
        return (("Link", ", ".join(entries)),) if entries else ()

    def _page_url(self, page: int) -> str:
        params = self.request.params | {"page": str(page)}
        path = self.request.path
        if self.tools.quirks.links_by_id and path.startswith("/repos/"):
            path = "/".join(["", "repositories", str(self.repo.id), *path.split("/")[4:]])
        return f"{self.tools.render.api}{path}?{urlencode(params)}"

    def show(self, value: object, status: int = 200) -> Response:
        """Anything else as JSON."""
        return json_response(status, value)


JSON_TYPE = ("Content-Type", "application/json; charset=utf-8")
