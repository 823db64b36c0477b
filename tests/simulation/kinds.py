"""The kinds of fault, by where in a request or a disk call they strike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

from tests.inmemory_github import (
    Answer,
    CloseAfter,
    CloseBefore,
    CutBody,
    FailAfter,
    Hang,
    LagFor,
    Rewrite,
    Slow,
)
from tests.inmemory_github.faults import Effect
from tests.inmemory_github.messages import Response


class When(StrEnum):
    """Where a fault strikes."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class RequestFault:
    """One kind of fault of a request: an effect of the server's, or one that `line` knows by name."""

    name: str
    when: When
    effect: Callable[[Random], Effect] | None = None
    needs_write: bool = False
    """Whether there is no such thing for a request that reads."""


def _page(response: Response) -> Response:
    """Executed, but a proxy's page comes back."""
    page = Answer.html(200)
    return replace(response, status=200, headers=page.headers, body=page.body)


def _another_type(response: Response) -> Response:
    """Executed, and the answer is JSON of no use."""
    return replace(response, status=200, body=b'{"id":"many","items":[null]}')


def _limit(rng: Random) -> Effect:
    after: Sequence[int | str | None] = (1, 60, 900, None, "soon", "-5", 10**12)
    return Answer.secondary_limit(rng.choice(after), rng.choice((403, 429)))


def _lag(rng: Random) -> Effect:
    return LagFor(rng.choice(LAGS))


def _silent_lag(rng: Random) -> Effect:
    return LagFor(rng.choice(LAGS), silent=True)


LAGS = (5, 45, 150)
"""Seconds for which a replica does not know of a change; the program waits 220 before it believes it."""
NO_CONNECTION, KILLED_BEFORE, KILLED_AFTER, POWER_CUT = (
    "no connection",
    "killed before",
    "killed after",
    "power cut",
)
WEB_MEANWHILE, COLLEAGUE_MEANWHILE, HERE_MEANWHILE = "web meanwhile", "colleague meanwhile", "here meanwhile"

REQUEST_FAULTS: tuple[RequestFault, ...] = (
    RequestFault(NO_CONNECTION, When.BEFORE),
    RequestFault(KILLED_BEFORE, When.BEFORE),
    RequestFault(WEB_MEANWHILE, When.BEFORE),
    RequestFault(COLLEAGUE_MEANWHILE, When.BEFORE),
    RequestFault(HERE_MEANWHILE, When.BEFORE),
    RequestFault("closed before", When.BEFORE, lambda rng: CloseBefore()),
    RequestFault("silence", When.BEFORE, lambda rng: Hang(60)),
    RequestFault("bad gateway", When.BEFORE, lambda rng: Answer.html(502)),
    RequestFault("unavailable", When.BEFORE, lambda rng: Answer.error(503, "Service Unavailable")),
    RequestFault("captive portal", When.BEFORE, lambda rng: Answer.html(200)),
    RequestFault("other host", When.BEFORE, lambda rng: Answer.redirect("https://login.example/")),
    RequestFault("rate limit", When.BEFORE, _limit),
    RequestFault("token refused", When.BEFORE, lambda rng: Answer.unauthorized()),
    RequestFault("closed after", When.DURING, lambda rng: CloseAfter()),
    RequestFault("500 though done", When.DURING, lambda rng: FailAfter(rng.choice((500, 502, 503)))),
    RequestFault("cut body", When.DURING, lambda rng: CutBody(rng.random())),
    RequestFault("late answer", When.DURING, lambda rng: Slow(60)),
    RequestFault("page though done", When.DURING, lambda rng: Rewrite(_page)),
    RequestFault("rubbish though done", When.DURING, lambda rng: Rewrite(_another_type)),
    RequestFault(KILLED_AFTER, When.AFTER),
    RequestFault(POWER_CUT, When.AFTER),
    RequestFault("replica lags", When.AFTER, _lag, needs_write=True),
    RequestFault("closed after, replica lags", When.AFTER, _silent_lag, needs_write=True),
)


class DiskFault(StrEnum):
    """What a disk call can meet."""

    FULL = "disk full"
    SHORT = "short write"
    FAILING = "failing disk"
    KILLED_BEFORE = "killed before"
    KILLED_WITHIN = "killed within"
    KILLED_AFTER = "killed after"
    POWER_BEFORE = "power cut before"
    POWER_WITHIN = "power cut within"
    POWER_AFTER = "power cut after"


DISK_FAULTS = tuple(DiskFault)
