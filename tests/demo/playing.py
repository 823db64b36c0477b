"""The demo on a terminal, with a clock that stands still until a test moves it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from shiftui.demo import workspaces
from shiftui.demo.ahead import extras
from shiftui.demo.clock import HandClock
from shiftui.demo.team import BEGINS
from shiftui.domain.duty import Duty
from shiftui.domain.offers import Handoff
from shiftui.service import handoffs
from shiftui.service.desk import Desk
from shiftui.service.sync import Courier
from tests.tui.support import Running, running, settle


@dataclass
class Playing:
    """Somebody plays; every key is counted."""

    shown: Running
    desk: Desk
    clock: HandClock
    courier: Courier
    keys: int = 0

    async def press(self, *keys: str) -> None:
        self.keys += len(keys)
        await self.shown.press(*keys)
        await self.sync()

    async def write(self, text: str, submit: str = "ctrl+o") -> None:
        """Type a text, which counts as one key with the one that submits it."""
        await self.shown.type(text)
        await self.press(submit)

    async def wait(self, seconds: float) -> None:
        """Let the story go on for a while, as it does by itself."""
        self.clock.at += timedelta(seconds=seconds)
        await self.sync()

    async def sync(self) -> None:
        """A pass, as the background makes every two seconds."""
        assert not self.courier.sync(lambda what, done, total: None).error
        await settle(self.shown.app)
        self.shown.board.tick()
        await settle(self.shown.app)

    @property
    def header(self) -> str:
        return self.shown.text().splitlines()[0]

    @property
    def said(self) -> str:
        return self.shown.said

    @property
    def duty(self) -> Duty:
        return handoffs.on_call(self.desk).on_duty

    @property
    def handoff(self) -> Handoff:
        return handoffs.stands(self.desk).handoff


@asynccontextmanager
async def playing(folder: Path, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Playing]:
    """The demo as `shiftui demo` opens it, without the thread that keeps in step."""
    clock = HandClock(BEGINS)
    workspace, courier = workspaces(folder, clock)
    courier.sync(lambda what, done, total: None)
    async with running(workspace.desk, size, extras=extras(clock, courier, workspace.desk)) as shown:
        yield Playing(shown, workspace.desk, clock, courier)
