"""What `init` found out about a repository, and what would ever be posted where."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shiftui.domain.records import Connected
from shiftui.domain.safe_text import safe_line
from shiftui.domain.settings import Settings
from shiftui.github.survey import Survey, survey
from shiftui.github.tokens import token_for
from shiftui.github.tracker import GitHubTracker


@dataclass(frozen=True, slots=True)
class Findings:
    """GitHub's answers."""

    connected: Connected
    survey: Survey

    @property
    def team_text(self) -> str:
        """The repository that takes team text; empty where none may."""
        return team_text_place(self.connected)


def team_text_place(met: Connected) -> str:
    """The repository that takes team text; empty where none may."""
    return met.log if met.log_private is True else met.repo if met.repo_private is True else ""


def ask(settings: Settings, now: Callable[[], datetime]) -> Findings:
    """Ask GitHub for visibility, issues, labels, and us. Only reads.

    Raises:
        TrackerError: it could not be found out.

    """
    api_url = settings.github.api_url
    tracker = GitHubTracker(settings, lambda: token_for(api_url), now)
    try:
        connected = tracker.connect()
        return Findings(connected, survey(tracker.client, settings.github.repo, now()))
    finally:
        tracker.close()


def as_data(findings: Findings) -> dict[str, Any]:
    """The same for programs."""
    met, found = findings.connected, findings.survey
    return {
        "repo": met.repo,
        "private": met.repo_private,
        "me": met.me,
        "can_push": met.can_push,
        "log": met.log,
        "log_private": met.log_private,
        "tracker": met.tracker,
        "open": found.open,
        "recent": found.recent,
        "parked": found.older,
        "complete": found.is_complete,
        "labels": dict(found.guesses),
        "team_text_in": findings.team_text or None,
    }


def posts(findings: Findings) -> Iterator[str]:
    """What would ever be posted, and where; a line each."""
    met = findings.connected
    yield safe_line(f"replies, titles and texts for requesters   {met.repo}, on the ticket")
    yield safe_line(f"priority, severity, assignee, state        {met.repo}, as labels and the like")
    yield safe_line(f"notes                                      {_notes(findings)}")
    yield safe_line(f"the shift log                              {_log(findings)}")
    yield safe_line(f"spinoffs                                   {met.tracker or met.repo}, as issues")


def as_lines(findings: Findings, settings: Settings) -> Iterator[str]:
    """What was found, for a person."""
    met, found = findings.connected, findings.survey
    more = "" if found.is_complete else " at least"
    yield safe_line(f"{met.repo} is {_visibility(met.repo_private)}; you are {met.me}")
    if not met.can_push:
        yield "You may not set labels or assignees there; what you record of these stays here."
    yield (
        f"{found.open} open{more}: {found.recent} changed in the last two weeks, {found.older} older ones, "
        "parked until somebody acts on them"
    )
    if found.guesses:
        yield "Labels, as guessed; [labels] in the settings says otherwise:"
        for ours, theirs in found.guesses.items():
            yield safe_line(f"  {ours} = {theirs}")
    yield "What would ever be posted, and where:"
    for post in posts(findings):
        yield f"  {post}"
    if settings.read_only:
        yield "  … but this workspace is read-only: nothing is recorded, nothing is posted."


def _notes(findings: Findings) -> str:
    met = findings.connected
    if met.repo_private is True:
        return f"{met.repo}, on the ticket"
    return _log(findings)


def _log(findings: Findings) -> str:
    place = findings.team_text
    return f"{place}, in an issue labelled shift-log" if place else "nowhere: it stays on this machine"


def _visibility(private: bool | None) -> str:
    return {True: "private", False: "public", None: "of unknown visibility, which counts as public"}[private]
