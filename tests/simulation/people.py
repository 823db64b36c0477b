"""People on GitHub's web page: requesters, passers-by, and members of the team who do without the program."""

from collections.abc import Callable

from tests.inmemory_github.fixtures import REPO, TEAM
from tests.simulation.witness import marker_of
from tests.simulation.world import REQUESTERS, World

Click = Callable[[World, int], str]
_LABELS = ("priority:customer", "priority:service", "severity:error", "bug")


def clicks(world: World) -> str:
    """Somebody does something on the web, now; what it was, in words."""
    rng = world.rng
    numbers = [issue.number for issue in world.github.issues(REPO)]
    possible = {click: weight for click, (weight, name) in CLICKS.items() if not name or world.is_on(name)}
    click = rng.choices(list(possible), list(possible.values()))[0]
    told = click(world, rng.choice(numbers))
    world.witness.look()
    return told


def _open(world: World, number: int) -> str:
    who = world.rng.choice(REQUESTERS)
    opened = world.github.web(who).open_issue(REPO, f"Help {world.rng.getrandbits(30)}", "Please.\nSoon.")
    return f"{who} opens #{opened}"


def _ask(world: World, number: int) -> str:
    who = world.rng.choice(REQUESTERS)
    world.github.web(who).comment(REPO, number, f"Any news? {world.rng.getrandbits(30)}")
    return f"{who} asks on #{number}"


def _answer(world: World, number: int) -> str:
    who = world.rng.choice(TEAM)
    world.github.web(who).comment(REPO, number, f"Have a look at this. {world.rng.getrandbits(30)}")
    return f"{who} answers on #{number} by hand"


def _label(world: World, number: int) -> str:
    label = world.rng.choice(_LABELS)
    world.github.web("leo").label(REPO, number, label)
    return f"leo labels #{number} {label} by hand"


def _unlabel(world: World, number: int) -> str:
    label = world.rng.choice(world.github.labels(REPO, number) or ("none",))
    if label != "shift-log" and not label.startswith("waiting:"):
        world.github.web("leo").unlabel(REPO, number, label)
    return f"leo takes {label} off #{number} by hand"


def _label_waiting(world: World, number: int) -> str:
    web, label = world.github.web("leo"), "waiting:requester"
    if label in world.github.labels(REPO, number):
        web.unlabel(REPO, number, label)
    else:
        web.label(REPO, number, label)
    return f"leo says by hand who is waited for on #{number}"


def _close(world: World, number: int) -> str:
    if "shift-log" not in world.github.labels(REPO, number):
        world.github.web("mia").close(REPO, number)
    return f"mia closes #{number} by hand"


def _reopen(world: World, number: int) -> str:
    world.github.web("j-doe").reopen(REPO, number)
    return f"j-doe reopens #{number}"


def _retitle(world: World, number: int) -> str:
    if "shift-log" not in world.github.labels(REPO, number):
        world.github.web("j-doe").edit_title(REPO, number, f"Renamed {world.rng.getrandbits(30)}")
    return f"j-doe renames #{number}"


def _reword(world: World, number: int) -> str:
    asked = [each for each in world.github.comments(REPO, number) if each.author in REQUESTERS]
    if asked:
        comment = world.rng.choice(asked)
        text = f"What I meant: {world.rng.getrandbits(30)}"
        world.github.web(comment.author or "").edit_comment(REPO, comment.id, text)
    return f"somebody rewords a question on #{number}"


def _delete(world: World, number: int) -> str:
    said = world.github.comments(REPO, number)
    said = tuple(each for each in said if marker_of(each.body).get("kind") != "log")
    if said:
        comment = world.rng.choice(said)
        world.github.web(comment.author or "").delete_comment(REPO, comment.id)
        world.witness.forget(comment.body, comment.author or "")
        return f"{comment.author} deletes a comment on #{number}"
    return "somebody looks around"


def _assign(world: World, number: int) -> str:
    who = world.rng.choice(TEAM)
    world.github.web("mia").assign(REPO, number, who)
    return f"mia assigns #{number} to {who} by hand"


CLICKS: dict[Click, tuple[int, str]] = {
    _open: (2, ""),
    _ask: (6, ""),
    _answer: (2, ""),
    _label: (3, ""),
    _unlabel: (2, ""),
    _label_waiting: (1, ""),
    _close: (1, ""),
    _reopen: (1, ""),
    _retitle: (1, ""),
    _reword: (2, ""),
    _delete: (1, "comment deleted"),
    _assign: (1, ""),
}
"""Each with how often it happens, and the name by which it can be switched off."""
