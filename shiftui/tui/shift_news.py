"""What colleagues did about the shift while somebody looks: offers, answers, questions, each in a line.

Who hands a shift over waits for the acceptance, and whoever receives one for the offer; the header alone
would leave it to them to notice.
"""

from collections.abc import Callable, Iterator

from shiftui.domain.conversation import Comment, Logged
from shiftui.domain.duty import DutyEntry, handoff
from shiftui.domain.operations import (
    Asked,
    HandoffAccepted,
    HandoffOffered,
    HandoffReturned,
    HandoffWithdrawn,
    TakenOver,
)
from shiftui.domain.safe_text import safe_line
from shiftui.domain.settings import same_login
from shiftui.service.desk import Desk

KeyOf = Callable[[str], str]
"""The key that runs an action, as it is shown; empty where none does."""
_NAME, _TEXT = 40, 120


class ShiftNews:
    """Tells each thing once; what stood there when it was made is no news."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._told = {entry.operation.id for entry in self._shared()}
        self._told |= {id for id, *_ in self._spoken()}

    def fresh(self, key_of: KeyOf) -> list[str]:
        """What is new since it was asked last, in words, the latest last."""
        words: list[str] = []
        for entry in self._shared():
            if entry.operation.id not in self._told:
                self._told.add(entry.operation.id)
                words += self._of_shift(entry, key_of)
        for id, by, ref, text, is_question in self._spoken():
            if id not in self._told:
                self._told.add(id)
                way = f" ({key_of('note')} there answers)" if is_question and key_of("note") else ""
                verb = "asks about" if is_question else "answers on"
                words.append(f"{by} {verb} {ref}{way}: {text}")
        return words

    def _shared(self) -> list[DutyEntry]:
        return [entry for entry in self._desk.snapshot.state.duty if entry.is_shared]

    def _of_shift(self, entry: DutyEntry, key_of: KeyOf) -> Iterator[str]:
        me, operation = self._desk.me, entry.operation
        found = handoff(self._shared(), self._desk.settings)
        offer, by = found.offer, _name(operation.by)
        if same_login(operation.by, me):
            if isinstance(operation, HandoffAccepted) and found.accepted is operation:
                yield "GitHub has confirmed it: you are on duty"
            return
        ours = offer is not None and same_login(offer.by, me)
        match operation:
            case HandoffAccepted() if found.accepted is operation and ours:
                yield f"you are off duty: {by} has accepted, and you may wipe your memory"
            case HandoffReturned() if found.answer is operation and ours:
                yield f"{by} returned the shift: {safe_line(operation.why, _TEXT)}{_key(key_of, 'goes on')}"
            case HandoffOffered() if same_login(operation.to, me):
                yield f"{by} offers you the shift{_key(key_of, 'receives it')}"
            case HandoffWithdrawn() if offer is not None and same_login(offer.to, me):
                yield f"{by} took the offer of the shift back"
            case TakenOver() if same_login(operation.former, me):
                yield f"{by} took the shift over: {by} is on duty now"
            case _:
                pass

    def _spoken(self) -> Iterator[tuple[str, str, str, str, bool]]:
        """What others asked or noted on the tickets of the open offer: id, who, where, what, is it asked."""
        snapshot = self._desk.snapshot
        made = handoff(self._shared(), self._desk.settings).open_offer
        if made is None or not (same_login(made.by, self._desk.me) or same_login(made.to, self._desk.me)):
            return
        for key in made.tickets:
            conversation = snapshot.state.conversations.get(key)
            for entry in conversation.entries if conversation is not None else ():
                match entry:
                    case Logged(operation=Asked() as asked) if asked.at >= made.at:
                        said = asked.id, asked.by, asked.text, True
                    case Comment(marker=marker) if (
                        marker is not None and marker.kind == "noted" and entry.at >= made.at
                    ):
                        said = marker.id, entry.author or "", entry.text, False
                    case _:
                        continue
                id, by, text, is_question = said
                if by and not same_login(by, self._desk.me):
                    yield id, _name(by), snapshot.ref(key), safe_line(text, _TEXT), is_question


def _name(login: str) -> str:
    return safe_line(login, _NAME)


def _key(key_of: KeyOf, does: str) -> str:
    key = key_of("handoff")
    return f" · {key} {does}" if key else ""
