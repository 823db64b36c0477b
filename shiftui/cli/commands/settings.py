"""`keys`, `config`: what is bound to which action, and what the settings say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from shiftui.cli import DONE, FAILED, output
from shiftui.cli.columns import table
from shiftui.cli.params import json_option
from shiftui.cli.session import Session
from shiftui.domain.safe_text import safe_line

if TYPE_CHECKING:
    from shiftui.tui.actions import Action


@click.command()
@click.option("--check", is_flag=True, help="Only report clashes and keys that cannot work.")
@json_option
@click.pass_obj
def keys(session: Session, check: bool, as_json: bool) -> int:
    """List what each key does; [keys] in the settings rebinds."""
    from shiftui.config import load
    from shiftui.tui.actions import ACTIONS, clashes, effective_keys, show_key

    own = load(session.folder).keys
    if check:
        found = clashes(ACTIONS, own)
        if as_json:
            output.json_value(list(found))
        else:
            for problem in found:
                output.line(safe_line(problem))
        return FAILED if found else DONE
    if as_json:
        output.json_value([_described(one, own) for one in ACTIONS])
        return DONE
    rows = [
        [safe_line(" ".join(map(show_key, effective_keys(one, own)))), one.id, one.help] for one in ACTIONS
    ]
    for line in table(rows, 2):
        output.line(line)
    return DONE


def _described(one: Action, own: Mapping[str, str]) -> dict[str, object]:
    from shiftui.tui.actions import effective_keys

    return {"action": one.id, "keys": list(effective_keys(one, own)), "label": one.label, "help": one.help}


@click.group()
def config() -> None:
    """Show or check the settings."""


@config.command()
@json_option
@click.pass_obj
def path(session: Session, as_json: bool) -> None:
    """Print where the settings file is, or would be."""
    from shiftui.config import settings_path

    found = str(settings_path(session.folder))
    output.json_value(found) if as_json else output.line(found)


@config.command()
@json_option
@click.pass_obj
def show(session: Session, as_json: bool) -> None:
    """Print the settings in force, defaults included."""
    from shiftui.config.showing import in_force, toml

    found = in_force(session.folder)
    if as_json:
        output.json_value(found)
    else:
        output.line(toml(found).rstrip("\n"))


@config.command()
@json_option
@click.pass_obj
def check(session: Session, as_json: bool) -> int:
    """Name each unknown key and bad value, with its line."""
    from shiftui.config import check as find_problems
    from shiftui.config import settings_path
    from shiftui.tui.actions import ACTIONS

    problems = find_problems(session.folder, actions={one.id for one in ACTIONS})
    if as_json:
        output.json_value(
            [{"line": problem.line, "key": problem.key, "message": problem.message} for problem in problems]
        )
    else:
        for problem in problems:
            output.line(safe_line(f"{settings_path(session.folder)}:{problem.line}: {problem}"))
    return FAILED if problems else DONE
