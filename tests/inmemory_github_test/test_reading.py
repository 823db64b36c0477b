"""What readers see: listings, pages, time filters, ETags, accounts and permissions."""

from __future__ import annotations

from datetime import UTC, datetime

import httpx
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.inmemory_github import InMemoryGitHub, Quirks, Request
from tests.inmemory_github.fixtures import LOG, REPO
from tests.inmemory_github.transport import InProcess
from tests.inmemory_github_test.conftest import As, Clock

ISSUES = f"/repos/{REPO}/issues"


def titles(response: httpx.Response) -> list[str]:
    assert response.status_code == 200
    return [row["title"] for row in response.json()]


def test_a_listing_shows_open_issues_and_pull_requests_newest_first(
    github: InMemoryGitHub, mia: httpx.Client, clock: Clock
) -> None:
    ada = github.web("ada")
    for title in ("first", "second", "third"):
        ada.open_issue(REPO, title)
        clock.pass_(minutes=1)
    ada.open_issue(REPO, "a change", pull=True)
    ada.close(REPO, 2)
    rows = mia.get(ISSUES).json()
    assert [row["title"] for row in rows] == ["a change", "third", "first"]
    assert ["pull_request" in row for row in rows] == [True, False, False]
    assert titles(mia.get(ISSUES, params={"state": "closed"})) == ["second"]
    assert titles(mia.get(ISSUES, params={"state": "all", "direction": "asc"}))[0] == "first"


def test_since_takes_the_very_second_and_sorting_by_update_follows_changes(
    github: InMemoryGitHub, mia: httpx.Client, clock: Clock
) -> None:
    ada = github.web("ada")
    for title in ("first", "second", "third"):
        ada.open_issue(REPO, title)
        clock.pass_(minutes=1)
    ada.comment(REPO, 1, "again")
    asked = {"sort": "updated", "direction": "asc", "since": "2026-11-21T12:01:00Z"}
    assert titles(mia.get(ISSUES, params=asked)) == ["second", "third", "first"]
    asked["since"] = "2026-11-21T12:01:01Z"
    assert titles(mia.get(ISSUES, params=asked)) == ["third", "first"]


def test_labels_select_together_and_in_any_case(github: InMemoryGitHub, mia: httpx.Client) -> None:
    ada = github.web("ada")
    ada.open_issue(REPO, "both", labels=["Bug", "P0"])
    ada.open_issue(REPO, "one", labels=["Bug"])
    assert titles(mia.get(ISSUES, params={"labels": "bug"})) == ["one", "both"]
    assert titles(mia.get(ISSUES, params={"labels": "bug,p0"})) == ["both"]
    assert titles(mia.get(ISSUES, params={"labels": "unknown"})) == []


def test_nonsense_in_a_query_is_refused(mia: httpx.Client) -> None:
    for params in ({"since": "yesterday"}, {"sort": "beauty"}, {"state": "ajar"}):
        assert mia.get(ISSUES, params=params).status_code == 422


def test_links_lead_by_repository_id_and_keep_the_query(github: InMemoryGitHub, mia: httpx.Client) -> None:
    for number in range(5):
        github.web("ada").open_issue(REPO, f"number {number}")
    first = mia.get(ISSUES, params={"per_page": "2", "state": "all"})
    link = first.links["next"]["url"]
    assert link.startswith(f"{github.url}/repositories/")
    assert "state=all" in link
    assert first.links["last"]["url"].endswith("page=3")
    assert "prev" not in first.links
    second = mia.get(link)
    assert titles(second) == ["number 2", "number 1"]
    assert set(second.links) == {"prev", "next", "last", "first"}
    last = mia.get(second.links["next"]["url"])
    assert titles(last) == ["number 0"]
    assert set(last.links) == {"prev", "first"}


def test_no_page_holds_more_than_a_hundred(github: InMemoryGitHub, mia: httpx.Client) -> None:
    for number in range(101):
        github.web("ada").open_issue(REPO, f"number {number}")
    assert len(mia.get(ISSUES, params={"per_page": "1000"}).json()) == 100
    assert len(mia.get(ISSUES).json()) == 30


def test_the_comments_of_a_repository_ignore_a_direction_without_a_sort(
    github: InMemoryGitHub, mia: httpx.Client, clock: Clock
) -> None:
    ada = github.web("ada")
    ada.open_issue(REPO, "an issue")
    ada.open_issue(REPO, "a change", pull=True)
    first = ada.comment(REPO, 1, "one")
    clock.pass_(seconds=1)
    second = ada.comment(REPO, 2, "two")
    clock.pass_(seconds=1)
    ada.edit_comment(REPO, first, "one, edited")

    def ids(**params: str) -> list[int]:
        return [row["id"] for row in mia.get(f"{ISSUES}/comments", params=params).json()]

    assert ids(direction="desc") == [first, second]
    assert ids(sort="created", direction="desc") == [second, first]
    assert ids(sort="updated", direction="asc") == [second, first]
    assert ids(sort="updated", direction="asc", since="2026-11-21T12:00:02Z") == [first]
    assert ids(since="2026-11-21T12:00:02Z") == [first]
    pages = [row["html_url"] for row in mia.get(f"{ISSUES}/comments").json()]
    assert "/issues/1#" in pages[0]
    assert "/pull/2#" in pages[1]


