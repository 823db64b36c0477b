"""The last row: the keys that make sense here, from the registry, as many as fit."""

from collections.abc import Iterable, Mapping, Sequence

from shiftui.domain.queue import Lane, Placed
from shiftui.tui.actions import ACTIONS, Action, Needs, action, effective_keys, show_key
from shiftui.tui.lines import Line, Span, as_many, width_of
from shiftui.tui.view_models.rows import EDGE


def footer_line(
    width: int,
    overrides: Mapping[str, str],
    present: Iterable[Needs],
    first: Line = (),
    placed: Placed | None = None,
    extra: Sequence[Action] = (),
) -> Line:
    """`first`, then keys and verbs: help, what was added to it, what suits the ticket best, others by rank.

    Those that need what is not `present` are left out.
    """
    here = {Needs.NOTHING, *present}
    suited = _suited(placed)
    shown = (one for one in ACTIONS if (one.id in suited or _is_shown(one, here)) and one.needs in here)
    ranked = sorted(shown, key=lambda one: _rank(one, suited))
    parts = [_part(one, suited.get(one.id) or one.label, overrides) for one in ranked]
    parts[1:1] = [_part(one, one.label, overrides) for one in extra]
    room = width - 2 * EDGE - width_of(first)
    return (Span(" " * EDGE), *first, *as_many([part for part in parts if part], room, gap="    "))


def hints(*keys: tuple[str, str]) -> Line:
    """Keys and what they do, for the last row of a sheet."""
    return tuple(span for key, word in keys for span in (Span(key, "key"), Span(f" {word}    ", "dim")))


def _suited(placed: Placed | None) -> dict[str, str]:
    """What to do first with a ticket that stands where this one does; a word of its own, or the usual."""
    if placed is None:
        return {}
    match placed.lane:
        case Lane.RESOLVED:
            return {"reopen": ""}
        case Lane.ASLEEP:
            return {"snooze": "wake"}
        case _ if placed.ticket.issue.priority is None and not placed.ticket.is_spinoff:
            return {"priority": "", "acknowledge": "", "respond": ""}
        case _:
            return {}


def _rank(one: Action, suited: Mapping[str, str]) -> tuple[int, int]:
    if one.id in suited:
        return (1, list(suited).index(one.id))
    return (0 if one.footer == 1 else 2, one.footer or 99)


def _is_shown(one: Action, here: set[Needs]) -> bool:
    return (one.footer > 0 or one.needs is Needs.ENTRY) and one.needs in here


def key_part(id: str, label: str, overrides: Mapping[str, str]) -> Line:
    """The key that runs an action and what it does; nothing where no key does."""
    return _part(action(id), label, overrides)


def _part(one: Action, label: str, overrides: Mapping[str, str]) -> Line:
    keys = effective_keys(one, overrides)
    return (Span(show_key(keys[0]), "key"), Span(f" {label}", "dim")) if keys else ()
