"""The invented team's past: told in the order in which it happened, as GitHub's ids grow with the time."""

from pathlib import Path

from shiftui.bootstrap import assemble, random_id
from shiftui.demo.team import SETTINGS
from shiftui.demo.tracker import DemoTracker
from tests.pictures import StillClock


def test_every_conversation_is_in_the_order_of_its_times(tmp_path: Path) -> None:
    clock = StillClock()
    workspace = assemble(tmp_path, SETTINGS, clock, random_id)
    workspace.courier_with(DemoTracker(clock)).sync(lambda what, done, total: None)
    threads = [workspace.desk.thread(key) for key in workspace.desk.everything().tickets]
    assert any(len(thread.notes) > 2 for thread in threads)
    for thread in threads:
        times = [note.at for note in thread.notes]
        assert times == sorted(times), thread.ticket.key
