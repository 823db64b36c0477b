"""One ticket, whole: facts, clock, what is next, spinoffs, the conversation, the link. As wrapped lines."""

from datetime import timedelta

from shiftui.domain import times
from shiftui.domain.queue import Lane, Placed
from shiftui.domain.safe_text import safe_block, safe_line, safe_link
from shiftui.domain.tickets import Note, Ticket
from shiftui.domain.vocabulary import Absence, NoteKind, Response, Severity, Sharing, Via
from shiftui.service.threads import Thread
from shiftui.tui.lines import EMPTY, Line, Role, Span, cells, flow, joined, wrap
from shiftui.tui.view_models.moment import Moment, name
from shiftui.tui.view_models.rows import SHAPES, clock_role, critical_role

LATEST = 200
"""How many entries of a conversation are shown; earlier ones are a count."""
ENTRY_LINES, ENTRY_LINE = 200, 1_000
_TITLE_LIMIT, _FIELD_LIMIT = 400, 2_000
_CLOSED: dict[str, str] = {
    Absence.DELETED: "deleted on GitHub; what was known of it is kept here",
    Absence.HIDDEN: "no longer to be seen on GitHub; what was known of it is kept here",
}
_SECOND = timedelta(seconds=1)


def headline(placed: Placed, moment: Moment, width: int) -> tuple[Line, ...]:
    """Reference and title, the title hanging beside it."""
    ref = moment.ref(placed.key)
    indent = cells(ref) + 2
    title = safe_line(placed.ticket.issue.title, _TITLE_LIMIT).strip() or "(no title)"
    if indent > width // 2:
        return (_span(ref, "strong"), *_all(wrap(title, width), "strong"))
    first, *rest = wrap(title, width - indent)
    return (
        (Span(f"{ref}  {first}", "strong"),),
        *((Span(" " * indent + row, "strong"),) for row in rest),
    )


def facts(placed: Placed, moment: Moment, width: int) -> tuple[Line, ...]:
    """What it is, from whom, since when, who has it, and how the clock stands. Changes with the time."""
    ticket = placed.ticket
    lines: list[Line] = [
        *flow(_kind(placed), width),
        *_all(wrap(_origin(ticket, moment), width), "dim"),
        EMPTY,
        *_clock(placed, moment, width),
        *_all(wrap(_who(placed, moment), width), "dim"),
    ]
    if placed.lane <= Lane.ASLEEP:
        lines += _all(wrap(f"{_place(placed, moment)} in the queue: {_reason(placed)}", width), "dim")
    lines += _sharing(ticket, moment, width)
    return tuple(line for line in lines if not line or line[0].text)


def plan(placed: Placed, moment: Moment, width: int) -> tuple[Line, ...]:
    """Summary, next action, contingency, spinoffs, what it came from."""
    work = placed.ticket.work
    lines: list[Line] = []
    if work.summary:
        lines += [EMPTY, _heading("SUMMARY"), *_field(work.summary, width, "text")]
    if work.next_action or work.contingency:
        lines += [EMPTY, _heading("NEXT")]
        lines += _field(
            work.next_action or "no next action yet", width, "text" if work.next_action else "dim"
        )
        if work.contingency:
            lines += _field(f"if it goes wrong: {work.contingency}", width, "dim")
    if work.estimate_hours is not None:
        lines.append(_span(f"about {work.estimate_hours:g} h of work", "dim"))
    if work.spinoffs:
        lines += [EMPTY, _heading("SPINOFFS"), *_linked(work.spinoffs, moment, width)]
    if work.origin is not None:
        lines += [EMPTY, _heading("SPUN OFF FROM"), *_linked((work.origin,), moment, width)]
    return tuple(lines)


