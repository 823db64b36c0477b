"""The closed sets of words that tickets, commands, labels and screens share.

Each value is the word of the command contract, so that no layer translates it.
"""

from enum import StrEnum


class Priority(StrEnum):
    """What kind of work it is; the order of definition is the order of the queue."""

    SERVICE = "service"
    SECURITY = "security"
    CUSTOMER = "customer"
    OPERATIONAL = "operational"


class Severity(StrEnum):
    """How soon: critical now, error this shift, warning in a day or two."""

    CRITICAL = "critical"
    ERROR = "error"
    WARNING = "warning"


class WaitingOn(StrEnum):
    """Who has the next move."""

    US = "us"
    REQUESTER = "requester"
    THIRD_PARTY = "third-party"


class Via(StrEnum):
    """The channel by which a requester reached us, or we answered."""

    GITHUB = "github"
    EMAIL = "email"
    PHONE = "phone"
    CHAT = "chat"


class Resolution(StrEnum):
    """How a ticket ended; several may hold at once."""

    ANSWERED = "answered"
    KNOWN_ISSUE = "known-issue"
    KNOWN_ISSUE_UPDATED = "known-issue-updated"
    FIXED = "fixed"
    REPRODUCER = "reproducer"
    WORKAROUND = "workaround"
    NEW_ISSUE = "new-issue"
    REFERRED = "referred"
    DUPLICATE = "duplicate"


QUICK_PATCHES = frozenset({Resolution.FIXED, Resolution.WORKAROUND})
"""Resolutions after which a long-term fix may still be owed."""


class SpinoffKind(StrEnum):
    """What a spinoff ticket is for."""

    FIX = "fix"
    DOCS = "docs"
    RUNBOOK = "runbook"
    ALERTING = "alerting"
    AUTOMATION = "automation"


class Absence(StrEnum):
    """Why an issue is no longer where it was; stands in place of GitHub's reason for a closing."""

    DELETED = "deleted"
    """By GitHub's own word."""
    HIDDEN = "hidden"
    """It cannot be seen, which may be lost access."""


class State(StrEnum):
    """Whether a ticket still asks for anything."""

    OPEN = "open"
    RESOLVED = "resolved"


class Audience(StrEnum):
    """Who may read a text; fixed by its verb."""

    REQUESTER = "requester"
    TEAM = "team"


class NoteKind(StrEnum):
    """What an entry of a ticket's conversation is."""

    NOTE = "note"
    RESPONSE = "response"
    REQUESTER = "requester"
    QUESTION = "question"
    ANSWER = "answer"
    EVENT = "event"


class Response(StrEnum):
    """Where a ticket stands against its response goal."""

    PENDING = "pending"
    AT_RISK = "at-risk"
    BREACHED = "breached"
    MET = "met"
    MISSED = "missed"


class Sharing(StrEnum):
    """How far what was recorded about a ticket has travelled."""

    LOCAL = "local"
    QUEUED = "queued"
    SYNCED = "synced"
    REFUSED = "refused"
    NOT_SHARED = "not-shared"


PRIORITY_RANK = {priority: rank for rank, priority in enumerate(Priority)}
SEVERITY_RANK = {severity: rank for rank, severity in enumerate(Severity)}
