"""Three hundred operations after three days without network: once each, in order, inside GitHub's limits."""

from datetime import datetime, timedelta
from itertools import pairwise

from shiftui.domain.operations.fields_set import set_fields
from shiftui.domain.operations.noted import note
from shiftui.domain.operations.responded import respond
from shiftui.domain.outbox import Delivery
from shiftui.domain.vocabulary import Priority
from shiftui.ports import Stopped
from tests.github.machine import Clock
from tests.inmemory_github import InMemoryGitHub
from tests.inmemory_github.fixtures import REPO
from tests.inmemory_github.limits import CREATIONS_A_MINUTE, CREATIONS_AN_HOUR
from tests.together.conftest import MakeLaptop

NOTES = 30
"""On each of ten tickets, besides other things."""


def _most_within(times: list[datetime], window: timedelta) -> int:
    return max(sum(at - window < other <= at for other in times) for at in times)


def test_everything_arrives_once_and_in_order_within_the_limits_and_can_be_stopped_in_the_middle(
    github: InMemoryGitHub, laptop: MakeLaptop, clock: Clock
) -> None:
    for index in range(10):
        github.web("j-doe").open_issue(REPO, f"Issue {index}")
    mia = laptop("mia", write_pause=1.0)
    mia.sync()
    github.stop()
    assert mia.sync().trouble
    written: dict[int, list[str]] = {number: [] for number in range(1, 11)}
    for index in range(NOTES):
        for number in written:
            text = f"n{index} on {number}"
            mia.desk.do(note, str(number), text)
            written[number].append(text)
        clock.pass_(hours=2)
    mia.desk.do(respond, "1", "stale by now")
    mia.desk.do(set_fields, "2", priority=Priority.SERVICE)
    clock.pass_(days=1)
    assert mia.sync().queued == 10 * NOTES + 2

    github.start()
    before = len(github.requests)
    told: list[tuple[str, int, int]] = []

    def some(what: str, done: int, total: int) -> None:
        told.append((what, done, total))
        if what == "sending" and done == 40 and len(told) < 100:
            raise Stopped("ended in the middle")

    for _ in range(20):
        report = mia.sync(some)
        if not report.queued - report.refused:
            break
        mia.start()  # another process goes on
        if report.retry_at is not None:
            clock.pass_(seconds=max(0.0, (report.retry_at - clock()).total_seconds()))
    assert any(what == "sending" and total > 200 for what, _, total in told)
    (held,) = mia.desk.snapshot.outbox
    assert (held.verb, held.state) == ("responded", Delivery.BLOCKED)
    assert "written" in held.reason
    for number, texts in written.items():
        said = [c.body.partition("\n")[0] for c in github.comments(REPO, number) if c.author == "mia"]
        assert said == texts

    exchanges = github.requests[before:]
    assert [e.status for e in exchanges if e.status in (403, 429)] == [], "GitHub never had to say no"
    writes = [e.at for e in exchanges if e.method != "GET"]
    assert _most_within(writes, timedelta(minutes=1)) <= CREATIONS_A_MINUTE
    assert _most_within(writes, timedelta(hours=1)) <= CREATIONS_AN_HOUR
    gaps = [later - earlier for earlier, later in pairwise(writes)]
    assert min(gaps) >= timedelta(seconds=1)
    assert max(mia.clock.slept) <= 5
