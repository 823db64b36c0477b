"""Keys of somebody who types on before the dialog that they asked for is there.

Over a slow line `n` and the note's first words arrive together. A key passes the dashboard before the app
asks what it means, so words can be under way when `n` is understood. Until the dialog shows, they are held
and not taken for actions; then the dialog gets them. Where none opens, they mean what they always mean.

Whoever types a whole word where a menu takes one letter is a moment too late with the rest: it means nothing.
"""

from textual import events
from textual.app import App
from textual.screen import Screen

AFTER_A_CHOICE = 0.3
"""Seconds after a choice in which letters were meant for its menu."""


class TypeAhead:
    """Sorts out keys while a gesture that asks something is under way."""

    def __init__(self) -> None:
        self._asking = 0
        self._passing: list[events.Key] = []
        """Keys that were pressed on the dashboard and have not reached the app."""
        self._held: list[events.Key] = []
        self._chosen_at = -AFTER_A_CHOICE
        self._over: tuple[TypeAhead, Screen[None]] | None = None

    def open_over(self, screen: Screen[None]) -> "TypeAhead":
        """A screen with gestures of its own lies over the dashboard: the sorting out for it."""
        self._over = (TypeAhead(), screen)
        return self._over[0]

    def close_over(self) -> None:
        """It has gone."""
        self._over = None

    def begin(self) -> None:
        """A gesture begins that will ask."""
        self._asking += 1

    def end(self, app: App[None]) -> None:
        """It has ended; what is still held was meant for the dashboard."""
        self._asking -= 1
        if not self._asking:
            for key in self._taken():
                app.post_message(key)

    def chosen(self, at: float) -> None:
        """A choice closed its menu, at that time of Textual's messages."""
        self._chosen_at = at
        if self._over is not None:
            self._over[0].chosen(at)

    def passes(self, event: events.Key) -> None:
        """A key was pressed on the dashboard."""
        self._passing.append(event)

    def divert(self, event: events.Key, top: Screen[object], dashboard: Screen[None]) -> bool:
        """Whether the key that has reached the app is no action: for a dialog, which gets it, or too late."""
        if self._over is not None and self._over[0].divert(event, top, self._over[1]):
            return True
        if not any(event is one for one in self._passing):
            return False
        self._passing = [one for one in self._passing if one is not event]
        if event.time - self._chosen_at < AFTER_A_CHOICE and (event.is_printable or event.key == "enter"):
            return True
        if not self._asking:
            return False
        if top is dashboard:
            self._held.append(event)
        else:
            top._forward_event(events.Key(event.key, event.character))  # as the app itself does
        return True

    def give_to(self, dialog: Screen[object]) -> None:
        """The dialog is there: it gets what was held, in order, before anything that comes now."""
        if self._over is not None:
            self._over[0].give_to(dialog)
        for key in self._taken():
            dialog._forward_event(key)

    def _taken(self) -> list[events.Key]:
        held, self._held = self._held, []
        return [events.Key(event.key, event.character) for event in held]
