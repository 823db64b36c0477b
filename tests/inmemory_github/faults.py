"""Faults to inject before, during and after a request, one-shot or repeated.

`github.fault(CloseAfter(), method="POST", path=r"/comments$", nth=2)` arms one: the second matching request
is executed and its connection then closed without a word. Each armed fault counts its own matches; the
first one that is due wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from tests.inmemory_github.messages import Request, Response, error_response
from tests.inmemory_github.records import Refused


@dataclass(frozen=True, slots=True)
class Answer:
    """Before: nothing is executed, this is answered instead."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()

    @classmethod
    def error(
        cls, status: int, message: str = "Server Error", *, retry_after: int | str | None = None
    ) -> Answer:
        """An error in GitHub's shape, with a `Retry-After` where one is given."""
        headers = () if retry_after is None else (("Retry-After", str(retry_after)),)
        response = error_response(Refused(status, message, headers=headers))
        return cls(status, response.body, response.headers)

    @classmethod
    def unauthorized(cls) -> Answer:
        """401, as after a token was revoked."""
        return cls.error(401, "Bad credentials")

    @classmethod
    def secondary_limit(cls, retry_after: int | str | None = 60, status: int = 403) -> Answer:
        """A secondary rate limit, with, without, or with an absurd `Retry-After`."""
        message = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
        return cls.error(status, message, retry_after=retry_after)

    @classmethod
    def primary_limit(cls, reset: int) -> Answer:
        """The hourly limit used up; `reset` in seconds since 1970."""
        plain = cls.error(403, "API rate limit exceeded for user.")
        spent = (("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", str(reset)))
        return replace(plain, headers=(*plain.headers, *spent))

    @classmethod
    def html(cls, status: int = 200) -> Answer:
        """A captive portal's or a proxy's page."""
        page = b"<!DOCTYPE html><html><head><title>Welcome</title></head><body>Please log in.</body></html>"
        return cls(status, page, (("Content-Type", "text/html; charset=utf-8"),))

    @classmethod
    def redirect(cls, to: str, status: int = 302) -> Answer:
        """Somewhere else, another host for instance."""
        return cls(status, b"", (("Location", to),))


@dataclass(frozen=True, slots=True)
class CloseBefore:
    """Before: the connection is closed, nothing is executed."""


@dataclass(frozen=True, slots=True)
class Hang:
    """Before: silence for so many seconds, then the connection is closed; nothing is executed."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """Before: something else happens first, then the request is executed and answered as usual."""

    action: Callable[[], object]


@dataclass(frozen=True, slots=True)
class CutBody:
    """During: executed, then this part of the body is sent (0 to 1) and the connection closed."""

    keep: float = 0.5


@dataclass(frozen=True, slots=True)
class EndlessBody:
    """During: executed, then a body that does not end, up to `megabytes` of it."""

    megabytes: int = 256


@dataclass(frozen=True, slots=True)
class Rewrite:
    """During: executed, then the response is changed: other JSON, other headers, another status."""

    change: Callable[[Response], Response]


@dataclass(frozen=True, slots=True)
class Slow:
    """After: executed at once, answered so many seconds later."""

    seconds: float


@dataclass(frozen=True, slots=True)
class CloseAfter:
    """After: executed, then the connection is closed without a response."""


@dataclass(frozen=True, slots=True)
class FailAfter:
    """After: executed, then answered with an error."""

    status: int = 500


@dataclass(frozen=True, slots=True)
class Lag:
    """After: executed, but the next `reads` reads of what it changed show the old state, or nothing."""

    reads: int


@dataclass(frozen=True, slots=True)
class LagFor:
    """After: executed, but for so many seconds reads of what it changed show the old state, or nothing.

    Where it is `silent`, the connection is closed without a response, too.
    """

    seconds: float
    silent: bool = False


Effect = (
    Answer
    | CloseBefore
    | Hang
    | Meanwhile
    | CutBody
    | EndlessBody
    | Rewrite
    | Slow
    | CloseAfter
    | FailAfter
    | Lag
    | LagFor
)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What goes to the client: a response (None: the connection is closed), late, cut or endless."""

    response: Response | None
    delay: float = 0.0
    keep: float | None = None
    endless: int = 0


@dataclass(slots=True)
class Armed:
    """A fault waiting for its request: from the `nth` match on, `times` times (None: for ever)."""

    effect: Effect
    method: str | None = None
    path: re.Pattern[str] = field(default_factory=lambda: re.compile(""))
    nth: int = 1
    times: int | None = 1
    user: str | None = None
    seen: int = 0
    fired: int = 0
    removed: bool = False

    def take(self, request: Request, login: str | None) -> bool:
        """Count the request if it matches, and say whether this fault is due for it."""
        if self.removed or self.method not in (None, request.method) or self.user not in (None, login):
            return False
        if self.path.search(request.target) is None:
            return False
        self.seen += 1
        return self.seen >= self.nth and (self.times is None or self.fired < self.times)

    def remove(self) -> None:
        """Never again."""
        self.removed = True


@dataclass(slots=True)
class Faults:
    """The armed faults of one server, in the order of their arming."""

    armed: list[Armed] = field(default_factory=list)

    def due(self, request: Request, login: str | None) -> Armed | None:
        """The fault for this request of this user; each armed one counts it."""
        taken = [armed for armed in self.armed if armed.take(request, login)]
        if not taken:
            return None
        taken[0].fired += 1
        return taken[0]


def deliver(effect: Effect | None, execute: Callable[[], Response]) -> Delivery:
    """Execute the request as far as the fault lets it. A lag is the business of `execute`."""
    match effect:
        case Answer(status, body, headers):
            return Delivery(Response(status, headers, body))
        case CloseBefore():
            return Delivery(None)
        case Hang(seconds):
            return Delivery(None, delay=seconds)
        case Meanwhile(action):
            action()
    response = execute()
    match effect:
        case CutBody(keep):
            return Delivery(response, keep=keep)
        case EndlessBody(megabytes):
            return Delivery(response, endless=megabytes)
        case Rewrite(change):
            return Delivery(change(response))
        case Slow(seconds):
            return Delivery(response, delay=seconds)
        case CloseAfter() | LagFor(silent=True):
            return Delivery(None)
        case FailAfter(status):
            failed = error_response(Refused(status, "Server Error"))
            return Delivery(failed)
    return Delivery(response)
