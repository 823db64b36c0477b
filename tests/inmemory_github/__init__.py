"""A stateful GitHub in memory, on a loopback socket or in process, with faults to inject.

It is what every end-to-end test, benchmark and simulation talks to, so that sockets, redirects, cut bodies
and rate limits are real while nothing leaves the machine.
"""

from tests.inmemory_github.faults import (
    Answer,
    Armed,
    CloseAfter,
    CloseBefore,
    CutBody,
    EndlessBody,
    FailAfter,
    Hang,
    Lag,
    LagFor,
    Meanwhile,
    Rewrite,
    Slow,
)
from tests.inmemory_github.hub import InMemoryGitHub
from tests.inmemory_github.messages import Exchange, Request, Response
from tests.inmemory_github.records import Permission, Quirks
from tests.inmemory_github.web import Web

__all__ = [
    "Answer",
    "Armed",
    "CloseAfter",
    "CloseBefore",
    "CutBody",
    "EndlessBody",
    "Exchange",
    "FailAfter",
    "Hang",
    "InMemoryGitHub",
    "Lag",
    "LagFor",
    "Meanwhile",
    "Permission",
    "Quirks",
    "Request",
    "Response",
    "Rewrite",
    "Slow",
    "Web",
]
