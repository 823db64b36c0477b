"""The first screen of a workspace that has nothing in it: `init`, asked for instead of typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from shiftui.cli.clone import proposal
from shiftui.config import settings_path

if TYPE_CHECKING:
    from shiftui.cli.findings import Findings
    from shiftui.cli.session import Session
    from shiftui.domain.settings import Settings
    from shiftui.tui.dialogs.first_run import FirstRunScreen
    from shiftui.tui.dialogs.survey import SurveyShown


def first_run(session: Session) -> Callable[[], FirstRunScreen] | None:
    """What makes that screen; None where there are settings, or anything was ever recorded."""
    if settings_path(session.folder).exists() or session.desk.snapshot.state.seq:
        return None
    from shiftui.tui.dialogs.first_run import FirstRunScreen

    work = Beginning(session)
    proposed = proposal().split()  # `shiftui init --repo OWNER/NAME …`
    return lambda: FirstRunScreen(work.survey, work.connect, proposed[3] if len(proposed) > 3 else "")


class Beginning:
    """Looks at a repository, then makes it this workspace's. Both are called off the screen's thread."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._found: dict[str, Findings] = {}

    def survey(self, repo: str) -> SurveyShown:
        """What is there. Only reads.

        Raises:
            Refused: this workspace cannot be connected to it.
            TrackerError: it could not be found out.

        """
        from shiftui.cli.commands.init import asked, with_sections

        settings = with_sections(self._session.desk.settings, {}, {"repo": repo})
        findings = asked(self._session.desk, settings)
        self._found[repo] = findings
        return _shown(findings, settings)

    def connect(self, repo: str) -> None:
        """Write the settings, and that the workspace has met its repository."""
        from shiftui.cli.commands.init import write

        write(self._session, {}, {"repo": repo}, self._found[repo])


def _shown(findings: Findings, settings: Settings) -> SurveyShown:
    from shiftui.cli.findings import posts
    from shiftui.tui.dialogs.survey import SurveyShown

    met, found = findings.connected, findings.survey
    labels = "You may not set labels or assignees there; what you record of these stays here."
    return SurveyShown(
        repo=met.repo,
        me=met.me,
        private=met.repo_private,
        open=found.open,
        recent=found.recent,
        parked=found.older,
        labels=tuple(found.guesses.items()),
        posts=tuple(posts(findings)),
        warnings=() if met.can_push else (labels,),
        is_complete=found.is_complete,
    )
