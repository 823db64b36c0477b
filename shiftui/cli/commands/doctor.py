"""`doctor`: what is as it should be on this machine, and what is not."""

from __future__ import annotations

import click

from shiftui.cli import DONE, FAILED, TRY_AGAIN, output
from shiftui.cli.columns import AMBER, BOLD, DIM, RED, painted
from shiftui.cli.finding import Finding, State
from shiftui.cli.params import json_option
from shiftui.cli.session import Session
from shiftui.domain.safe_text import safe_line

COLOURS = {State.OK: DIM, State.NOTE: BOLD, State.WARN: AMBER, State.PROBLEM: RED}


@click.command()
@json_option
@click.pass_obj
def doctor(session: Session, as_json: bool) -> int:
    """Look at versions, settings, store, locks, disk, token and GitHub; say what to do."""
    from shiftui.cli.checks import examine

    findings = tuple(examine(session.folder))
    if as_json:
        output.json_value([as_data(each) for each in findings])
    else:
        for each in findings:
            tell(each)
    problems = [each for each in findings if each.state is State.PROBLEM]
    if not problems:
        return DONE
    return TRY_AGAIN if all(each.is_passing for each in problems) else FAILED


def as_data(finding: Finding) -> dict[str, str]:
    """The finding for programs."""
    return {
        "check": finding.name,
        "state": finding.state.value,
        "detail": finding.detail,
        "todo": finding.todo,
    }


def tell(finding: Finding) -> None:
    """The finding as a line, and what to do about it as another."""
    state = painted(f"{finding.state.value:<8}", COLOURS[finding.state])
    output.line(f"{state} {finding.name:<12} {safe_line(finding.detail)}")
    if finding.todo:
        output.line(f"{'':21} → {safe_line(finding.todo)}")
