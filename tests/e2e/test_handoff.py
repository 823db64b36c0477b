"""A shift changes hands between two real terminals, two workspaces and one GitHub; the keys are counted."""

from collections.abc import Sequence

from shiftui.domain.vocabulary import NoteKind
from tests.e2e.cli import SHIFTUI, Shiftui
from tests.e2e.conftest import Connect
from tests.e2e.terminal import Terminal
from tests.inmemory_github.fixtures import LOG, REPO
from tests.inmemory_github.hub import InMemoryGitHub

PEOPLE = "".join(f'\n[[people]]\nlogin = "{login}"\n' for login in ("mia", "leo", "ada"))
TICKETS = 6
SOON = 60.0


class Hands:
    """Presses keys on a terminal and counts them."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal, self.count = terminal, 0

    def press(self, *keys: str, then: str) -> None:
        """Press, and wait for what must follow on the screen."""
        self.count += len(keys)
        self.terminal.press(*keys)
        self.terminal.shows(then, seconds=SOON)
        self.terminal.settle(quiet=0.4)  # letters right after a choice were meant for its menu


def _on_the_team(github: InMemoryGitHub, connect: Connect, logins: Sequence[str]) -> list[Shiftui]:
    found = []
    for login in logins:
        one = connect(github, login, log=True)
        settings = one.folder / "shiftui.toml"
        settings.write_text(settings.read_text() + PEOPLE)
        found.append(one)
    return found


def test_mia_hands_over_to_leo(private_github: InMemoryGitHub, connect: Connect) -> None:
    for number in range(TICKETS):
        private_github.web("j-doe").open_issue(REPO, f"Issue {number + 1}", "It fails")
    mia, leo = _on_the_team(private_github, connect, ("mia", "leo"))
    mia("shift", "start", "--primary", "mia", "--backup", "ada")
    with (
        Terminal(SHIFTUI, environment=mia.environment) as out,
        Terminal(SHIFTUI, environment=leo.environment, columns=80, rows=24) as into,
    ):
        out.shows("live-incidents   mia", f"Issue {TICKETS}", seconds=SOON)
        giving = Hands(out)
        giving.press("H", then=f"Handoff 1 of {TICKETS}")
        for at in range(2, TICKETS + 1):
            giving.press("enter", then=f"Handoff {at} of {TICKETS}")
        giving.press("enter", then="Who is next?")
        giving.press("1", then="Offer the shift to leo")
        giving.press("ctrl+o", then="you are on duty until they accept")
        assert giving.count == TICKETS + 3

        _refresh_until(into, "offered to leo")
        assert "mia" in into.text.splitlines()[0], "mia is on duty on leo's screen, too"
        receiving = Hands(into)
        receiving.press("p", then="customer")
        receiving.press("c", then="customer    respond")
        receiving.press("H", then=f"Receive 1 of {TICKETS}")
        receiving.press(*"Which log?", "f5", then=f"Receive 1 of {TICKETS}")
        for at in range(2, TICKETS + 1):
            receiving.press(*"I watch it", "ctrl+o", then=f"Receive {at} of {TICKETS}")
        receiving.press(*"I watch it", "ctrl+o", then="Accept the shift?")
        receiving.press("a", then="accepted the shift")
        letters = len("Which log?") + TICKETS * len("I watch it")
        assert receiving.count - letters == 2 + 1 + 1 + TICKETS + 1

        for one in (into, out):
            _refresh_until(one, "live-incidents   leo")
        giving.press("H", then="leo has the shift")
        giving.press("m", then=f"Message 1 of {TICKETS}")

    shown = [one("handoff", "status", "--json").json for one in (mia, leo)]
    assert shown[0] == shown[1]
    assert (shown[0]["state"], shown[0]["offered_to"]) == ("accepted", "leo")
    assert [ticket["missing"] for ticket in shown[0]["tickets"]] == [[]] * TICKETS
    tickets = [one("list", "--json").json for one in (mia, leo)]
    assert tickets[0] == tickets[1]
    assert {ticket["acknowledged_by"] for ticket in tickets[0]} == {"leo"}
    assert [ticket["priority"] for ticket in tickets[0]].count("customer") == 1
    notes = [note for ticket in tickets[0] for note in mia("show", ticket["ref"], "--json").json["notes"]]
    assert [note["text"] for note in notes if note["kind"] == NoteKind.QUESTION] == ["Which log?"]
    assert private_github.texts(LOG).count('"handoff-accepted"') == 1
    labels = [private_github.labels(REPO, number + 1) for number in range(TICKETS)]
    assert sum("priority:customer" in one for one in labels) == 1


def _refresh_until(terminal: Terminal, wanted: str) -> None:
    """Ask for passes until it is there."""

    def is_there(text: str) -> bool:
        if wanted in text:
            return True
        terminal.press("ctrl+r")
        terminal.settle()
        return False

    terminal.until(is_there, SOON, wanted)
