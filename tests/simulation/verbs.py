"""What a person may record: each verb with arguments of the dice, on a desk and one of its tickets."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

from shiftui.domain.operations.acknowledged import acknowledge
from shiftui.domain.operations.diary_written import write_diary
from shiftui.domain.operations.fields_set import set_fields
from shiftui.domain.operations.noted import note
from shiftui.domain.operations.opened import open_ticket
from shiftui.domain.operations.read_back import ask
from shiftui.domain.operations.resolved import reopen, resolve
from shiftui.domain.operations.responded import clear_response, respond
from shiftui.domain.operations.snoozed import snooze, wake
from shiftui.domain.operations.spun_off import spin_off
from shiftui.domain.records import Recorded
from shiftui.domain.vocabulary import Priority, Resolution, Severity, Via, WaitingOn
from shiftui.service import handoffs
from shiftui.service.desk import Desk

Verb = Callable[[Desk, str, Random], Recorded]
_HOUR = timedelta(hours=1)


def _words(rng: Random, what: str) -> str:
    """A text that no other has, so that each can be found again."""
    return f"{what} {rng.getrandbits(40):010x}\nand more."


def _respond(desk: Desk, key: str, rng: Random) -> Recorded:
    not_before = rng.choice((None, None, desk.now() + timedelta(seconds=20)))
    return desk.do(respond, key, _words(rng, "We look into it"), via=Via.GITHUB, not_before=not_before)


def _respond_elsewhere(desk: Desk, key: str, rng: Random) -> Recorded:
    at = desk.now() - timedelta(minutes=rng.randrange(30))
    return desk.do(respond, key, _words(rng, "Told them"), via=rng.choice((Via.PHONE, Via.EMAIL)), at=at)


def _sort(desk: Desk, key: str, rng: Random) -> Recorded:
    if rng.random() < 0.5:
        return desk.do(set_fields, key, priority=rng.choice(list(Priority)))
    return desk.do(set_fields, key, severity=rng.choice(list(Severity)))


def _wait(desk: Desk, key: str, rng: Random) -> Recorded:
    return desk.do(set_fields, key, waiting_on=rng.choice(list(WaitingOn)))


def _tell(desk: Desk, key: str, rng: Random) -> Recorded:
    text, priority = f"as of {rng.getrandbits(16)}", rng.choice((None, None, Priority.SECURITY))
    field = rng.randrange(3)
    return desk.do(
        set_fields,
        key,
        priority=priority,
        summary=text if field == 0 else None,
        next_action=text if field == 1 else None,
        contingency=text if field == 2 else None,
    )


def _resolve(desk: Desk, key: str, rng: Random) -> Recorded:
    text = rng.choice(("", _words(rng, "It is fixed")))
    kind = rng.choice((Resolution.ANSWERED, Resolution.FIXED, Resolution.KNOWN_ISSUE, Resolution.REFERRED))
    return desk.do(resolve, key, [kind], text=text)


def _capture(desk: Desk, key: str, rng: Random) -> Recorded:
    requester = rng.choice((None, "j-doe", "somebody by phone"))
    priority = rng.choice((None, Priority.CUSTOMER))
    return desk.write(
        open_ticket,
        f"Captured {rng.getrandbits(30)}",
        body=_words(rng, "They say"),
        requester=requester,
        priority=priority,
        via=rng.choice(list(Via)),
    )


def _somebody(desk: Desk, rng: Random) -> str:
    return rng.choice([one.login for one in desk.settings.people])


def _start(desk: Desk, key: str, rng: Random) -> Recorded:
    return handoffs.start(desk, _somebody(desk, rng), "", None, desk.now() + 8 * _HOUR)


def _cover(desk: Desk, key: str, rng: Random) -> Recorded:
    begins = desk.now() + _HOUR * rng.randrange(3)
    return handoffs.cover(desk, _somebody(desk, rng), begins, begins + _HOUR)


def _offer(desk: Desk, key: str, rng: Random) -> Recorded:
    others = [one.login for one in desk.settings.people if one.login != desk.me]
    return handoffs.offer(desk, rng.choice((others[0], *others)), _words(rng, "All quiet"), "no time")


def _accept(desk: Desk, key: str, rng: Random) -> Recorded:
    witnesses = [one.login for one in desk.settings.people if one.login != desk.me]
    return handoffs.accept(desk, witnesses, rng.choice(("", "they are ill")))


def _go_on(desk: Desk, key: str, rng: Random) -> Recorded:
    """The next step of the handoff, as far as this machine knows how it stands."""
    made = handoffs.stands(desk).handoff.open_offer
    if made is None:
        return _offer(desk, key, rng)
    if made.by != desk.me:
        return _accept(desk, key, rng)
    return handoffs.withdraw(desk) if rng.random() < 0.15 else desk.do(note, key, _words(rng, "Waiting"))


SHIFT_VERBS: dict[str, tuple[int, Verb]] = {
    "start a shift beside": (1, _start),
    "let somebody cover beside": (1, _cover),
    "take over beside": (1, lambda desk, key, rng: handoffs.take_over(desk)),
    "give back beside": (1, lambda desk, key, rng: handoffs.give_back(desk)),
    "go on with the handoff beside": (12, _go_on),
    "offer the shift beside": (1, _offer),
    "withdraw the offer beside": (1, lambda desk, key, rng: handoffs.withdraw(desk)),
    "return the offer beside": (1, lambda desk, key, rng: handoffs.send_back(desk, _words(rng, "Not yet"))),
    "read back": (2, lambda desk, key, rng: handoffs.read_back(desk, key, _words(rng, "I watch it"))),
    "ask about": (1, lambda desk, key, rng: desk.do(ask, key, _words(rng, "Since when?"))),
    "accept the shift beside": (1, _accept),
}
VERBS: dict[str, tuple[int, Verb]] = {
    "note": (4, lambda desk, key, rng: desk.do(note, key, _words(rng, "Seen"))),
    "respond": (4, _respond),
    "respond elsewhere": (1, _respond_elsewhere),
    "clear the response of": (1, lambda desk, key, rng: desk.do(clear_response, key, "was none")),
    "sort": (4, _sort),
    "say who is waited for at": (2, _wait),
    "describe": (2, _tell),
    "acknowledge": (3, lambda desk, key, rng: desk.do(acknowledge, key)),
    "snooze": (1, lambda desk, key, rng: desk.do(snooze, key, desk.now() + _HOUR * rng.randrange(1, 30))),
    "wake": (1, lambda desk, key, rng: desk.do(wake, key)),
    "resolve": (2, _resolve),
    "reopen": (2, lambda desk, key, rng: desk.do(reopen, key)),
    "capture beside": (2, _capture),
    "spin off from": (
        1,
        lambda desk, key, rng: desk.do(spin_off, key, f"The real fix {rng.getrandbits(30)}"),
    ),
    "write the diary beside": (1, lambda desk, key, rng: desk.write(write_diary, _words(rng, "Quiet"))),
}
"""By how the trace tells them, with how often they happen."""


def any_verb(rng: Random, shift_rate: float) -> tuple[str, Verb]:
    """One of all, with its name; those about shifts so many times as often."""
    known = {**VERBS, **SHIFT_VERBS}
    weights = [weight * (shift_rate if name in SHIFT_VERBS else 1) for name, (weight, _) in known.items()]
    name = rng.choices(list(known), weights)[0]
    return name, known[name][1]
