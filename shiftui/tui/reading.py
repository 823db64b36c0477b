"""What has to be read from the disk for the screen: conversations, and tickets that have ended.

Off the screen's thread, and only the last that was asked for: whoever runs through the list reads nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING

from shiftui.domain.refusals import Refused
from shiftui.ports import PortError
from shiftui.tui.notices import Kind

if TYPE_CHECKING:
    from shiftui.service.desk import Desk
    from shiftui.tui.screens.dashboard import Dashboard

REST = 0.1
"""Seconds that the cursor rests on a ticket before its conversation is read."""


class Reader:
    """Reads for one dashboard."""

    def __init__(self, dashboard: "Dashboard", desk: "Desk") -> None:
        self._dashboard, self._desk = dashboard, desk

    def want_conversation(self, key: str) -> None:
        """Read it and show it, unless the cursor goes on."""
        self._start(partial(self._conversation, key), "reading")

    def want_everything(self) -> None:
        """Read the tickets that have ended, and show them."""
        self._start(self._everything, "reading all")

    def _start(self, work: Callable[[], Awaitable[object]], group: str) -> None:
        self._dashboard.run_worker(work, group=group, exclusive=True, exit_on_error=False)

    async def _conversation(self, key: str) -> None:
        await asyncio.sleep(REST)
        try:
            thread = await asyncio.to_thread(self._desk.thread, key)
        except Refused:
            return  # the ticket is gone, and so is its row in a moment
        except PortError as error:
            self._dashboard.say(f"the conversation cannot be read: {error}", Kind.FAILED)
        else:
            self._dashboard.detail.hear(thread)

    async def _everything(self) -> None:
        try:
            whole = await asyncio.to_thread(self._desk.everything)
        except PortError as error:
            self._dashboard.say(f"what is older cannot be read: {error}", Kind.FAILED)
        else:
            self._dashboard.take_everything(whole)
