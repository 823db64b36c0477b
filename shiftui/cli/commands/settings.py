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
    from shiftui.config import Problem
    from shiftui.domain.records import TeamFile
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
    """Print the settings in force, defaults included, and which of them are the team's."""
    from shiftui.config import SettingsFiles
    from shiftui.config.showing import in_force, toml
    from shiftui.config.team import keys_of

    where, file = _team_file(session)
    found = in_force(session.folder, file.text)
    shared = keys_of(SettingsFiles(session.folder).team(file.text))
    if as_json:
        output.json_value({**found, "from_team": list(shared)})
        return
    if shared:
        output.line(f"# from {safe_line(where)}: {', '.join(map(safe_line, shared))}")
    output.line(toml(found).rstrip("\n"))


@config.command()
@json_option
@click.pass_obj
def check(session: Session, as_json: bool) -> int:
    """Name each unknown key and bad value with its line, in this file and in the team's."""
    from shiftui.config import check as find_problems
    from shiftui.config import settings_path
    from shiftui.tui.actions import ACTIONS

    own = find_problems(session.folder, actions={one.id for one in ACTIONS})
    problems = [(str(settings_path(session.folder)), problem) for problem in own]
    problems += _team_problems(session)
    if as_json:
        output.json_value(
            [
                {"file": where, "line": problem.line, "key": problem.key, "message": problem.message}
                for where, problem in problems
            ]
        )
    else:
        for where, problem in problems:
            output.line(safe_line(f"{where}:{problem.line}: {problem}"))
    return FAILED if problems else DONE


def _team_problems(session: Session) -> list[tuple[str, Problem]]:
    """What is wrong with the team's file as it was read last, each with where it stands."""
    from shiftui.config import Problem, check_team

    where, file = _team_file(session)
    trouble = [Problem((), file.trouble)] if file.trouble else []
    return [(where, problem) for problem in (*trouble, *check_team(session.folder, file.text))]


def _team_file(session: Session) -> tuple[str, TeamFile]:
    """The team's file as the workspace knows it; none where the workspace itself cannot be read."""
    from shiftui.bootstrap import team_file
    from shiftui.domain.records import TeamFile
    from shiftui.ports import StoreError

    try:
        return team_file(session.folder)
    except StoreError as error:
        output.talk(f"warning: {error}")
        return "", TeamFile()
