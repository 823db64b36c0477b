"""The dashboard on an invented team with live arrivals: nothing of the person's own is touched."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shiftui.bootstrap import Workspace
    from shiftui.demo.clock import LeapingClock
    from shiftui.service.sync import Courier


def workspaces(folder: Path, clock: "LeapingClock") -> "tuple[Workspace, Courier]":
    """The one at the keyboard, and its courier; the colleague has another behind the invented GitHub."""
    from shiftui.bootstrap import assemble, random_id
    from shiftui.demo.colleague import Colleague
    from shiftui.demo.stage import Stage
    from shiftui.demo.team import SETTINGS
    from shiftui.demo.tracker import DemoTracker

    stage = Stage()
    colleague = Colleague(folder / "colleague", stage)
    workspace = assemble(folder / "workspace", SETTINGS, clock, random_id)
    return workspace, workspace.courier_with(DemoTracker(clock, stage, play=colleague.play))


def run() -> int:
    """Open the demo in a temporary workspace, which is removed afterwards; returns the exit code."""
    import random
    import tempfile
    from datetime import timedelta

    from shiftui.demo.ahead import extras
    from shiftui.demo.clock import StoryClock
    from shiftui.service.poller import Poller
    from shiftui.tui.run import run as run_app

    clock = StoryClock()
    with tempfile.TemporaryDirectory(prefix="shiftui-demo-") as folder:
        workspace, courier = workspaces(Path(folder), clock)
        courier.sync(lambda what, done, total: None)
        poller = Poller(courier, workspace.desk, clock, random.random, pace=timedelta(seconds=2))
        return run_app(workspace.desk, poller, extras=extras(clock, courier, workspace.desk))
