"""What an error of the tracker means for whoever waits: the kind of trouble, and when to ask again."""

from datetime import datetime, timedelta

from shiftui.domain.records import SyncReport
from shiftui.domain.trouble import Trouble
from shiftui.ports import NoAccess, NotAuthorised, RateLimited, Stopped, TrackerError, Unclear, Unreachable

TOKEN_AGAIN = timedelta(minutes=10)
"""How long polls pause when the token was not accepted; somebody has to give another one."""
LONGEST_WAIT = timedelta(hours=1, minutes=1)
"""More was never asked for; a longer one comes from a clock that was set back."""


def trouble_of(error: TrackerError | None) -> Trouble:
    """The kind of trouble that an error is."""
    match error:
        case None:
            return Trouble.NONE
        case Unreachable() | Unclear():
            return Trouble.OFFLINE
        case RateLimited():
            return Trouble.LIMITED
        case NotAuthorised():
            return Trouble.TOKEN
        case NoAccess():
            return Trouble.ACCESS
        case Stopped():
            return Trouble.STOPPED
        case _:
            return Trouble.FAULT


def asked_to_wait(report: SyncReport, now: datetime) -> RateLimited | None:
    """The limit that still holds from an earlier pass, whichever process met it."""
    until = report.retry_at
    if report.trouble is not Trouble.LIMITED or until is None or not now < until <= now + LONGEST_WAIT:
        return None
    return RateLimited(report.error, until)
