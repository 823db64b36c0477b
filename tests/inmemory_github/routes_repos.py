"""The routes of repositories, their labels and files, and of the account itself."""

from __future__ import annotations

from tests.inmemory_github import payloads_repo, rules_sets
from tests.inmemory_github.call import Call
from tests.inmemory_github.messages import Response
from tests.inmemory_github.queries import Listing
from tests.inmemory_github.records import Label, Permission, Refused


def versions(call: Call) -> Response:
    """`GET /versions`; older servers do not know it."""
    if not call.tools.quirks.versions:
        raise Refused(404, "Not Found")
    return call.show(list(call.tools.quirks.versions))


def own_account(call: Call) -> Response:
    """`GET /user`."""
    return call.show(payloads_repo.account(call.tools.render, call.actor))


def rate_limit(call: Call) -> Response:
    """`GET /rate_limit`, which costs nothing."""
    login = call.user.login if call.user is not None else None
    core = call.tools.limits.figures(login, call.state.moment())
    search = core | {"limit": 30, "remaining": 30, "used": 0}
    return call.show({"resources": {"core": core, "search": search}, "rate": core})


def repository(call: Call) -> Response:
    """`GET /repos/{owner}/{repo}`."""
    return call.show(payloads_repo.repository(call.tools.render, call.repo, call.user))


def list_labels(call: Call) -> Response:
    """`GET labels`."""
    listing = Listing.parse(call.request.params)
    labels = sorted(call.repo.labels.values(), key=lambda label: label.name.lower())
    start = (listing.page - 1) * listing.per_page
    shown = [_show(call, label) for label in labels[start : start + listing.per_page]]
    response = call.show(shown)
    return Response(200, (*response.headers, *call.links(len(labels), listing)), response.body)


def create_label(call: Call) -> Response:
    """`POST labels`."""
    rules_sets.require(call.state, call.repo, call.actor, Permission.PUSH)
    name = call.text("name", required=True) or ""
    color = (call.text("color") or "ededed").lower()
    label = rules_sets.new_label(call.state, call.repo, name, color, call.text("description"))
    return call.show(_show(call, label), 201)


def get_label(call: Call, name: str) -> Response:
    """`GET labels/{name}`."""
    return call.show(_show(call, _label(call, name)))


def _label(call: Call, name: str) -> Label:
    label = call.repo.label_named(name)
    if label is None:
        raise Refused(404, "Not Found")
    return label


def _show(call: Call, label: Label) -> dict[str, object]:
    return call.tools.render.full_label(call.repo, label)


def contents(call: Call, path: str = "") -> Response:
    """`GET contents/{path}`: a file in base64, or raw when asked so; a folder as a list."""
    files, render, repo = call.repo.files, call.tools.render, call.repo
    if path in files:
        if "raw" in call.request.headers.get("accept", ""):
            kind = ("Content-Type", "application/vnd.github.raw+json; charset=utf-8")
            return Response(200, (kind,), files[path])
        return call.show(payloads_repo.content_file(render, repo, path, files[path]))
    base = f"{path}/" if path else ""
    below = {name[len(base) :].partition("/")[0] for name in files if name.startswith(base)}
    if not below:
        raise Refused(404, "Not Found")
    entries = ((base + name, files.get(base + name)) for name in sorted(below))
    return call.show([payloads_repo.content_entry(render, repo, name, content) for name, content in entries])
