"""How people name tickets: `42`, `#42`, `owner/name#42`, `L7`."""

import re
from collections.abc import Mapping

from shiftui.domain.operations.base import shown_ref
from shiftui.domain.replica import State
from shiftui.domain.tickets import Ticket

_NUMBER = r"#?([0-9]{1,12})"
_LOCAL = r"[lL]([0-9]{1,9})"
_ADDRESS = r"([\w.-]{1,100}/[\w.-]{1,100})#([0-9]{1,12})"  # text: compiled when first asked for


def key_of(ref: str, state: State) -> str | None:
    """The key that a reference stands for, known or not; None if it is no reference."""
    text = ref.strip()
    if match := re.fullmatch(_NUMBER, text):
        repo = state.connected.repo if state.connected is not None else ""
        return state.key_at(repo, int(match[1]))
    if match := re.fullmatch(_LOCAL, text):
        return f"L{int(match[1])}"
    if match := re.fullmatch(_ADDRESS, text):
        return state.key_at(match[1], int(match[2]))
    return None


def is_local_key(key: str) -> bool:
    """Whether a key is a name that a ticket got on one machine (`L7`), and means another on others."""
    return key.startswith("L") and key[1:].isascii() and key[1:].isdecimal()


def ref_of(key: str, tickets: Mapping[str, Ticket], incident_repo: str) -> str:
    """How the ticket of that key is shown now; the key itself where it is not loaded."""
    ticket = tickets.get(key)
    return shown_ref(ticket, incident_repo) if ticket is not None else key


__all__ = ["is_local_key", "key_of", "ref_of"]