def conversation(thread: Thread | None, moment: Moment, width: int) -> tuple[Line, ...]:
    """The body and what was said since, oldest first. `None` while it is being read."""
    if thread is None:
        return (EMPTY, _heading("CONVERSATION"), _span("reading …", "dim"))
    ticket = thread.ticket
    lines: list[Line] = [EMPTY, _heading("CONVERSATION")]
    by = name(ticket.requester or ticket.issue.opened_by, "nobody named")
    lines += _all(wrap(f"{moment.clock_time(ticket.issue.opened_at)} {by}", width), "dim")
    body = thread.body.strip()
    lines += _block(body, width, "text") if body else [_span("(no text)", "dim")]
    earlier = len(thread.notes) - LATEST
    if earlier > 0:
        more = f"… {earlier} earlier entries; o shows them on GitHub"
        lines += [EMPTY, *_all(wrap(more, width), "dim")]
    before: Note | None = None
    for note in thread.notes[-LATEST:]:
        quiet = note.kind is NoteKind.EVENT and before is not None and before.kind is NoteKind.EVENT
        lines += _note(note, moment, width, parted=not quiet)
        before = note
    return tuple(lines)


def link(placed: Placed, width: int) -> tuple[Line, ...]:
    """The whole address, so that nobody opens what they have not seen."""
    url = placed.ticket.issue.url
    if not url:
        return ()
    shown = safe_link(url)
    if shown is None:
        return (EMPTY, *_all(wrap("its address is not one that a browser may be given", width), "dim"))
    return (EMPTY, *_all(wrap(shown, width), "dim"))


def _note(note: Note, moment: Moment, width: int, *, parted: bool) -> list[Line]:
    by, when = name(note.by), moment.clock_time(note.at)
    if note.kind is NoteKind.EVENT:
        words = f"{when} {by} {safe_line(note.text, _FIELD_LIMIT)}"
        return [*([EMPTY] if parted else []), *_all(wrap(words, width), "dim")]
    kind = {
        NoteKind.NOTE: "note",
        NoteKind.RESPONSE: "reply",
        NoteKind.QUESTION: "asks",
        NoteKind.ANSWER: "answers",
    }.get(note.kind, "")
    marks = (kind, "team only" if note.team_only else "", "" if note.delivered else "not delivered yet")
    label = ", ".join(mark for mark in marks if mark)
    head = f"{when} {by}" + (f"   {label}" if label else "")
    return [EMPTY, *_all(wrap(head, width), "dim"), *_block(note.text.strip(), width, "text")]


def _kind(placed: Placed) -> Line:
    issue, work, severity = placed.ticket.issue, placed.ticket.work, placed.severity
    parts: list[Line] = [(Span(issue.priority or "untriaged", "dim"),)]
    if severity is not None:
        role = critical_role(placed.lane) if severity is Severity.CRITICAL else "dim"
        parts.append((Span(f"{SHAPES[severity]} {severity}", role),))
    if work.spinoff_kind is not None:
        parts.append((Span(f"spinoff: {work.spinoff_kind}", "dim"),))
    parts += [(Span(f"class {safe_line(one, 40)}", "dim"),) for one in issue.classes]
    return joined(parts)


def _origin(ticket: Ticket, moment: Moment) -> str:
    opened = ticket.issue.opened_at
    who = name(ticket.requester, "")
    by = "" if ticket.work.via is Via.GITHUB else f" by {ticket.work.via}".replace("email", "e-mail")
    whom = f"{who}{by}, " if who else ""
    return f"{whom}opened {moment.absolute(opened)}, {moment.ago(opened)}"


def _place(placed: Placed, moment: Moment) -> str:
    """`1st`, `2nd` … among what is open."""
    number = moment.place(placed.key)
    last = number % 10 if number % 100 not in (11, 12, 13) else 0
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(last, 'th') }"


def _reason(placed: Placed) -> str:
    """Why it stands there; a countdown stands above it already, and one is enough."""
    match placed.clock.state if placed.clock is not None else None:
        case Response.BREACHED:
            return "its response is breached"
        case Response.AT_RISK:
            return "its response is at risk"
        case _:
            return placed.why


def _sharing(ticket: Ticket, moment: Moment, width: int) -> list[Line]:
    """What has not reached GitHub, the reply above all."""
    match moment.snapshot.sharing(ticket.key):
        case Sharing.REFUSED:
            return _all(wrap("not delivered; 5 shows why", width), "red")
        case Sharing.QUEUED if moment.reply_waits(ticket.key):
            return _all(wrap("reply not delivered yet", width), "strong")
        case Sharing.QUEUED:
            return _all(wrap("changes not on GitHub yet", width), "dim")
        case Sharing.NOT_SHARED:
            return _all(wrap("notes stay on this machine", width), "dim")
        case _:
            return []


