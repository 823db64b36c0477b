"""What the incoming engineer is led through before they accept."""

from functools import partial

from shiftui.domain.operations.read_back import ask
from shiftui.domain.safe_text import safe_line
from shiftui.domain.settings import same_login
from shiftui.domain.tickets import Ticket
from shiftui.domain.vocabulary import NoteKind
from shiftui.service import handoffs
from shiftui.tui.handing_over.leaving import left
from shiftui.tui.hands import Gesture
from shiftui.tui.notices import Kind

_SHOWN = 5
_SAID = (NoteKind.QUESTION, NoteKind.NOTE)


async def receive(on: Gesture) -> None:
    """Lead the incoming engineer through the tickets, then let them accept."""
    unread = handoffs.unread(on.desk)
    for at, ticket in enumerate(unread):
        if not await _read_back(on, ticket, f"{at + 1} of {len(unread)}"):
            left(on)
            return
    await _accept(on)


async def _read_back(on: Gesture, ticket: Ticket, place: str) -> bool:
    """Until it is read back, in writing or aloud; questions come before. Whether to go on."""
    from shiftui.tui.dialogs.handoff import ReadBackDialog, Received

    def save(said: Received) -> object:
        if said.is_spoken:
            return said
        if said.is_question:
            return on.desk.do(ask, ticket.key, said.text)
        return handoffs.read_back(on.desk, ticket.key, said.text)

    while True:
        thread = await on.hands.off_screen(lambda: on.desk.thread(ticket.key))
        spoken = [one for one in thread.notes if one.kind in _SAID] if thread is not None else []
        said = await on.hands.ask(ReadBackDialog(on.context, ticket, spoken[-2:], place=place, save=save))
        if said is not None and said.is_question:
            on.hands.recorded((ticket.key,), "asked; the answer comes as a note")
            continue
        if said is not None and not said.is_spoken:
            on.hands.recorded((ticket.key,), "read back")
        return said is not None


async def _accept(on: Gesture) -> None:
    from shiftui.tui.dialogs.choice import Choice, ChoiceDialog, numbered

    spoken = bool(handoffs.unread(on.desk))
    seen = ((f"accept, witnessed by {safe_line(one, 40)}", ("accept", one), "") for one in _watching(on))
    choices = [
        *([] if spoken else [Choice("a", "accept", ("accept", ""))]),
        Choice("l", "later", ("later", "")),
        *numbered(seen, taken="alr"),
        Choice("r", "return it with a reason", ("return", "")),
    ]
    about = "\n".join((_read_so_far(on), *_new(on)))
    dialog = ChoiceDialog(on.context, None, question="Accept the shift?", choices=choices, about=about)
    answer = await on.hands.ask(dialog)
    what, witness = answer or ("later", "")
    if what == "return":
        await _return(on)
    elif what == "accept":
        witnesses = (witness,) if witness else ()
        if await on.hands.off_screen(partial(handoffs.accept, on.desk, witnesses)) is not None:
            provisional = handoffs.stands(on.desk).is_provisional
            tail = "; it counts when GitHub has confirmed it" if provisional else ": you are on duty"
            on.hands.say(f"accepted the shift{tail}", Kind.DONE)


def _watching(on: Gesture) -> list[str]:
    """Who may have seen it: the team; whoever hands over only where there is nobody else."""
    made = handoffs.stands(on.desk).handoff.offer
    giver = made.by if made is not None else ""
    people = [one.login for one in on.desk.settings.people]
    watching = [one for one in people if not same_login(one, on.desk.me) and not same_login(one, giver)]
    return watching or [giver]


def _read_so_far(on: Gesture) -> str:
    count, spoken = len(handoffs.stands(on.desk).tickets), len(handoffs.unread(on.desk))
    if spoken:
        return f"{spoken} of {count} read back aloud: name who witnessed it."
    return f"{count} tickets read back. You are on duty from then on."


def _new(on: Gesture) -> list[str]:
    """What has come since the offer, in a line."""
    new = [on.desk.snapshot.ref(one.key) for one in handoffs.arrived_since_the_offer(on.desk)]
    more = f" and {len(new) - _SHOWN} more" if len(new) > _SHOWN else ""
    return [f"Arrived since the offer, and yours as well: {', '.join(new[:_SHOWN])}{more}"] if new else []


async def _return(on: Gesture) -> None:
    from shiftui.tui.dialogs.handoff import Asking, TeamTextDialog

    made = handoffs.stands(on.desk).handoff.offer
    whose = safe_line(made.by, 40) if made is not None else "the one who offered it"
    asking = Asking(
        "return", "Return the shift. Why?", "return it", f"It stays with {whose}, who reads this."
    )
    dialog = TeamTextDialog(on.context, asking, save=lambda text: handoffs.send_back(on.desk, text))
    if await on.hands.ask(dialog) is not None:
        on.hands.recorded((), "returned the shift")
