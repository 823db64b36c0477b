"""First words of what we write to requesters, and of the tickets that follow from theirs.

A draft saves typing at three in the morning; the person reads it before it goes. It is always to one person
(mission B9: never reply-all), says nothing that only the team may know, and takes over no character of a
stranger's name that a mail client or GitHub would act on.
"""

import unicodedata
from collections.abc import Sequence

from shiftui.domain.safe_text import safe_line
from shiftui.domain.settings import Person
from shiftui.domain.tickets import Ticket
from shiftui.domain.values import dataclass
from shiftui.domain.vocabulary import Resolution, SpinoffKind, Via

NAME_LIMIT = 60
SUBJECT_LIMIT = 160
"""Mail clients show less; RFC 5322 wants lines below 998."""

BOT = "[bot]"
"""How GitHub ends the login of one."""

_IN_NAMES = " .-'’_"

_WANTED = {
    SpinoffKind.FIX: "What a lasting fix looks like:",
    SpinoffKind.DOCS: "What the documentation has to say:",
    SpinoffKind.RUNBOOK: "What the runbook has to say:",
    SpinoffKind.ALERTING: "What should have told us, and when:",
    SpinoffKind.AUTOMATION: "What should no longer be done by hand:",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A text to go on with: the cursor belongs between its halves."""

    opening: str = ""
    closing: str = ""

    @property
    def text(self) -> str:
        """The whole of it."""
        return self.opening + self.closing


def called(requester: str | None) -> str:
    """How to address a requester: the name without its address, or the part of an address before the `@`.

    Only letters, digits, what names are made of and GitHub's mark of a bot stay. Empty where nothing does.
    """
    if requester is None:
        return ""
    mark = BOT if requester.endswith(BOT) else ""
    requester = requester.removesuffix(BOT)[: NAME_LIMIT * 10]
    name = requester.partition("<")[0].strip() or requester.strip("<> ")
    name = name.partition("@")[0] if not name.startswith("@") else name[1:]
    kept = (
        char for char in name if char in _IN_NAMES or char.isalnum() or unicodedata.category(char) == "Mn"
    )
    clean = safe_line(" ".join("".join(kept).split()).strip(_IN_NAMES), NAME_LIMIT)
    return f"{clean}{mark}" if clean else ""


def is_known_on_github(ticket: Ticket) -> bool:
    """Whether the requester opened the issue there, so that a public thread may call them by name."""
    opener, requester = ticket.issue.opened_by, ticket.requester
    return not ticket.work.captured and opener is not None and requester == opener


def reply(ticket: Ticket, via: Via, by: Person | None) -> Draft:
    """The beginning (and, for mail, the end) of what `by` writes to the requester.

    The first word acknowledges; later ones only greet. What is said by phone has no draft: it is written
    down as it was said. A bot is not greeted.
    """
    if via is Via.PHONE or ticket.has_nobody_waiting:
        return Draft()
    first = "thank you for writing. We have this and are looking into it.\n\n"
    opening = f"{greeting(ticket, via)}{first if ticket.responded_at is None else ''}"
    return Draft(opening, _sign_off(by) if via is Via.EMAIL else "")


def greeting(ticket: Ticket, via: Via) -> str:
    """How a text to the requester begins: by name where the name may stand there."""
    named = via is not Via.GITHUB or is_known_on_github(ticket)
    name = called(ticket.requester) if named else ""
    return f"Hello {name},\n\n" if name else "Hello,\n\n"


def referred(ticket: Ticket) -> str:
    """What the requester of something that is no on-call work is told (mission B4)."""
    return (
        f"{greeting(ticket, Via.GITHUB)}this is more than the person on call can settle within a shift, so "
        "it goes to the team's backlog, where it is planned with the other work. It is not forgotten: what "
        "becomes of it is written here."
    )


def handed_over(ticket: Ticket, ref: str, incoming: Person, backup: Person | None) -> str:
    """What one requester is told after a handoff: who has it now, who backs up, how to reach them (seed 004).

    Nothing of what the team knows about it is in there.
    """
    words = f'your request "{spinoff_title(ticket)}" ({ref}) is now with {_reachable(incoming)}.'
    spare = f" {_reachable(backup)} backs up." if backup is not None else ""
    return f"{greeting(ticket, Via.EMAIL)}{words}{spare}\n\nNothing is needed from you for this."


def all_hands(ticket: Ticket, ref: str, on_call: Sequence[Person]) -> str:
    """A call for everybody: what is wrong, how bad, and who has it (seed 003, "all hands on deck")."""
    how_bad = ", ".join(word for word in (ticket.issue.priority, ticket.issue.severity) if word)
    what = f"All hands: {ref} {spinoff_title(ticket)}{f' ({how_bad})' if how_bad else ''}."
    who = " and ".join(_reachable(person) for person in on_call)
    plea = f"{who} need{'' if len(on_call) > 1 else 's'} help now." if who else "Help is needed now."
    return "\n".join(line for line in (what, plea, ticket.issue.url) if line)


def _reachable(person: Person) -> str:
    return f"{person.name or person.login}{f' ({person.contact})' if person.contact else ''}"


def closing(ticket: Ticket, kinds: tuple[Resolution, ...]) -> str:
    """What a resolve may say to the requester; empty where only a person knows what to say."""
    return referred(ticket) if kinds == (Resolution.REFERRED,) else ""


def subject(ticket: Ticket, ref: str) -> str:
    """The subject of a mail about a ticket, one line, with the number that finds it again if there is one."""
    title = safe_line(" ".join(ticket.issue.title.split()), SUBJECT_LIMIT)
    return f"Re: {title}" if ticket.issue.number is None else f"Re: {title} [{ref}]"


def as_mail(subject_line: str, text: str) -> str:
    """Subject and text, as one key copies them."""
    return f"Subject: {subject_line}\n\n{text.strip()}\n"


def spinoff_title(ticket: Ticket) -> str:
    """What the long-term ticket may be called."""
    return safe_line(" ".join(ticket.issue.title.split()), 200)


def spinoff_body(ticket: Ticket, ref: str, kind: SpinoffKind, *, private: bool) -> str:
    """The beginning of a spinoff's text.

    `private` says that only the team reads it: then what the team knows is taken over, else nothing but the
    reference is.
    """
    parts = [f"Follows from {ref}."]
    if private and ticket.work.summary:
        parts.append(f"What happened:\n{ticket.work.summary}")
    parts += ["What was patched for now:\n", f"{_WANTED[kind]}\n"]
    return "\n\n".join(parts)


def _sign_off(by: Person | None) -> str:
    lines = [line for line in (by.name or by.login, by.contact) if line] if by is not None else []
    return "\n\n" + "\n".join(["Regards", *lines])
