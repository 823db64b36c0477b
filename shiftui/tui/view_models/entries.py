"""Rows and details of what is no ticket: outbox entries, diary entries, the team's pages."""

from shiftui.domain.outbox import Delivery
from shiftui.domain.replica import DiaryEntry
from shiftui.domain.safe_text import safe_block, safe_line, safe_link
from shiftui.service.snapshot import OutboxEntry
from shiftui.tui.lines import EMPTY, Line, Role, Span, cells, clip, fit, fit_right, flow, wrap
from shiftui.tui.view_models.listing import Link
from shiftui.tui.view_models.moment import Moment, name

_TEXT_LIMIT = 2_000
_REF, _STATE, _AGO = 8, 9, 11

_STATES: dict[Delivery, tuple[str, Role]] = {
    Delivery.QUEUED: ("queued", "dim"),
    Delivery.SENDING: ("sending", "text"),
    Delivery.AMBIGUOUS: ("checking", "text"),
    Delivery.BLOCKED: ("held", "red"),
    Delivery.REFUSED: ("refused", "red"),
}


def outbox_line(entry: OutboxEntry, moment: Moment, width: int) -> Line:
    """What, about which ticket, how far, since when."""
    words, role = _STATES.get(entry.state, (str(entry.state), "dim"))
    room = max(8, width - 2 - _REF - 2 - 2 - _STATE - _AGO)
    line = safe_line(entry.line, _TEXT_LIMIT)
    reason = safe_line(entry.reason, _TEXT_LIMIT)
    shown = f"{line}: {reason}" if reason and entry.state.needs_a_person else line
    return (
        Span("× " if entry.state.needs_a_person else "↑ ", role),
        Span(fit(safe_line(entry.ref.rpartition("/")[2], 60), _REF) + "  ", "dim"),
        Span(fit(shown, room)),
        Span("  " + fit(words, _STATE), role),
        Span(fit_right(moment.ago(entry.queued_at), _AGO), "dim"),
    )


def outbox_detail(entry: OutboxEntry, moment: Moment, width: int) -> tuple[Line, ...]:
    """The whole of it, why it stands where it stands, and what can be done."""
    words, role = _STATES.get(entry.state, (str(entry.state), "dim"))
    ref = safe_line(entry.ref, 120) or "no ticket"
    lines: list[Line] = [
        *_all(wrap(f"{ref}  {entry.verb}", width), "strong"),
        *flow((Span(words, role), Span(f", recorded {moment.absolute(entry.queued_at)}", "dim")), width),
    ]
    if entry.retry_at is not None:
        lines.append((Span(f"tried again {moment.clock_time(entry.retry_at)}", "dim"),))
    if entry.reason:
        lines += [EMPTY, (Span("WHY", "heading"),), *_block(entry.reason, width)]
    lines += [EMPTY, (Span("WHAT", "heading"),), *_block(entry.reply or entry.line, width)]
    if entry.state.needs_a_person:
        advice = _advice(entry)
        lines += [EMPTY, *_all(wrap(advice, width), "dim")]
    return tuple(lines)


def _advice(entry: OutboxEntry) -> str:
    """What Enter offers."""
    if entry.is_disputed:
        return "Enter: send yours, or keep what is on GitHub."
    edit = " edit it," if entry.reply else ""
    return f"Enter: send it again,{edit} drop it, or copy it to do it by hand."


def diary_line(entry: DiaryEntry, moment: Moment, width: int) -> Line:
    """When, who, what."""
    head = f"{moment.clock_time(entry.at)}  {clip(name(entry.by), 12)}  "
    room = max(8, width - 2 - cells(head))
    return (Span("  "), Span(head, "dim"), Span(clip(safe_line(entry.text, _TEXT_LIMIT), room)))


def diary_detail(entry: DiaryEntry, moment: Moment, width: int) -> tuple[Line, ...]:
    """The whole entry."""
    head = f"{moment.absolute(entry.at)}, {name(entry.by)}"
    return (*_all(wrap(head, width), "dim"), EMPTY, *_block(entry.text, width))


def link_line(page: Link, width: int) -> Line:
    """A page of the team's."""
    title = fit(safe_line(page.name, 60), 18)
    return (
        Span("  "),
        Span(title),
        Span(" " + clip(safe_line(page.url, 400), max(8, width - 21)), "dim"),
    )


def link_detail(page: Link, width: int) -> tuple[Line, ...]:
    """The whole address."""
    shown = safe_link(page.url)
    head = _all(wrap(safe_line(page.name, 200), width), "strong")
    if shown is None:
        return (*head, EMPTY, *_all(wrap("not an http or https address; it cannot be opened", width), "text"))
    return (*head, EMPTY, *_all(wrap(shown, width), "dim"), EMPTY, (Span("o opens it", "dim"),))


def _block(text: str, width: int) -> tuple[Line, ...]:
    return _all(wrap(safe_block(text), width), "text")


def _all(rows: list[str], role: Role) -> tuple[Line, ...]:
    return tuple((Span(row, role),) for row in rows)
