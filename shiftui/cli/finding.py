"""What `doctor` finds: one thing, how it stands, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How one thing stands."""

    OK = "ok"
    NOTE = "note"
    """As it may be, and worth knowing."""
    WARN = "warn"
    """Something does not work, or soon will not; the rest does."""
    PROBLEM = "problem"
    """shiftui cannot do its work."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, and how it stands."""

    name: str
    state: State
    detail: str
    todo: str = ""
    """What a person can do about it."""
    is_passing: bool = False
    """A problem that may be over when one looks again: GitHub is out of reach."""
