"""The only place that speaks HTTP: one request at a time, bounded in time and size, the token kept at home.

It pauses between two writes, as GitHub asks, and never repeats a request; it says what happened in the errors
of `shiftui.ports`, and whoever drives it decides when to ask again.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from urllib.parse import urljoin

import httpx

from shiftui import __version__
from shiftui.github.addresses import check_base, next_link, origin_of, place_of
from shiftui.github.answers import Declined, NotAnswered, Raw, failure
from shiftui.github.wire import Wire
from shiftui.jsontext import from_json
from shiftui.ports import (
    Misbehaving,
    NoAccess,
    NotAuthorised,
    RateLimited,
    TrackerError,
    Unclear,
    Unreachable,
)

VERSIONS: Final = ("2026-03-10", "2022-11-28")
"""The API versions that this adapter was written for, the best first."""
NO_VERSION: Final = "none"
_REDIRECTS: Final = frozenset({301, 307, 308})
_HOPS: Final = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """What GitHub answered, parsed."""

    data: object
    """The JSON value; None where there is no body."""
    unchanged: bool = False
    """304: what the ETag stands for still holds."""
    etag: str = ""
    next: str = ""
    """The address of the next page, checked to be ours; empty on the last one."""
    date: datetime | None = None
    """The server's clock."""
    scopes: str | None = None
    """What a classic token may do, as GitHub lists it; None for other kinds of tokens."""


class Client:
    """Sends requests to one GitHub. Opens its connection with the first of them."""

    def __init__(
        self,
        api_url: str,
        token: Callable[[], str],
        clock_now: Callable[[], datetime],
        transport: httpx.BaseTransport | None = None,
        *,
        timeout: float = 15.0,
        pause: float = 0.0,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._base = api_url.rstrip("/")
        self._ask_token = token
        self._now = clock_now
        self._wire = Wire(self._base, transport, timeout)
        self._origin = ""
        self._token = ""
        self._limited = 0
        self._pause = pause
        self._sleep = sleep
        self._wrote_at = clock_now()  # by another process, for all we know
        self.requests = 0
        self.writes = 0
        """How many of them wrote."""
        self.version = ""
        """The API version in use, `none` where the server has none; empty until it was asked."""

    def __repr__(self) -> str:
        return f"Client({self._base!r})"

    def get(self, address: str, etag: str = "") -> Answer:
        """Read a path below the API's base, or a whole address of ours.

        Raises:
            TrackerError: as `shiftui.ports` describes; never `Unclear`.

        """
        return self._request("GET", address, etag=etag)

    def write(self, method: str, path: str, body: object = None) -> Answer:
        """Change something, once; a second (or what was set) after the last time.

        Raises:
            Unclear: it may have been done.
            TrackerError: it was not.

        """
        self._rest()
        self.writes += 1
        try:
            return self._request(method, path, body=body)
        finally:
            self._wrote_at = self._now()

    def is_own(self, address: str) -> bool:
        """Whether an address belongs to this API, so that the token may go there."""
        return origin_of(urljoin(self._base + "/", address)) == (self._origin or origin_of(self._base))

    def close(self) -> None:
        """Let the connection go; a later request opens a new one."""
        self._wire.close()

    def _rest(self) -> None:
        """Let the pause between two writes pass."""
        if self._pause <= 0:
            return
        passed = (self._now() - self._wrote_at).total_seconds()
        if 0 <= passed < self._pause:
            self._sleep(self._pause - passed)

    def _request(self, method: str, address: str, *, etag: str = "", body: object = None) -> Answer:
        if not self._origin:
            check_base(self._base)
            self._origin = origin_of(self._base)
        if not self.version:
            self.version = self._negotiate()
        try:
            return self._followed(method, address, etag, body)
        except (Declined, NotAnswered) as error:
            if error.status != 400 or "version" not in str(error).lower():
                raise
        self.version = self._negotiate()  # the server has dropped the version that we remembered
        return self._followed(method, address, etag, body)

    def _negotiate(self) -> str:
        self.version = NO_VERSION
        try:
            known = self._followed("GET", "/versions", "", None).data
        except (NoAccess, NotAnswered):
            return NO_VERSION
        except TrackerError:
            self.version = ""
            raise
        if not isinstance(known, list):
            return NO_VERSION
        return next((version for version in VERSIONS if version in known), NO_VERSION)

    def _followed(self, method: str, address: str, etag: str, body: object) -> Answer:
        """The answer, redirects within our own origin followed with the same method and body."""
        url = address if address.startswith(("http://", "https://")) else self._base + address
        for _ in range(_HOPS + 1):
            if not self.is_own(url):
                raise Misbehaving("GitHub pointed to another host; the token does not go there")
            raw = self._sent(method, url, etag, body)
            if raw.status not in _REDIRECTS or "location" not in raw.headers:
                return self._understood(raw, method, url)
            url = urljoin(url, raw.headers["location"])
        raise Misbehaving("GitHub sends this request around in circles")

    def _understood(self, raw: Raw, method: str, url: str) -> Answer:
        is_write = method != "GET"
        if raw.status == 304 and not is_write:
            self._limited = 0
            return Answer(None, unchanged=True, date=raw.date)
        if 300 <= raw.status < 400:
            raise Misbehaving(f"an unexpected redirect ({raw.status}) came: a network login, or a proxy?")
        if raw.status >= 400:
            error = failure(
                replace(raw, secret=self._token),  # should it be echoed
                self._now(),
                is_write=is_write,
                limited_before=self._limited,
                place=place_of(url),
            )
            self._limited = self._limited + 1 if isinstance(error, RateLimited) else 0
            if isinstance(error, NotAuthorised):
                self._token = ""  # another one may have been set meanwhile
            raise error
        self._limited = 0
        following = next_link(raw.headers.get("link", ""))
        following = urljoin(url, following) if following else ""
        if following and not self.is_own(following):
            raise Misbehaving("the next page is on another host; the token does not go there")
        headers = raw.headers
        scopes = headers.get("x-oauth-scopes")
        return Answer(_json(raw, is_write), False, headers.get("etag", ""), following, raw.date, scopes)

    def _sent(self, method: str, url: str, etag: str, body: object) -> Raw:
        headers = self._headers(etag)
        content = None if body is None else _body(body)
        if content is not None:
            headers["Content-Type"] = "application/json; charset=utf-8"
        self.requests += 1
        return self._wire.exchange(method, url, headers, content)

    def _headers(self, etag: str) -> dict[str, str]:
        if not self._token:
            self._token = self._ask_token().strip()
        if not self._token or not (self._token.isascii() and self._token.isprintable()):
            self._token = ""
            raise NotAuthorised("there is no usable token; set SHIFTUI_TOKEN, or run `gh auth login`")
        headers = {
            "Authorization": f"Bearer {self._token}",
            "Accept": "application/vnd.github+json",
            "User-Agent": f"shiftui/{__version__}",
        }
        if self.version and self.version != NO_VERSION:
            headers["X-GitHub-Api-Version"] = self.version
        if etag:
            headers["If-None-Match"] = etag
        return headers


def _json(raw: Raw, is_write: bool) -> object:
    if raw.status == 204 or (not raw.body and is_write):
        return None
    try:
        value: object = from_json(raw.body)
    except (ValueError, RecursionError) as error:
        if is_write:
            raise Unclear("GitHub's answer cannot be read; it may have been done") from error
        if raw.is_html:
            what = "a web page answered in GitHub's place: a network login, or a proxy"
            raise Unreachable(what) from error
        raise Misbehaving("GitHub's answer is no JSON") from error
    return value


def _body(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
