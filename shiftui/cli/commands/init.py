"""`init`: set up a workspace, alone or with a repository, which it looks at and leaves as it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from shiftui.cli import output
from shiftui.cli.clone import proposal
from shiftui.cli.params import api_url, json_option, line, repository
from shiftui.cli.session import Session
from shiftui.config import ConfigError, settings_path
from shiftui.domain.refusals import Refused
from shiftui.domain.settings import Settings

if TYPE_CHECKING:
    from shiftui.cli.findings import Findings
    from shiftui.service.desk import Desk

Section = dict[str, str | bool]


class CannotConnect(Refused):
    """What is in the workspace could not go to that repository."""

    def __init__(self, why: str) -> None:
        super().__init__(f"{why}; use another workspace: `shiftui --workspace DIR init --repo …`")


@click.command()
@click.option(
    "--repo", metavar="OWNER/NAME", type=repository, help="The repository whose issues are tickets."
)
@click.option("--log", metavar="OWNER/NAME", type=repository, help="Where team text goes, if not there.")
@click.option("--api-url", metavar="URL", type=api_url, help="An Enterprise server: https://HOST/api/v3.")
@click.option("--me", metavar="LOGIN", type=line, help="Who works here; default: the token's user.")
@click.option("--read-only", is_flag=True, help="Look only; nothing is recorded.")
@json_option
@click.pass_obj
def init(
    session: Session,
    repo: str | None,
    log: str | None,
    api_url: str | None,
    me: str | None,
    read_only: bool,
    as_json: bool,
) -> None:
    """Set up a workspace. With --repo it asks GitHub what is there; it writes nothing on GitHub."""
    local: Section = {"me": me} if me is not None else {}
    if read_only:
        local["read_only"] = True
    github: Section = {
        key: given for key, given in (("repo", repo), ("log", log), ("api_url", api_url)) if given is not None
    }
    settings = with_sections(session.desk.settings, local, github)
    if github and settings.is_local:
        raise click.UsageError("--log and --api-url belong to a repository: give --repo OWNER/NAME too")
    findings = asked(session.desk, settings) if github else None
    write(session, local, github, findings)
    _tell(session, settings, findings, as_json=as_json)


def with_sections(settings: Settings, local: Section, github: Section) -> Settings:
    """The settings as they are going to be."""
    named: dict[str, Any] = {key: given for key, given in github.items() if isinstance(given, str)}
    mine: dict[str, Any] = dict(local)
    return replace(settings, **mine, github=replace(settings.github, **named))


def asked(desk: Desk, settings: Settings) -> Findings:
    """What GitHub says, once it is clear that this workspace may be connected to it."""
    from shiftui.cli.findings import ask

    connected = desk.snapshot.state.connected
    repo = settings.github.repo
    if connected is None and desk.everything().tickets:
        raise CannotConnect("this workspace holds tickets of its own, which no repository knows")
    if connected is not None and connected.repo.casefold() != repo.casefold():
        raise CannotConnect(f"this workspace belongs to {connected.repo}")
    return ask(settings, desk.now)


def write(session: Session, local: Section, github: Section, findings: Findings | None) -> None:
    """Make the settings durable, and then, that the workspace has met its repository."""
    from shiftui.config.initial import change, write_initial

    desk = session.desk
    path = settings_path(session.folder)
    if not path.exists():
        labels = findings.survey.guesses if findings is not None else {}
        write_initial(session.folder, since=_adoption(desk), local=local, github=github, labels=labels)
    elif local or github:
        change(session.folder, local=local, github=github)
    else:
        raise ConfigError(path, "is there already; `shiftui init --repo OWNER/NAME` connects the workspace")
    if findings is not None:
        met = findings.connected
        desk.append(lambda state: [met] if state.connected != met else [])


def _adoption(desk: Desk) -> datetime:
    """Now, or before the first ticket that was recorded here: its clock goes on."""
    opened = (ticket.issue.opened_at for ticket in desk.everything().tickets.values())
    return min(opened, default=desk.now())


def _tell(session: Session, settings: Settings, findings: Findings | None, *, as_json: bool) -> None:
    path = str(settings_path(session.folder))
    if findings is not None:
        from shiftui.cli.findings import as_data, as_lines

        if as_json:
            output.json_value({"config": path, **as_data(findings)})
            return
        for text in as_lines(findings, settings):
            output.line(text)
    elif as_json:
        output.json_value({"config": path, "repo": settings.github.repo or None, "me": settings.me})
    output.talk(f"the settings are in {path}")
    if settings.is_local and (found := proposal()):
        output.talk(f"this folder is a clone; to work with its repository: {found}")
