"""What leaves the list: links, clipboard, sync, the outbox, the palette, the way out."""

from collections.abc import Callable, Mapping
from functools import partial

from shiftui.tui.handlers import Handler
from shiftui.tui.hands import Gesture
from shiftui.tui.notices import Kind
from shiftui.tui.view_models.finder import Found, help_rows, palette
from shiftui.tui.view_models.listing import Link


async def _open_link(on: Gesture) -> None:
    from shiftui.tui.dialogs.link import LinkDialog

    url = _url(on)
    if not url:
        on.hands.say("it has no address yet: it is not on GitHub", Kind.REFUSED)
        return
    safe = await on.hands.ask(LinkDialog(on.context, url))
    if safe and not await on.hands.off_screen(partial(on.hands.browser.open, safe)):
        on.hands.say(f"there is no browser here: {safe}", Kind.HINT)


async def _copy_ref(on: Gesture) -> None:
    refs = [on.desk.snapshot.ref(key) for key in on.keys]
    await copy(on, " ".join(refs))


async def _copy_url(on: Gesture) -> None:
    tickets = (on.desk.snapshot.tickets.get(key) for key in on.keys)
    urls = [ticket.issue.url for ticket in tickets if ticket is not None and ticket.issue.url]
    if urls:
        await copy(on, "\n".join(urls))
    else:
        on.hands.say("it has no address yet: it is not on GitHub", Kind.REFUSED)


async def copy(on: Gesture, text: str) -> None:
    """Copy, or show the text where there is no clipboard."""
    if await on.hands.off_screen(partial(on.hands.clipboard.copy, text)):
        on.hands.say(f"copied: {text}")
        return
    from shiftui.tui.dialogs.text import TextDialog

    await on.hands.ask(TextDialog(on.context, "There is no clipboard here", text))


async def sync(on: Gesture) -> None:
    """Ask GitHub now."""
    poller = on.hands.dashboard.poller
    if on.desk.settings.is_local:
        on.hands.say("this workspace has no repository; everything stays here")
        return
    if poller is None:
        on.hands.say("nothing here talks to GitHub; `shiftui sync` does")
        return
    poller.now()
    on.hands.say("asking GitHub")


async def _palette(on: Gesture) -> None:
    board = on.hands.dashboard.board
    keys, extra = on.desk.settings.keys, on.hands.dashboard.extras.actions

    def search(words: str) -> tuple[Found, ...]:
        return palette(words, board.moment, keys, extra)

    await _find(on, "Find an action or a ticket", search, tall=False)


async def _help(on: Gesture) -> None:
    keys, extra = on.desk.settings.keys, on.hands.dashboard.extras.actions
    await _find(on, "Help", lambda words: help_rows(words, keys, extra), tall=True)


async def _find(on: Gesture, title: str, search: Callable[[str], tuple[Found, ...]], *, tall: bool) -> None:
    from shiftui.tui.screens.finder import Finder

    found: Found | None = await on.hands.ask(Finder(title, search, tall=tall))
    if found is not None and found.action:
        on.hands.dashboard.action_run(found.action)
    elif found is not None and found.ticket:
        on.hands.dashboard.go_to(found.ticket)


async def _log(on: Gesture) -> None:
    from shiftui.tui.screens.log import LogScreen

    dashboard = on.hands.dashboard
    log = tuple(dashboard.notices.log)
    await on.hands.ask(LogScreen(log, on.desk.problems, dashboard.board.moment))


async def _rota(on: Gesture) -> None:
    from shiftui.tui.screens.rota import RotaScreen

    await on.hands.ask(RotaScreen(on))


async def _theme(on: Gesture) -> None:
    from shiftui.tui.dialogs.choice import ChoiceDialog, numbered

    app = on.hands.dashboard.app
    names = sorted(app.available_themes, key=lambda name: (not name.startswith("shiftui-"), name))
    choices = numbered((name, name, "") for name in names)
    about = "For this session; `theme` under [local] in shiftui.toml keeps it."
    dialog = ChoiceDialog(on.context, None, question="Theme", choices=choices, current=app.theme, about=about)
    name = await on.hands.ask(dialog)
    if name is not None:
        app.theme = name


async def _quit(on: Gesture) -> None:
    waiting = 0 if on.desk.settings.is_local else len(on.desk.snapshot.outbox)
    if waiting:
        from shiftui.tui.dialogs.confirm import ConfirmDialog

        what = "1 thing is" if waiting == 1 else f"{waiting} things are"
        dialog = ConfirmDialog(
            on.context, question=f"{what} not on GitHub yet. Quit all the same?", yes="quit", no="stay",
            about="Nothing is lost: it goes out at the next start, or with `shiftui sync`.",
        )  # fmt: skip
        if not await on.hands.ask(dialog):
            return
    on.hands.dashboard.app.exit()


def _url(on: Gesture) -> str:
    if on.row is not None and isinstance(on.row.body, Link):
        return on.row.body.url
    return on.first.issue.url if on.first is not None else ""


ERRANDS: Mapping[str, Handler] = {
    "open_link": _open_link,
    "copy_ref": _copy_ref,
    "copy_url": _copy_url,
    "sync": sync,
    "palette": _palette,
    "help": _help,
    "log": _log,
    "rota": _rota,
    "theme": _theme,
    "quit": _quit,
}
