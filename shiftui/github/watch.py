"""A limit for how long one request may take in all.

httpx bounds each single wait, so that a server that sends a byte now and then could keep us for ever.
"""

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

_CONNECTED = (".connect_tcp.complete", ".start_tls.complete")


class Watch:
    """Cuts the connection that a request uses when its time is over."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._stream: Any = None
        self.has_cut = False

    def note(self, event: str, info: Mapping[str, Any]) -> None:
        """The `trace` of a request, by which httpx tells of a new connection."""
        if event.endswith(_CONNECTED):
            self._stream = info["return_value"]

    @contextmanager
    def over_request(self) -> Iterator[None]:
        """Watch what is done in the block."""
        self.has_cut = False
        timer = threading.Timer(self._seconds, self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _cut(self) -> None:
        """End the connection under the thread that reads from it."""
        self.has_cut = True
        connection = self._stream.get_extra_info("socket") if self._stream is not None else None
        if connection is not None:
            with suppress(OSError):
                # The plain socket's way: that of TLS would take the reader's own state away under it.
                socket.socket.shutdown(connection, socket.SHUT_RDWR)
