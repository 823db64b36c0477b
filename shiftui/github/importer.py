"""What is new on GitHub, as rows: issues, their comments, the shift log, and spinoffs that live elsewhere.

A quiet poll is two conditional requests: the incident repository's issues, and the comments of the repository
that holds the shift log. A comment always moves its issue, so where the log is elsewhere the first of them
tells whether the incident repository's comments need a look.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from shiftui.domain.records import CommentRow, Connected, GoneRow, IssueRow, LogRow, Pulled
from shiftui.domain.vocabulary import Absence
from shiftui.github.addresses import Address, parse_address, repo_path, same_repo
from shiftui.github.client import NO_VERSION, VERSIONS, Client
from shiftui.github.listing import Listing, Page, Place
from shiftui.github.logbook import LogIssues
from shiftui.github.mapping import Reader, is_log_comment
from shiftui.github.payloads import CommentPayload, IssuePayload, parse_comment, parse_issue
from shiftui.github.sweep import Sweep
from shiftui.github.thread import thread_pages
from shiftui.ports import Blocked, Gone, Holdings, NoAccess

ISSUES = "/issues?state=all&sort=updated&direction=desc&per_page=100"
COMMENTS = "/issues/comments?sort=updated&direction=desc&per_page=100"
TRACKED_EVERY = timedelta(minutes=10)
SWEEP_EVERY = timedelta(days=1)
"""How often all issues are read anew: deletions, renamed labels and lost rows show in no change."""
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
VERSION_CURSOR = "api-version"


def recall_version(client: Client, cursors: Mapping[str, str]) -> None:
    """Take the API version that an earlier process negotiated, so that this one need not ask."""
    known = cursors.get(VERSION_CURSOR, "")
    if not client.version and known in (*VERSIONS, NO_VERSION):
        client.version = known


@dataclass(slots=True)
class Importer:
    """One pull. `cursors` is what was read so far, and moves on with each step yielded."""

    client: Client
    reader: Reader
    connected: Connected
    now: datetime
    cursors: dict[str, str]
    holdings: Holdings
    logs: LogIssues = field(init=False)

    def __post_init__(self) -> None:
        recall_version(self.client, self.cursors)
        self.logs = LogIssues.from_cursors(self.client, self.reader, self.log_repo, self.cursors)

    @property
    def repo(self) -> str:
        """The incident repository."""
        return self.connected.repo

    @property
    def log_repo(self) -> str:
        """The repository that holds the shift log."""
        return self.connected.log or self.connected.repo

    @property
    def is_log_elsewhere(self) -> bool:
        """Whether those are two."""
        return not same_repo(self.repo, self.log_repo)

    def pull(self, tracked: Sequence[str]) -> Iterator[Pulled]:
        """All that is new, in steps.

        Raises:
            TrackerError: what was yielded stands; the next pull goes on from there.

        """
        yield from self._issues(self.repo)
        if self.is_log_elsewhere and self.cursors.get(_owed(self.repo)):
            yield from self._comments(self.repo)
            if self.cursors.get(_owed(self.repo)):
                yield self._step({_owed(self.repo): ""})
        if not self.is_log_elsewhere or self.connected.log_private is not None:  # None: we cannot see it
            yield from self._comments(self.log_repo)
        yield from self._tracked(tracked)
        if self.cursors.get(VERSION_CURSOR) != self.client.version:
            yield self._step({})

    def _issues(self, repo: str) -> Iterator[Pulled]:
        """The issues of a repository; with their threads, where it lists no comments as a whole."""
        is_incident = same_repo(repo, self.repo)
        with_threads = bool(self.cursors.get(_threads(repo)))
        listing = Listing(
            self.client, repo_path(repo) + ISSUES, parse_issue, self.now, SWEEP_EVERY if is_incident else None
        )
        name = _poll(listing.url)
        before = Place.parse(self.cursors.get(name, ""))
        if is_incident and self.cursors.get(_read_as(repo)) != self.reader.meaning:
            before = Place(swept=LONG_AGO) if before.swept is not None else Place()
        sweep: Sweep | None = None
        for page in listing.pages(before):
            if page.begins_sweep:
                sweep = Sweep(self.client, self.reader, repo, self.holdings)
            issues = [issue for issue in page.rows if not issue.is_pull]
            logs = {issue.number for issue in issues if self._is_log(issue, repo)}
            rows = self._tickets(issues, logs, page) if is_incident else []
            if sweep is not None:
                for issue in page.rows:
                    sweep.note(issue)
            moved = {name: page.place.text()}
            if is_incident:
                moved[_read_as(repo)] = self.reader.meaning
            if is_incident and self.is_log_elsewhere and not with_threads:
                moved[_owed(repo)] = "1"
            if with_threads:
                yield self._step({}, issues=rows)
                wanted = [issue for issue in issues if is_incident or issue.number in logs]
                yield from self._thread_steps(wanted, repo, before)
                rows = []
            yield self._step(moved, issues=rows)
        if sweep is not None:
            yield from self._swept(sweep)

    def _swept(self, sweep: Sweep) -> Iterator[Pulled]:
        """What a whole reading has shown to be gone."""
        found = list(sweep.missing())
        threads = list(sweep.threads())
        if found or threads:
            comments = [comment for _, rows in threads for comment in rows]
            step = self._step(
                {}, issues=[row for row in found if isinstance(row, IssueRow)], comments=comments
            )
            gone = tuple(row for row in found if isinstance(row, GoneRow))
            yield replace(step, gone=gone, threads=tuple(row for row, _ in threads))

    def _is_log(self, issue: IssuePayload, repo: str) -> bool:
        if same_repo(repo, self.log_repo):
            return self.logs.note(issue)
        return self.reader.is_log_issue(issue)  # of a time when the log was kept here; never a ticket

    def _tickets(
        self, issues: Iterable[IssuePayload], logs: set[int], page: Page[IssuePayload]
    ) -> list[IssueRow]:
        rows = [self.reader.issue_row(issue, self.repo) for issue in issues if issue.number not in logs]
        return [row for row in rows if row.in_scope or not page.is_first_reading]

    def _thread_steps(self, issues: Iterable[IssuePayload], repo: str, before: Place) -> Iterator[Pulled]:
        for issue in issues:
            if issue.comments:
                for page in thread_pages(self.client, Address(repo, issue.number), before.newest):
                    comments, logged = self._sorted(page, repo)
                    yield self._step({}, comments=comments, logged=logged)

    def _comments(self, repo: str) -> Iterator[Pulled]:
        """The comments of a whole repository; where it cannot list them, those of its changed issues."""
        if self.cursors.get(_threads(repo)):
            if not same_repo(repo, self.repo):
                yield from self._issues(repo)
            return
        listing = Listing(self.client, repo_path(repo) + COMMENTS, parse_comment, self.now)
        name = _poll(listing.url)
        has_list = False
        try:
            for page in listing.pages(Place.parse(self.cursors.get(name, ""))):
                has_list = True
                comments, logged = self._sorted(page.rows, repo)
                moved = {name: page.place.text()}
                if page.place.walk is None and self.cursors.get(_owed(repo)):
                    moved[_owed(repo)] = ""
                yield self._step(moved, comments=comments, logged=logged)
            return
        except NoAccess:
            if has_list:
                raise
            self.client.get(repo_path(repo))  # raises the same where all of the repository is hidden
        yield self._step({_threads(repo): "1", _owed(repo): "", _poll(repo_path(repo) + ISSUES): ""})
        yield from self._issues(repo)

    def _sorted(self, comments: Iterable[CommentPayload], repo: str) -> tuple[list[CommentRow], list[LogRow]]:
        """What belongs to tickets, and what to the shift log."""
        spoken: list[CommentRow] = []
        logged: list[LogRow] = []
        is_log_repo, is_incident = same_repo(repo, self.log_repo), same_repo(repo, self.repo)
        for comment in comments:
            if comment.is_pull:
                continue
            if is_log_repo and is_log_comment(comment) and self.logs.holds(comment.number):
                logged += self.logs.rows(comment)
            elif is_incident and not (is_log_repo and comment.number in self.logs.known):
                spoken.append(self.reader.comment_row(comment, self.repo))
        return spoken, logged

    def _tracked(self, tracked: Sequence[str]) -> Iterator[Pulled]:
        """Issues of other repositories and what was said there, each at most every ten minutes."""
        for address in filter(None, map(parse_address, dict.fromkeys(tracked))):
            name = f"tracked {str(address).casefold()}"
            place = Place.parse(self.cursors.get(name, ""))
            is_fresh = place.swept is not None and self.now - place.swept < TRACKED_EVERY
            if is_fresh or same_repo(address.repo, self.repo):
                continue
            looked = replace(place, etag="", swept=self.now)
            try:
                answer = self.client.get(address.path, place.etag)
                if answer.unchanged:
                    yield self._step({name: replace(looked, etag=place.etag).text()})
                    continue
                issue = parse_issue(answer.data)
                pages = thread_pages(self.client, address, place.newest) if issue.comments else ()
                said = [comment for page in pages for comment in page]
            except Gone:
                step = self._step({name: looked.text()})
                yield replace(step, gone=(GoneRow(address.repo, address.number, Absence.DELETED),))
            except (NoAccess, Blocked):
                yield self._step({name: looked.text()})  # hidden: what is known of it stays as it is
            else:
                place = replace(looked, etag=answer.etag, newest=issue.updated_at)
                row = self.reader.issue_row(issue, address.repo, address.number)
                comments = [self.reader.comment_row(one, address.repo, address.number) for one in said]
                yield self._step({name: place.text()}, issues=[row], comments=comments)

    def _step(
        self,
        moved: Mapping[str, str],
        *,
        issues: Sequence[IssueRow] = (),
        comments: Sequence[CommentRow] = (),
        logged: Sequence[LogRow] = (),
    ) -> Pulled:
        cursors = {**self.logs.cursors, VERSION_CURSOR: self.client.version, **moved}
        news = {name: value for name, value in cursors.items() if self.cursors.get(name, "") != value}
        self.cursors |= news
        return Pulled(self.now, tuple(issues), tuple(comments), tuple(logged), cursors=news)


def _poll(url: str) -> str:
    return f"poll {url}"


def _read_as(repo: str) -> str:
    """The settings by which the issues of the incident repository were read last."""
    return f"read as {repo.casefold()}"


def _owed(repo: str) -> str:
    """Set while the incident repository's comments have not been read since its issues changed."""
    return f"owed {repo.casefold()}"


def _threads(repo: str) -> str:
    """Set where a repository's comments cannot be listed as a whole (older Enterprise servers)."""
    return f"threads {repo.casefold()}"
