"""Which web addresses the token may go to, and how GitHub's addresses are taken apart."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

import httpx

from shiftui.ports import RefusedByTracker

_LINK = re.compile(r"<([^<>]*)>((?:\s*;[^<]*)?)")
_PLACE = re.compile(r"/repos/([^/?#]+)/([^/?#]+)(?:/issues/([0-9]+))?")
_ADDRESS = re.compile(r"([\w.-]{1,100}/[\w.-]{1,100})#([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Address:
    """An issue, as `owner/name` and its number."""

    repo: str
    number: int

    def __str__(self) -> str:
        return f"{self.repo}#{self.number}"

    @property
    def path(self) -> str:
        """Where the API has it."""
        return f"{repo_path(self.repo)}/issues/{self.number}"


def repo_path(repo: str) -> str:
    """Where the API has the repository called `owner/name`."""
    owner, _, name = repo.partition("/")
    return f"/repos/{quote(owner, safe='')}/{quote(name, safe='')}"


def parse_address(text: str) -> Address | None:
    """Read `owner/name#42`; None for anything else."""
    match = _ADDRESS.fullmatch(text)
    return Address(match[1], int(match[2])) if match else None


def place_of(url: str) -> str:
    """What an API's address is about, in words: a repository or an issue of it; empty for anything else."""
    match = _PLACE.search(url)
    if match is None:
        return ""
    repo = f"{unquote(match[1])}/{unquote(match[2])}"
    return f"{repo}#{match[3]}" if match[3] else repo


def same_repo(one: str, other: str) -> bool:
    """Whether two names mean the same repository; GitHub ignores their case."""
    return one.casefold() == other.casefold()


def check_base(api_url: str) -> None:
    """Refuse an API address to which no token may go.

    Raises:
        RefusedByTracker: plain http to another machine, credentials in it, or no address at all.

    """
    try:
        url = httpx.URL(api_url)
    except (httpx.InvalidURL, ValueError) as error:
        raise RefusedByTracker("github.api_url is no address; use https://api.github.com") from error
    if url.userinfo:
        raise RefusedByTracker("github.api_url must not hold a user or a password")
    if not url.host or url.scheme not in ("https", "http"):
        raise RefusedByTracker("github.api_url is no web address; use https://api.github.com")
    if url.scheme == "http" and not is_loopback(api_url):
        raise RefusedByTracker("github.api_url must be https: the token would be readable on the way")


def is_loopback(url: str) -> bool:
    """Whether an address stays on this machine."""
    host = httpx.URL(url).host
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def origin_of(address: str) -> str:
    """Scheme, host and port of a web address; empty where it has none, or carries credentials."""
    try:
        url = httpx.URL(address)
    except (httpx.InvalidURL, ValueError):
        return ""
    port = url.port or {"https": 443, "http": 80}.get(url.scheme)
    return "" if url.userinfo or not url.host else f"{url.scheme}://{url.host.lower()}:{port}"


def next_link(header: str) -> str:
    """The address of the next page in a `Link` header; empty where there is none."""
    for target, parameters in _LINK.findall(header):
        if re.search(r';\s*rel="?next"?', parameters):
            return str(target)
    return ""
