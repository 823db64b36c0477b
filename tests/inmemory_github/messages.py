"""Requests and responses as plain values, so that the rules run the same over a socket and in process."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, unquote

from tests.inmemory_github.records import Refused


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request; header names are in lower case, `query` is still encoded."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes = b""

    @classmethod
    def of(cls, method: str, target: str, headers: Mapping[str, str], body: bytes = b"") -> Request:
        """Split a request target; header names in whatever case."""
        path, _, query = target.partition("?")
        lowered = {name.lower(): value for name, value in headers.items()}
        return cls(method.upper(), path, query, lowered, body)

    @property
    def target(self) -> str:
        """Path and query as they were sent."""
        return f"{self.path}?{self.query}" if self.query else self.path

    @property
    def parts(self) -> tuple[str, ...]:
        """The path's segments, decoded."""
        return tuple(unquote(part) for part in self.path.split("/") if part)

    @property
    def params(self) -> dict[str, str]:
        """The query's parameters; of repeated ones the last."""
        return dict(parse_qsl(self.query, keep_blank_values=True))

    @property
    def token(self) -> str | None:
        """What follows `Bearer` or `token` in the Authorization header."""
        scheme, _, value = self.headers.get("authorization", "").partition(" ")
        return value.strip() or None if scheme.lower() in ("bearer", "token") else None

    def json(self) -> object:
        """The body parsed; None when it is empty. Refused with 400 when it is no JSON."""
        if not self.body:
            return None
        try:
            return json.loads(self.body)
        except ValueError:
            raise Refused(400, "Problems parsing JSON") from None


@dataclass(frozen=True, slots=True)
class Response:
    """A status, headers in order, and the whole body."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """The first header of this name, in whatever case."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    def json(self) -> object:
        """The body parsed."""
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A line of the log: what was asked, by whom, and what was answered (None: no answer at all)."""

    at: datetime
    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    user: str | None
    status: int | None
    fault: str | None = None

    @property
    def target(self) -> str:
        """Path and query as they were sent."""
        return f"{self.path}?{self.query}" if self.query else self.path

    @property
    def is_write(self) -> bool:
        """Whether the request could change something."""
        return method_writes(self.method)

    def json(self) -> object:
        """The request's body parsed; None when it was empty."""
        return json.loads(self.body) if self.body else None


def method_writes(method: str) -> bool:
    """Whether a request of this method could change something."""
    return method not in ("GET", "HEAD", "OPTIONS")


def json_response(status: int, value: object, headers: tuple[tuple[str, str], ...] = ()) -> Response:
    """A response with this value as JSON."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(status, (("Content-Type", "application/json; charset=utf-8"), *headers), body)


def error_response(error: Refused) -> Response:
    """GitHub's error body: message, documentation_url, status, and errors where there are some."""
    value: dict[str, object] = {"message": error.message}
    if error.errors:
        value["errors"] = list(error.errors)
    value["documentation_url"] = "https://docs.github.com/rest"
    value["status"] = str(error.status)
    return json_response(error.status, value, error.headers)
