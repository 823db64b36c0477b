"""`demo`: the dashboard on an invented team."""

from __future__ import annotations

import click

from shiftui.cli.session import Session


@click.command()
@click.pass_obj
def demo(session: Session) -> int | None:
    """Open the dashboard on an invented team; touches nothing of yours."""
    session.stays()
    from shiftui.demo import run

    return run()
