"""Everything there is: one time, one GitHub, two or three machines, and the dice of one seed."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random

from shiftui.domain.settings import GitHubSettings, Person, Settings
from tests.inmemory_github import InMemoryGitHub
from tests.inmemory_github.fixtures import LOG, REPO, TEAM
from tests.inmemory_github.records import Quirks
from tests.simulation.books import Books
from tests.simulation.clocks import START, MachineClock, WorldTime
from tests.simulation.faults import FaultPlan, Focus
from tests.simulation.machine import Machine
from tests.simulation.switched_off import SWITCHED_OFF
from tests.simulation.witness import Witness

TRACKER = "acme/widgets"
REQUESTERS = ("j-doe", "kim")
ROWS_A_PAGE = (3, 7, 100)
"""Pages are small now and then, so that a few rows take several requests."""
SHIFT_RATES = (0.0, 0.0, 0.5, 6.0)
"""A shift change takes several steps in a row, so some seeds do little else."""
SKEWS = (0.0, 0.0, 40.0, -40.0, 3_000.0, -3_000.0, 86_400.0, -86_400.0)
"""By how many seconds clocks are wrong."""


@dataclass(slots=True)
class World:
    """One seed's world."""

    seed: int
    home: Path
    focus: Focus = field(default_factory=Focus)
    also: frozenset[str] = frozenset()
    """What is switched off elsewhere and happens here all the same."""
    rng: Random = field(init=False)
    time: WorldTime = field(init=False)
    plan: FaultPlan = field(init=False)
    github: InMemoryGitHub = field(init=False)
    witness: Witness = field(init=False)
    books: Books = field(init=False)
    machines: list[Machine] = field(init=False)
    is_private: bool = field(init=False)
    log: str = field(init=False)
    shift_rate: float = field(init=False)
    """Times how often people record something about shifts, not tickets."""
    won: set[str] = field(default_factory=set)
    """Acceptances of a handoff that are known to stand on GitHub as the first."""
    trace: list[str] = field(default_factory=list)
    steps: Counter[str] = field(default_factory=Counter)
    meanwhile: Callable[[str, Machine], None] = field(init=False)
    """What somebody does in the middle of a machine's request; the scheduler knows."""

    def __post_init__(self) -> None:
        self.rng = Random(self.seed)
        self.time = WorldTime()
        self.plan = FaultPlan(self.seed, Random(self.rng.random()), self.focus)
        quirks = Quirks(most_per_page=self.rng.choice(ROWS_A_PAGE))
        self.github = InMemoryGitHub(now=self.time, quirks=quirks)
        self.is_private = self.rng.random() < 0.6
        self.log = self.rng.choice(["", LOG]) if self.is_private else LOG
        self._found_repositories()
        self.witness = Witness(self.github)
        self.books = Books(self.witness)
        self.witness.look()
        self.machines = []
        self.shift_rate = self.rng.choice(SHIFT_RATES)
        settings = self._settings()
        for login in TEAM[: self.rng.choice((2, 2, 3))]:
            dice = Random(self.rng.random())
            skew = timedelta(seconds=self.rng.choice(SKEWS))
            clock = MachineClock(self.time, skew)
            own = settings(login)
            self.machines.append(Machine(self, login, self.home / login, own, clock, dice))
            self.say(login, f"has a machine; its clock is {skew.total_seconds():+.0f} s off")

    def _found_repositories(self) -> None:
        github = self.github
        github.add_repo(REPO, private=self.is_private)
        github.add_repo(LOG, private=True)
        github.add_repo(TRACKER)
        for login in TEAM:
            github.add_user(login, token=f"t-{login}", push=(REPO, LOG, TRACKER), member_of=("acme",))
        for login in REQUESTERS:
            github.add_user(login)
        for number in range(self.rng.randrange(1, 4)):
            github.web("j-doe").open_issue(REPO, f"It is slow {number}", "Since the upgrade.\nPlease help.")

    def _settings(self) -> Callable[[str], Settings]:
        tracker = self.rng.choice(["", TRACKER]) if self.is_on("spinoffs elsewhere") else ""
        assign = self.rng.choice(["none", "acker"])
        github = GitHubSettings(REPO, log=self.log, tracker=tracker, api_url=self.github.url, assign=assign)
        people = tuple(map(Person, TEAM))
        return lambda login: Settings(me=login, people=people, github=github)

    def is_on(self, what: str) -> bool:
        """Whether something happens that would break a promise as things are."""
        return what not in SWITCHED_OFF or what in self.also

    def say(self, who: str, what: str) -> None:
        """A line of the trace."""
        self.trace.append(f"{(self.time() - START).total_seconds():>9.1f} {who:>6}: {what}")
