"""The examinations of `doctor` that ask GitHub: the way there, the token and its rights, the repositories."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta

from shiftui.bootstrap import Workspace
from shiftui.cli.endings import code_of
from shiftui.cli.finding import Finding, State
from shiftui.cli.findings import team_text_place
from shiftui.domain.records import Connected
from shiftui.domain.settings import GitHubSettings
from shiftui.github.checkup import Account, Limit, account, issues_hidden
from shiftui.github.client import NO_VERSION, Client
from shiftui.github.route import CERTIFICATES, route_to
from shiftui.github.tokens import Token, find_token, host_of
from shiftui.github.tracker import GitHubTracker
from shiftui.ports import (
    Misbehaving,
    NoAccess,
    NotAuthorised,
    RateLimited,
    RefusedByTracker,
    TrackerError,
)

CLOCK_TOLERANCE = timedelta(minutes=2)
LITTLE_LEFT = 0.1
"""Of the hour's requests: below it other programs with the same token should be looked at."""
ENOUGH_SCOPES = frozenset({"repo", "public_repo"})
RIGHTS = "Issues: read and write"


def examine_github(workspace: Workspace) -> Iterator[Finding]:
    """From the token to the tracker; what cannot be looked at after a problem is left out."""
    github = workspace.settings.github
    try:
        token = find_token(github.api_url)
    except NotAuthorised as error:
        host = host_of(github.api_url)
        todo = f"set SHIFTUI_TOKEN, or run `gh auth login --hostname {host}`, or `keyring set shiftui {host}`"
        yield Finding("token", State.PROBLEM, str(error).partition(";")[0], todo)
        return
    tracker = GitHubTracker(workspace.settings, lambda: token.text, workspace.clock.now)
    try:
        yield from _asked(tracker, github, token, workspace)
    finally:
        tracker.close()


def _asked(
    tracker: GitHubTracker, github: GitHubSettings, token: Token, workspace: Workspace
) -> Iterator[Finding]:
    try:
        found = account(tracker.client, workspace.clock.now)
    except TrackerError as error:
        yield from _not_met(error, github, token)
        return
    yield _network(github.api_url, tracker.client)
    yield Finding("token", State.OK, f"present, from {token.source}; accepted: you are {found.me}")
    yield from _account(found)
    try:
        met = tracker.connect()
        yield from _repositories(met, tracker.client)
    except TrackerError as error:
        yield _failed("github", error)


def _not_met(error: TrackerError, github: GitHubSettings, token: Token) -> Iterator[Finding]:
    """Nothing else can be asked; what stood in the way decides which line says so."""
    present = f"present, from {token.source}"
    if isinstance(error, NotAuthorised):
        todo = f"make a new one on {host_of(github.api_url)} and give it as before"
        yield Finding("token", State.PROBLEM, f"{present}; {error}", todo)
        return
    if isinstance(error, NoAccess):
        todo = "correct github.api_url: https://api.github.com, or https://HOST/api/v3"
        yield Finding("network", State.PROBLEM, "what answers there is not GitHub's API", todo)
    else:
        yield _failed("limit" if isinstance(error, RateLimited) else "network", error)
    yield Finding("token", State.NOTE, f"{present}; not tried", "look again when GitHub can be reached")


def _failed(name: str, error: TrackerError) -> Finding:
    return Finding(name, State.PROBLEM, str(error), _way_out(error), is_passing=code_of(error) != 1)


def _way_out(error: TrackerError) -> str:
    """What one can do where GitHub does not answer."""
    match error:
        case RateLimited():
            return f"wait until {_clock(error.retry_at)}; see which other programs use your account"
        case NoAccess() | NotAuthorised():
            return f"correct github.repo, or give the token access to it ({RIGHTS})"
        case RefusedByTracker():
            return "correct that, in the settings or in the environment"
        case Misbehaving():
            return "log in to the network, or see what HTTPS_PROXY and github.api_url name"
        case _:
            return (
                "what you record is kept, and sent later; HTTPS_PROXY, NO_PROXY, SSL_CERT_FILE and "
                "SSL_CERT_DIR say how to get there"
            )


def _network(api_url: str, client: Client) -> Finding:
    route = route_to(api_url)
    way = f"through the proxy {route.proxy_name}" if route.proxy_name else "directly"
    trusted = " and ".join(name for name in CERTIFICATES if os.environ.get(name))
    trust = f", certificates as in {trusted}" if trusted and api_url.startswith("https") else ""
    version = "" if client.version == NO_VERSION else f"; API version {client.version}"
    return Finding("network", State.OK, f"{route.host} answers {way}{trust}{version}")


