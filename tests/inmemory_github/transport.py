"""GitHub without a socket: transports for httpx that ask the rules directly, with the same faults.

A seeded simulation uses these, because a socket's timing would make its runs differ. Nothing sleeps: what
takes longer than the client's own time-out fails like one, what takes less is there at once.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import httpx

from tests.inmemory_github.faults import Delivery
from tests.inmemory_github.hub import InMemoryGitHub
from tests.inmemory_github.messages import Request

_GONE = "Server disconnected without sending a response."
_CUT = "peer closed connection without sending complete message body"
_PIECE = b'[{"id":1,"body":"and so on"},' * 2_000


class _Body(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A response's body, whole, cut short or endless."""

    def __init__(self, delivery: Delivery, request: httpx.Request) -> None:
        assert delivery.response is not None
        self._body = delivery.response.body
        self._keep = delivery.keep
        self._pieces = delivery.endless * 1_000_000 // len(_PIECE)
        self._request = request

    def __iter__(self) -> Iterator[bytes]:
        if self._keep is None:
            yield self._body
        else:
            yield self._body[: int(len(self._body) * self._keep)]
            raise httpx.RemoteProtocolError(_CUT, request=self._request)
        for _ in range(self._pieces):
            yield _PIECE

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self:
            yield piece


class InProcess(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Use as `httpx.Client(transport=InProcess(github))` or with `httpx.AsyncClient`."""

    def __init__(self, github: InMemoryGitHub) -> None:
        self._github = github

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Ask for the response; raise what httpx raises over a socket."""
        return self._answer(request, request.read())

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Ask for the response; raise what httpx raises over a socket."""
        return self._answer(request, await request.aread())

    def _answer(self, request: httpx.Request, body: bytes) -> httpx.Response:
        if self._github.away:
            raise httpx.ConnectError("[Errno 111] Connection refused", request=request)
        target = request.url.raw_path.decode("ascii")
        delivery = self._github.handle(Request.of(request.method, target, request.headers, body))
        patience = request.extensions.get("timeout", {}).get("read")
        if delivery.delay and patience is not None and delivery.delay > patience:
            raise httpx.ReadTimeout("The read operation timed out", request=request)
        response = delivery.response
        if response is None:
            raise httpx.RemoteProtocolError(_GONE, request=request)
        headers = list(response.headers)
        if not delivery.endless and response.status not in (204, 304):
            headers.append(("Content-Length", str(len(response.body))))
        return httpx.Response(response.status, headers=headers, stream=_Body(delivery, request))
