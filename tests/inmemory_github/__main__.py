"""A GitHub to try things against: `python -m tests.inmemory_github --issues 5000 --comments 20000`.

Prints the API's base address on stdout when everything is seeded, and ends by itself. The repositories are
`acme/live-incidents` and `acme/oncall-log` (private); tokens with push access are t-mia, t-leo and t-ada, a
requester's is t-j-doe.
"""

from __future__ import annotations

import argparse
import signal
import sys
import threading

from tests.inmemory_github.fixtures import REPO, add_team
from tests.inmemory_github.hub import InMemoryGitHub
from tests.inmemory_github.seed import Plan


def main() -> int:
    """Serve until the time is up, SIGTERM or Ctrl-C."""
    parser = argparse.ArgumentParser(prog="tests.inmemory_github", description=__doc__)
    parser.add_argument("--issues", type=int, default=300)
    parser.add_argument("--pulls", type=int, default=30)
    parser.add_argument("--comments", type=int, default=1_000)
    parser.add_argument("--open-share", type=float, default=0.06, help="part of the issues that is open")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--private", action="store_true", help="make the incident repository private")
    parser.add_argument("--prefix", default="", help="/api/v3 as on an Enterprise server")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--hourly-limit", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=600)
    options = parser.parse_args()
    enough = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: enough.set())
    github = InMemoryGitHub(prefix=options.prefix, port=options.port, hourly_limit=options.hourly_limit)
    add_team(github, private=options.private)
    with github:
        plan = Plan(options.issues, options.pulls, options.comments, options.open_share, seed=options.seed)
        github.seed(REPO, plan)
        github.warm()
        sys.stdout.write(f"{github.url}\n")
        sys.stdout.flush()
        enough.wait(options.seconds)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
