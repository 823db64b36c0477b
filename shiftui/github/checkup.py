"""What `doctor` asks GitHub: who we are, what the token may do, what time it is there. It only reads."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from shiftui.github.addresses import repo_path
from shiftui.github.answers import NotAnswered
from shiftui.github.client import Client
from shiftui.github.payloads import parse_login
from shiftui.ports import Blocked, NoAccess, NotAuthorised


@dataclass(frozen=True, slots=True)
class Limit:
    """The requests of an hour."""

    left: int
    of: int
    until: datetime
    """When they are all there again, by the server's clock."""


@dataclass(frozen=True, slots=True)
class Account:
    """Who the token stands for, and how the server sees us."""

    me: str
    scopes: tuple[str, ...] | None
    """Of a classic token; None for other kinds."""
    ahead: timedelta | None
    """How far our clock is before the server's; None where the server tells no time."""
    limit: Limit | None
    """None where the server sets none."""


def account(client: Client, clock_now: Callable[[], datetime]) -> Account:
    """Ask who we are.

    Raises:
        TrackerError: that could not be found out.

    """
    before = clock_now()
    answer = client.get("/user")
    after = clock_now()
    me = parse_login(answer.data)
    scopes = None if answer.scopes is None else tuple(filter(None, map(str.strip, answer.scopes.split(","))))
    ahead = None if answer.date is None else _ahead(before, after, answer.date)
    return Account(me, scopes, ahead, _limit(client))


def issues_hidden(client: Client, repo: str) -> str:
    """Why the issues of a repository cannot be read; empty when they can.

    Raises:
        TrackerError: that could not be found out.

    """
    try:
        client.get(f"{repo_path(repo)}/issues?per_page=1")
    except (NoAccess, NotAuthorised, Blocked) as error:
        return str(error)
    return ""


def _ahead(before: datetime, after: datetime, server: datetime) -> timedelta:
    """The least difference that explains a time between two of ours; the server's has whole seconds."""
    if before > server + timedelta(seconds=1):
        return before - server - timedelta(seconds=1)
    return min(after - server, timedelta(0))


def _limit(client: Client) -> Limit | None:
    try:
        data = client.get("/rate_limit").data
    except (NoAccess, NotAnswered):
        return None
    resources = data.get("resources") if isinstance(data, dict) else None
    core = resources.get("core") if isinstance(resources, dict) else None
    if not isinstance(core, dict):
        return None
    left, of, reset = (core.get(name) for name in ("remaining", "limit", "reset"))
    if type(left) is not int or type(of) is not int or type(reset) is not int:
        return None
    try:
        return Limit(left, of, datetime.fromtimestamp(reset, UTC))
    except (ValueError, OverflowError, OSError):
        return None
