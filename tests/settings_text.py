"""Settings files for tests: the interface's own example, and a way to put one in place."""

from pathlib import Path

EXAMPLE = """\
[local]
me = "mia"                                 # default: the token's user; in a local workspace the system's

[team]
timezone = "America/Los_Angeles"
hours    = ["08:00-12:00", "13:00-17:00"]  # the default
days     = ["mon", "tue", "wed", "thu", "fri"]
holidays = "US"                            # a calendar of the holidays library, "US-CA" for a subdivision
closed   = ["2026-12-24", "2026-12-31"]
wip_limit = 5

[goals]
response_minutes = 60                      # business time; 0 means none
since    = "2026-11-23T08:00-08:00"        # adoption: older tickets run no clock; init writes now
always   = []                              # priorities whose clock runs at night too, e.g. ["service"]
priority = { operational = 0 }             # minutes
class    = { scf = 240 }                   # requester classes, by label class:scf

[[people]]
login = "mia"
name  = "Mia Lind"
contact = "mia@example.org, +1 555 0100"   # what requesters are told; kept out of public places
veteran = true
can   = ["scf"]
away  = ["2026-12-21/2027-01-02"]

[rotation]
length = "1 week"
start  = "2026-11-16T08:00"
order  = ["mia", "leo", "ada"]

[[contacts]]                               # escalation
name = "Network operations"
reach = "+1 555 0199"
when = "network or DNS down"

[links]
dashboard = "https://…"

[labels]                                   # ours = the team's own name; "" = never write it
"priority:service" = "P0"

[github]
repo    = "visit-dav/live-incidents"
scope   = "all"                            # or "label:on-call"
log     = "visit-dav/oncall-log"           # team text; default: repo when it is private
tracker = "visit-dav/visit"                # where spinoffs go; default: repo
api_url = "https://api.github.com"
assign  = "none"                           # or "primary", "acker", a login

[keys]
acknowledge = "a"
"""
"""The example of the interface, to the letter."""


def write_settings(folder: Path, text: str) -> Path:
    """Put a settings file into a workspace's folder."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "shiftui.toml"
    path.write_text(text)
    return path
