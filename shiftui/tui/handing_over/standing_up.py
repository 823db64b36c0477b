"""The handoff in the stand-up: both at the outgoing engineer's screen, the team watching.

The receiver reads each ticket back aloud, and it is ticked with the one who witnessed it. That changes
nobody's duty: the receiver accepts from their own account, within a day.
"""

from shiftui.domain.operations.handoff_offered import HandoffOffered
from shiftui.domain.operations.read_back import ask
from shiftui.domain.safe_text import safe_line
from shiftui.domain.settings import same_login
from shiftui.domain.tickets import Ticket
from shiftui.service import handoffs
from shiftui.tui.hands import Gesture
from shiftui.tui.notices import Kind


async def stand_up(on: Gesture, made: HandoffOffered) -> None:
    """Tick ticket after ticket."""
    to = safe_line(made.to, 40)
    unread = handoffs.unread(on.desk)
    witness = await _witness(on, made.to) if unread else ""
    if witness is None:
        return
    for at, ticket in enumerate(unread):
        if not await _aloud(on, ticket, f"{at + 1} of {len(unread)}", to, witness):
            on.hands.say("the rest waits to be read back", Kind.HINT)
            return
    on.hands.say(f"{to} accepts from their own account within a day; you are on duty until then", Kind.DONE)


async def _witness(on: Gesture, reader: str) -> str | None:
    """Who watches: anybody but the reader; somebody of the team before whoever hands over."""
    from shiftui.tui.dialogs.choice import ChoiceDialog, numbered

    me = on.desk.me
    watching = [one.login for one in on.desk.settings.people if not same_login(one.login, reader)]
    watching.sort(key=lambda login: same_login(login, me))
    choices = numbered(
        (f"{safe_line(login, 40)}{', you' if same_login(login, me) else ''}", login, "")
        for login in watching or [me]
    )
    about = f"{safe_line(reader, 40)} reads each ticket back aloud, at this screen."
    return await on.hands.ask(
        ChoiceDialog(on.context, None, question="Who witnesses it?", choices=choices, about=about)
    )


async def _aloud(on: Gesture, ticket: Ticket, place: str, to: str, witness: str) -> bool:
    """Until it is read back: questions come before. Whether to go on."""
    from shiftui.tui.dialogs.handoff import AloudDialog, Asking, TeamTextDialog

    def save(answer: str) -> object:
        return handoffs.read_aloud(on.desk, ticket.key, witness) if answer == "read" else answer

    def note_down(text: str) -> object:
        return on.desk.do(ask, ticket.key, f"{to} asks: {text}")

    while True:
        answer = await on.hands.ask(AloudDialog(on.context, ticket, place=place, reader=to, save=save))
        if answer == "ask":
            asking = Asking(
                "question", f"What does {to} ask?", "note it", "The answer goes below it as a note."
            )
            if await on.hands.ask(TeamTextDialog(on.context, asking, save=note_down)) is not None:
                on.hands.recorded((ticket.key,), "noted the question")
            continue
        if answer == "read":
            on.hands.recorded((ticket.key,), f"read back aloud, witnessed by {witness}")
        return answer is not None
