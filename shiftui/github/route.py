"""The way to GitHub as the environment describes it: which proxy to take, and whom to believe.

httpx would read the same variables itself, but does not say which proxy it took, so that an error could not
name it; and it looks at certificates and proxies together or not at all, while loopback needs only the first.
"""

import os
import ssl
from dataclasses import dataclass
from urllib.request import getproxies, proxy_bypass

import httpx

from shiftui.github.addresses import is_loopback
from shiftui.ports import RefusedByTracker

CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR")


@dataclass(frozen=True, slots=True)
class Route:
    """From here to one host."""

    host: str
    """GitHub's, with its port where it is not the usual one."""
    proxy: httpx.URL | None = None

    @property
    def proxy_name(self) -> str:
        """The proxy's host and port, without its password; empty where there is none."""
        return _place(self.proxy) if self.proxy is not None else ""

    @property
    def first(self) -> str:
        """Whom we connect to: the proxy, else GitHub itself."""
        return self.proxy_name or self.host


def route_to(api_url: str) -> Route:
    """How the environment wants this address to be reached.

    HTTPS_PROXY, else ALL_PROXY, unless NO_PROXY names the host; none of them for what stays on this machine.

    Raises:
        RefusedByTracker: the proxy is of a kind that we do not speak.

    """
    url = httpx.URL(api_url)
    host = _place(url)
    if is_loopback(api_url) or proxy_bypass(url.netloc.decode("ascii")):
        return Route(host)
    found = getproxies()
    named = found.get(url.scheme) or found.get("all") or ""
    return Route(host, _proxy(named) if named else None)


def authorities() -> ssl.SSLContext:
    """Whom we believe that a certificate is right: who SSL_CERT_FILE and SSL_CERT_DIR name, and nobody else.

    Without these variables: the authorities of Mozilla and those of the system, where a company puts its own.

    Raises:
        RefusedByTracker: what the variables name cannot be read.

    """
    file, folder = (os.environ.get(name) or None for name in CERTIFICATES)
    if file is None and folder is None:
        context = httpx.create_ssl_context(trust_env=False)
        context.load_default_certs()
        return context
    if folder is not None and not any(map(os.path.isdir, folder.split(os.pathsep))):
        raise RefusedByTracker(f"SSL_CERT_DIR ({folder}) is no folder of certificates")
    try:
        return ssl.create_default_context(cafile=file, capath=folder)
    except OSError as error:  # of which ssl.SSLError is one
        raise RefusedByTracker(f"SSL_CERT_FILE ({file}) holds no certificates that can be read") from error


def open_http(api_url: str, route: Route, timeout: httpx.Timeout) -> httpx.Client:
    """A client for one host, one connection at a time, that follows no redirect by itself.

    Raises:
        RefusedByTracker: the certificates that the environment names cannot be read.

    """
    is_plain = api_url.startswith("http://")  # this machine only: spare loading the authorities
    trusted = None if is_plain else authorities()
    proxy = None
    if route.proxy is not None:
        proxy = httpx.Proxy(route.proxy, ssl_context=trusted if route.proxy.scheme == "https" else None)
    return httpx.Client(
        verify=trusted or False,
        proxy=proxy,
        timeout=timeout,
        follow_redirects=False,
        limits=httpx.Limits(max_connections=1, max_keepalive_connections=1, keepalive_expiry=25.0),
        trust_env=False,
    )


def _proxy(named: str) -> httpx.URL:
    try:
        url = httpx.URL(named if "://" in named else f"http://{named}")
    except (httpx.InvalidURL, ValueError) as error:
        raise RefusedByTracker("the proxy in HTTPS_PROXY is no address; use http://HOST:PORT") from error
    if url.scheme not in ("http", "https") or not url.host:
        raise RefusedByTracker(
            f"the proxy in HTTPS_PROXY or ALL_PROXY is of a kind ({url.scheme}) that is not supported; "
            "use http://HOST:PORT"
        )
    return url


def _place(url: httpx.URL) -> str:
    return url.netloc.decode("ascii", "replace")
