"""Where the token comes from: the environment, then `gh`, then the keyring; never a file of ours.

The order and the names of the variables are the command contract's (interface.md, "The token").
"""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from urllib.parse import urlsplit

from shiftui.ports import NotAuthorised

PATIENCE = 5.0
"""Seconds that a program has to answer."""
KEYRING_SERVICE = "shiftui"
PUBLIC_HOST = "github.com"
OURS = "SHIFTUI_TOKEN"
PUBLIC = ("GH_TOKEN", "GITHUB_TOKEN")
ENTERPRISE = ("GH_ENTERPRISE_TOKEN",)


@dataclass(frozen=True, slots=True)
class Token:
    """A token, and where it was found; its text is in no `repr`."""

    source: str
    text: str = field(repr=False)


def host_of(api_url: str) -> str:
    """The host that people name: `github.com` for its API's, an Enterprise server's own."""
    try:
        host = urlsplit(api_url).hostname or ""
    except ValueError:
        return ""
    return PUBLIC_HOST if host in ("api.github.com", PUBLIC_HOST) else host


def token_for(api_url: str, environ: Mapping[str, str] | None = None) -> str:
    """The token for an API.

    Raises:
        NotAuthorised: there is none; the message says how to give one.

    """
    return find_token(api_url, environ).text


def find_token(api_url: str, environ: Mapping[str, str] | None = None) -> Token:
    """The token for an API, and where it was found.

    Raises:
        NotAuthorised: there is none; the message says how to give one.

    """
    host = host_of(api_url)
    found = next(_tokens(host, os.environ if environ is None else environ), None)
    if found is None:
        raise NotAuthorised(
            f"there is no token for {host or 'GitHub'}; set SHIFTUI_TOKEN, or run "
            f"`gh auth login --hostname {host or PUBLIC_HOST}`"
        )
    return found


def _tokens(host: str, environ: Mapping[str, str]) -> Iterator[Token]:
    """All that there are for a host, in order; each is looked for only when it is asked for."""
    for name in (OURS, *(PUBLIC if host == PUBLIC_HOST else ENTERPRISE)):
        if text := environ.get(name, "").strip():
            yield Token(name, text)
    if not host or host.startswith("-"):
        return
    if text := _said(["gh", "auth", "token", "--hostname", host], environ):
        yield Token("gh", text)
    if find_spec("keyring") is not None:
        keyring = [sys.executable, "-P", "-m", "keyring", "get", KEYRING_SERVICE, host]
        if text := _said(keyring, environ):
            yield Token("the keyring", text)


def _said(command: Sequence[str], environ: Mapping[str, str]) -> str:
    """What a program prints; nothing where it is missing, fails or is slow.

    It has no terminal to ask anybody on, and sees no token that is meant for github.com: by now that is
    either not there, or for another host.
    """
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            env={name: value for name, value in environ.items() if name not in (OURS, *PUBLIC)},
        )
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
