"""A terminal that went away holds nobody up."""

import os
import pty
from contextlib import suppress
from threading import Thread
from typing import IO, cast

from textual.drivers._writer_thread import MAX_QUEUED_WRITES, WriterThread

from shiftui.tui.driver import TerminalDriver, Vanishing
from tests.tui.support import running
from tests.tui.workspace import local_desk


def test_whoever_paints_on_a_terminal_that_is_gone_is_not_held_up() -> None:
    near, far = pty.openpty()
    with suppress(OSError), open(far, "w", encoding="utf-8") as file:  # closing writes what was left
        writer = WriterThread(cast(IO[str], Vanishing(file)))
        writer.start()
        writer.write("here")
        assert os.read(near, 100) == b"here"
        os.close(near)

        def paint() -> None:
            for _ in range(3 * MAX_QUEUED_WRITES):
                writer.write("gone")
            writer.stop()

        painter = Thread(target=paint, daemon=True)
        painter.start()
        painter.join(10)
        assert not painter.is_alive()


async def test_the_dashboard_paints_through_it() -> None:
    async with running(local_desk()) as shown:
        assert shown.app.driver_class is TerminalDriver
