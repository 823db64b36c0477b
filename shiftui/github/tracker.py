"""The `Tracker` port on GitHub: joins the client, the importer, the exporter and the shift log."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

import httpx

from shiftui.domain.operations import Operation
from shiftui.domain.outbox import StepName
from shiftui.domain.records import Connected, Pulled
from shiftui.domain.settings import Settings
from shiftui.github import exporter, lookup
from shiftui.github.addresses import repo_path
from shiftui.github.answers import TokenRefused
from shiftui.github.client import Client
from shiftui.github.deeds import Where, deeds
from shiftui.github.ground import Ground
from shiftui.github.importer import Importer, recall_version
from shiftui.github.labels import LabelNames
from shiftui.github.logwriter import Book, writer
from shiftui.github.mapping import Reader
from shiftui.github.payloads import RepoPayload, parse_login, parse_repo
from shiftui.github.team_file import look_at_team_file
from shiftui.ports import Blocked, Holdings, LogBatch, NoAccess, NotAuthorised, Outlook


class GitHubTracker:
    """One GitHub, under given settings. Opens its connection with the first request.

    `token` is asked when it is first needed, and again after it was not accepted; `clock_now` gives the time
    in UTC; `transport` replaces the network in tests; `timeout` is in seconds; `sleep` waits between writes.
    """

    def __init__(
        self,
        settings: Settings,
        token: Callable[[], str],
        clock_now: Callable[[], datetime],
        transport: httpx.BaseTransport | None = None,
        *,
        timeout: float = 15.0,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._settings = settings
        self._names = LabelNames(settings.labels)
        self._now = clock_now
        self._client = Client(
            settings.github.api_url,
            token,
            clock_now,
            transport,
            timeout=timeout,
            pause=settings.github.write_pause,
            sleep=sleep,
        )
        self._book = Book()

    def __repr__(self) -> str:
        return f"GitHubTracker({self._settings.github.repo!r})"

    @property
    def client(self) -> Client:
        """For surveys before there is a workspace."""
        return self._client

    @property
    def requests(self) -> int:
        """How many requests were made since it was opened."""
        return self._client.requests

    @property
    def writes(self) -> int:
        """How many of them wrote."""
        return self._client.writes

    def connect(self) -> Connected:
        """Ask who we are and which repositories are private.

        Raises:
            TrackerError: that could not be found out; a log or tracker that cannot be seen is no error.

        """
        github = self._settings.github
        me = parse_login(self._client.get("/user").data)
        known = {github.repo.casefold(): self._repository(github.repo)}
        for repo in (github.log_repo, github.spinoff_repo):
            if repo.casefold() not in known:
                known[repo.casefold()] = self._repository_if_seen(repo)
        incident = known[github.repo.casefold()]
        return Connected(
            at=self._now(),
            me=me,
            repo=github.repo,
            repo_private=_is_private(incident),
            log=github.log_repo,
            log_private=_is_private(known[github.log_repo.casefold()]),
            tracker=github.spinoff_repo,
            tracker_private=_is_private(known[github.spinoff_repo.casefold()]),
            can_push=incident is not None and incident.can_sort,
        )

    def _repository(self, repo: str) -> RepoPayload | None:
        return parse_repo(self._client.get(repo_path(repo)).data)

    def _repository_if_seen(self, repo: str) -> RepoPayload | None:
        try:
            return self._repository(repo)
        except TokenRefused:
            raise
        except (NoAccess, NotAuthorised, Blocked):
            return None

    def use(self, settings: Settings) -> None:
        """Go by these settings from now on. Where requests are sent to stays as it was at the beginning."""
        self._settings = settings
        self._names = LabelNames(settings.labels)

    def team_file(self, cursors: Mapping[str, str], connected: Connected) -> Pulled | None:
        """The team's settings file, with the cursors that hold once it is durable; None when not due.

        Raises:
            TrackerError: GitHub cannot be asked at all now.

        """
        recall_version(self._client, cursors)
        return look_at_team_file(self._client, connected, cursors, self._now())

    def pull(
        self, cursors: Mapping[str, str], connected: Connected, tracked: Sequence[str], holdings: Holdings
    ) -> Iterator[Pulled]:
        """What is new since the cursors, in steps: each is made durable before the next is asked for.

        Raises:
            TrackerError: what was yielded stands; the next pull goes on from there.

        """
        reader, now = self._reader(connected), self._now()
        importer = Importer(self._client, reader, connected, now, dict(cursors), holdings)
        return importer.pull(tracked)

    def plan(self, operation: Operation, connected: Connected, outlook: Outlook) -> tuple[StepName, ...]:
        """The steps that deliver an operation, in order; none for what needs no request."""
        where = Where(self._settings, self._names, connected, outlook)
        return tuple(deed.step for deed in deeds(operation, where))

    def deliver(self, step: StepName, operation: Operation, connected: Connected, outlook: Outlook) -> Pulled:
        """Do one step (not LOG) and return what GitHub answered, as rows.

        Raises:
            TrackerError: as `shiftui.ports` describes.

        """
        return exporter.deliver(self._ground(connected, outlook), step, operation)

    def deliver_log(
        self, batch: LogBatch, connected: Connected, outlook: Outlook, cursors: Mapping[str, str]
    ) -> Pulled:
        """Append one comment to the shift log (opened if there is none) and return it as rows and cursors.

        Raises:
            TrackerError: as `shiftui.ports` describes.

        """
        recall_version(self._client, cursors)
        return writer(self._ground(connected, outlook), cursors, self._book).append(batch)

    def turn_over_log(
        self, batch: LogBatch, connected: Connected, outlook: Outlook, cursors: Mapping[str, str]
    ) -> Pulled:
        """After a batch that ended a shift: open the next one's log, and close the last one's.

        Raises:
            TrackerError: as `shiftui.ports` describes.

        """
        recall_version(self._client, cursors)
        return writer(self._ground(connected, outlook), cursors, self._book).turn_over(batch)

    def look_for(
        self, step: StepName, operation: Operation, connected: Connected, outlook: Outlook
    ) -> Pulled | None:
        """After an unclear outcome: what GitHub holds of that step, or None when nothing is found.

        Raises:
            TrackerError: it could not be found out.

        """
        return lookup.look_for(self._ground(connected, outlook), step, operation)

    def look_for_log(
        self, batch: LogBatch, connected: Connected, outlook: Outlook, cursors: Mapping[str, str]
    ) -> Pulled | None:
        """The same for a shift-log comment.

        Raises:
            TrackerError: it could not be found out.

        """
        recall_version(self._client, cursors)
        return writer(self._ground(connected, outlook), cursors, self._book).look_for(batch)

    def close(self) -> None:
        """Let the connection go."""
        self._client.close()

    def _reader(self, connected: Connected) -> Reader:
        return Reader(self._settings, self._names, connected.me)

    def _ground(self, connected: Connected, outlook: Outlook) -> Ground:
        where = Where(self._settings, self._names, connected, outlook)
        return Ground(self._client, self._reader(connected), where, self._now())


def _is_private(repo: RepoPayload | None) -> bool | None:
    return None if repo is None else repo.is_private
