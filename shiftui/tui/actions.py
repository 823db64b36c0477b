"""The one registry of what a person can do: keys, footer, help, palette and docs are made from it.

Free of Textual, because the command line reads it too (`shiftui keys`). Keys are written as a person writes
them in `[keys]`: one character, or a name such as `enter`, `f1`, `ctrl+r`.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from shiftui.domain.values import dataclass


class Needs(StrEnum):
    """What has to be there for an action to make sense."""

    NOTHING = "nothing"
    TICKET = "ticket"
    """The ticket under the cursor, or the marked ones."""
    ONE = "one"
    """One ticket: the same, where no others are marked."""
    ADDRESS = "address"
    """A ticket, or one of the team's pages."""
    ENTRY = "entry"
    """An entry of the outbox under the cursor."""


class Group(StrEnum):
    """Headings of the help, in its order."""

    TICKET = "The ticket"
    RECORD = "Record"
    MARK = "Several at once"
    LINK = "Out of here"
    LOOK = "Look"
    MOVE = "Move"
    OUTBOX = "In the outbox"
    APP = "shiftui"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that a person can do."""

    id: str
    """Its name in `[keys]`; never changes."""
    keys: tuple[str, ...]
    """Empty: only in the palette and the help, until somebody binds one."""
    label: str
    """A verb, short: what the footer and the palette say."""
    group: Group
    help: str
    needs: Needs = Needs.NOTHING
    footer: int = 0
    """Its rank there, 1 first; 0 is not shown."""


Row = tuple[str, str, str, str, int]
"""Id, keys parted by spaces, label, help, rank in the footer (0: not there)."""


def _of(group: Group, needs: Needs, *rows: Row) -> tuple[Action, ...]:
    return tuple(
        Action(id, tuple(keys.split()), label, group, words, needs, rank)
        for id, keys, label, words, rank in rows
    )


ACTIONS: tuple[Action, ...] = (
    *_of(
        Group.TICKET,
        Needs.TICKET,
        ("acknowledge", "a", "acknowledge", "Say that you have it. The clock goes on.", 2),
    ),
    *_of(
        Group.TICKET,
        Needs.ONE,
        ("respond", "r", "respond", "Write to the requester. Stops the clock.", 3),
        ("note", "n", "note", "Write something down for the team.", 4),
    ),
    *_of(
        Group.TICKET,
        Needs.TICKET,
        ("priority", "p", "priority", "What kind of work it is.", 8),
        ("severity", "v", "severity", "How soon something must happen.", 9),
        ("waiting", "w", "waiting on", "Who has the next move.", 10),
        ("snooze", "z", "snooze", "Let it sleep. The clock goes on.", 7),
        ("wake", "", "wake", "End its sleep now; so does z.", 0),
    ),
    *_of(
        Group.TICKET,
        Needs.ONE,
        ("fields", "", "edit the facts", "Summary, next action, estimate …", 0),
        ("resolve", "x", "resolve", "End it, in one or more ways.", 5),
    ),
    *_of(
        Group.TICKET,
        Needs.TICKET,
        ("reopen", "X", "reopen", "It had not ended.", 0),
    ),
    *_of(
        Group.TICKET,
        Needs.ONE,
        ("clear_response", "", "clear the response", "What looked like a response was none.", 0),
        ("spinoff", "S", "spinoff", "Make the ticket for the real fix.", 6),
        ("all_hands", "!", "call for help", "All hands: a message, and whom to reach.", 0),
    ),
    *_of(
        Group.RECORD,
        Needs.NOTHING,
        ("capture", "c", "capture", "A ticket from an e-mail, call or chat.", 11),
        ("diary", "D", "write the diary", "What happened and has no ticket.", 0),
        ("undo", "u", "undo", "Take back what you recorded last.", 12),
        ("handoff", "H", "handoff", "Give or receive the shift, led.", 14),
        ("takeover", "", "take over", "Become primary at once.", 0),
    ),
    *_of(
        Group.MARK,
        Needs.TICKET,
        ("mark", "space", "mark", "Actions then take all that are marked.", 0),
        ("mark_all", "V", "mark all", "All that the filter shows, or none.", 0),
    ),
    *_of(
        Group.LINK,
        Needs.ADDRESS,
        ("open_link", "o", "open in the browser", "Shows the whole address first.", 0),
    ),
    *_of(
        Group.LINK,
        Needs.TICKET,
        ("copy_ref", "y", "copy the number", "To the clipboard.", 0),
        ("copy_url", "Y", "copy the address", "To the clipboard.", 0),
    ),
    *_of(
        Group.LOOK,
        Needs.NOTHING,
        ("open", "enter", "open", "The whole ticket.", 0),
        ("back", "escape", "back", "Leave; clear the filter, then the marks.", 0),
        ("filter", "/", "filter", "Only what contains the words.", 13),
        ("view_queue", "1", "queue", "What is open, in the order of need.", 0),
        ("view_parked", "2", "parked", "From before the adoption, untouched.", 0),
        ("view_resolved", "3", "resolved", "What ended, latest first.", 0),
        ("view_spinoffs", "4", "spinoffs", "Fixes that are still owed.", 0),
        ("view_outbox", "5", "outbox", "What is not on GitHub yet, and why.", 0),
        ("view_diary", "6", "diary", "What happened and has no ticket.", 0),
        ("view_next", "7", "what now", "Proposals when nothing is urgent.", 0),
        ("rota", "R", "rota", "Who has which shift; changes it, too.", 0),
        ("log", "", "messages and problems", "What shiftui said, with the details.", 0),
    ),
    *_of(
        Group.MOVE,
        Needs.NOTHING,
        ("down", "j down", "down", "One row.", 0),
        ("up", "k up", "up", "One row.", 0),
        ("top", "g home", "first", "The first row.", 0),
        ("bottom", "G end", "last", "The last row.", 0),
        ("page_down", "pagedown", "page down", "A page.", 0),
        ("page_up", "pageup", "page up", "A page.", 0),
        ("half_down", "ctrl+d", "half a page down", "Half a page.", 0),
        ("half_up", "ctrl+u", "half a page up", "Half a page.", 0),
        ("next_pane", "tab", "other pane", "Between the list and the ticket.", 0),
        ("previous_pane", "shift+tab", "other pane, back", "Between the list and the ticket.", 0),
    ),
    *_of(
        Group.OUTBOX,
        Needs.ENTRY,
        ("retry", "", "send again", "Queue it again.", 0),
        ("edit", "", "edit a reply", "Write it anew; the old one is dropped.", 0),
        ("drop", "", "drop", "Take it out of the outbox, unsent.", 0),
        ("export", "", "copy as JSON", "To do it by hand.", 0),
    ),
    *_of(
        Group.APP,
        Needs.NOTHING,
        ("sync", "ctrl+r", "sync now", "Ask GitHub now rather than soon.", 0),
        ("palette", ": ctrl+p", "find an action", "A number goes to that ticket.", 0),
        ("theme", "", "theme", "Dark, light, high contrast …", 0),
        ("help", "? f1", "help", "Everything there is, searchable.", 1),
        ("quit", "q ctrl+q", "quit", "Asks only when something is unsent.", 0),
    ),
)

RESERVED: Mapping[str, str] = {"I": "incident", "t": "time box"}
"""Keys that will have a meaning, so that nobody gets used to another."""

FORBIDDEN = frozenset({*(f"ctrl+{letter}" for letter in "abshimj"), "ctrl+enter"})
"""Terminals and multiplexers take these (interface.md, "Keys"); they may only be a second way."""
_TAKEN_MODIFIERS = frozenset({"alt", "cmd", "super", "meta", "hyper"})

_NAMED = frozenset(
    {"enter", "escape", "tab", "space", "backspace", "delete", "insert", "up", "down", "left", "right"}
    | {"home", "end", "pageup", "pagedown"}
    | {f"f{number}" for number in range(1, 25)}
)
_SHOWN = {
    "enter": "Enter", "escape": "Esc", "tab": "Tab", "space": "Space", "pagedown": "PgDn", "pageup": "PgUp",
    "up": "↑", "down": "↓", "left": "←", "right": "→", "home": "Home", "end": "End",
    "backspace": "Backspace", "delete": "Del", "insert": "Ins",
}  # fmt: skip


def action(id: str) -> Action:
    """The action of that id; KeyError where there is none."""
    return _BY_ID[id]


def split_keys(value: str) -> tuple[str, ...]:
    """The keys of a setting: one, or several parted by commas; a comma alone is that key."""
    if value.strip() == ",":
        return (",",)
    return tuple(part.strip() for part in value.split(",") if part.strip())


def effective_keys(one: Action, overrides: Mapping[str, str]) -> tuple[str, ...]:
    """The keys that run the action, with a person's own settings, where they name any, in place of ours."""
    return split_keys(overrides.get(one.id, "")) or one.keys


