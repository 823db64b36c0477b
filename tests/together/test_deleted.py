"""What is deleted on GitHub is gone on all machines in the end, of open and of ended tickets alike."""

from shiftui.domain.vocabulary import State
from tests.github.machine import Clock
from tests.inmemory_github import InMemoryGitHub
from tests.inmemory_github.fixtures import REPO
from tests.together.conftest import MakeLaptop
from tests.together.test_two_people import shown


def test_deleted_issues_and_comments_are_noticed_within_a_day(
    github: InMemoryGitHub, laptop: MakeLaptop, clock: Clock
) -> None:
    web = github.web("j-doe")
    for title in ("gone", "open", "ended"):
        web.open_issue(REPO, title)
    slips = [web.comment(REPO, number, "a slip") for number in (2, 3)]
    web.comment(REPO, 3, "meant")
    mia = laptop("mia")
    mia.sync()
    github.web("leo").close(REPO, 3)
    mia.sync()
    mia.workspace.desk.checkpoint(force=True)
    clock.pass_(hours=3)
    for slip in slips:
        web.delete_comment(REPO, slip)
    github.web("leo").delete_issue(REPO, 1)
    clock.pass_(hours=25)
    mia.start()
    mia.sync()
    assert (mia.desk.find("1").state, mia.desk.find("1").issue.state_reason) == (State.RESOLVED, "deleted")
    said = [[note.text for note in mia.desk.thread(f"#{number}").notes] for number in (2, 3)]
    assert said == [[], ["meant"]]
    leo = laptop("leo")
    leo.sync()
    assert [row for row in shown(mia.desk) if row["number"] != 1] == shown(leo.desk)
