"""The dashboard on an invented team with live arrivals: nothing of the person's own is touched."""


def run() -> int:
    """Open the demo in a temporary workspace, which is removed afterwards; returns the exit code."""
    import random
    import tempfile
    from datetime import timedelta
    from pathlib import Path

    from shiftui.bootstrap import assemble, random_id
    from shiftui.demo.clock import StoryClock
    from shiftui.demo.team import SETTINGS
    from shiftui.demo.tracker import DemoTracker
    from shiftui.service.poller import Poller
    from shiftui.tui.run import run as run_app

    clock = StoryClock()
    with tempfile.TemporaryDirectory(prefix="shiftui-demo-") as folder:
        workspace = assemble(Path(folder) / "workspace", SETTINGS, clock, random_id)
        courier = workspace.courier_with(DemoTracker(clock))
        courier.sync(lambda what, done, total: None)
        poller = Poller(courier, workspace.desk, clock, random.random, pace=timedelta(seconds=2))
        return run_app(workspace.desk, poller)
