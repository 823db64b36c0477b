"""What stood in the way of a request, in words: the name, the connection, the proxy, or the certificate.

Never the error's own text: it may quote what was sent.
"""

import re
import socket
import ssl
from collections.abc import Iterator

import httpx

from shiftui.github.route import Route

_SILENCE = "gave no answer in time"


def why(error: Exception, route: Route) -> str:
    """The reason for a failed request, as the end of a sentence."""
    if isinstance(error, httpx.ProxyError):
        status = re.match(r"[0-9]{3}", str(error))
        return f"the proxy {route.proxy_name} refused{f' ({status[0]})' if status else ''}"
    is_connecting = isinstance(error, httpx.ConnectError | httpx.ConnectTimeout)
    place = route.first if is_connecting else route.host
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return (
                f"the certificate of {route.host} is not valid ({cause.verify_message.rstrip('.')}); "
                "if a private authority signed it, name that in SSL_CERT_FILE"
            )
        if isinstance(cause, ssl.SSLError):
            return f"{route.host} does not speak TLS with us"
        if isinstance(cause, socket.gaierror):
            return f"nobody here knows the name {place} (DNS)"
        if isinstance(cause, TimeoutError):
            return f"{place} {_SILENCE}"
        if isinstance(cause, ConnectionRefusedError):
            return f"{place} refuses connections"
        if isinstance(cause, OSError) and cause.strerror:
            return f"{place}: {cause.strerror.lower()}"
    if isinstance(error, httpx.TimeoutException):
        return f"{place} {_SILENCE}"
    if isinstance(error, httpx.RemoteProtocolError):
        return "it was closed in the middle"
    return "the network failed"


def too_slow(route: Route) -> str:
    """The same for an answer that we did not wait for any longer."""
    return f"{route.host} {_SILENCE}"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """What an error was made from, the nearest first."""
    cause = error.__cause__ or error.__context__
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__
