"""The socket in front of the rules: a threaded HTTP/1.1 server on the loopback, with keep-alive.

One write a response and no delay on the socket, so that a test measures the client and not Nagle's algorithm.
While it is away (`stop`), its port stays bound, so that nobody else gets it before it is back.
"""

from __future__ import annotations

import socket
import ssl
import sys
import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.inmemory_github.faults import Delivery
from tests.inmemory_github.messages import Request, Response

HOST = "127.0.0.1"
POLL = 0.02  # seconds between looks at the wish to stop
IDLE = 60.0  # seconds until a silent connection is closed
_ENDLESS_PIECE = b"[" + b'{"id":1,"body":"and so on"},' * 2_000
_REASONS = {status.value: status.phrase for status in HTTPStatus}

Answerer = Callable[[Request], Delivery]


class _Server(ThreadingHTTPServer):
    """Knows its open connections, to cut them when the server goes away."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(
        self,
        port: int,
        answer: Answerer,
        note_crash: Callable[[BaseException], None],
        tls: ssl.SSLContext | None,
    ) -> None:
        self.answer = answer
        self.note_crash = note_crash
        self.leaving = threading.Event()
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()
        self._workers: list[threading.Thread] = []
        super().__init__((HOST, port), _Handler)
        if tls is not None:  # the handshake is made by the connection's own thread, with its first read
            self.socket = tls.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def server_bind(self) -> None:
        """Bind without asking a name service for this host's name."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = HOST, self.server_address[1]

    def process_request(self, request: Any, client_address: Any) -> None:
        """A thread for each connection, remembered."""
        with self._guard:
            self._open.add(request)
            worker = threading.Thread(
                target=self.process_request_thread, args=(request, client_address), daemon=True
            )
            self._workers = [thread for thread in self._workers if thread.is_alive()]
            self._workers.append(worker)
        worker.start()

    def shutdown_request(self, request: Any) -> None:
        """A connection has ended."""
        with self._guard:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no error of ours; anything else is kept for the test to see."""
        error = sys.exception()
        if error is not None and not isinstance(error, (ConnectionError, TimeoutError, ssl.SSLError)):
            self.note_crash(error)

    def cut_connections(self) -> None:
        """Close every open connection and wait for the threads, but for one that asks this itself."""
        self.leaving.set()
        with self._guard:
            for connection in self._open:
                _shut(connection)
            workers = [thread for thread in self._workers if thread is not threading.current_thread()]
        deadline = time.monotonic() + 5
        for worker in workers:
            worker.join(timeout=max(0.0, deadline - time.monotonic()))


def _shut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it has closed meanwhile


class _Handler(BaseHTTPRequestHandler):
    """Reads one request after another from a connection and writes what the rules deliver."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = IDLE
    server: _Server

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length) if length else b""
        headers = dict(self.headers.items())
        delivery = self.server.answer(Request.of(self.command, self.path, headers, body))
        if delivery.delay:
            self.server.leaving.wait(delivery.delay)
        if delivery.response is None or self.server.leaving.is_set():
            self._hang_up()
        elif delivery.endless:
            self._send_endless(delivery.response, delivery.endless)
        else:
            self._send(delivery.response, delivery.keep)

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = do_HEAD = _serve

    def _head(self, response: Response, *extra: str) -> bytes:
        reason = _REASONS.get(response.status, "Unknown")
        lines = [f"HTTP/1.1 {response.status} {reason}"]
        lines += [f"{name}: {value}" for name, value in response.headers]
        return "\r\n".join([*lines, *extra, "", ""]).encode("latin-1", "replace")

    def _send(self, response: Response, keep: float | None) -> None:
        bodiless = response.status in (204, 304) or self.command == "HEAD"
        length = () if response.status in (204, 304) else (f"Content-Length: {len(response.body)}",)
        body = b"" if bodiless else response.body
        if keep is not None:
            body = body[: int(len(body) * keep)]
        self.wfile.write(self._head(response, *length) + body)
        if keep is not None:
            self._hang_up()

    def _send_endless(self, response: Response, megabytes: int) -> None:
        self.wfile.write(self._head(response, "Transfer-Encoding: chunked"))
        piece = b"%x\r\n%s\r\n" % (len(_ENDLESS_PIECE), _ENDLESS_PIECE)
        for _ in range(megabytes * 1_000_000 // len(_ENDLESS_PIECE)):
            if self.server.leaving.is_set():
                break
            self.wfile.write(piece)
        self._hang_up()

    def _hang_up(self) -> None:
        self.close_connection = True
        _shut(self.connection)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the log of requests is the hub's."""


class LoopbackServer:
    """Starts, stops and starts again on the same port."""

    def __init__(self, answer: Answerer, port: int = 0, tls: ssl.SSLContext | None = None) -> None:
        self._answer = answer
        self._tls = tls
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None
        self._placeholder: socket.socket | None = None
        self._turn = threading.Lock()  # a request's own thread may stop the server that a test starts again
        self.port = port
        self.crashes: list[BaseException] = []

    @property
    def listening(self) -> bool:
        """Whether connections are accepted."""
        return self._server is not None

    def start(self) -> None:
        """Listen; a free port is chosen the first time."""
        with self._turn:
            if self._server is not None:
                return
            self._release()
            server = self._server = _Server(self.port, self._answer, self.crashes.append, self._tls)
            self.port = server.server_port
            self._thread = threading.Thread(target=server.serve_forever, args=(POLL,), daemon=True)
            self._thread.start()

    def stop(self, *, for_good: bool = False) -> None:
        """Cut all connections and refuse new ones; the port stays ours unless it is for good."""
        with self._turn:
            server, thread = self._server, self._thread
            if server is not None and thread is not None:
                server.shutdown()
                server.server_close()
                server.cut_connections()
                thread.join(timeout=5)
                self._server = self._thread = None
                self._hold()
            if for_good:
                self._release()

    def _hold(self) -> None:
        holder = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind((HOST, self.port))
        self._placeholder = holder

    def _release(self) -> None:
        if self._placeholder is not None:
            self._placeholder.close()
            self._placeholder = None
