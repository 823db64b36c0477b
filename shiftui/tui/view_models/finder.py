"""Finding an action by its name, or a ticket by its number or title: the palette and the help are this."""

from collections.abc import Mapping, Sequence

from shiftui.domain.safe_text import safe_line
from shiftui.domain.values import dataclass
from shiftui.tui.actions import ACTIONS, Action, Group, effective_keys, show_key
from shiftui.tui.lines import EMPTY, Line, Span, fit
from shiftui.tui.view_models.moment import Moment

TICKETS = 8
"""Tickets that the palette proposes at most."""
_KEYS, _LABEL = 10, 23
_TITLE_LIMIT = 200

ABOUT = (
    "shiftui shows and records. It does not page anybody.",
    "Enter runs what the bar is on, here as in the list of actions (:).",
)


@dataclass(frozen=True, slots=True)
class Found:
    """A row of the finder: an action or a ticket to go to, or a heading."""

    line: Line
    action: str = ""
    ticket: str = ""

    @property
    def id(self) -> str | None:
        """What the cursor follows; None for headings and gaps."""
        if self.action:
            return f"action:{self.action}"
        return f"ticket:{self.ticket}" if self.ticket else None


def palette(
    query: str, moment: Moment, overrides: Mapping[str, str], extra: Sequence[Action] = ()
) -> tuple[Found, ...]:
    """What matches, best first: tickets when a number was typed, then actions, then titles.

    `extra` are actions that are no part of the registry.
    """
    words = query.casefold().split()
    ranked = sorted(
        (rank, at, one)
        for at, one in enumerate((*extra, *ACTIONS))
        if one.group is not Group.MOVE and (rank := _rank(one, words)) is not None
    )
    actions = tuple(_action(one, overrides) for _, _, one in ranked)
    named, titled = _tickets(words, moment)
    return (*named, *actions, *titled)


def help_rows(query: str, overrides: Mapping[str, str], extra: Sequence[Action] = ()) -> tuple[Found, ...]:
    """Every action under its heading; with a query only those that match."""
    words = query.casefold().split()
    rows: list[Found] = []
    if not words:
        rows += [Found((Span(text, "dim"),)) for text in ABOUT]
    for group in Group:
        ours = (one for one in (*extra, *ACTIONS) if one.group is group)
        members = [one for one in ours if _rank(one, words) is not None]
        if members:
            rows += [Found(EMPTY)] if rows else []
            rows += [Found((Span(group.upper(), "heading"),)), *(_action(one, overrides) for one in members)]
    return tuple(rows) or (Found((Span("Nothing is called that.", "dim"),)),)


def _rank(one: Action, words: list[str]) -> int | None:
    """0 where the label begins with the words, 1 where it contains them, 2 where the help does; None: no."""
    text = " ".join(words)
    label = one.label.casefold()
    if label.startswith(text):
        return 0
    if all(word in label for word in words):
        return 1
    hay = f"{label} {one.help.casefold()} {one.id}"
    return 2 if all(word in hay for word in words) else None


def _action(one: Action, overrides: Mapping[str, str]) -> Found:
    keys = " ".join(show_key(key) for key in effective_keys(one, overrides)[:2])
    line = (
        Span(fit(keys, _KEYS), "key"),
        Span(fit(one.label, _LABEL) + " "),
        Span(one.help, "dim"),
    )
    return Found(line, action=one.id)


def _tickets(words: list[str], moment: Moment) -> tuple[list[Found], list[Found]]:
    """Those whose number was typed, and those whose title has all the words."""
    named: list[Found] = []
    titled: list[Found] = []
    if not words:
        return named, titled
    wanted = words[0].removeprefix("#")
    for placed in moment.queue:
        ref = moment.ref(placed.key).casefold()
        if len(words) == 1 and _is_called(wanted, ref, placed.key) and len(named) < TICKETS:
            named.append(_ticket(placed.key, placed.ticket.issue.title, moment))
        elif len(titled) < TICKETS and len(words[0]) > 1:
            title = placed.ticket.issue.title[:_TITLE_LIMIT].casefold()
            if all(word in title for word in words):
                titled.append(_ticket(placed.key, placed.ticket.issue.title, moment))
    return named, titled


def _is_called(wanted: str, ref: str, key: str) -> bool:
    """Whether a reference begins with what was typed: `48`, `#48`, `l7`."""
    return any(name.rpartition("#")[2].startswith(wanted) for name in (ref, key.casefold()))


def _ticket(key: str, title: str, moment: Moment) -> Found:
    line = (Span(fit(moment.ref(key), _KEYS), "dim"), Span(safe_line(title, _TITLE_LIMIT)))
    return Found(line, ticket=key)
