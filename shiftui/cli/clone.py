"""Where a clone came from: what `init` proposes when it is run inside one."""

from __future__ import annotations

import re
import subprocess

from shiftui.config.values import is_repository

GIT_SECONDS = 5.0
_URL = r"(?:(?:https?|ssh|git)://)?(?:[^/@]*@)?([A-Za-z0-9.-]+)(?::[0-9]+)?[:/]([^:]+?)(?:\.git)?/?"


def proposal() -> str:
    """The command that connects to the clone's remote; empty outside of one. Credentials are left out."""
    try:
        done = subprocess.run(
            ["git", "remote", "get-url", "origin"],
            capture_output=True,
            text=True,
            timeout=GIT_SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return ""
    return command_for(done.stdout.strip()) if done.returncode == 0 else ""


def command_for(remote: str) -> str:
    """`shiftui init --repo …` for a remote's address; empty where it is no repository of a GitHub."""
    match = re.fullmatch(_URL, remote)
    if match is None:
        return ""
    host, repo = match[1].lower(), match[2].lstrip("/")
    if not is_repository(repo) or "." not in host:
        return ""
    command = f"shiftui init --repo {repo}"
    if host in ("github.com", "ssh.github.com", "www.github.com"):
        return command
    return f"{command} --api-url https://{host}/api/v3"