def test_comment_ids_rise_over_all_repositories(github: InMemoryGitHub) -> None:
    ada = github.web("ada")
    ada.open_issue(REPO, "here")
    ada.open_issue(LOG, "there")
    ids = [ada.comment(repo, 1, "x") for repo in (REPO, LOG, REPO)]
    assert ids == sorted(set(ids))


def test_older_servers_lack_the_comments_of_a_repository_and_sub_issues() -> None:
    github = InMemoryGitHub(quirks=Quirks(repo_comments=False, sub_issues=False, versions=()))
    github.add_repo(REPO)
    github.web("ada").open_issue(REPO, "x")
    for path in (f"{ISSUES}/comments", f"{ISSUES}/1/sub_issues", "/versions"):
        response = github.handle(Request.of("GET", path, {"User-Agent": "tests"})).response
        assert response is not None
        assert response.status == 404


def test_an_etag_belongs_to_one_token_and_one_address(
    github: InMemoryGitHub, mia: httpx.Client, as_: As
) -> None:
    github.web("ada").open_issue(REPO, "x")
    etag = mia.get(ISSUES).headers["etag"]
    known = {"if-none-match": etag}
    unchanged = mia.get(ISSUES, headers=known)
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert unchanged.headers["etag"] == etag
    assert mia.get(f"{ISSUES}?page=1", headers=known).status_code == 200
    assert as_("leo").get(ISSUES, headers=known).status_code == 200
    github.web("ada").comment(REPO, 1, "news")
    assert mia.get(ISSUES, headers=known).status_code == 200


def test_a_304_is_free_with_a_token_only(mia: httpx.Client, as_: As) -> None:
    nobody = as_(None)
    for client, cost in ((mia, 0), (nobody, 1)):
        first = client.get(ISSUES)
        again = client.get(ISSUES, headers={"if-none-match": first.headers["etag"]})
        assert again.status_code == 304
        used = int(again.headers["x-ratelimit-used"]) - int(first.headers["x-ratelimit-used"])
        assert used == cost


def test_tokens_decide_what_is_seen(github: InMemoryGitHub, mia: httpx.Client, as_: As) -> None:
    assert mia.get("/user").json()["login"] == "mia"
    assert mia.get("/user", headers={"authorization": "token t-leo"}).json()["login"] == "leo"
    assert mia.get(f"/repos/{LOG}").status_code == 200
    assert as_("j-doe").get(f"/repos/{LOG}").status_code == 404
    assert as_(None).get(f"/repos/{REPO}").status_code == 200
    assert as_(None).get("/user").status_code == 401
    assert as_("stranger").get(f"/repos/{REPO}").status_code == 401
    github.revoke("t-mia")
    assert mia.get(f"/repos/{REPO}").status_code == 401


def test_a_repository_tells_its_visibility_and_our_rights(
    github: InMemoryGitHub, mia: httpx.Client, as_: As
) -> None:
    repo = mia.get(f"/repos/{REPO}").json()
    assert (repo["full_name"], repo["private"], repo["visibility"]) == (REPO, False, "public")
    assert (repo["permissions"]["push"], repo["permissions"]["admin"]) == (True, False)
    assert as_("j-doe").get(f"/repos/{REPO}").json()["permissions"]["push"] is False
    assert mia.get(f"/repos/{LOG}").json()["visibility"] == "private"
    github.web("ada").make_public(LOG)
    assert as_("j-doe").get(f"/repos/{LOG}").json()["visibility"] == "public"


def test_an_agent_and_a_known_version_are_required(as_: As) -> None:
    client = as_("mia", version=None)
    assert client.get("/versions").json() == ["2026-03-10", "2022-11-28"]
    del client.headers["user-agent"]
    assert client.get("/user").status_code == 403
    assert as_("mia", version="2031-01-01").get("/user").status_code == 400
    assert as_("mia", version="2022-11-28").get("/user").status_code == 200


def test_the_single_assignee_is_for_older_versions(github: InMemoryGitHub, as_: As) -> None:
    github.web("ada").open_issue(REPO, "x", assignees=["mia"])
    assert "assignee" not in as_("mia").get(f"{ISSUES}/1").json()
    assert as_("mia", version=None).get(f"{ISSUES}/1").json()["assignee"]["login"] == "mia"


