"""The invented team of the demo, and the hour at which its afternoon begins."""

from datetime import UTC, date, datetime, time

from shiftui.domain.business_time import BusinessHours
from shiftui.domain.settings import Contact, GitHubSettings, Goals, Person, Rotation, Settings

ME, COLLEAGUE, WITNESS = "mia", "leo", "ada"
"""Who sits at the keyboard, who takes and gives the shift at the other side, and who hears them."""
REPO = "northlight/live-incidents"
TRACKER = "northlight/viewer"
ZONE = "America/Los_Angeles"
BEGINS = datetime(2026, 11, 18, 22, 33, tzinfo=UTC)
"""A Wednesday, 14:33 in the team's zone: the middle of a working afternoon, whatever the real time is."""

SETTINGS = Settings(
    me=ME,
    hours=BusinessHours(
        timezone=ZONE,
        intervals=((time(8), time(12)), (time(13), time(17))),
        weekdays=frozenset(range(5)),
        closed=frozenset({date(2026, 11, 26), date(2026, 11, 27)}),
    ),
    goals=Goals(since=datetime(2026, 11, 2, 16, tzinfo=UTC)),
    people=(
        Person("mia", "Mia Lind", "mia@northlight.example, +1 555 0100", veteran=True),
        Person("leo", "Leo Marsh", "leo@northlight.example, +1 555 0101", veteran=True),
        Person("ada", "Ada Quist", "ada@northlight.example, +1 555 0102"),
    ),
    rotation=Rotation(length="1 day", start="2026-11-17T17:00", order=(ME, COLLEAGUE)),
    contacts=(
        Contact("Network operations", "+1 555 0199", "network or DNS down"),
        Contact("Licence vendor", "support@keyhold.example", "the licence server does not come back"),
    ),
    links={
        "Service dashboard": "https://status.northlight.example",
        "Runbooks": "https://wiki.northlight.example/oncall",
    },
    github=GitHubSettings(repo=REPO, tracker=TRACKER, assign="none"),
)
