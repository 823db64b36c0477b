"""The app: one desk, one dashboard, the threads around it, and the last resort when something breaks."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.message import Message
from textual.screen import Screen
from textual.theme import Theme

from shiftui.domain.records import TeamFile
from shiftui.ports import Browser, Clipboard, Unsent
from shiftui.service.desk import Desk
from shiftui.service.poller import Poller
from shiftui.tui.actions import ACTIONS, clashes, effective_keys
from shiftui.tui.arrivals import Arrivals
from shiftui.tui.extras import NONE, Extras
from shiftui.tui.hands import GRACE
from shiftui.tui.messages import Changed, Chosen, Failed, SyncMoved
from shiftui.tui.notices import Kind
from shiftui.tui.screens.dashboard import Dashboard
from shiftui.tui.screens.too_small import TooSmall, is_too_small
from shiftui.tui.shift_news import ShiftNews
from shiftui.tui.themes import PALETTES, theme_name, themes, variable_defaults
from shiftui.tui.view_models.header import SyncLook
from shiftui.tui.widgets.painting import PaintedApp

if TYPE_CHECKING:
    from shiftui.tui.dialogs.first_run import FirstRunScreen

    Begin = Callable[[], FirstRunScreen]

REOPEN = 3
"""The app's return code when the workspace has been connected to a repository and must be opened anew."""


def styles_folder() -> Path:
    """Where the style sheets lie: in the wheel beside the code, in a checkout beside the package."""
    package = Path(__file__).parents[1]
    inside = package / "styles"
    return inside if inside.is_dir() else package.parent / "styles"