def _account(found: Account) -> Iterator[Finding]:
    if found.scopes is not None:
        yield _scopes(found.scopes)
    yield _clock_skew(found.ahead)
    yield _limit(found.limit)


def _scopes(scopes: tuple[str, ...]) -> Finding:
    named = ", ".join(scopes) or "none"
    if ENOUGH_SCOPES.isdisjoint(scopes):
        todo = "make one with `repo` (`public_repo` for public repositories alone)"
        return Finding("scopes", State.WARN, f"a classic token that cannot write issues: {named}", todo)
    todo = f"a fine-grained token for these repositories needs no more than {RIGHTS}"
    return Finding("scopes", State.NOTE, f"a classic token, good for all your repositories: {named}", todo)


def _clock_skew(ahead: timedelta | None) -> Finding:
    if ahead is None:
        return Finding("clock", State.OK, "the server does not tell its time")
    if abs(ahead) < CLOCK_TOLERANCE:
        return Finding("clock", State.OK, "agrees with GitHub's")
    minutes = round(abs(ahead) / timedelta(minutes=1))
    where = "ahead of" if ahead > timedelta(0) else "behind"
    todo = "let the system set its clock (NTP): countdowns and times that you record are off by as much"
    return Finding("clock", State.WARN, f"this machine is {minutes:,} min {where} GitHub", todo)


def _limit(limit: Limit | None) -> Finding:
    if limit is None:
        return Finding("limit", State.OK, "this server sets none")
    left = f"{limit.left:,} of {limit.of:,} requests left, all of them again at {_clock(limit.until)}"
    if limit.left < limit.of * LITTLE_LEFT:
        todo = "see which other programs use an account of yours: the limit is shared"
        return Finding("limit", State.WARN, left, todo)
    return Finding("limit", State.OK, left)


def _repositories(met: Connected, client: Client) -> Iterator[Finding]:
    yield _incident(met, issues_hidden(client, met.repo))
    if met.log.casefold() != met.repo.casefold():
        yield _log(met, "" if met.log_private is None else issues_hidden(client, met.log))
    if met.tracker.casefold() != met.repo.casefold():
        yield _tracker(met)
    place = team_text_place(met)
    if place:
        yield Finding("team text", State.OK, f"goes to {place}, which is private")
    else:
        todo = 'name a private repository: log = "OWNER/NAME" in [github]'
        detail = "stays on this machine (not shared): there is no private repository that takes it"
        yield Finding("team text", State.WARN, detail, todo)


def _incident(met: Connected, hidden: str) -> Finding:
    named = f"{met.repo} ({_visibility(met.repo_private)})"
    if hidden:
        return Finding("github", State.PROBLEM, f"{named}: {hidden}", f"give the token {RIGHTS} there")
    if not met.can_push:
        detail = f"{named} can be read, but labels and assignees are not yours to set: they stay here"
        return Finding("github", State.WARN, detail, "ask for triage or write access to it")
    return Finding("github", State.OK, f"{named} can be read, labels and assignees may be set")


def _log(met: Connected, hidden: str) -> Finding:
    if met.log_private is None or hidden:
        reason = f": {hidden}" if hidden else "; it counts as public"
        todo = f"correct github.log, or give the token access to it ({RIGHTS})"
        return Finding("log", State.WARN, f"{met.log} cannot be read with this token{reason}", todo)
    if not met.log_private:
        todo = "make it private, or name another as github.log"
        return Finding("log", State.WARN, f"{met.log} is public: no team text goes there", todo)
    return Finding("log", State.OK, f"{met.log} (private) can be read")


def _tracker(met: Connected) -> Finding:
    if met.tracker_private is None:
        todo = f"correct github.tracker, or give the token access to it ({RIGHTS})"
        return Finding("tracker", State.WARN, f"{met.tracker} cannot be read: spinoffs stay here", todo)
    readers = "spinoffs are for its members" if met.tracker_private else "everybody can read spinoffs"
    return Finding("tracker", State.OK, f"{met.tracker} ({_visibility(met.tracker_private)}): {readers}")


def _visibility(private: bool | None) -> str:
    return {True: "private", False: "public", None: "of unknown visibility"}[private]


def _clock(instant: datetime) -> str:
    return instant.astimezone().strftime("%H:%M")