def show_key(key: str) -> str:
    """A key as it is written on a screen: `^r`, `Enter`, `F1`, `S`."""
    *modifiers, name = key.split("+") if len(key) > 1 else [key]
    shown = _SHOWN.get(name, name.upper() if name in _NAMED else name)
    for modifier in reversed(modifiers):
        shown = f"^{shown}" if modifier == "ctrl" else f"{modifier.capitalize()}-{shown}"
    return shown


def clashes(actions: Iterable[Action], overrides: Mapping[str, str]) -> tuple[str, ...]:
    """What is wrong with a person's own keys, in words, one a problem; empty when nothing is."""
    actions = tuple(actions)
    known = {one.id for one in actions}
    found = [f"{id}: there is no such action" for id in overrides if id not in known]
    users: dict[str, list[str]] = {}
    for one in actions:
        keys = effective_keys(one, overrides)
        if one.id in overrides:
            found += _bad_keys(one, split_keys(overrides[one.id]))
        for key in keys:
            users.setdefault(key, []).append(one.id)
    for key, ids in users.items():
        if len(ids) > 1:
            found.append(f"{show_key(key)} runs {' and '.join(ids)}; give one of them another key")
    return tuple(found)


def _bad_keys(one: Action, keys: tuple[str, ...]) -> list[str]:
    found = [f"{one.id}: there is no key {key!r}" for key in keys if not _exists(key)]
    found += [f"{one.id}: {key} is kept for {RESERVED[key]}" for key in keys if key in RESERVED]
    if not keys:
        found.append(f"{one.id}: name a key, or leave the line out")
    elif keys and all(_is_forbidden(key) for key in keys):
        shown = ", ".join(show_key(key) for key in keys)
        found.append(f"{one.id}: terminals take {shown} themselves; add another key")
    return found


def _exists(key: str) -> bool:
    if len(key) == 1:
        return key.isprintable() and not key.isspace()
    *modifiers, name = key.split("+")
    known = {"ctrl", "shift", *_TAKEN_MODIFIERS}
    return set(modifiers) <= known and (name in _NAMED or (len(name) == 1 and bool(modifiers)))


def _is_forbidden(key: str) -> bool:
    return key in FORBIDDEN or not _TAKEN_MODIFIERS.isdisjoint(key.split("+")[:-1])


def keys_table(overrides: Mapping[str, str] | None = None) -> str:
    """The registry as a Markdown table, for the README and the docs."""
    rows = ["| key | action | what it does |", "|---|---|---|"]
    for group in Group:
        for one in ACTIONS:
            if one.group is group:
                keys = " ".join(f"`{show_key(key)}`" for key in effective_keys(one, overrides or {}))
                rows.append(f"| {keys} | {one.label} | {one.help} |")
    return "\n".join(rows) + "\n"


_BY_ID = {one.id: one for one in ACTIONS}
