"""A call for help: drafted from the ticket, copied with a key, with everybody who can be reached below it."""

from collections.abc import Mapping

from shiftui.domain.drafts import all_hands
from shiftui.domain.safe_text import safe_line
from shiftui.domain.settings import Person
from shiftui.service import handoffs
from shiftui.tui.errands import copy
from shiftui.tui.handlers import Handler
from shiftui.tui.hands import Gesture


async def _call(on: Gesture) -> None:
    from shiftui.tui.dialogs.choice import Choice, ChoiceDialog, numbered

    if (ticket := await on.one()) is None:
        return
    settings = on.desk.settings
    duty = handoffs.on_call(on.desk).on_duty
    named = [login for login in (duty.primary, duty.backup) if login]
    on_call = [settings.person(login) or Person(login) for login in named]
    text = all_hands(ticket, on.desk.snapshot.ref(ticket.key), on_call)
    reach = [(person.name or person.login, person.contact) for person in on_call if person.contact]
    reach += [(contact.name, contact.reach) for contact in settings.contacts]
    choices = [Choice("c", "copy the call for help", text, "for the team's chat, or to read out")]
    choices += numbered(((safe_line(who, 30), how, safe_line(how, 60)) for who, how in reach), taken="c")
    dialog = ChoiceDialog(on.context, ticket, question="Call for help", choices=choices, about=text)
    answer = await on.hands.ask(dialog)
    if answer:
        await copy(on, answer)


CALLING: Mapping[str, Handler] = {"all_hands": _call}
