"""Leaving in the middle loses nothing, and says so."""

from shiftui.tui.hands import Gesture
from shiftui.tui.notices import Kind


def left(on: Gesture) -> None:
    """Somebody pressed Esc."""
    on.hands.say("the handoff waits where you left it", Kind.HINT)
