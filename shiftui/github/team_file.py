"""The team's settings file in the log repository, asked for now and then and mostly answered by a 304.

Here it is only fetched, as a text or as the reason why there is none. Nothing that is wrong with it stops a
pass; and that this token cannot see its repository does not mean that it is gone.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from shiftui.domain.codec import Malformed, decode, encode
from shiftui.domain.records import Connected, Pulled, TeamFile
from shiftui.domain.settings import LARGEST_FILE, TEAM_FILE
from shiftui.github.addresses import repo_path
from shiftui.github.client import Client
from shiftui.ports import Blocked, Misbehaving, NoAccess, NotAuthorised

EVERY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Look:
    """The latest look at the file; kept as JSON in a cursor."""

    at: datetime | None = None
    etag: str = ""
    """Of the file that was seen; empty where there was none, or it has to be read in any case."""
    is_absent: bool = False

    @classmethod
    def parse(cls, cursor: str) -> "Look":
        """Read a cursor; no look yet where there is none that makes sense."""
        try:
            return decode(cls, json.loads(cursor)) if cursor else cls()
        except (Malformed, ValueError):
            return cls()

    def is_fresh(self, now: datetime) -> bool:
        """Whether it is too early for another one."""
        return self.at is not None and timedelta(0) <= now - self.at < EVERY


def look_at_team_file(
    client: Client, connected: Connected, cursors: Mapping[str, str], now: datetime
) -> Pulled | None:
    """What stands in the file now, and the cursor that says so; None when a look is not due.

    Raises:
        TrackerError: GitHub cannot be asked at all now.

    """
    repo = connected.log or connected.repo
    name = f"team-file {repo.casefold()}"
    before = Look.parse(cursors.get(name, ""))
    if before.is_fresh(now):
        return None
    etag, is_absent = "", False
    file: TeamFile | None = None
    try:
        answer = client.get(f"{repo_path(repo)}/contents/{TEAM_FILE}", before.etag)
        etag = before.etag if answer.unchanged else answer.etag
        file = None if answer.unchanged else parse_file(answer.data)
    except NoAccess:
        was_seen_now = before.at is None and connected.log_private is not None
        is_absent = before.is_absent or was_seen_now or _can_see(client, repo)
        file = TeamFile() if is_absent and not before.is_absent else None
    except NotAuthorised as error:
        _can_see(client, repo)  # raises where the token as a whole is not accepted
        file = TeamFile(trouble=str(error))
    except (Blocked, Misbehaving) as error:
        file = TeamFile(trouble=str(error))
    look = Look(now, etag, is_absent)
    return Pulled(now, cursors={name: json.dumps(encode(look), separators=(",", ":"))}, team_file=file)


def _can_see(client: Client, repo: str) -> bool:
    """Whether the repository is there for this token, so that only the file is not."""
    try:
        client.get(repo_path(repo))
    except NoAccess:
        return False
    return True


def parse_file(data: object) -> TeamFile:
    """The text of a file as the contents API shows it, or why it has none."""
    if not isinstance(data, dict) or data.get("type") != "file":
        return TeamFile(trouble="is no file there")
    size, content = data.get("size"), data.get("content")
    if isinstance(size, int) and size > LARGEST_FILE:
        return TeamFile(trouble=f"is larger than {LARGEST_FILE // 1024} KB, so it was not read")
    if not isinstance(content, str) or data.get("encoding") != "base64":
        return TeamFile(trouble="has a form that cannot be read")
    try:
        return TeamFile(base64.b64decode(content.replace("\n", ""), validate=True).decode("utf-8-sig"))
    except ValueError:
        return TeamFile(trouble="is not UTF-8 text")
