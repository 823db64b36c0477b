"""The last row: the keys that make sense here, from the registry, as many as fit."""

from collections.abc import Iterable, Mapping

from shiftui.tui.actions import ACTIONS, Action, Needs, effective_keys, show_key
from shiftui.tui.lines import Line, Span, as_many, width_of
from shiftui.tui.view_models.rows import EDGE


def footer_line(width: int, overrides: Mapping[str, str], present: Iterable[Needs], first: Line = ()) -> Line:
    """`first`, then keys and verbs by rank; those that need what is not `present` are left out."""
    here = {Needs.NOTHING, *present}
    ranked = sorted((one for one in ACTIONS if _is_shown(one, here)), key=lambda one: one.footer or 99)
    parts = [_part(one, overrides) for one in ranked]
    room = width - 2 * EDGE - width_of(first)
    return (Span(" " * EDGE), *first, *as_many([part for part in parts if part], room, gap="    "))


def hints(*keys: tuple[str, str]) -> Line:
    """Keys and what they do, for the last row of a sheet."""
    return tuple(span for key, word in keys for span in (Span(key, "key"), Span(f" {word}    ", "dim")))


def _is_shown(one: Action, here: set[Needs]) -> bool:
    return (one.footer > 0 or one.needs is Needs.ENTRY) and one.needs in here


def _part(one: Action, overrides: Mapping[str, str]) -> Line:
    keys = effective_keys(one, overrides)
    return (Span(show_key(keys[0]), "key"), Span(f" {one.label}", "dim")) if keys else ()
