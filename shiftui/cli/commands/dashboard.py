"""`demo`: the dashboard on an invented team."""

from __future__ import annotations

import click


@click.command()
def demo() -> int | None:
    """Open the dashboard on an invented team; touches nothing of yours."""
    from shiftui.demo import run

    return run()
