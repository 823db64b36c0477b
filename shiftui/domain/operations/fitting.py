"""What a place on GitHub can hold: checked before a text is recorded, while its author still has it."""

from dataclasses import fields
from typing import Final

from shiftui.domain.operations.base import Fact
from shiftui.domain.refusals import TooLong

TEXT_LIMIT: Final = 57_000
"""Bytes of one text: GitHub takes 65,536 characters, and a marker has to stand beside it."""
TITLE_LIMIT: Final = 256
"""GitHub's limit, in characters."""
_WORDS: Final = {"body": "text", "next_action": "next action", "why": "reason"}


def check_fits(operation: Fact) -> None:
    """See that every text of an operation can be sent whole.

    Raises:
        TooLong: one cannot.

    """
    for field in fields(operation):
        value = getattr(operation, field.name)
        if not isinstance(value, str):
            continue
        over = len(value) - TITLE_LIMIT if field.name == "title" else _size(value) - TEXT_LIMIT
        if over > 0:
            unit = "characters" if field.name == "title" else "bytes"
            raise TooLong(_WORDS.get(field.name, field.name), over, unit)


def _size(text: str) -> int:
    return len(text.encode("utf-8", "replace"))
