"""Parts of a network on the loopback that are not GitHub: a proxy, and servers that hang or drip."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Self

Talk = Callable[[socket.socket], None]


class Listener:
    """Accepts connections on the loopback and gives each to `talk`, in a thread of its own."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = [self._socket]
        self.port: int = self._socket.getsockname()[1]
        self.accepted = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for each in self._open:
            shut(each)
            each.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):  # closed: the test is over
            while True:
                connection, _ = self._socket.accept()
                self.accepted += 1
                self._open.append(connection)
                threading.Thread(target=self._one, args=(connection,), daemon=True).start()

    def _one(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError):
            self._talk(connection)


class Proxy(Listener):
    """An HTTP proxy that leads to `target` whatever it is asked for, and keeps what it was told."""

    def __init__(self, target: int, refuse: str = "") -> None:
        super().__init__(self._lead)
        self._target = target
        self._refuse = refuse
        self.heads: list[bytes] = []
        """The first lines and headers of requests, as they came."""

    def _lead(self, client: socket.socket) -> None:
        self.heads.append(head(client))
        if self._refuse:
            client.sendall(f"HTTP/1.1 {self._refuse}\r\nContent-Length: 0\r\n\r\n".encode())
            return
        client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        with socket.create_connection(("127.0.0.1", self._target)) as server:
            threading.Thread(target=_pump, args=(server, client), daemon=True).start()
            _pump(client, server)


def head(connection: socket.socket) -> bytes:
    """What comes before a request's body."""
    data = b""
    while b"\r\n\r\n" not in data and (piece := connection.recv(4096)):
        data += piece
    return data


def hang(connection: socket.socket) -> None:
    """Take the request and never answer."""
    while connection.recv(4096):
        pass


def drip(beginning: bytes, piece: bytes, pause: float = 0.05) -> Talk:
    """Begin to answer, then go on with a piece now and then for ever."""

    def talk(connection: socket.socket) -> None:
        head(connection)
        connection.sendall(beginning)
        forever = threading.Event()
        while not forever.wait(pause):
            connection.sendall(piece)

    return talk


def shut(connection: socket.socket) -> None:
    """End it under whoever waits for it."""
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        for piece in _pieces(source):
            sink.sendall(piece)
    shut(sink)


def _pieces(source: socket.socket) -> Iterator[bytes]:
    while piece := source.recv(1 << 16):
        yield piece
