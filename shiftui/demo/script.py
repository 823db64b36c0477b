"""What the demo's story is made of: issues, words, entries of the shift log, and what the colleague does.

Times are minutes before the beginning (`ago`) or seconds after it (`at`).
"""

from dataclasses import dataclass

from shiftui.domain.vocabulary import Priority, Resolution, Severity, WaitingOn


@dataclass(frozen=True, slots=True)
class Said:
    """A comment: by whom, what, and how many minutes before the beginning."""

    by: str
    text: str
    ago: float = 0


@dataclass(frozen=True, slots=True)
class Logged:
    """An entry of the shift log: `did` is the verb's word, `args` its fields."""

    by: str
    did: str
    ago: float = 0
    args: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """An issue that somebody opened."""

    number: int
    title: str
    by: str
    body: str = ""
    ago: float = 0
    """Minutes before the beginning; for arrivals 0."""
    labels: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()
    logged: tuple[Logged, ...] = ()
    closed_ago: float | None = None
    repo: str = ""
    """Empty: the incident repository."""
    reply: str = ""
    """What the requester answers to the first response."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """An issue that is opened, a comment, or an entry of the log, `at` seconds after the beginning."""

    at: float
    issue: Opened | None = None
    number: int = 0
    said: Said | None = None
    logged: Logged | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """What the colleague does about a ticket `at` seconds after the beginning, as far as it is still open."""

    at: float
    number: int
    says: str = ""
    """To the requester, where nobody has answered them."""
    follows: bool = False
    """Whether he says it to what they wrote after an answer, too."""
    notes: str = ""
    """To the team."""
    priority: Priority | None = None
    """Where nobody has sorted it."""
    severity: Severity | None = None
    waiting_on: WaitingOn | None = None
    ends: Resolution | None = None
    """How he ends it, unless it is somebody else's."""
    no_spinoff: str = ""
    """Why no fix is owed."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the colleague knows of a ticket when he hands it over, and answers when he is asked about it."""

    summary: str
    next_action: str
    contingency: str
    answer: str