class ShiftApp(PaintedApp, inherit_bindings=False):
    """shiftui on a terminal."""

    TITLE = "shiftui"
    ENABLE_COMMAND_PALETTE = False
    CSS_PATH = [styles_folder() / "app.tcss"]  # noqa: RUF012  # Textual's own declaration
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c", "say_how_to_quit", show=False)]

    def __init__(
        self,
        desk: Desk,
        poller: Poller | None = None,
        *,
        clipboard: Clipboard,
        browser: Browser,
        begin: "Begin | None" = None,
        unsent: Unsent | None = None,
        extras: Extras = NONE,
    ) -> None:
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self.desk = desk
        self.poller = poller
        self._begin = begin
        self._told_of = TeamFile()
        self._greeting = extras.greeting
        self._news = ShiftNews(desk)
        self._arrivals = Arrivals(desk)
        self._unsaid: list[str] = []
        self.dashboard = Dashboard(desk, clipboard, browser, poller, unsent, extras)
        for theme in themes():
            self.register_theme(theme)
        wanted = theme_name(desk.settings.theme)
        self.theme = wanted if wanted in self.available_themes else theme_name("")
        self.animation_level = "none"

    def get_driver_class(self) -> type[Driver]:
        """Textual's choice, or ours in place of its usual one."""
        usual = super().get_driver_class()
        if sys.platform == "win32":
            return usual
        from textual.drivers.linux_driver import LinuxDriver

        from shiftui.tui.driver import TerminalDriver

        return TerminalDriver if usual is LinuxDriver else usual

    def get_default_screen(self) -> Screen[None]:
        """The dashboard."""
        return self.dashboard

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our variables, for Textual's own themes."""
        theme: Theme = self.current_theme
        return {} if theme.name in PALETTES else variable_defaults(theme)

    def on_mount(self) -> None:
        """Begin to listen, and to keep in step with GitHub."""
        self._take_own_keys()
        self._heed_signals()
        if self._greeting:
            self.dashboard.say(self._greeting, Kind.NEWS)
        self._say_what_is_wrong()
        self.desk.listen(partial(self._tell, Changed))
        if self.poller is not None:
            self.poller.changed = partial(self._tell, SyncMoved)
            self.poller.failed = partial(self._tell, Failed)
            self.poller.start()
        if self._begin is not None:
            self.run_worker(self._first_run(self._begin), group="gestures")

    def _heed_signals(self) -> None:
        """Asked to end from outside, leave as by a key: the terminal is given back as it was."""
        loop = asyncio.get_running_loop()
        for signum in (signal.SIGTERM, signal.SIGHUP):
            with suppress(ValueError, NotImplementedError):  # not on this thread, or not on this system
                loop.add_signal_handler(signum, self.exit, None, 128 + signum)

    def _take_own_keys(self) -> None:
        own = self.desk.settings.keys
        named = {one.id: effective_keys(one, own) for one in ACTIONS if one.id in own}
        self.set_keymap(
            {id: ",".join("comma" if key == "," else key for key in keys) for id, keys in named.items()}
        )

    def _say_what_is_wrong(self) -> None:
        """Damage in the files before anything else; then keys that cannot work."""
        wrong = clashes(ACTIONS, self.desk.settings.keys)
        if wrong:
            self.dashboard.say(f"[keys] {wrong[0]}", Kind.FAILED, details="\n".join(wrong))
        problems = self.desk.problems
        if problems:
            details = "\n".join(problems)
            self.dashboard.say(f"the workspace was damaged: {problems[0]}", Kind.FAILED, details=details)
        else:
            self._say_what_the_team_got_wrong()

    def _say_what_the_team_got_wrong(self) -> None:
        """What in the team's settings file has no effect, once for each version of it."""
        file = self.desk.snapshot.state.team_file
        if file != self._told_of:
            self._told_of = file
            problems = self.desk.team_problems
            if problems:
                self.dashboard.say(problems[0], Kind.FAILED, details="\n".join(problems))

    def _say_news(self) -> None:
        """What colleagues did about the shift, and what came; a failure or a leaving reply goes first.

        A critical ticket is news, which stay until they were answered; others are seen in the list.
        """
        self._unsaid += self._news.fresh(self.dashboard.key_of)
        arrived = self._arrivals.fresh(self.dashboard.board.moment)
        if arrived is not None and arrived.is_critical:
            self._unsaid.append(arrived.words)
        said = self.dashboard.notices.current
        if said is not None and (said.kind is Kind.FAILED or said.is_leaving(self.desk.now())):
            return
        for words in self._unsaid:
            self.dashboard.say(words, Kind.NEWS)
        is_calm = not self._unsaid and (said is None or said.kind is Kind.HINT)
        if arrived is not None and is_calm:
            self.dashboard.say(arrived.words, Kind.HINT)
        self._unsaid.clear()

    async def _first_run(self, begin: "Begin") -> None:
        answer = await self.push_screen_wait(begin())
        if answer is not None and answer.repo is not None:
            self.exit(return_code=REOPEN)

    def _tell(self, message: type[Message], *words: str) -> None:
        """Post a message from whichever thread."""
        self.post_message(message(*words))

    def on_unmount(self) -> None:
        """Let the poller end."""
        if self.poller is not None:
            self.poller.stop(0)  # whoever opened the app waits for the thread, with the terminal given back

    def on_changed(self) -> None:
        """Somebody recorded something, here or in another process."""
        if self.dashboard.is_mounted:  # else it reads all of it when it is
            self.dashboard.refresh_board()
            self._say_what_the_team_got_wrong()
            self.dashboard.survive(self._say_news)

    def on_sync_moved(self) -> None:
        """The courier got on."""
        if self.poller is not None:
            status = self.poller.status
            self.dashboard.frame.sync = SyncLook(status.busy, status.done, status.total)
            if self.dashboard.is_mounted:
                self.dashboard.show_frame()

    def on_failed(self, event: Failed) -> None:
        """Something in the background did not work; the work goes on."""
        self.dashboard.say(event.words, Kind.FAILED)

    def on_chosen(self, event: Chosen) -> None:
        """What follows a choice at once was typed for its menu."""
        self.dashboard.typeahead.chosen(event.time)

    def on_recorded(self) -> None:
        """Send it when it can no longer be taken back unsent."""
        if self.poller is not None:
            self.set_timer(GRACE.total_seconds() + 0.5, self.poller.now)

    def on_key(self, event: events.Key) -> None:
        """Somebody is there: poll more often. What they type for a dialog waits for it."""
        if self.poller is not None:
            self.poller.touched()
        if self.dashboard.typeahead.divert(event, self.screen, self.dashboard):
            event.stop()
            event.prevent_default()

    def on_resize(self, event: events.Resize) -> None:
        """Below the least size there is only a notice, over whatever is open."""
        small = is_too_small(event.size.width, event.size.height)
        if small and not isinstance(self.screen, TooSmall):
            self.push_screen(TooSmall())
        elif not small and isinstance(self.screen, TooSmall):
            self.pop_screen()

    def action_say_how_to_quit(self) -> None:
        """^c is a habit; it must not lose anything."""
        self.dashboard.say(f"{self.dashboard.key_of('quit')} quits")
