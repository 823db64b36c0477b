"""A repository with a past: issues, pull requests and comments as a support team's repository has them.

The same plan gives the same content, whenever and wherever it is seeded with the same clock. Comment ids
increase with time, bodies have CRLF here and there, and now and then many rows share one second, because
somebody tidied up with a script.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from tests.inmemory_github import rules, rules_sets
from tests.inmemory_github.records import Comment, Issue, Repository, User
from tests.inmemory_github.state import State

LABELS = (
    "bug",
    "question",
    "documentation",
    "P0",
    "P1",
    "P2",
    "severity: critical",
    "severity: minor",
    "needs log",
    "windows",
    "regression",
)
_PARTS = ("Plots", "The licence server", "Login", "The nightly export", "The queue", "Search", "The viewer")
_FAILURES = (
    "blank after the upgrade to 3.4.2",
    "hangs with large files",
    "answers with 502 now and then",
    "is slow since Monday",
    "loses its settings on restart",
    "shows last week's figures",
    "cannot be reached from the branch office",
)
_SENTENCES = (
    "It worked before the upgrade and stopped right after it.",
    "We see it on three of five machines, all of them with the same driver.",
    "Restarting helps for about ten minutes.",
    "The log has a time-out at the same moment, but no stack trace.",
    "Nothing else changed on our side as far as I know.",
    "Could somebody have a look before the demo on Thursday?",
    "I attached the configuration, with the names of the hosts removed.",
    "A colleague had the same last month and it went away by itself.",
    "Is there a way around it until the next release?",
    "Größere Dateien, etwa ab 2 GB, sind immer betroffen – kleine nie.",
)
_LOG = (
    "```",
    "2026-03-04 11:52:07 WARN pool exhausted, 40 waiting",
    "2026-03-04 11:52:37 ERROR upstream timed out (110)",
    "```",
)


@dataclass(frozen=True, slots=True)
class Plan:
    """How much of what. `open_share` of the issues are still open; `days` is how far the past reaches."""

    issues: int = 300
    pulls: int = 0
    comments: int = 1_000
    open_share: float = 0.06
    days: int = 730
    seed: int = 1


@dataclass(frozen=True, slots=True)
class _Event:
    kind: str  # "open", "comment" or "close"
    index: int  # which of the issues and pull requests, in order of opening


def seed(
    state: State, repo: Repository, team: tuple[User, ...], requesters: tuple[User, ...], plan: Plan
) -> None:
    """Fill a repository, up to an hour before now."""
    dice = random.Random(plan.seed)
    for name in LABELS:
        if repo.label_named(name) is None:
            rules_sets.new_label(state, repo, name, f"{dice.randrange(1 << 24):06x}")
    pulls = set(dice.sample(range(plan.issues + plan.pulls), plan.pulls))
    numbers: dict[int, int] = {}
    for moment, event in _history(state.moment(), dice, plan):
        author = dice.choice(team if event.index in pulls or dice.random() < 0.3 else requesters)
        if event.kind == "open":
            issue = _open(state, repo, author, moment, dice, is_pull=event.index in pulls)
            numbers[event.index] = issue.number
        elif event.kind == "comment":
            speaker = dice.choice(team) if dice.random() < 0.6 else author
            _comment(state, repo, numbers[event.index], speaker, moment, dice)
        else:
            _close(state, repo.issues[numbers[event.index]], dice.choice(team), moment, dice)


def _history(now: datetime, dice: random.Random, plan: Plan) -> list[tuple[datetime, _Event]]:
    """All events in the order of time; an issue is opened before anything else happens to it."""
    end = int(now.timestamp()) - 3_600
    start, total = end - plan.days * 86_400, plan.issues + plan.pulls
    opened = sorted(dice.randrange(start, end) for _ in range(total))
    rows: list[tuple[int, int, str, int]] = []
    for index, moment in enumerate(opened):
        rows.append((moment, 0, "open", index))
        recent = total - index < total * plan.open_share * 2
        if not (recent and dice.random() < 0.5):
            later = min(end, moment + dice.randrange(600, 20 * 86_400))
            tidied_up = min(end, later // 86_400 * 86_400 + 86_400)
            rows.append((tidied_up if dice.random() < 0.05 else later, 2, "close", index))
    for _ in range(plan.comments if total else 0):
        index = dice.randrange(total)
        later = min(end, opened[index] + int(dice.expovariate(1 / 200_000)))
        rows.append((later, 1, "comment", index))
    rows.sort()
    return [(datetime.fromtimestamp(moment, UTC), _Event(kind, index)) for moment, _, kind, index in rows]


def _text(dice: random.Random, least: int, most: int) -> str:
    lines = [dice.choice(_SENTENCES) for _ in range(dice.randint(least, most))]
    if dice.random() < 0.2:
        lines += _LOG
    return ("\r\n" if dice.random() < 0.7 else "\n").join(lines)


def _open(
    state: State, repo: Repository, author: User, moment: datetime, dice: random.Random, *, is_pull: bool
) -> Issue:
    title = f"{dice.choice(_PARTS)} {dice.choice(_FAILURES)}"
    names = dice.sample(LABELS, dice.randint(0, 3))
    body = None if dice.random() < 0.02 else _text(dice, 2, 12)
    issue = rules.open_issue(state, repo, author, title, body, is_pull=is_pull, at=moment)
    return state.put_issue(replace(issue, labels=rules_sets.label_ids(state, repo, names, create=True)))


def _comment(
    state: State, repo: Repository, number: int, author: User, moment: datetime, dice: random.Random
) -> Comment | None:
    issue = repo.issues[number]
    if issue.comments >= 2_400:
        return None
    return rules.add_comment(state, repo, issue, author, _text(dice, 1, 6), at=moment)


def _close(state: State, issue: Issue, closer: User, moment: datetime, dice: random.Random) -> None:
    reason = dice.choices(("completed", "not_planned", "duplicate"), (80, 15, 5))[0]
    state.put_issue(
        replace(
            issue,
            state="closed",
            state_reason=reason,
            closed_at=moment,
            closed_by=closer.login,
            updated_at=max(moment, issue.updated_at),
            assignees=(closer.login,),
        )
    )