def _clock(placed: Placed, moment: Moment, width: int) -> list[Line]:
    clock, ticket = placed.clock, placed.ticket
    who = name(ticket.requester, "the requester")
    if placed.lane is Lane.RESOLVED or ticket.resolution:
        return [*_ending(ticket, moment, width)]
    if clock is None:
        return []
    due = moment.absolute(clock.due_at)
    silence = "" if moment.reply_waits(ticket.key) else f"nobody has written to {who} yet"
    match clock.state:
        case Response.BREACHED:
            late = moment.now - clock.due_at
            breached = f"breached {times.left(late)} ago" if late >= _SECOND else "just now breached"
            first: Line = (Span(breached, clock_role(clock)), Span(f", was due {due}", "dim"))
            return [*flow(first, width), *_all(wrap(silence, width), "text")]
        case Response.MET | Response.MISSED:
            return [*_answered(placed, moment, width)]
        case _:
            left = f"{times.left(clock.due_at - moment.now)} left"
            first = (Span(left, clock_role(clock)), Span(" to the first response"))
            rest = f"due {due}; {silence}" if silence else f"due {due}"
            return [*flow(first, width), *_all(wrap(rest, width), "dim")]


def _answered(placed: Placed, moment: Moment, width: int) -> tuple[Line, ...]:
    clock, ticket = placed.clock, placed.ticket
    if clock is None or ticket.responded_at is None:
        return ()
    by = name(ticket.responded_by, "")
    when = moment.absolute(ticket.responded_at)
    met = clock.state is Response.MET
    how: Line = (Span("answered in time", "green"),) if met else (Span("answered late", "dim"),)
    return flow((*how, Span(f"{' by ' + by if by else ''}, {when}", "dim")), width)


def _ending(ticket: Ticket, moment: Moment, width: int) -> tuple[Line, ...]:
    kinds = ", ".join(ticket.resolution) or _CLOSED.get(ticket.issue.state_reason or "", "closed on GitHub")
    at = ticket.resolved_at
    if at is None:
        return flow((Span("referred to the backlog", "text"),), width)
    by = name(ticket.work.resolved_by, "")
    words = f"{', by ' + by if by else ''}, {moment.absolute(at)}"
    lines = flow((Span(f"resolved: {kinds}"), Span(words, "dim")), width)
    if ticket.work.no_spinoff:
        why = wrap(safe_line(f"no spinoff owed: {ticket.work.no_spinoff}"), width)
        lines = (*lines, *_all(why, "dim"))
    return lines


def _who(placed: Placed, moment: Moment) -> str:
    work = placed.ticket.work
    if work.acknowledged_at is None:
        others = [name(login) for login in placed.ticket.issue.assignees[:5]]
        return f"assigned to {', '.join(others)}" if others else ""
    return f"{name(work.acknowledged_by)} has it, since {moment.clock_time(work.acknowledged_at)}"


def _linked(keys: tuple[str, ...], moment: Moment, width: int) -> list[Line]:
    lines: list[Line] = []
    for key in keys[:50]:
        ref = moment.ref(key)
        ticket = moment.snapshot.tickets.get(key)
        title = safe_line(ticket.issue.title, _TITLE_LIMIT) if ticket is not None else "not read yet"
        ended = ", resolved" if ticket is not None and ticket.resolved_at is not None else ""
        lines += flow(
            (Span(f"{ref} ", "dim"), Span(title, "dim" if ended else "text"), Span(ended, "dim")), width
        )
    return lines


def _field(text: str, width: int, role: Role) -> list[Line]:
    return _block(text[:_FIELD_LIMIT], width, role)


def _block(text: str, width: int, role: Role) -> list[Line]:
    return _all(wrap(safe_block(text, ENTRY_LINES, ENTRY_LINE), width), role)


def _all(rows: list[str], role: Role) -> list[Line]:
    return [(Span(row, role),) for row in rows]


def _heading(text: str) -> Line:
    return (Span(text, "heading"),)


def _span(text: str, role: Role) -> Line:
    return (Span(text, role),)
