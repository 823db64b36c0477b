"""The team's settings as values: people, goals, calendar, repositories.

Reading and checking files is `shiftui.config`'s; here are only what the rules need
and the questions that the rules ask of it.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime, time, timedelta
from types import MappingProxyType

from shiftui.domain.business_time import BusinessHours
from shiftui.domain.values import dataclass
from shiftui.domain.vocabulary import Priority

TEAM_ASSOCIATIONS = frozenset({"OWNER", "MEMBER", "COLLABORATOR"})
"""GitHub's `author_association` values that make a responder where there is no roster."""

SETTLING = timedelta(days=7)
"""What was talked about in the week before adoption counts as alive (docs/decisions/0004)."""
TEAM_FILE = ".github/shiftui.toml"
"""Where the team keeps its part of the settings, in the log repository (docs/github.md)."""
LARGEST_FILE = 256 * 1024
"""Bytes of a settings file; a roster of a hundred people fills a tenth of it."""
DEFAULT_HOURS = BusinessHours(
    timezone="UTC",
    intervals=((time(8), time(12)), (time(13), time(17))),
    weekdays=frozenset(range(5)),
    closed=frozenset(),
)


def same_login(one: str | None, other: str | None) -> bool:
    """Whether two names are the same account: GitHub's logins ignore case, and nobody is nobody's equal."""
    return one is not None and other is not None and one.casefold() == other.casefold()


@dataclass(frozen=True, slots=True)
class Person:
    """A responder of the roster."""

    login: str
    name: str = ""
    contact: str = ""
    """What requesters are told; kept out of public places."""
    veteran: bool = False
    can: tuple[str, ...] = ()
    """Requester classes that this person may serve."""
    away: tuple[tuple[date, date], ...] = ()
    """First and last day of each absence."""
    leads: tuple[tuple[date, date], ...] = ()
    """First and last day of each term as operational lead (seed 003)."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to reach when something is beyond the shift."""

    name: str
    reach: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class Goals:
    """The first-response goals, in minutes of business time; 0 means none."""

    response_minutes: int = 60
    since: datetime | None = None
    """Adoption: tickets opened before run no clock. None: every ticket does."""
    always: frozenset[Priority] = frozenset()
    """Priorities whose clock runs at night too."""
    priority: Mapping[Priority, int] = field(default_factory=lambda: MappingProxyType({}))
    requester_class: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    def is_history(self, at: datetime) -> bool:
        """Whether what was said at `at` is from before adoption, and not from the week that led up to it."""
        return self.since is not None and at < self.since - SETTLING


@dataclass(frozen=True, slots=True)
class Rotation:
    """Who follows whom; shifts are made from it later."""

    length: str = "1 week"
    start: str = ""
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GitHubSettings:
    """Which repositories play which part. Empty names mean: not set."""

    repo: str = ""
    scope: str = "all"
    """`all`, or `label:NAME` to take only issues with that label."""
    log: str = ""
    tracker: str = ""
    api_url: str = "https://api.github.com"
    assign: str = "none"
    """`none`, `primary`, `acker` or a login."""
    write_pause: float = 1.0
    """Seconds between two requests that write: GitHub asks for one, an Enterprise server may need none."""

    @property
    def log_repo(self) -> str:
        """Where the shift log lives; whether it may is decided by its visibility."""
        return self.log or self.repo

    @property
    def spinoff_repo(self) -> str:
        """Where spinoffs go unless somebody says otherwise."""
        return self.tracker or self.repo


@dataclass(frozen=True, slots=True)
class Settings:
    """All that a person or the team can set."""

    me: str = ""
    hours: BusinessHours = DEFAULT_HOURS
    wip_limit: int = 5
    goals: Goals = field(default_factory=Goals)
    people: tuple[Person, ...] = ()
    rotation: Rotation = field(default_factory=Rotation)
    contacts: tuple[Contact, ...] = ()
    links: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    labels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Our label name to the team's own; an empty one is never written."""
    github: GitHubSettings = field(default_factory=GitHubSettings)
    keys: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    theme: str = ""
    read_only: bool = False

    @property
    def is_local(self) -> bool:
        """Whether this workspace has no repository."""
        return not self.github.repo

    def person(self, login: str) -> Person | None:
        """The responder of that login, if the roster has one. GitHub's logins ignore case."""
        wanted = login.casefold()
        return next((person for person in self.people if person.login.casefold() == wanted), None)

    def lead(self, day: date) -> tuple[Person, date] | None:
        """The operational lead on that day, and the last day of their term."""
        terms = ((person, first, last) for person in self.people for first, last in person.leads)
        return next(((person, last) for person, first, last in terms if first <= day <= last), None)

    def is_responder(self, login: str | None, association: str) -> bool:
        """Whether `login` speaks for the team: on the roster, or by association where there is none."""
        if login is None:
            return False
        if self.people:
            return self.person(login) is not None
        return association in TEAM_ASSOCIATIONS or (self.is_local and login == self.me)
