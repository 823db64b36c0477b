"""Nothing stale and nothing private is ever sent."""

from shiftui.domain.operations.diary_written import write_diary
from shiftui.domain.operations.fields_set import set_fields
from shiftui.domain.operations.noted import note
from shiftui.domain.operations.responded import respond
from shiftui.domain.outbox import Delivery
from shiftui.domain.vocabulary import Sharing
from shiftui.service import outbox
from tests.github.machine import Clock
from tests.inmemory_github import InMemoryGitHub
from tests.inmemory_github.fixtures import LOG, REPO
from tests.together.conftest import MakeLaptop


def test_a_reply_of_noon_is_not_posted_at_six_behind_a_colleagues_answer(
    github: InMemoryGitHub, laptop: MakeLaptop, clock: Clock
) -> None:
    github.web("j-doe").open_issue(REPO, "It fails")
    mia, leo = laptop("mia"), laptop("leo")
    for one in (mia, leo):
        one.sync()
    id = mia.desk.do(respond, "1", "try turning it off").operation.id  # the train has no network
    clock.pass_(hours=5)
    leo.desk.do(respond, "1", "fixed in 3.4.3")
    leo.sync()
    clock.pass_(hours=1)
    assert mia.sync().refused == 1
    (entry,) = mia.desk.snapshot.outbox
    assert (entry.id, entry.state) == (id, Delivery.BLOCKED)
    assert entry.reason == "written 6 h ago; send it as it is, or drop it and write anew"
    assert [c.author for c in github.comments(REPO, 1)] == ["leo"]
    mia.start()
    mia.sync()
    assert [c.author for c in github.comments(REPO, 1)] == ["leo"]
    outbox.retry(mia.desk, id)
    mia.sync()
    assert [c.author for c in github.comments(REPO, 1)] == ["leo", "mia"]


def test_a_repository_that_was_made_public_between_two_syncs_gets_no_further_team_text(
    github: InMemoryGitHub, laptop: MakeLaptop, clock: Clock
) -> None:
    github.web("j-doe").open_issue(REPO, "It fails")
    mia = laptop("mia", log="")
    mia.sync()
    mia.desk.do(note, "1", "while it was private")
    mia.sync()
    assert "while it was private" in github.texts(REPO)
    mia.desk.do(note, "1", "SECRET-1")
    mia.desk.do(set_fields, "1", summary="SECRET-2")
    mia.desk.write(write_diary, "SECRET-3")
    mia.desk.do(respond, "1", "we look into it")
    github.web("leo").make_public(REPO)
    for _ in range(3):
        mia.sync()
        clock.pass_(minutes=5)
    mia.desk.do(note, "1", "SECRET-4")
    mia.start()
    mia.sync()
    assert "SECRET" not in github.texts(REPO) + github.texts(LOG)
    sent = b"".join(exchange.body for exchange in github.requests)
    assert b"SECRET" not in sent
    assert "was made public" in mia.desk.snapshot.outbox[0].reason
    assert mia.desk.find("1").work.summary == "SECRET-2", "it is kept here"
    assert mia.desk.snapshot.sharing("#1") in (Sharing.REFUSED, Sharing.NOT_SHARED)
    assert "we look into it" in github.texts(REPO)


def test_a_log_repository_that_is_made_public_gets_none_either(
    github: InMemoryGitHub, laptop: MakeLaptop
) -> None:
    github.web("leo").make_public(REPO)
    github.web("j-doe").open_issue(REPO, "It fails")
    mia = laptop("mia")
    mia.sync()
    mia.desk.do(note, "1", "fine")
    mia.sync()
    assert "fine" in github.texts(LOG)
    github.web("leo").make_public(LOG)
    mia.desk.do(note, "1", "SECRET")
    for _ in range(2):
        mia.sync()
    assert "SECRET" not in github.texts(REPO) + github.texts(LOG)
    github.web("leo").make_private(LOG)
    outbox.retry(mia.desk, mia.desk.snapshot.outbox[0].id)
    mia.sync()
    assert "SECRET" in github.texts(LOG)


def test_what_was_written_on_an_issue_that_left_our_scope_goes_when_its_author_says_so(
    github: InMemoryGitHub, laptop: MakeLaptop, clock: Clock
) -> None:
    web = github.web("leo")
    web.open_issue(REPO, "Ours", labels=["on-call"])
    mia = laptop("mia", scope="label:on-call")
    mia.sync()
    id = mia.desk.do(respond, "1", "we look into it").operation.id
    clock.pass_(minutes=1)
    web.unlabel(REPO, 1, "on-call")
    assert mia.sync().refused == 1
    assert "none of this workspace" in mia.desk.snapshot.outbox[0].reason
    outbox.retry(mia.desk, id)
    assert mia.sync().queued == 0
    assert [c.author for c in github.comments(REPO, 1)] == ["mia"]
