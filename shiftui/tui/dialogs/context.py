"""What every dialog is given, and the words for who will read what is typed in it.

The words are worked out from the settings and from what GitHub said of the repositories, never from what
somebody hopes: an unknown visibility counts as public.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from shiftui.domain.drafts import called
from shiftui.domain.records import Connected
from shiftui.domain.safe_text import safe_line
from shiftui.domain.settings import Settings
from shiftui.domain.tickets import Ticket
from shiftui.domain.vocabulary import Via
from shiftui.ports import Clipboard
from shiftui.service.desk import Desk
from shiftui.tui.dialogs.kept import KeptTexts

NOT_SHARED = "team only · stays on this machine (not shared)"
LOCAL_TEAM = "local workspace · stays on this machine"
_LONG_NAME = 60


@dataclass(frozen=True, slots=True)
class DialogContext:
    """What dialogs look at. One for the life of the app; new settings come by `dataclasses.replace`."""

    desk: Desk
    settings: Settings
    now: Callable[[], datetime]
    clipboard: Clipboard
    kept: KeptTexts = field(default_factory=KeptTexts)
    """Texts of composers that were closed without sending."""

    @property
    def connected(self) -> Connected | None:
        """What GitHub said of us and the repositories; None until it has."""
        return self.desk.snapshot.state.connected

    def ref(self, ticket: Ticket) -> str:
        """How the ticket is shown."""
        return safe_line(self.desk.snapshot.ref(ticket.key), _LONG_NAME)


def is_private(repo: str, settings: Settings, connected: Connected | None) -> bool | None:
    """Whether only the team reads `repo`; None when nobody has told us. An empty name is the incident one."""
    if connected is None:
        return None
    wanted = (repo or connected.repo or settings.github.repo).casefold()
    for name, private in (
        (connected.repo, connected.repo_private),
        (connected.log, connected.log_private),
        (connected.tracker, connected.tracker_private),
    ):
        if name and name.casefold() == wanted:
            return private
    return None


def thread_audience(settings: Settings, connected: Connected | None, repo: str = "") -> str:
    """Who reads a title, a body, a comment of the issue: on GitHub, in `repo` or the incident repository."""
    if settings.is_local and connected is None:
        return "local workspace · kept on this machine, nothing is sent"
    match is_private(repo, settings, connected):
        case True:
            return f"requester and {_members(_named(settings, connected, repo))}"
        case False:
            return "public · read by everybody who follows the thread"
        case None:
            return "public, as far as is known · read by everybody who follows the thread"


def reply_audience(
    via: Via, requester: str | None, settings: Settings, connected: Connected | None, repo: str = ""
) -> str:
    """Who reads a reply that goes by `via`."""
    name = called(requester) or "the requester"
    match via:
        case Via.GITHUB:
            if settings.is_local and connected is None:
                return f"kept on this machine · nothing is sent, you tell {name}"
            return thread_audience(settings, connected, repo)
        case Via.EMAIL:
            return f"e-mail to {name} · drafted here, you send it"
        case Via.CHAT:
            return f"chat with {name} · drafted here, you send it"
        case Via.PHONE:
            return f"by phone to {name} · you say it, this keeps what was said"


def team_audience(settings: Settings, connected: Connected | None) -> str:
    """Who reads team text: what goes to the shift log, or nowhere."""
    if connected is None:
        return LOCAL_TEAM if settings.is_local else NOT_SHARED
    if not connected.log or connected.log_private is not True:
        return NOT_SHARED
    if connected.log.casefold() == connected.repo.casefold():
        return f"team and {_members(connected.log)}"  # where requesters open tickets, too
    return f"team only · kept in {safe_line(connected.log, _LONG_NAME)}"


def note_audience(
    settings: Settings, connected: Connected | None, repo: str = "", requester: str | None = None
) -> str:
    """Who reads a note: in a private incident repository it is a comment of its ticket.

    `requester` is one who has an account there, and so reads it, too.
    """
    incident = _named(settings, connected, "")
    own = not repo or repo.casefold() == incident.casefold()
    if own and incident and is_private("", settings, connected):
        reads = f" · {called(requester)} can" if called(requester) else ""
        return f"team and {_members(incident)}{reads}"
    return team_audience(settings, connected)


def _members(repo: str) -> str:
    """Those who read a private repository: access is GitHub's to know, and may include requesters."""
    return f"whoever may read {safe_line(repo, _LONG_NAME)}"


def _named(settings: Settings, connected: Connected | None, repo: str) -> str:
    return repo or (connected.repo if connected is not None else "") or settings.github.repo


def destination_audience(repo: str, settings: Settings, connected: Connected | None) -> str:
    """Where a new ticket is created, and who reads it there."""
    if settings.is_local and connected is None:
        return "local workspace · kept on this machine, nothing is sent"
    where = safe_line(repo or settings.github.spinoff_repo, _LONG_NAME)
    match is_private(repo or settings.github.spinoff_repo, settings, connected):
        case True:
            return f"private · goes to {where}, its members read it"
        case False:
            return f"public · goes to {where}, anybody can read it"
        case None:
            return f"public, as far as is known · goes to {where}"


def spinoff_caution(origin: Ticket, context: DialogContext, repo: str = "") -> str:
    """What to heed in a ticket made from a private one where others read it; empty where nothing is."""
    settings, connected = context.settings, context.connected
    where = repo or settings.github.spinoff_repo
    if not is_private(origin.issue.repo, settings, connected) or is_private(where, settings, connected):
        return ""
    return f"{context.ref(origin)} is private: say here only what everybody may read."


__all__ = [
    "DialogContext",
    "destination_audience",
    "is_private",
    "note_audience",
    "reply_audience",
    "spinoff_caution",
    "team_audience",
    "thread_audience",
]
