"""One exchange with GitHub's server over the network, bounded in time and size, its failures in words.

Whether a request that failed may have been done is known here: it depends on how far it came.
"""

from collections.abc import Mapping
from typing import Final

import httpx

from shiftui.github.answers import Raw
from shiftui.github.obstacles import too_slow, why
from shiftui.github.route import Route, open_http, route_to
from shiftui.github.watch import Watch
from shiftui.ports import Misbehaving, TrackerError, Unclear, Unreachable

SIZE_LIMIT: Final = 48 * 1024 * 1024
"""Bytes of one answer: a hundred bodies of 65,536 characters, escaped, fit in."""
WHOLE_SECONDS: Final = 60.0
"""How long one request may take in all, however slowly its answer drips."""


class Wire:
    """The connection to one host, opened with the first exchange; `transport` replaces it in tests."""

    def __init__(self, api_url: str, transport: httpx.BaseTransport | None, timeout: float) -> None:
        self._base = api_url
        self._transport = transport
        self._timeout = httpx.Timeout(timeout, connect=min(timeout, 10.0))
        self._http: httpx.Client | None = None
        self._route = Route(api_url)
        self._watch = Watch(WHOLE_SECONDS)

    def exchange(self, method: str, url: str, headers: Mapping[str, str], content: bytes | None) -> Raw:
        """Send a request and read the whole answer.

        Raises:
            Unclear: it may have been done; never for GET.
            TrackerError: it was not.

        """
        try:
            with self._watch.over_request():
                raw = self._exchanged(method, url, headers, content)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError) as error:
            raise Unreachable(f"no connection to GitHub: {why(error, self._route)}") from error
        except (httpx.UnsupportedProtocol, httpx.LocalProtocolError, httpx.InvalidURL, UnicodeError) as error:
            raise Unreachable("the request could not be sent; check the API's address") from error
        except _TooMuch as error:
            what = "an answer without an end came"
            raise (
                Unclear(f"{what}; it may have been done") if method != "GET" else Misbehaving(what)
            ) from error
        except httpx.RequestError as error:
            raise self._broken(method, why(error, self._route)) from error
        if self._watch.has_cut:  # an answer that ends with its connection looks whole
            raise self._broken(method, too_slow(self._route))
        return raw

    def close(self) -> None:
        """Let the connection go; a later exchange opens a new one."""
        if self._http is not None:
            self._http.close()
            self._http = None

    def _exchanged(self, method: str, url: str, headers: Mapping[str, str], content: bytes | None) -> Raw:
        http = self._opened()
        traced = {"trace": self._watch.note}
        request = http.build_request(method, url, headers=headers, content=content, extensions=traced)
        response = http.send(request, stream=True)
        try:
            return Raw(response.status_code, dict(response.headers), _read(response))
        finally:
            response.close()

    def _broken(self, method: str, reason: str) -> TrackerError:
        """The error for a request that left, and whose answer did not come."""
        words = too_slow(self._route) if self._watch.has_cut else reason
        if method != "GET":
            return Unclear(f"the connection broke ({words}); it may have been done")
        return Unreachable(f"the connection broke: {words}")

    def _opened(self) -> httpx.Client:
        if self._http is None and self._transport is not None:
            self._http = httpx.Client(transport=self._transport, verify=False, timeout=self._timeout)
        elif self._http is None:
            self._route = route_to(self._base)
            self._http = open_http(self._base, self._route, self._timeout)
        return self._http


class _TooMuch(Exception):
    """An answer passed its limit of size."""


def _read(response: httpx.Response) -> bytes:
    """The body, up to its limit of size."""
    pieces: list[bytes] = []
    size = 0
    for piece in response.iter_bytes():
        size += len(piece)
        if size > SIZE_LIMIT:
            raise _TooMuch
        pieces.append(piece)
    return b"".join(pieces)
