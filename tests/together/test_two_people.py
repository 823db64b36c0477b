"""Two people, each offline for thirty operations; then both sync until all is quiet."""

import re
from collections import Counter
from typing import Any

from shiftui.cli import render
from shiftui.domain.operations.acknowledged import acknowledge
from shiftui.domain.operations.diary_written import write_diary
from shiftui.domain.operations.fields_set import set_fields
from shiftui.domain.operations.noted import note
from shiftui.domain.operations.opened import open_ticket
from shiftui.domain.operations.resolved import reopen, resolve
from shiftui.domain.operations.responded import respond
from shiftui.domain.operations.snoozed import snooze
from shiftui.domain.operations.spun_off import spin_off
from shiftui.domain.vocabulary import Priority, Resolution, Severity, WaitingOn
from shiftui.service import outbox
from shiftui.service.desk import Desk
from tests.github.machine import Clock
from tests.inmemory_github import InMemoryGitHub
from tests.inmemory_github.fixtures import LOG, REPO
from tests.together.conftest import Laptop, MakeLaptop


def shown(desk: Desk) -> list[dict[str, Any]]:
    """`list --json --all` but for `sync`; what each machine names its own way is left out."""
    snapshot = desk.everything()
    rows = [render.ticket(one, snapshot, desk.thread(one.key)) for one in snapshot.queue(desk.now())]
    return [{name: row[name] for name in row if name not in ("sync", "local_ref")} for row in rows]


def thirty(desk: Desk, clock: Clock, *, first: bool) -> list[str]:
    """Thirty operations, many of them on what the other one touches too; their ids."""
    ids: list[str] = []

    def do(verb: Any, *args: Any, **kwargs: Any) -> str:
        recorded = desk.do(verb, *args, **kwargs) if args and args[0] != "" else desk.write(verb, **kwargs)
        ids.append(recorded.operation.id)
        clock.pass_(seconds=7)
        return recorded.operation.ticket

    who = "mia" if first else "leo"
    mine, theirs = ("1", "2") if first else ("2", "1")
    for number in ("1", "2", "3", "4", "5"):
        do(note, number, f"{who} was here")
    do(acknowledge, mine)
    do(set_fields, mine, priority=Priority.SERVICE)
    do(set_fields, theirs, priority=Priority.SECURITY)
    do(set_fields, "3", severity=Severity.ERROR if first else Severity.CRITICAL)
    do(set_fields, "3", summary=f"{who}'s summary", next_action="wait")
    do(set_fields, "4", waiting_on=WaitingOn.REQUESTER if first else WaitingOn.THIRD_PARTY)
    do(set_fields, "5", contingency="call the vendor", estimate_hours=2.0)
    do(respond, mine, f"{who} looks into it")
    do(respond, "5", f"{who} answers, too")
    do(snooze, "4", clock().replace(hour=23))
    do(resolve, mine, [Resolution.FIXED if first else Resolution.ANSWERED], no_spinoff="typo")
    do(reopen, mine)
    do(resolve, "6", [Resolution.ANSWERED if first else Resolution.KNOWN_ISSUE])
    born = do(open_ticket, "", title=f"{who} captured this", body="All seats taken")
    do(note, born, "on the way")
    do(set_fields, born, priority=Priority.CUSTOMER)
    spun = do(spin_off, "3", "Fix the cause", body=f"as {who} sees it")
    do(note, spun, "not urgent")
    for index in range(5):
        do(write_diary, "", text=f"{who}'s diary {index}")
    do(note, born, "a slip")
    desk.undo()
    do(note, "3", "one more")
    assert len(ids) == 30
    return [id for id in ids if id != ids[-2]]


def until_quiet(laptops: list[Laptop], clock: Clock) -> None:
    """Turn by turn, as a person would: what is disputed stays as it is on GitHub, what is held is sent."""
    for _ in range(12):
        busy = False
        for one in laptops:
            report = one.sync()
            for entry in one.desk.snapshot.outbox:
                if entry.state.needs_a_person:
                    settle = outbox.drop if entry.is_disputed else outbox.retry
                    settle(one.desk, entry.id)
            busy |= bool(report.pulled or report.sent or one.desk.snapshot.outbox)
        clock.pass_(seconds=240)
        if not busy:
            return
    raise AssertionError([one.desk.snapshot.outbox for one in laptops])


def test_thirty_operations_each_while_both_are_offline(
    github: InMemoryGitHub, laptop: MakeLaptop, clock: Clock
) -> None:
    for index in range(6):
        github.web("j-doe").open_issue(REPO, f"Issue {index}", "It fails")
    mia, leo = laptop("mia"), laptop("leo")
    for one in (mia, leo):
        one.sync()
    github.stop()
    ids = thirty(mia.desk, clock, first=True) + thirty(leo.desk, clock, first=False)
    for one in (mia, leo):
        one.sync()
    github.start()
    until_quiet([mia, leo], clock)

    assert shown(mia.desk) == shown(leo.desk)
    assert [entry.text for entry in mia.desk.snapshot.diary] == [
        entry.text for entry in leo.desk.snapshot.diary
    ]
    everything = github.texts(REPO) + github.texts(LOG)
    creations = Counter(re.findall(r'"id": ?"([0-9a-f-]{36})"[^}]*"kind"', everything))
    assert [id for id, count in creations.items() if count > 1] == []
    kept = [id for id in ids if id in everything]
    assert len(kept) >= len(ids) - 12, "labels leave no id; all the rest stands there"
    for number in range(1, 7):
        labels = github.labels(REPO, number)
        assert len(labels) == len({name.partition(":")[0] for name in labels}), labels
    titles = Counter(issue.title for issue in github.issues(REPO))
    assert titles["mia captured this"] == titles["leo captured this"] == 1
    assert titles["Fix the cause"] == 2

    before = len(github.requests)
    for one in (mia, leo):
        report = one.sync()
        assert (report.sent, report.pulled, report.queued) == (0, 0, 0)
    again = [each for each in github.requests[before:] if "/contents/" not in each.path]  # every ten minutes
    assert {exchange.status for exchange in again} == {304}
    assert len(again) <= 4
