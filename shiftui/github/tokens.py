"""Where the token comes from: the environment, then `gh`, then the keyring; never a file of ours.

The order and the names of the variables are the command contract's (interface.md, "The token").
"""

import importlib
import os
import subprocess
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from shiftui.ports import NotAuthorised

GH_SECONDS = 5.0
KEYRING_SERVICE = "shiftui"
PUBLIC_HOST = "github.com"


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
    values = os.environ if environ is None else environ
    host = host_of(api_url)
    token = _from_environment(host, values) or _from_gh(host, values) or _from_keyring(host)
    if not token:
        raise NotAuthorised(
            f"there is no token for {host or 'GitHub'}; set SHIFTUI_TOKEN, or run "
            f"`gh auth login --hostname {host or PUBLIC_HOST}`"
        )
    return token


def _from_environment(host: str, environ: Mapping[str, str]) -> str:
    more = ("GH_TOKEN", "GITHUB_TOKEN") if host == PUBLIC_HOST else ("GH_ENTERPRISE_TOKEN",)
    return next((value for name in ("SHIFTUI_TOKEN", *more) if (value := environ.get(name, "").strip())), "")


def _from_gh(host: str, environ: Mapping[str, str]) -> str:
    """What GitHub's own tool holds for that host; nothing where it is missing, silent or slow."""
    if not host or host.startswith("-"):
        return ""
    try:
        done = subprocess.run(
            ["gh", "auth", "token", "--hostname", host],
            capture_output=True,
            text=True,
            timeout=GH_SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
            env=dict(environ),
        )
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _from_keyring(host: str) -> str:
    """What the system's keyring holds, where its module happens to be installed."""
    try:
        keyring: Any = importlib.import_module("keyring")
        errors: Any = importlib.import_module("keyring.errors")
    except ImportError:
        return ""
    try:
        return str(keyring.get_password(KEYRING_SERVICE, host) or "").strip()
    except (errors.KeyringError, OSError):
        return ""
