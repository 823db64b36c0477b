"""One file a verb. This is the union of them, and how an operation is kept as JSON.

A new verb is its file, its line in `Operation`, a row in the action registry, a
function in the GitHub mapping and a command.
"""

from dataclasses import field
from typing import Any, ClassVar, cast

from shiftui.domain.codec import Json, decode
from shiftui.domain.operations.acknowledged import Acknowledged
from shiftui.domain.operations.base import Fact, Scene, shown_ref
from shiftui.domain.operations.covered import Covered
from shiftui.domain.operations.diary_written import DiaryWritten
from shiftui.domain.operations.fields_set import FieldsSet
from shiftui.domain.operations.handed_over import HandedOver
from shiftui.domain.operations.handoff_answered import HandoffAccepted, HandoffReturned, HandoffSettled
from shiftui.domain.operations.handoff_offered import HandoffOffered, HandoffWithdrawn
from shiftui.domain.operations.noted import Noted
from shiftui.domain.operations.opened import Opened
from shiftui.domain.operations.read_back import Asked, ReadAloud, ReadBack
from shiftui.domain.operations.resolved import Reopened, Resolved
from shiftui.domain.operations.responded import Responded, ResponseCleared
from shiftui.domain.operations.shift_set import ShiftSet
from shiftui.domain.operations.snoozed import Snoozed, Woken
from shiftui.domain.operations.spun_off import SpunOff
from shiftui.domain.operations.taken_over import GivenBack, TakenOver
from shiftui.domain.operations.undone import Change, Undone
from shiftui.domain.operations.waived import SpinoffWaived
from shiftui.domain.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown(Fact):
    """An operation of a newer version: kept and shown as such, never an error, never applied."""

    KIND: ClassVar[str] = "unknown"

    raw: dict[str, Any] = field(default_factory=dict)

    def line(self, timezone: str) -> str:
        """As a timeline shows it."""
        return f"did something that this version does not know: {self.raw.get('kind', '?')!s:.40}"


DutyOperation = (
    ShiftSet
    | Covered
    | TakenOver
    | GivenBack
    | HandoffOffered
    | HandoffWithdrawn
    | HandoffAccepted
    | HandoffReturned
    | HandoffSettled
)
"""Those about the shift and not about a ticket: `shiftui.domain.duty` is what they fold to."""
Known = (
    Opened
    | Acknowledged
    | Responded
    | ResponseCleared
    | Noted
    | FieldsSet
    | Snoozed
    | SpinoffWaived
    | Woken
    | Resolved
    | Reopened
    | SpunOff
    | DiaryWritten
    | DutyOperation
    | HandedOver
    | ReadAloud
    | ReadBack
    | Asked
    | Undone
)
Operation = Known | Unknown


def decode_operation(data: Json) -> Operation:
    """Read an operation as `encode` wrote it; one of an unknown kind is kept as `Unknown`.

    Raises:
        Malformed: it is no operation at all, or a known kind with unfit fields.

    """
    return cast(Operation, decode(cast(Any, Operation), data))


__all__ = [
    "Acknowledged",
    "Asked",
    "Change",
    "Covered",
    "DiaryWritten",
    "DutyOperation",
    "Fact",
    "FieldsSet",
    "GivenBack",
    "HandedOver",
    "HandoffAccepted",
    "HandoffOffered",
    "HandoffReturned",
    "HandoffSettled",
    "HandoffWithdrawn",
    "Known",
    "Noted",
    "Opened",
    "Operation",
    "ReadAloud",
    "ReadBack",
    "Reopened",
    "Resolved",
    "Responded",
    "ResponseCleared",
    "Scene",
    "ShiftSet",
    "Snoozed",
    "SpinoffWaived",
    "SpunOff",
    "TakenOver",
    "Undone",
    "Unknown",
    "Woken",
    "decode_operation",
    "shown_ref",
]
