"""How GitHub shows repositories, accounts and files in JSON."""

from __future__ import annotations

import base64
import hashlib

from tests.inmemory_github.payloads import Json, Renderer, node_id, stamp
from tests.inmemory_github.records import Permission, Repository, User

_TEMPLATES = (
    "archive_url:/{archive_format}{/ref}",
    "assignees_url:/assignees{/user}",
    "blobs_url:/git/blobs{/sha}",
    "branches_url:/branches{/branch}",
    "collaborators_url:/collaborators{/collaborator}",
    "comments_url:/comments{/number}",
    "commits_url:/commits{/sha}",
    "compare_url:/compare/{base}...{head}",
    "contents_url:/contents/{+path}",
    "contributors_url:/contributors",
    "deployments_url:/deployments",
    "downloads_url:/downloads",
    "events_url:/events",
    "forks_url:/forks",
    "git_commits_url:/git/commits{/sha}",
    "git_refs_url:/git/refs{/sha}",
    "git_tags_url:/git/tags{/sha}",
    "hooks_url:/hooks",
    "issue_comment_url:/issues/comments{/number}",
    "issue_events_url:/issues/events{/number}",
    "issues_url:/issues{/number}",
    "keys_url:/keys{/key_id}",
    "labels_url:/labels{/name}",
    "languages_url:/languages",
    "merges_url:/merges",
    "milestones_url:/milestones{/number}",
    "notifications_url:/notifications{?since,all,participating}",
    "pulls_url:/pulls{/number}",
    "releases_url:/releases{/id}",
    "stargazers_url:/stargazers",
    "statuses_url:/statuses/{sha}",
    "subscribers_url:/subscribers",
    "subscription_url:/subscription",
    "tags_url:/tags",
    "teams_url:/teams",
    "trees_url:/git/trees{/sha}",
)


def repository(render: Renderer, repo: Repository, user: User | None) -> Json:
    """A full repository with the asking user's permissions."""
    api = f"{render.api}/repos/{repo.full_name}"
    page = f"{render.web}/{repo.full_name}"
    open_issues = sum(issue.state == "open" for issue in repo.issues.values())
    payload: Json = {
        "id": repo.id,
        "node_id": node_id("R", repo.id),
        "name": repo.name,
        "full_name": repo.full_name,
        "private": repo.private,
        "owner": render.user(repo.owner),
        "html_url": page,
        "description": None,
        "fork": False,
        "url": api,
        "created_at": stamp(repo.created_at),
        "updated_at": stamp(repo.created_at),
        "pushed_at": stamp(repo.created_at),
        "git_url": f"git://github.com/{repo.full_name}.git",
        "ssh_url": f"git@github.com:{repo.full_name}.git",
        "clone_url": f"{page}.git",
        "svn_url": page,
        "mirror_url": None,
        "homepage": None,
        "language": None,
        "size": 0,
        "default_branch": "main",
        "archived": repo.archived,
        "disabled": False,
        "visibility": "private" if repo.private else "public",
        "license": None,
        "topics": [],
        "is_template": False,
        "allow_forking": True,
        "has_issues": repo.has_issues,
        "open_issues_count": open_issues,
        "open_issues": open_issues,
    }
    payload |= dict.fromkeys(("has_projects", "has_wiki", "has_pages", "has_discussions"), False)
    counts = ("forks", "watchers", "forks_count", "stargazers_count", "watchers_count")
    payload |= dict.fromkeys((*counts, "subscribers_count", "network_count"), 0)
    for template in _TEMPLATES:
        key, _, rest = template.partition(":")
        payload[key] = api + rest
    if user is not None:
        level = render.state.permission(user, repo)
        payload["permissions"] = {
            "admin": level >= Permission.ADMIN,
            "maintain": level >= Permission.MAINTAIN,
            "push": level >= Permission.PUSH,
            "triage": level >= Permission.TRIAGE,
            "pull": level >= Permission.READ,
        }
    return payload


def account(render: Renderer, user: User) -> Json:
    """The token's own user, as `GET /user` shows it."""
    known = stamp(render.state.moment())
    payload: Json = dict(render.user(user.login) or {})
    payload |= dict.fromkeys(("company", "location", "email", "hireable", "bio", "twitter_username"))
    payload |= {"name": user.name, "blog": "", "created_at": known, "updated_at": known}
    counts = ("public_repos", "public_gists", "followers", "following")
    return payload | dict.fromkeys(counts, 0) | {"notification_email": None}


def blob_sha(content: bytes) -> str:
    """Git's name for this content."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


INLINE_LIMIT = 1_000_000  # bytes; beyond it, only the raw media type gives the content


def content_file(render: Renderer, repo: Repository, path: str, content: bytes) -> Json:
    """A file in base64, broken into lines as GitHub does; of a large one there is no content here."""
    if len(content) > INLINE_LIMIT:
        return content_entry(render, repo, path, content) | {"content": "", "encoding": "none"}
    encoded = base64.b64encode(content).decode()
    lines = "".join(encoded[start : start + 60] + "\n" for start in range(0, len(encoded), 60))
    return content_entry(render, repo, path, content) | {"content": lines, "encoding": "base64"}


def content_entry(render: Renderer, repo: Repository, path: str, content: bytes | None) -> Json:
    """An entry of a folder's listing; no content stands for a folder."""
    kind = "dir" if content is None else "file"
    sha = blob_sha(content or b"")
    url = f"{render.api}/repos/{repo.full_name}/contents/{path}?ref=main"
    tree = "tree" if content is None else "blob"
    page = f"{render.web}/{repo.full_name}/{tree}/main/{path}"
    git = f"{render.api}/repos/{repo.full_name}/git/{tree}s/{sha}"
    raw = None if content is None else f"https://raw.githubusercontent.com/{repo.full_name}/main/{path}"
    return {
        "name": path.rpartition("/")[2],
        "path": path,
        "sha": sha,
        "size": len(content or b""),
        "url": url,
        "html_url": page,
        "git_url": git,
        "download_url": raw,
        "type": kind,
        "_links": {"self": url, "git": git, "html": page},
    }
