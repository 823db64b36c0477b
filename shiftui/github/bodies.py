"""The texts that are written into repositories (docs/github.md shows them to those who allow it).

Everything ends in a marker; nothing that we quote can look like one. Lines of the shift log address nobody:
no mention, no reference that would show on a ticket's page.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shiftui.domain.operations import Opened, Operation, Responded
from shiftui.domain.safe_text import safe_line
from shiftui.domain.times import absolute
from shiftui.github.addresses import Address, same_repo
from shiftui.github.deeds import Create, Say
from shiftui.github.mapping import LOG_ISSUE_KIND, LOG_KIND
from shiftui.github.markers import instant_text, marked, write_marker
from shiftui.ports import DoesNotFit, RefusedByTracker

BODY_LIMIT = 60_000
"""Bytes; GitHub takes 65,536 characters, and counts them in its own way."""
CLIPPED_LINE = 400
_LOG_TITLE = "Shift log"

_JOINER = "\u2060"
_CALLS = re.compile(r"@(?=\w)|#(?=\d)|\b[Gg][Hh]-(?=\d)")
_PAGES = re.compile(r"https?://(?:www\.)?github\.com/")
_PARAGRAPHS = re.compile(r"\n(?:[ \t]*\n)+")


def comment_body(say: Say, id: str) -> str:
    """A comment on a ticket.

    Raises:
        RefusedByTracker: it is longer than GitHub takes.

    """
    at = instant_text(say.at) if say.at is not None else None
    return _fitting(marked(say.text, write_marker(say.kind, id, at=at, via=say.via or None)), "text")


def issue_body(create: Create, id: str, origin: Address | None) -> str:
    """The body of an issue, with a reference to the ticket that it came from.

    Raises:
        RefusedByTracker: it is longer than GitHub takes.

    """
    opened_at = instant_text(create.opened_at) if create.opened_at is not None else None
    reference = f"\n\nSpun off from {origin}." if origin is not None else ""
    marker = write_marker(create.kind, id, opened_at=opened_at)
    return _fitting(marked((create.text.rstrip() + reference).lstrip("\n"), marker), "body")


def struck_body(text: str, kind: str, id: str, at: datetime | None) -> str:
    """The body of a comment that was taken back: struck through, its marker kept."""
    paragraphs = (each.strip().replace("~~", "") for each in _PARAGRAPHS.split(text))
    struck = "\n\n".join(f"~~{each}~~" for each in paragraphs if each)
    moment = instant_text(at) if at is not None else None
    return marked(struck, write_marker(kind, id, at=moment, struck=True))


def log_title(shift: str) -> str:
    """The title of a shift log."""
    return f"{_LOG_TITLE}: {shift}" if shift else _LOG_TITLE


def log_issue_body(id: str, predecessor: Address | None) -> str:
    """The body of a shift log."""
    text = (
        "The shift log of the on-call team, kept by shiftui: what was recorded and has no place of its own "
        "on GitHub. Each comment has a line to read for each entry, and a hidden copy for the machines. "
        "Please leave them as they are; anything may be written between them."
    )
    if predecessor is not None:
        text += f"\n\nContinues {predecessor}."
    return marked(text, write_marker(LOG_ISSUE_KIND, id))


@dataclass(frozen=True, slots=True)
class LogEntry:
    """An operation as it goes into the log."""

    operation: Operation
    encoded: object
    """Its JSON value, tickets by address."""
    address: Address | None
    """Of its ticket; None where it has none."""
    page: str = ""
    """The ticket's web page."""


def log_bodies(
    batch: str, entries: Sequence[LogEntry], incident_repo: str, timezone: str
) -> list[tuple[str, tuple[LogEntry, ...]]]:
    """The comments that hold the entries, in order: one, unless it would be too long.

    Raises:
        DoesNotFit: an entry alone is too long.

    """
    body = _log_body(batch, entries, incident_repo, timezone)
    if _size(body) <= BODY_LIMIT:
        return [(body, tuple(entries))]
    if len(entries) > 1:
        half = len(entries) // 2
        first = log_bodies(batch, entries[:half], incident_repo, timezone)
        return first + log_bodies(batch, entries[half:], incident_repo, timezone)
    body = _log_body(batch, entries, incident_repo, timezone, clip=CLIPPED_LINE)
    try:
        return [(_fitting(body, "entry"), tuple(entries))]
    except RefusedByTracker as error:
        raise DoesNotFit(str(error), entries[0].operation.id) from error


def _log_body(
    batch: str, entries: Sequence[LogEntry], incident_repo: str, timezone: str, clip: int = BODY_LIMIT
) -> str:
    lines = [log_line(entry, incident_repo, timezone, clip) for entry in entries]
    marker = write_marker(LOG_KIND, batch, ops=[entry.encoded for entry in entries])
    return marked("\n".join(lines), marker)


def log_line(entry: LogEntry, incident_repo: str, timezone: str, clip: int = BODY_LIMIT) -> str:
    """An entry as a person reads it: `- Mon 23 Nov 2026 14:52 PST mia · [#42](…) · acknowledged it`."""
    operation = entry.operation
    said = operation.line(timezone)
    if isinstance(operation, Responded):
        said = f"{said}: {operation.text}"
    if isinstance(operation, Opened) and operation.sender:
        said = f"{said} ({operation.sender})"
    words = _quiet(safe_line(" ".join(said.split()), clip))
    where = f" · {_link(entry, incident_repo)}" if entry.address is not None else ""
    return f"- {absolute(operation.at, timezone)} {_quiet(safe_line(operation.by))}{where} · {words}"


def _link(entry: LogEntry, incident_repo: str) -> str:
    """A link that leaves no trace on the ticket's page; code where there is no such link."""
    address = entry.address
    assert address is not None
    name = f"#{address.number}" if same_repo(address.repo, incident_repo) else str(address)
    if not entry.page.startswith("https://github.com/"):
        return f"`{name}`"
    return f"[{name}](https://redirect.github.com/{address.repo}/issues/{address.number})"


def _quiet(text: str) -> str:
    """Text that calls nobody and refers to nothing when GitHub renders it."""
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    text = _PAGES.sub("https://redirect.github.com/", text)
    return _CALLS.sub(lambda call: call[0] + _JOINER, text)


def _fitting(body: str, what: str) -> str:
    over = _size(body) - BODY_LIMIT
    if over > 0:
        raise RefusedByTracker(
            f"the {what} is {over:,} bytes longer than a GitHub comment can be; "
            "shorten it, or write it as several"
        )
    return body


def _size(body: str) -> int:
    return len(body.encode("utf-8", "replace"))
