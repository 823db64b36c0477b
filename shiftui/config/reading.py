"""From what a settings file says to `Settings`, section by section.

A bad value is reported and its default stands, so that one reading finds all that is wrong.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Any

from shiftui.config import values
from shiftui.config.local_zone import local_zone
from shiftui.config.problems import Problem
from shiftui.config.tables import Table, Unfit, flag, number, text
from shiftui.domain.business_time import BadCalendar, BusinessHours
from shiftui.domain.settings import (
    DEFAULT_HOURS,
    Contact,
    GitHubSettings,
    Goals,
    Person,
    Rotation,
    Settings,
)
from shiftui.domain.vocabulary import Priority

DaysOff = Callable[[str], frozenset[date]]
"""From a calendar's name to its holidays; raises `Unfit` where there is no such calendar."""

MOST_MINUTES = 60 * 24 * 60
MOST_CLOSED = 1_000
_WEEKS = 52
"""A goal of more of the team's hours than these weeks have is a slip of the hand."""


def read(raw: Mapping[str, Any], days_off: DaysOff) -> tuple[Settings, list[Problem]]:
    """The settings of a parsed file, and everything that is wrong with it."""
    problems: list[Problem] = []
    top = Table(raw, (), problems)
    github = _github(top.table("github"))
    local = top.table("local")
    team = top.table("team")
    hours = _hours(team, days_off)
    settings = Settings(
        me=local.value("me", "" if github.repo else system_user(), values.person_name),
        hours=hours,
        wip_limit=team.value("wip_limit", Settings().wip_limit, number(1, 1_000)),
        goals=_goals(top.table("goals"), hours),
        people=_people(top),
        rotation=_rotation(top.table("rotation")),
        contacts=_contacts(top),
        links=top.entries("links", text),
        labels=_labels(top),
        github=github,
        keys=top.entries("keys", text),
        theme=local.value("theme", "", text),
        read_only=local.value("read_only", False, flag),
    )
    local.finish()
    team.finish()
    top.finish()
    return settings, problems


def system_user() -> str:
    """The login of whoever runs this, as the environment or the system's list of users has it."""
    for variable in ("LOGNAME", "USER", "USERNAME"):
        name = os.environ.get(variable, "").strip()
        if name and name.isprintable():
            return name
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return "me"


def _hours(team: Table, days_off: DaysOff) -> BusinessHours:
    timezone = team.value("timezone", None, values.zone) or local_zone()
    intervals = team.items("hours", values.interval)
    weekdays = team.items("days", values.weekday)
    closed = team.items("closed", values.day) or ()
    holidays: frozenset[date] = team.value("holidays", frozenset(), lambda name: days_off(text(name)))
    if intervals == ():
        team.bad('needs at least one interval, such as ["08:00-12:00", "13:00-17:00"]', "hours")
    if weekdays == ():
        team.bad('needs at least one day, such as ["mon", "tue"]', "days")
    if len(closed) > MOST_CLOSED:
        team.bad(f"takes at most {MOST_CLOSED} days", "closed")
        closed = ()
    try:
        return BusinessHours(
            timezone,
            intervals or DEFAULT_HOURS.intervals,
            frozenset(weekdays or DEFAULT_HOURS.weekdays),
            frozenset(closed) | holidays,
        )
    except BadCalendar as error:
        team.bad(str(error), "hours")
        return BusinessHours(
            timezone, DEFAULT_HOURS.intervals, DEFAULT_HOURS.weekdays, frozenset(closed) | holidays
        )


def _goals(table: Table, hours: BusinessHours) -> Goals:
    most = min(MOST_MINUTES, _WEEKS * _open_minutes(hours))
    minutes = number(0, most)
    defaults = Goals()
    goals = Goals(
        response_minutes=table.value("response_minutes", min(defaults.response_minutes, most), minutes),
        since=table.value("since", None, values.instant),
        always=frozenset(table.items("always", values.priority) or ()),
        priority=_by_priority(table, minutes),
        requester_class=table.entries("class", minutes),
    )
    table.finish()
    return goals


def _by_priority(table: Table, minutes: Callable[[Any], int]) -> dict[Priority, int]:
    goals = {}
    for name, goal in table.entries("priority", minutes).items():
        try:
            goals[values.priority(name)] = goal
        except Unfit as unfit:
            table.bad(str(unfit), "priority", name)
    return goals


def _open_minutes(hours: BusinessHours) -> int:
    """How long the team is there in an ordinary week."""
    a_day = sum(
        _minutes(end) - _minutes(start) + (1_440 if end == time(0) else 0) for start, end in hours.intervals
    )
    return a_day * len(hours.weekdays)


def _minutes(wall: time) -> int:
    return wall.hour * 60 + wall.minute


def _people(top: Table) -> tuple[Person, ...]:
    people: dict[str, Person] = {}
    for index, table in enumerate(top.tables("people")):
        login = table.value("login", "", values.login)
        person = Person(
            login=login,
            name=table.value("name", "", text),
            contact=table.value("contact", "", text),
            veteran=table.value("veteran", False, flag),
            can=table.items("can", text) or (),
            away=table.items("away", values.days) or (),
            leads=table.items("leads", values.days) or (),
        )
        table.finish()
        if "login" not in table:
            table.bad('needs a login, such as login = "mia"')
        elif login.casefold() in people:
            top.bad(f"{login} is in the list twice", "people", index)
        elif login:
            people[login.casefold()] = person
    return tuple(people.values())


def _contacts(top: Table) -> tuple[Contact, ...]:
    contacts = []
    for table in top.tables("contacts"):
        contact = Contact(
            table.value("name", "", text), table.value("reach", "", text), table.value("when", "", text)
        )
        table.finish()
        if contact.name and contact.reach:
            contacts.append(contact)
        elif "name" not in table or "reach" not in table:
            table.bad('needs a name and how to reach it, such as reach = "+1 555 0199"')
    return tuple(contacts)


def _rotation(table: Table) -> Rotation:
    rotation = Rotation(
        length=table.value("length", Rotation().length, values.shift_length),
        start=table.value("start", "", values.shift_start),
        order=table.items("order", values.login) or (),
    )
    table.finish()
    return rotation


def _labels(top: Table) -> dict[str, str]:
    labels = top.entries("labels", values.label)
    for name in [name for name in labels if not values.is_label_of_ours(name)]:
        del labels[name]
        top.unknown(f"no label of ours is called so; ours are {values.labels_of_ours()}", "labels", name)
    return labels


def _github(table: Table) -> GitHubSettings:
    defaults = GitHubSettings()
    github = GitHubSettings(
        repo=table.value("repo", "", values.repository),
        scope=table.value("scope", defaults.scope, values.scope),
        log=table.value("log", "", values.repository),
        tracker=table.value("tracker", "", values.repository),
        api_url=table.value("api_url", defaults.api_url, values.api_url),
        assign=table.value("assign", defaults.assign, values.assign),
        write_pause=table.value("write_pause", defaults.write_pause, values.pause),
    )
    table.finish()
    return github
