"""From a request to a response: the way in (prefix, agent, token, version, limits), the table, the way out.

This is all of the server that matters; sockets and faults are wrapped around it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from email.utils import format_datetime
from urllib.parse import unquote

from tests.inmemory_github import routes_issues as issues
from tests.inmemory_github import routes_repos as repos
from tests.inmemory_github.call import Call, Moved, Tools
from tests.inmemory_github.messages import Request, Response, error_response, json_response, method_writes
from tests.inmemory_github.records import Permission, Refused, Repository, User

Handler = Callable[..., Response]
_NUMBER = r"(\d+)"
_ROOT: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/versions", repos.versions),
    ("GET", "/user", repos.own_account),
    ("GET", "/rate_limit", repos.rate_limit),
)
_OF_REPO: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "", repos.repository),
    ("GET", "/issues", issues.list_issues),
    ("POST", "/issues", issues.create_issue),
    ("GET", "/issues/comments", issues.list_comments),
    ("GET", f"/issues/comments/{_NUMBER}", issues.get_comment),
    ("PATCH", f"/issues/comments/{_NUMBER}", issues.edit_comment),
    ("DELETE", f"/issues/comments/{_NUMBER}", issues.delete_comment),
    ("GET", f"/issues/{_NUMBER}", issues.get_issue),
    ("PATCH", f"/issues/{_NUMBER}", issues.edit_issue),
    ("GET", f"/issues/{_NUMBER}/comments", issues.list_thread),
    ("POST", f"/issues/{_NUMBER}/comments", issues.create_comment),
    ("GET", f"/issues/{_NUMBER}/labels", issues.list_issue_labels),
    ("POST", f"/issues/{_NUMBER}/labels", issues.add_labels),
    ("PUT", f"/issues/{_NUMBER}/labels", issues.put_labels),
    ("DELETE", f"/issues/{_NUMBER}/labels", issues.clear_labels),
    ("DELETE", f"/issues/{_NUMBER}/labels/(.+)", issues.remove_label),
    ("POST", f"/issues/{_NUMBER}/assignees", issues.assign),
    ("DELETE", f"/issues/{_NUMBER}/assignees", issues.unassign),
    ("PUT", f"/issues/{_NUMBER}/lock", issues.lock),
    ("DELETE", f"/issues/{_NUMBER}/lock", issues.lock),
    ("GET", f"/issues/{_NUMBER}/sub_issues", issues.list_sub_issues),
    ("POST", f"/issues/{_NUMBER}/sub_issues", issues.add_sub_issue),
    ("DELETE", f"/issues/{_NUMBER}/sub_issue", issues.remove_sub_issue),
    ("GET", "/labels", repos.list_labels),
    ("POST", "/labels", repos.create_label),
    ("GET", "/labels/(.+)", repos.get_label),
    ("GET", "/contents/?", repos.contents),
    ("GET", "/contents/(.+)", repos.contents),
)
_TABLE = tuple((method, re.compile(pattern), handler) for method, pattern, handler in _OF_REPO)
_REPO_PATH = re.compile(r"/(?:repos/([^/]+)/([^/]+)|repositories/(\d+))(/.*)?")
_NO_AGENT = (
    b"Request forbidden by administrative rules. Please make sure your request has a User-Agent header "
    b"(https://docs.github.com/en/rest/overview/resources-in-the-rest-api#user-agent-required)."
)


class Router:
    """Answers requests by the rules of one GitHub; `prefix` is `/api/v3` on an Enterprise server."""

    def __init__(self, tools: Tools, prefix: str = "") -> None:
        self._tools = tools
        self._prefix = prefix

    def respond(self, request: Request) -> tuple[Response, User | None]:
        """The response, and the user whom the token names. Nothing is raised for a bad request."""
        now = self._tools.state.moment()
        user = None
        try:
            if not request.headers.get("user-agent"):
                return Response(403, (("Content-Type", "text/plain"),), _NO_AGENT), None
            user = self._authenticate(request)
            self._check_version(request)
            if request.path != f"{self._prefix}/rate_limit":
                self._charge(request, user)
            response = self._dispatch(request, user)
        except Refused as error:
            response = error_response(error)
        except Moved as moved:
            response = self._redirect(request, moved)
        response = self._conditional(request, user, response)
        login = user.login if user is not None else None
        figures = self._tools.limits.figures(login, now).items()
        headers = (
            ("Date", format_datetime(now, usegmt=True)),
            *response.headers,
            *((f"X-RateLimit-{name.capitalize()}", str(value)) for name, value in figures),
            ("X-RateLimit-Resource", "core"),
            ("X-GitHub-Media-Type", "github.v3; format=json"),
        )
        return Response(response.status, headers, response.body), user

    def _authenticate(self, request: Request) -> User | None:
        if "authorization" not in request.headers:
            return None
        user = self._tools.state.user_of(self._tools.state.tokens.get(request.token or ""))
        if user is None:
            raise Refused(401, "Bad credentials")
        return user

    def _check_version(self, request: Request) -> None:
        asked, known = request.headers.get("x-github-api-version"), self._tools.quirks.versions
        if asked is not None and known and asked not in known:
            raise Refused(400, f"The API version {asked} is not supported. Use one of: {', '.join(known)}")

    def _charge(self, request: Request, user: User | None) -> None:
        points = 5 if method_writes(request.method) else 1
        login = user.login if user is not None else None
        self._tools.limits.charge(login, self._tools.state.moment(), points=points)

    def _dispatch(self, request: Request, user: User | None) -> Response:
        if not request.path.startswith(self._prefix + "/"):
            raise Refused(404, "Not Found")
        path = request.path[len(self._prefix) :]
        inner = Request(request.method, path, request.query, request.headers, request.body)
        for method, root, handler in _ROOT:
            if path == root and method == request.method:
                return handler(Call(inner, user, self._tools))
        matched = _REPO_PATH.fullmatch(path)
        if matched is None:
            raise Refused(404, "Not Found")
        repo = self._repo(matched, user)
        if repo.archived and method_writes(request.method):
            raise Refused(403, "Repository was archived so is read-only.")
        call = Call(inner, user, self._tools, repo)
        for method, pattern, handler in _TABLE:
            found = pattern.fullmatch(matched[4] or "") if method == request.method else None
            if found is not None:
                try:
                    return handler(call, *map(unquote, found.groups()))
                finally:
                    self._tools.state.count_reads()
        raise Refused(404, "Not Found")

    def _repo(self, matched: re.Match[str], user: User | None) -> Repository:
        state = self._tools.state
        owner, name, repo_id, rest = matched.groups()
        if repo_id is not None:
            found = state.repos.get(int(repo_id))
            if found is None:
                raise Refused(404, "Not Found")
        else:
            found = state.repo(f"{unquote(owner)}/{unquote(name)}")
        if state.permission(user, found) < Permission.READ:
            raise Refused(404, "Not Found")
        if repo_id is None and found.full_name.lower() != f"{unquote(owner)}/{unquote(name)}".lower():
            raise Moved(f"/repositories/{found.id}{rest or ''}")
        return found

    def _redirect(self, request: Request, moved: Moved) -> Response:
        permanent = request.method in ("GET", "HEAD")
        query = f"?{request.query}" if request.query else ""
        url = f"{self._tools.render.api}{moved.path}{query}"
        message = "Moved Permanently" if permanent else "Temporary Redirect"
        value = {"message": message, "url": url, "documentation_url": "https://docs.github.com/rest"}
        return json_response(301 if permanent else 307, value, (("Location", url),))

    def _conditional(self, request: Request, user: User | None, response: Response) -> Response:
        """An ETag on every good read, which belongs to one token and one exact URL; 304 when it is known."""
        if request.method != "GET" or response.status != 200:
            return response
        scope = f"{request.token}\n{request.target}\n{request.headers.get('accept')}\n".encode()
        tag = hashlib.blake2b(response.body, digest_size=16, key=hashlib.sha256(scope).digest()).hexdigest()
        etag = f'W/"{tag}"'
        headers = (*response.headers, ("ETag", etag), ("Cache-Control", "private, max-age=60, s-maxage=60"))
        known = request.headers.get("if-none-match", "")
        if tag not in known:
            return Response(200, headers, response.body)
        login = user.login if user is not None else None
        self._tools.limits.refund(login, self._tools.state.moment())
        kept = tuple(item for item in headers if item[0] != "Content-Type")
        return Response(304, kept)
