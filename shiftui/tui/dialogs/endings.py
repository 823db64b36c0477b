"""The questions that an ending raises, one after the other, and their answers."""

from collections.abc import Sequence
from enum import StrEnum

from shiftui.domain.vocabulary import Resolution
from shiftui.tui.dialogs.choice import Choice

KINDS = (
    Choice("a", "answered", Resolution.ANSWERED, "a question, or where it is documented"),
    Choice("k", "known issue", Resolution.KNOWN_ISSUE, "there is a ticket for it already"),
    Choice("u", "known issue updated", Resolution.KNOWN_ISSUE_UPDATED, "and that ticket knows more now"),
    Choice("f", "fixed", Resolution.FIXED, "the cause is gone, or patched for now"),
    Choice("w", "workaround", Resolution.WORKAROUND, "they can go on, the cause remains"),
    Choice("r", "reproducer", Resolution.REPRODUCER, "developers can see it happen"),
    Choice("n", "new issue filed", Resolution.NEW_ISSUE, "in the tracker"),
    Choice("b", "referred", Resolution.REFERRED, "no on-call work: to the backlog"),
    Choice("d", "duplicate", Resolution.DUPLICATE, "of another ticket here"),
)
NAMES_ANOTHER = frozenset(
    {
        Resolution.KNOWN_ISSUE,
        Resolution.KNOWN_ISSUE_UPDATED,
        Resolution.NEW_ISSUE,
        Resolution.DUPLICATE,
    }
)


class Owed(StrEnum):
    """What becomes of the lasting fix."""

    SPINOFF = "spinoff"
    NONE = "none"
    LATER = "later"


OWED = (
    Choice("s", "spin off a ticket", Owed.SPINOFF, "for the lasting fix, now"),
    Choice("n", "none is owed", Owed.NONE, "say why"),
    Choice("l", "later", Owed.LATER, "it stays among what is owed"),
)


class Asked(StrEnum):
    """The questions."""

    KINDS = "kinds"
    SAME = "same"
    OWED = "owed"
    TITLE = "title"
    WHY = "why"
    TEXT = "text"


def questions(kinds: Sequence[Resolution], *, owes: bool, owed: Owed | None) -> tuple[Asked, ...]:
    """The questions that the answers so far raise, in order."""
    asked = [Asked.KINDS]
    if NAMES_ANOTHER.intersection(kinds):
        asked.append(Asked.SAME)
    if owes:
        asked.append(Asked.OWED)
        if owed is Owed.SPINOFF:
            asked.append(Asked.TITLE)
        elif owed is Owed.NONE:
            asked.append(Asked.WHY)
    return (*asked, Asked.TEXT)


HEADINGS = {
    Asked.KINDS: "How did {ref} end?",
    Asked.SAME: "Which ticket is it?",
    Asked.OWED: "{ref} was patched. What about the lasting fix?",
    Asked.TITLE: "What shall the spinoff be called?",
    Asked.WHY: "Why is no lasting fix owed?",
    Asked.TEXT: "A last word on {ref}?",
}
FIRST_ANSWER = "Your first answer to {name}"
"""In place of the last word, where nobody has written to the requester."""
