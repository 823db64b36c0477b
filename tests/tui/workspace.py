"""An invented team's workspace on a Monday afternoon, with a ticket in every state that a screen can show."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from shiftui.domain.conversation import Comment
from shiftui.domain.operations.acknowledged import acknowledge
from shiftui.domain.operations.diary_written import write_diary
from shiftui.domain.operations.fields_set import set_fields
from shiftui.domain.operations.noted import note
from shiftui.domain.operations.opened import open_ticket
from shiftui.domain.operations.responded import respond
from shiftui.domain.operations.snoozed import snooze
from shiftui.domain.operations.spun_off import spin_off
from shiftui.domain.records import CommentRow, Connected, IssueRow, Pulled, Record, SyncEnded, SyncReport
from shiftui.domain.settings import GitHubSettings, Goals, Person, Settings
from shiftui.domain.tickets import Issue
from shiftui.domain.vocabulary import Priority, Severity, State, Via, WaitingOn
from shiftui.service.desk import Desk
from tests.tui.support import Ids, MemoryJournal, NoCheckpoint, StoppedClock

NOW = datetime(2026, 11, 23, 23, 33, tzinfo=UTC)
"""Monday 15:33 in Los Angeles."""
REPO, LOG, TRACKER = "visit-dav/live-incidents", "visit-dav/oncall-log", "visit-dav/visit"
_MIN, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
CONNECTED = Connected(NOW - _DAY, "mia", REPO, False, LOG, True, TRACKER, False)
"""A public incident repository with a private log."""

SETTINGS = Settings(
    me="mia",
    hours=replace(Settings().hours, timezone="America/Los_Angeles"),
    people=(
        Person("mia", "Mia Lind", "mia@example.org, +1 555 0100", veteran=True),
        Person("leo", "Leo Park"),
        Person("ada", "Ada Roth"),
    ),
    goals=Goals(
        since=NOW - 30 * _DAY,
        always=frozenset({Priority.SERVICE}),
        priority={Priority.OPERATIONAL: 0, Priority.SECURITY: 240},
    ),
    links={
        "dashboard": "https://grafana.example.org/d/visit",
        "runbooks": "https://wiki.example.org/runbooks",
    },
    github=GitHubSettings(repo=REPO, log=LOG, tracker=TRACKER),
)


def issue(number: int, title: str, opened: datetime, by: str = "j.doe", **more: object) -> IssueRow:
    """A row as GitHub lists it."""
    body = str(more.pop("body", ""))
    fields: dict[str, object] = {
        "title": title,
        "opened_at": opened,
        "number": number,
        "id": 1_000 + number,
        "repo": REPO,
        "url": f"https://github.com/{REPO}/issues/{number}",
        "opened_by": by,
        "association": "NONE",
        "updated_at": opened,
    }
    return IssueRow(Issue(**{**fields, **more}), body)  # type: ignore[arg-type]


def said(number: int, id: int, by: str, at: datetime, text: str) -> CommentRow:
    """A comment on an issue."""
    return CommentRow(REPO, number, Comment(id, by, at, text, "MEMBER" if by in ("mia", "leo") else "NONE"))


def _issues(now: datetime) -> Iterable[IssueRow]:
    plots = "After upgrading, every pseudocolor plot is blank. 3.4.1 was fine.\n\nLinux, NVIDIA 550, remote."
    yield issue(474, "Licence server flaps since 13:10", now - 100 * _MIN, "kim", priority=Priority.SERVICE,
                severity=Severity.ERROR, body="Every few minutes nobody gets a licence.")  # fmt: skip
    yield issue(482, "Plots blank after the 3.4.2 upgrade", now - 48 * _MIN - 19 * timedelta(seconds=1),
                priority=Priority.CUSTOMER, severity=Severity.ERROR, body=plots)  # fmt: skip
    yield issue(479, "CVE in libpng: rebuild the bundle", now - 2 * _DAY, "dependabot",
                opened_by_bot=True, priority=Priority.SECURITY, severity=Severity.ERROR)  # fmt: skip
    yield issue(485, "Movie export drops the last frame", now - 19 * _MIN, "r.ng",
                priority=Priority.CUSTOMER, severity=Severity.ERROR)  # fmt: skip
    yield issue(486, "Cannot log in from the new cluster", now - 6 * _MIN, "t.okafor")
    yield issue(468, "Reader for CGNS 4.5 crashes on one zone only", now - 1 * _DAY, "m.sato",
                priority=Priority.CUSTOMER, severity=Severity.WARNING)  # fmt: skip
    yield issue(470, "How do I export to USD?", now - 1 * _DAY, "l.brandt", priority=Priority.CUSTOMER,
                waiting_on=WaitingOn.REQUESTER)  # fmt: skip
    yield issue(461, "Slow startup over VPN", now - 4 * _DAY, "p.silva", priority=Priority.CUSTOMER,
                waiting_on=WaitingOn.REQUESTER)  # fmt: skip
    yield issue(455, "Ask Kitware about the VTK patch", now - 6 * _DAY, "h.yu", priority=Priority.CUSTOMER,
                waiting_on=WaitingOn.THIRD_PARTY)  # fmt: skip
    yield issue(431, "Prune the nightly logs", now - 9 * _DAY, "leo", association="MEMBER",
                priority=Priority.OPERATIONAL)  # fmt: skip
    yield issue(433, "Rotate the signing keys", now - 8 * _DAY, "ada", association="MEMBER",
                priority=Priority.OPERATIONAL, severity=Severity.WARNING)  # fmt: skip
    yield issue(440, "Scale colours by log in the legend", now - 5 * _DAY, "w.fox",
                priority=Priority.CUSTOMER, state=State.RESOLVED, closed_at=now - 3 * _DAY)  # fmt: skip
    yield issue(441, "Window opens off screen", now - 7 * _HOUR, "s.ito", priority=Priority.CUSTOMER,
                state=State.RESOLVED, closed_at=now - 3 * _HOUR)  # fmt: skip
    yield issue(120, "Old question about Silo files", now - 400 * _DAY, "old.timer")
    yield issue(121, "Windows installer asks twice", now - 390 * _DAY, "old.timer")


def _comments(now: datetime) -> Iterable[CommentRow]:
    yield said(479, 10, "leo", now - 47 * _HOUR, "Rebuilding; the mirror has no 1.6.44 yet.")
    yield said(468, 11, "mia", now - 23 * _HOUR, "We can see it here. Does it happen with 4.4 too?")
    yield said(468, 12, "m.sato", now - 3 * _HOUR, "Yes, with 4.4 as well. File attached.")
    yield said(470, 13, "mia", now - 22 * _HOUR, "Which version, and do you need the materials?")
    yield said(461, 14, "leo", now - 4 * _DAY + 9 * _MIN, "Could you time it with -nowin?")
    yield said(455, 15, "leo", now - 6 * _DAY + 20 * _MIN, "Sent to Kitware.")
    yield said(441, 18, "leo", now - 6 * _HOUR, "Delete ~/.visit/windows; it is written anew.")
    yield said(440, 16, "mia", now - 4 * _DAY, "It is in the 3.4.1 notes.")
    yield said(440, 17, "w.fox", now - 30 * _MIN, "That does not work with negative values.")


def records(now: datetime) -> list[Record]:
    return [
        CONNECTED,
        Pulled(now - 60 * _MIN, tuple(_issues(now)), tuple(_comments(now)), cursors={"issues": "1"}),
        SyncEnded(now - timedelta(seconds=40), SyncReport(pulled=14)),
    ]


def memory_desk(
    clock: StoppedClock, settings: Settings = SETTINGS, records: Iterable[Record] = ()
) -> tuple[Desk, MemoryJournal]:
    """A desk over a journal in memory that holds these records."""
    journal = MemoryJournal()
    journal.append(list(records))
    return desk_on(journal, clock, settings), journal


def desk_on(journal: MemoryJournal, clock: StoppedClock, settings: Settings = SETTINGS, ids: int = 0) -> Desk:
    """A desk of another process over the same journal; its UUIDs begin after `ids`."""
    return Desk(journal, NoCheckpoint(), clock, settings, Ids(ids))


def invented_desk(now: datetime = NOW, settings: Settings = SETTINGS) -> Desk:
    """The workspace at `now`: about a dozen tickets, in every lane; its clock stands still."""
    clock = StoppedClock(now)
    desk, _ = memory_desk(clock, settings, records(now))
    clock.at = now - 2 * _DAY
    desk.do(acknowledge, "#479")
    clock.at = now - _DAY
    desk.write(write_diary, "Moved the nightly build to the new host; nobody noticed.")
    clock.at = now - 35 * _MIN
    desk.do(note, "#482", "Same GPU driver as #455? Asked ops for the log.")
    desk.do(set_fields, "#482", next_action="Get the log, then try --mesa",
            contingency="call ops 0199 about the driver", summary="Blank with NVIDIA 550 only")  # fmt: skip
    desk.do(spin_off, "#482", "Detect blank frames before they are saved")
    clock.at = now - 30 * _MIN
    desk.do(snooze, "#431", now + 87 * _MIN)
    desk.write(open_ticket, "Document the new queue names", priority=Priority.OPERATIONAL,
               severity=Severity.WARNING, opened_at=now - 3 * _DAY)  # fmt: skip
    desk.do(set_fields, "L2", estimate_hours=2)
    clock.at = now - 20 * _MIN
    desk.write(open_ticket, "Colour tables lost on Windows", requester="Ana Ruiz <ana@lab.example>",
               via=Via.EMAIL, priority=Priority.CUSTOMER, opened_at=now - 55 * _MIN,
               body="Since Friday all saved colour tables are gone.",
               sender="From: Ana Ruiz <ana@lab.example>")  # fmt: skip
    clock.at = now - 15 * _MIN
    desk.do(respond, "L3", "We are looking into it; do you still have the old folder?", via=Via.EMAIL)
    clock.at = now
    return desk


def empty_desk(now: datetime = NOW, settings: Settings = SETTINGS) -> Desk:
    """The same team before the first ticket."""
    return memory_desk(StoppedClock(now), settings, records(now)[:1])[0]


def local_desk(now: datetime = NOW) -> Desk:
    """A workspace without a repository, with nothing in it."""
    return memory_desk(StoppedClock(now), replace(SETTINGS, github=GitHubSettings()))[0]
