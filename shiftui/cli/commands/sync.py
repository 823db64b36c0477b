"""`sync`: one pass of keeping in step with GitHub, or passes until somebody interrupts."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

import click

from shiftui.cli import DONE, TRY_AGAIN, output
from shiftui.cli.params import json_option
from shiftui.cli.render import report as report_json
from shiftui.cli.session import Session
from shiftui.domain.records import SyncReport
from shiftui.domain.refusals import Refused
from shiftui.domain.times import left

if TYPE_CHECKING:
    from shiftui.service.sync import Courier


class NoRepository(Refused):
    """A local workspace has nobody to keep in step with."""

    def __init__(self) -> None:
        super().__init__(
            "this workspace has no repository; `shiftui init --repo OWNER/NAME` sets up one that does"
        )


@click.command()
@click.option("--watch", is_flag=True, help="Go on until interrupted.")
@json_option
@click.pass_obj
def sync(session: Session, watch: bool, as_json: bool) -> int:
    """Read what is new on GitHub and send what is queued."""
    courier = session.workspace.courier()
    if courier is None:
        raise NoRepository
    try:
        if watch:
            gc.enable()
            _watch(session, courier, as_json=as_json)
        progress = Progress()
        report = courier.sync(progress)
        progress.clear()
    finally:
        courier.tracker.close()
    _tell(report, session, as_json=as_json)
    _warn(session.desk.team_problems)
    return TRY_AGAIN if report.error or (report.retry_at is not None and report.queued) else DONE


class Progress:
    """What is being done, on one line of a person's terminal; nothing elsewhere."""

    def __init__(self) -> None:
        self._shows = sys.stderr is not None and sys.stderr.isatty()
        self._shown = ""

    def __call__(self, what: str, done: int, total: int) -> None:
        """Show it in the place of what was shown before."""
        text = f"{what} {done} of {total}" if total else f"{what} {done}" if done else what
        if self._shows and text != self._shown:
            sys.stderr.write(f"\r\x1b[K{text}")
            sys.stderr.flush()
            self._shown = text

    def clear(self) -> None:
        """Leave the line empty."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def _tell(report: SyncReport, session: Session, *, as_json: bool) -> None:
    if as_json:
        output.json_value(report_json(report))
    else:
        output.line(_words(report))
    if report.error:
        output.talk(f"error: {report.error}")
    if report.retry_at is not None and report.queued:
        wait = left(report.retry_at - session.desk.now())
        output.talk(f"{report.queued} still to be sent; try again in {wait}")
    if report.refused:
        output.talk(f"{report.refused} need you: `shiftui outbox` says why")


def _warn(problems: Iterable[str]) -> None:
    """Of what is wrong with the team's settings file."""
    for problem in problems:
        output.talk(f"warning: {problem}")


def _words(report: SyncReport) -> str:
    words = f"{report.pulled} pulled · {report.sent} sent · {report.queued} queued"
    if report.refused:
        words += f" · {report.refused} refused"
    return f"{words} · {report.requests} {'request' if report.requests == 1 else 'requests'}"


def _watch(session: Session, courier: Courier, *, as_json: bool) -> None:
    """Tell of every pass, whichever process makes it; ends by an interrupt."""
    import random

    from shiftui.service.poller import Poller

    workspace = session.workspace
    told: list[datetime | None] = [workspace.desk.snapshot.state.tried_at]
    warned: list[tuple[str, ...]] = [()]
    guard = threading.Lock()

    def tell() -> None:
        state = workspace.desk.snapshot.state
        with guard:
            if state.tried_at != told[0]:
                told[0] = state.tried_at
                _tell(state.report, session, as_json=as_json)
                output.flush()
                problems = workspace.desk.team_problems
                if problems != warned[0]:
                    warned[0] = problems
                    _warn(problems)

    poller = Poller(courier, workspace.desk, workspace.clock, random.random)
    poller.failed = lambda message: output.talk(f"error: {message}")
    workspace.desk.listen(tell)
    poller.start()
    try:
        threading.Event().wait()
    finally:
        poller.stop()
