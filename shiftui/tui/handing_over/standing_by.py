"""For whoever does not have the shift: stay aware without engaging, or take over when that cannot wait."""

from functools import partial

from shiftui.domain.duty import Duty
from shiftui.domain.safe_text import safe_line
from shiftui.domain.settings import same_login
from shiftui.service import handoffs
from shiftui.tui.hands import Gesture
from shiftui.tui.notices import Kind

TAKES_OVER = "you are primary at once; u gives it back"
_NAME = 40


async def stand_by(on: Gesture, duty: Duty, offered_to: str = "") -> None:
    """Say whose shift it is and how to reach them; two keys take it over."""
    from shiftui.tui.dialogs.choice import Choice, ChoiceDialog

    primary = safe_line(duty.primary or "", _NAME)
    is_backup = same_login(duty.backup, on.desk.me)
    about = [f"It is offered to {safe_line(offered_to, _NAME)}, who accepts it."] if offered_to else []
    if is_backup and not offered_to:
        about = [f"You back {primary} up: stay aware, and leave the tickets to them."]
    reach = next((one.contact for one in on.desk.settings.people if same_login(one.login, primary)), "")
    about += [f"{primary}: {safe_line(reach, 60)}"] if reach else []
    choices = [
        Choice("l", f"leave it with {primary}", False),
        Choice("t", "take over", True, TAKES_OVER),
    ]
    question = f"{primary} has the shift"
    dialog = ChoiceDialog(on.context, None, question=question, choices=choices, about="\n".join(about))
    if await on.hands.ask(dialog):
        await take_over_from(on, duty.primary or "")


async def take_over_from(on: Gesture, primary: str) -> None:
    """Become primary, if whoever was shown still is: somebody may have accepted meanwhile."""
    now = handoffs.on_call(on.desk).on_duty.primary
    if same_login(now, primary):
        await take_over(on)
    else:
        on.hands.say(f"{now or 'nobody'} has the shift now: nothing was taken over", Kind.REFUSED)


async def take_over(on: Gesture) -> None:
    """Become primary at once."""
    if await on.hands.off_screen(partial(handoffs.take_over, on.desk)) is not None:
        on.hands.recorded((), "took over: you are primary now", undo="takes it back")
