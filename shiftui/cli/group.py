"""The command `shiftui`: which commands there are, and where each is. Only the one that runs is imported."""

from importlib import import_module
from typing import Any

import click

from shiftui import __version__
from shiftui.cli.session import Session

_COMMANDS = {
    "demo": "dashboard:demo",
    "init": "init:init",
    "add": "add:add",
    "list": "look:list_tickets",
    "show": "look:show",
    "ack": "attend:ack",
    "respond": "attend:respond",
    "note": "attend:note",
    "set": "fields:set_fields",
    "snooze": "fields:snooze",
    "resolve": "ending:resolve",
    "reopen": "ending:reopen",
    "spinoff": "ending:spinoff",
    "diary": "journal:diary",
    "undo": "journal:undo",
    "shift": "shift:shift",
    "handoff": "handoff:handoff",
    "sync": "sync:sync",
    "outbox": "outbox:outbox",
    "status": "status:status",
    "keys": "settings:keys",
    "config": "settings:config",
    "doctor": "doctor:doctor",
}
"""Name to `module:function` in `shiftui.cli.commands`, in the order of the help."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in their order."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now."""
        place = _COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        command: click.Command = getattr(import_module(f"shiftui.cli.commands.{module}"), name)
        return command


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 done and durable, 1 refused or failed, 2 usage, 3 try again, 130 interrupted.",
)
@click.option(
    "--workspace",
    metavar="DIR",
    help="The workspace's folder; else $SHIFTUI_WORKSPACE, else one in your data folder.",
)
@click.version_option(__version__, message="shiftui %(version)s")
@click.pass_context
def shiftui(ctx: click.Context, workspace: str | None) -> Any:
    """Run an on-call shift from the terminal. Alone it opens the dashboard."""
    session = ctx.obj = Session(workspace)
    ctx.call_on_close(session.close)
    if ctx.invoked_subcommand is None:
        return session.dashboard()
    return None
