"""`doctor`: what is as it should be on this machine, and what is not."""

from __future__ import annotations

import click

from shiftui.cli import DONE, FAILED, TRY_AGAIN, output
from shiftui.cli.columns import AMBER, DIM, RED, painted
from shiftui.cli.params import json_option
from shiftui.cli.session import Session
from shiftui.domain.safe_text import safe_line


@click.command()
@json_option
@click.pass_obj
def doctor(session: Session, as_json: bool) -> int:
    """Check versions, settings, store, locks, disk, token and GitHub."""
    from shiftui.cli.checks import State, examine

    findings = tuple(examine(session.folder))
    if as_json:
        output.json_value(
            [{"check": each.name, "state": each.state.value, "detail": each.detail} for each in findings]
        )
    else:
        colours = {State.OK: DIM, State.WARNING: AMBER, State.FAILED: RED, State.TRY_AGAIN: RED}
        for each in findings:
            state = painted(f"{each.state.value:<9}", colours[each.state])
            output.line(f"{state} {each.name:<10} {safe_line(each.detail)}")
    states = {each.state for each in findings}
    if State.FAILED in states:
        return FAILED
    return TRY_AGAIN if State.TRY_AGAIN in states else DONE