def test_files_come_in_base64_raw_or_as_a_folder(github: InMemoryGitHub, mia: httpx.Client) -> None:
    github.web("ada").put_file(REPO, ".github/shiftui.toml", "[team]\n")
    path = f"/repos/{REPO}/contents/.github/shiftui.toml"
    file = mia.get(path)
    assert (file.json()["content"], file.json()["encoding"]) == ("W3RlYW1dCg==\n", "base64")
    assert mia.get(path, headers={"if-none-match": file.headers["etag"]}).status_code == 304
    assert mia.get(path, headers={"accept": "application/vnd.github.raw+json"}).text == "[team]\n"
    folder = mia.get(f"/repos/{REPO}/contents/.github").json()
    assert [(row["type"], row["name"]) for row in folder] == [("file", "shiftui.toml")]
    assert mia.get(f"/repos/{REPO}/contents/none.toml").status_code == 404


def test_what_is_not_there_is_404_in_githubs_words(mia: httpx.Client) -> None:
    for path in (
        "/repos/acme/nothing",
        f"{ISSUES}/99",
        f"{ISSUES}/comments/99",
        "/search",
        "/repositories/1",
    ):
        missing = mia.get(path)
        assert missing.status_code == 404
        assert missing.json()["message"] == "Not Found"
        assert missing.json()["status"] == "404"


def test_an_enterprise_server_lives_under_its_prefix() -> None:
    with InMemoryGitHub(prefix="/api/v3") as github:
        github.add_repo(REPO)
        github.web("ada").open_issue(REPO, "one")
        github.web("ada").open_issue(REPO, "two")
        assert github.url.endswith("/api/v3")
        page = httpx.get(f"{github.url}{ISSUES}?per_page=1")
        assert page.json()[0]["url"] == f"{github.url}{ISSUES}/2"
        assert titles(httpx.get(page.links["next"]["url"])) == ["one"]
        assert httpx.get(github.url.removesuffix("/api/v3") + ISSUES).status_code == 404


def test_accounts_and_fields_can_be_gone_or_unknown(github: InMemoryGitHub, mia: httpx.Client) -> None:
    github.web("ghostly").open_issue(REPO, "x", assignees=[])
    comment = github.web("ghostly").comment(REPO, 1, "boo")
    assert mia.get(f"{ISSUES}/1").json()["user"]["login"] == "ghostly"
    github.delete_user("ghostly")
    github.override(REPO, 1, state_reason="evaporated", body=None, brand_new={"a": 1})
    github.override(REPO, comment=comment, author_association="SATELLITE")
    issue = mia.get(f"{ISSUES}/1").json()
    assert (issue["user"], issue["state_reason"], issue["brand_new"]) == (None, "evaporated", {"a": 1})
    assert mia.get(f"{ISSUES}/comments/{comment}").json()["author_association"] == "SATELLITE"


def test_how_authors_relate_to_the_repository(github: InMemoryGitHub, mia: httpx.Client) -> None:
    github.add_user("helper", triage=[REPO])
    people = {"acme": "OWNER", "mia": "MEMBER", "helper": "COLLABORATOR", "j-doe": "NONE"}
    for login in people:
        github.web(login).open_issue(REPO, login)
    shown = {row["title"]: row["author_association"] for row in mia.get(ISSUES).json()}
    assert shown == people


@settings(max_examples=60, deadline=None)
@given(
    ages=st.lists(st.integers(0, 30), min_size=1, max_size=60),
    per_page=st.integers(1, 25),
    since=st.integers(0, 31),
    ascending=st.booleans(),
)
def test_walking_the_links_meets_every_row_once_in_order(
    ages: list[int], per_page: int, since: int, ascending: bool
) -> None:
    github = InMemoryGitHub()
    github.add_repo(REPO)
    start = 1_790_000_000
    for number, age in enumerate(ages, 1):
        at = datetime.fromtimestamp(start + age, UTC)
        github.web("ada").open_issue(REPO, f"{number}", at=at)
    moment = datetime.fromtimestamp(start + since, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    direction = "asc" if ascending else "desc"
    target = f"{ISSUES}?sort=updated&direction={direction}&per_page={per_page}&since={moment}"
    url: str | None = github.url + target
    met: list[int] = []
    while url is not None:
        request = Request.of("GET", url.removeprefix(github.url), {"User-Agent": "tests"})
        response = github.handle(request).response
        assert response is not None
        page = httpx.Response(200, headers=list(response.headers), content=response.body)
        met += [row["number"] for row in page.json()]
        url = page.links.get("next", {}).get("url")
    due = [(age, number) for number, age in enumerate(ages, 1) if age >= since]
    assert met == [number for _, number in sorted(due, reverse=not ascending)]


def test_a_server_may_give_fewer_rows_a_page_than_were_asked_for(clock: Clock) -> None:
    github = InMemoryGitHub(now=clock, quirks=Quirks(most_per_page=2))
    github.add_repo(REPO)
    github.add_user("mia", token="t-mia", push=(REPO,))
    for title in ("first", "second", "third"):
        github.web("ada").open_issue(REPO, title)
    headers = {"Authorization": "Bearer t-mia", "User-Agent": "a test"}
    with httpx.Client(transport=InProcess(github), base_url=github.url, headers=headers) as client:
        page = client.get(ISSUES, params={"per_page": "100"})
        assert titles(page) == ["third", "second"]
        assert titles(client.get(page.links["next"]["url"])) == ["first"]
