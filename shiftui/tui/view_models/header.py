"""The first row: where we are, who is on duty, and how far this machine is in step with GitHub."""

from datetime import timedelta

from shiftui.domain import times
from shiftui.domain.duty import handoff
from shiftui.domain.replica import duty_of
from shiftui.domain.safe_text import safe_line
from shiftui.domain.trouble import Trouble
from shiftui.domain.values import dataclass
from shiftui.service.snapshot import Snapshot
from shiftui.tui.lines import EMPTY, Line, Span, as_many, clip, spread, width_of
from shiftui.tui.view_models.moment import NAME_LIMIT, Moment, name
from shiftui.tui.view_models.rows import EDGE

REMIND_BEFORE = timedelta(hours=1)
"""Before its end the header says that a shift is to be handed over."""
CHASED_AFTER = timedelta(minutes=30)
"""For so long an offer waits before the header says how long it has waited."""
BAR = 12
"""Cells of a progress bar."""
_PLACE, _BUSY = 24, 24
"""Cells that a repository's name, and what is being done, may fill."""


@dataclass(frozen=True, slots=True)
class SyncLook:
    """How the courier stands, taken from the poller at one instant."""

    busy: str = ""
    done: int = 0
    total: int = 0


def header_line(moment: Moment, sync: SyncLook, width: int) -> Line:
    """Repository and who is on duty at the left; sync, queue and badges at the right."""
    edge = Span(" " * EDGE)
    place = _place(moment.snapshot)
    right = as_many([*_sync(moment, sync), *_badges(moment.snapshot)], width - 2 * EDGE - width_of(place) - 3)
    room = width - 2 * EDGE - width_of(right) - 3
    left = as_many([place, _on_duty(moment, room - width_of(place) - 3)], room)
    return (*spread((edge, *left), right, width - EDGE), edge)


def _place(snapshot: Snapshot) -> Line:
    if not snapshot.repo:
        return (Span("shiftui", "strong"), Span("  local workspace", "dim"))
    return (Span(clip(safe_line(snapshot.repo.rpartition("/")[2], NAME_LIMIT), _PLACE), "strong"),)


def _on_duty(moment: Moment, room: int) -> Line:
    """Who is on duty, and as much else as has room; before any word of shifts, whoever sits here."""
    duty = moment.duty
    if duty is None:
        return (Span(name(moment.me)),) if moment.me else (Span("nobody named; set local.me", "dim"),)
    if duty.primary is None:
        return (Span("nobody is on duty", "strong"),)
    backup: Line = (Span(f" · backup {name(duty.backup)}", "dim"),) if duty.backup else EMPTY
    made = handoff(duty_of(moment.snapshot.state), moment.snapshot.settings).open_offer
    offered: Line = EMPTY
    if made is not None:
        waits = moment.now - made.at
        since = f", not accepted for {times.age(waits)}" if waits >= CHASED_AFTER else ""
        offered = (Span(f" · offered to {name(made.to)}{since}", "text"),)
    elif duty.ends is not None and duty.ends - moment.now <= REMIND_BEFORE:
        over = duty.ends <= moment.now
        offered = (Span(" · shift is over: hand it over" if over else " · hand over soon", "text"),)
    who = Span(name(duty.primary))
    until: Line = (Span(f" until {moment.clock_time(duty.ends)}", "dim"),) if duty.ends is not None else EMPTY
    wordings: tuple[Line, ...] = ((who, *until, *backup, *offered), (who, *backup, *offered), (who, *offered))
    return next((one for one in wordings if width_of(one) <= room), (who,))


def _badges(snapshot: Snapshot) -> list[Line]:
    found: list[Line] = []
    if snapshot.settings.read_only:
        found.append((Span("read-only", "text"),))
    if shares_nothing(snapshot):
        found.append((Span("notes not shared", "text"),))
    return found


def shares_nothing(snapshot: Snapshot) -> bool:
    """Whether team text stays on this machine: the log repository is public, or not known to be private."""
    connected = snapshot.state.connected
    if connected is None:
        return False
    private = connected.log_private if connected.log else connected.repo_private
    return private is not True


def _sync(moment: Moment, sync: SyncLook) -> list[Line]:
    snapshot = moment.snapshot
    state = snapshot.state
    if state.is_local and not snapshot.settings.github.repo:
        return []
    queued = len(snapshot.outbox)
    stuck = sum(entry.state.needs_a_person for entry in snapshot.outbox)
    waiting: Line = (Span(f"{queued} queued", "text"),) if queued else EMPTY
    refused: Line = (Span(f"{stuck} not delivered", "red"),) if stuck else EMPTY
    if sync.busy:
        return [refused, _progress(sync), waiting]
    trouble = _trouble(moment)
    if state.synced_at is None:
        words = f"{trouble}, never synced" if trouble else "not synced yet"
        return [refused, (Span(words, "text" if trouble else "dim"),), waiting]
    ago = _calm_ago(moment.now - state.synced_at)
    if trouble:
        return [refused, (Span(trouble, "strong"), Span(f"  synced {ago}", "dim")), waiting]
    return [refused, (Span(f"synced {ago}", "dim"),), waiting]


def _trouble(moment: Moment) -> str:
    """What is wrong, and until when where GitHub has said so; empty when nothing is."""
    report = moment.snapshot.state.report
    until = report.retry_at
    if report.trouble is not Trouble.LIMITED or until is None:
        return report.trouble.words
    zone = moment.snapshot.settings.hours.timezone
    if until <= moment.now:
        return ""
    return f"{report.trouble.words} until {times.clock_time(until, zone, moment.now)}"


def _progress(sync: SyncLook) -> Line:
    """What is being done, and how much is left where that is known."""
    busy = clip(safe_line(sync.busy, NAME_LIMIT), _BUSY)
    if sync.total <= 0:
        return (Span(busy, "text"), Span(f" {sync.done:,}" if sync.done else "", "dim"))
    full = min(BAR, BAR * sync.done // sync.total)
    return (
        Span(busy + " "),
        Span("━" * full, "accent"),
        Span("━" * (BAR - full), "line"),
        Span(f" {sync.done:,} of {sync.total:,}", "dim"),
    )


def _calm_ago(delta: timedelta) -> str:
    """In steps of ten seconds below a minute, so that the header does not tick."""
    if delta < timedelta(seconds=10):
        return "just now"
    if delta < timedelta(minutes=1):
        return times.ago(delta - delta % timedelta(seconds=10))
    return times.ago(delta)
