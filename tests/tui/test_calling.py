"""The call for help: what it says, and that whoever can be reached is one key away."""

from dataclasses import replace

from shiftui.domain.operations.fields_set import set_fields
from shiftui.domain.operations.opened import open_ticket
from shiftui.domain.settings import Contact, GitHubSettings
from shiftui.domain.vocabulary import Priority, Severity
from shiftui.service.desk import Desk
from tests.tui.support import MemoryJournal, StoppedClock, running
from tests.tui.workspace import NOW, SETTINGS, desk_on

CONTACTS = (Contact("Data centre", "+1 555 0199", "day and night"),)


def desk() -> Desk:
    settings = replace(SETTINGS, github=GitHubSettings(), contacts=CONTACTS)
    made = desk_on(MemoryJournal(), StoppedClock(NOW), settings)
    made.write(open_ticket, title="Everything is down")
    made.do(set_fields, "L1", priority=Priority.SERVICE, severity=Severity.CRITICAL)
    return made


async def test_a_call_for_help_is_drafted_and_copied() -> None:
    async with running(desk(), (80, 24)) as shown:
        await shown.press("exclamation_mark")
        assert "Call for help" in shown.text()
        await shown.press("c")
        assert shown.clipboard.copied == [
            "All hands: L1 Everything is down (service, critical).\n"
            "Mia Lind (mia@example.org, +1 555 0100) needs help now."
        ]


async def test_everybody_who_can_be_reached_is_one_key_away() -> None:
    async with running(desk()) as shown:
        await shown.press("exclamation_mark")
        assert "Data centre" in shown.text()
        await shown.press("2")
        assert shown.clipboard.copied == ["+1 555 0199"]
