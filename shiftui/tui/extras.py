"""What whoever opens the dashboard adds to it: actions that are no part of the registry."""

from shiftui.domain.values import dataclass
from shiftui.tui.actions import Action
from shiftui.tui.handlers import Handler


@dataclass(frozen=True, slots=True)
class Extras:
    """Nothing, where shiftui runs on a workspace of somebody's own."""

    greeting: str = ""
    """What is said first."""
    actions: tuple[Action, ...] = ()
    """Each with a key that the registry leaves free; the footer shows them next to the help."""
    handlers: tuple[Handler, ...] = ()
    """One for each action."""

    def handler(self, id: str) -> Handler | None:
        """What an action of that id does; None where it is none of these."""
        found = zip(self.actions, self.handlers, strict=True)
        return next((handler for one, handler in found if one.id == id), None)

    def action(self, id: str) -> Action | None:
        """The action of that id; None where it is none of these."""
        return next((one for one in self.actions if one.id == id), None)


NONE = Extras()
