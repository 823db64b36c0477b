"""An Enterprise server behind a proxy, its certificate signed by a company's own authority."""

import os
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from tests.cli.shell import Shell
from tests.inmemory_github import InMemoryGitHub, Quirks
from tests.inmemory_github.fixtures import LOG, REPO, add_team
from tests.wires import Proxy

HOST = "git.example.org"
API = f"https://{HOST}/api/v3"


@pytest.fixture
def enterprise(tmp_path: Path) -> Iterator[InMemoryGitHub]:
    """An older server, which lists no API versions."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "company.pem"))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(HOST).configure_cert(tls)
    with InMemoryGitHub(tls=tls, name=HOST, prefix="/api/v3", quirks=Quirks(versions=())) as running:
        add_team(running, private=True).web("j-doe").open_issue(REPO, "Plots blank")
        yield running


@pytest.fixture
def proxy(enterprise: InMemoryGitHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """The company's machine: its variables are set."""
    with Proxy(enterprise.port) as running:
        for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
            monkeypatch.delenv(name)
        monkeypatch.setenv("HTTPS_PROXY", running.url)
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "company.pem"))
        monkeypatch.delenv("SSL_CERT_DIR", raising=False)
        monkeypatch.setenv("GH_ENTERPRISE_TOKEN", "t-mia")
        monkeypatch.setenv("GH_TOKEN", "t-of-github-com")
        yield running


def test_the_whole_work_goes_through_the_proxy(
    enterprise: InMemoryGitHub, proxy: Proxy, shell: Shell
) -> None:
    shell("init", "--repo", REPO, "--log", LOG, "--api-url", API).ok()
    shell("sync").ok()
    shell("note", "#1", "same driver as last week").ok()
    shell("sync").ok()
    assert ["same driver" in (each.body or "") for each in enterprise.comments(REPO, 1)] == [True]
    findings = {each["check"]: each for each in shell("doctor", "--json").ok().json}
    assert {each["state"] for each in findings.values()} == {"ok"}
    way = f"through the proxy 127.0.0.1:{proxy.port}, certificates as in SSL_CERT_FILE"
    assert f"{HOST} answers {way}" in findings["network"]["detail"]
    assert "from GH_ENTERPRISE_TOKEN" in findings["token"]["detail"]
    assert all(head.startswith(f"CONNECT {HOST}:443 ".encode()) for head in proxy.heads)
    assert b"t-mia" not in b"".join(proxy.heads)
    assert {each.headers["authorization"] for each in enterprise.requests} == {"Bearer t-mia"}


def test_without_the_companys_authority_nothing_is_sent(
    enterprise: InMemoryGitHub, proxy: Proxy, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell("init", "--repo", REPO, "--api-url", API).ok()
    asked = len(enterprise.requests)
    monkeypatch.delenv("SSL_CERT_FILE")
    done = shell("doctor", "--json")
    assert done.code == 3
    [problem] = [each for each in done.json if each["state"] == "problem"]
    assert problem["check"] == "network"
    assert f"the certificate of {HOST} is not valid" in problem["detail"]
    assert shell("sync").code == 3
    assert len(enterprise.requests) == asked
