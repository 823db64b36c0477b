"""Both sides of one repository: what is done here stands there once, and the other way round."""

from datetime import UTC, datetime, timedelta

from tests.e2e.conftest import Connect
from tests.inmemory_github.fixtures import LOG, REPO
from tests.inmemory_github.hub import InMemoryGitHub
from tests.inmemory_github.seed import Plan

SECRET = "TEAM-ONLY-c0ffee"


def _bodies(github: InMemoryGitHub, number: int, repo: str = REPO) -> list[str]:
    return [comment.body or "" for comment in github.comments(repo, number)]


def test_the_first_import_gives_the_queue_and_a_second_pass_costs_two_free_requests(
    private_github: InMemoryGitHub, connect: Connect
) -> None:
    plan = Plan(issues=430, pulls=40, comments=900, open_share=0.3)
    private_github.seed(REPO, plan)
    mia = connect(private_github, "mia")
    first = mia("sync", "--json").json
    pages = -(-470 // 100) + -(-900 // 100)
    assert first["requests"] <= pages + 5
    pulls = {issue.number for issue in private_github.issues(REPO) if issue.is_pull}
    known = {ticket["number"] for ticket in mia.tickets("--all")}
    assert known == {issue.number for issue in private_github.issues(REPO)} - pulls
    asked = len(private_github.asked())
    second = mia("sync", "--json").json
    assert second["requests"] <= 2
    assert [exchange.status for exchange in private_github.asked()[asked:]] == [304, 304]


def test_everything_done_here_stands_on_github_once(private_github: InMemoryGitHub, connect: Connect) -> None:
    requester = private_github.web("j-doe")
    number = requester.open_issue(REPO, "Plots blank", "since the upgrade")
    mia = connect(private_github, "mia")
    mia("sync")
    ref = f"#{number}"
    mia("ack", ref)
    mia("respond", ref, "We look into it.")
    mia("note", ref, f"{SECRET}: same driver as last week")
    mia("set", ref, "--priority", "customer", "--severity", "error", "--next", "get the log")
    new = mia("add", "Phone call about licences", "--requester", "r.ito", "--via", "phone").out.strip()
    spinoff = mia("spinoff", ref, "Detect blank frames").out.strip()
    mia("resolve", ref, "--as", "workaround", "Use --software until 3.4.3.")
    assert mia.ticket(new)["sync"] == "queued"
    report = mia("sync", "--json").json
    assert report["queued"] == 0
    assert report["refused"] == 0
    again = mia("sync", "--json").json
    assert again["sent"] == 0

    issue = private_github.issue(REPO, number)
    assert issue.state == "closed"
    assert set(private_github.labels(REPO, number)) == {"priority:customer", "severity:error"}
    bodies = _bodies(private_github, number)
    for text in ("We look into it.", SECRET, "Use --software until 3.4.3."):
        assert sum(text in body for body in bodies) == 1
    titles = [each.title for each in private_github.issues(REPO)]
    assert titles.count("Phone call about licences") == 1
    assert titles.count("Detect blank frames") == 1
    assert mia.ticket(new)["number"] is not None
    assert mia.ticket(new)["local_ref"] == new
    assert mia.ticket(spinoff)["origin"] == ref
    assert mia.ticket(ref)["sync"] == "synced"

    leo = connect(private_github, "leo")
    (leo.folder / "shiftui.toml").write_text(  # one adoption for both, as the team's settings give it
        (mia.folder / "shiftui.toml").read_text().replace('me = "mia"', 'me = "leo"')
    )
    leo("sync")
    mias, leos = mia.ticket(ref), leo.ticket(ref)
    for name in mias:
        if name not in ("sync", "local_ref", "spinoffs"):
            assert leos[name] == mias[name], name


def test_what_is_done_on_the_web_arrives_with_the_next_pass(
    private_github: InMemoryGitHub, connect: Connect
) -> None:
    number = private_github.web("j-doe").open_issue(REPO, "Plots blank", "")
    mia = connect(private_github, "mia")
    mia("sync")
    ada = private_github.web("ada")
    ada.comment(REPO, number, "Looking into it.")
    ada.label(REPO, number, "priority:service", "waiting:requester")
    ada.assign(REPO, number, "ada")
    mia("sync")
    ticket = mia.ticket(f"#{number}")
    assert ticket["priority"] == "service"
    assert ticket["waiting_on"] == "requester"
    assert ticket["responded_by"] == "ada"
    assert ticket["acknowledged_by"] == "ada"
    ada.close(REPO, number)
    mia("sync")
    assert mia.ticket(f"#{number}")["state"] == "resolved"
    assert mia.ticket(f"#{number}")["resolution"] == []
    later = datetime.now(UTC) + timedelta(seconds=2)  # GitHub's times have no fractions
    private_github.web("j-doe").comment(REPO, number, "It is back.", at=later)
    mia("sync")
    again = [ticket for ticket in mia.tickets() if ticket["number"] == number]
    assert again, "a resolved ticket comes back when its requester writes"
    assert "wrote again" in again[0]["why"]


def _everything(shiftui_log: bool, github: InMemoryGitHub, connect: Connect) -> int:
    number = github.web("j-doe").open_issue(REPO, "Plots blank", "since the upgrade")
    mia = connect(github, "mia", log=shiftui_log)
    mia("sync")
    ref = f"#{number}"
    mia("ack", ref)
    mia("respond", ref, "We look into it.")
    mia("note", ref, f"{SECRET} in a note")
    mia("set", ref, "--summary", f"{SECRET} in a summary", "--next", f"{SECRET} next")
    mia(
        "set", ref, "--contingency", f"{SECRET} if", "--requester", f"{SECRET}-j", "--waiting-on", "requester"
    )
    mia("snooze", ref, "2h")
    mia("respond", ref, f"{SECRET} said on the phone", "--via", "phone")
    mia("diary", f"{SECRET} in the diary")
    new = mia("add", "Licences", "--requester", f"{SECRET}-r", "--via", "email").out.strip()
    mia("note", new, f"{SECRET} on the new one")
    mia("spinoff", ref, "Detect blank frames")
    mia("resolve", ref, "--as", "fixed", "--no-spinoff", f"{SECRET} why none")
    mia("reopen", ref)
    mia("note", ref, f"{SECRET} to be undone")
    mia("sync")
    mia("undo")
    mia("respond", ref, "--none", f"{SECRET} that was none")
    report = mia("sync", "--json").json
    assert report["queued"] == 0
    return number


def test_in_a_public_repository_no_byte_of_team_text_appears(
    public_github: InMemoryGitHub, connect: Connect
) -> None:
    _everything(False, public_github, connect)
    assert "We look into it." in public_github.texts(REPO)
    assert SECRET not in public_github.texts(REPO)


def test_with_a_private_log_the_team_text_is_there_and_nowhere_else(
    public_github: InMemoryGitHub, connect: Connect
) -> None:
    _everything(True, public_github, connect)
    assert SECRET not in public_github.texts(REPO)
    log = public_github.texts(LOG)
    for words in ("in a note", "in a summary", "said on the phone", "in the diary", "why none"):
        assert f"{SECRET} {words}" in log


def test_fifty_operations_made_while_the_server_is_away_arrive_once_and_in_order(
    private_github: InMemoryGitHub, connect: Connect
) -> None:
    number = private_github.web("j-doe").open_issue(REPO, "Plots blank", "")
    mia = connect(private_github, "mia")
    mia("sync")
    private_github.stop()
    for index in range(50):
        mia("note", f"#{number}", f"offline note {index:02}")
    failed = mia.run("sync", "--json")
    assert failed.code == 3
    assert failed.json["queued"] == 50
    private_github.start()
    while mia.run("sync", "--json").json["queued"]:
        pass
    notes = [body.splitlines()[0] for body in _bodies(private_github, number) if "offline note" in body]
    assert notes == [f"offline note {index:02}" for index in range(50)]


def test_an_old_repository_shows_what_is_alive_and_counts_the_rest(
    private_github: InMemoryGitHub, connect: Connect
) -> None:
    private_github.seed(REPO, Plan(issues=250, pulls=0, comments=60, open_share=1.0))
    mia = connect(private_github, "mia")
    alive = private_github.web("j-doe").open_issue(REPO, "Just now", "")
    mia("sync")
    status = mia("status", "--format", "json").json
    queue = mia.tickets()
    still_open = [issue for issue in private_github.issues(REPO) if issue.state == "open"]
    assert status["breached"] == 0
    assert status["parked"] + len(queue) == len(still_open)
    assert status["parked"] > len(queue)
    assert alive in [ticket["number"] for ticket in queue]
