"""What a person can do with an entry of the outbox: send it again, edit it, drop it, or do it by hand."""

import json
from collections.abc import Mapping

from shiftui.domain.operations.responded import respond
from shiftui.domain.vocabulary import Via
from shiftui.service import outbox
from shiftui.service.snapshot import OutboxEntry
from shiftui.tui.errands import copy, sync
from shiftui.tui.handlers import Handler
from shiftui.tui.hands import Gesture
from shiftui.tui.notices import Kind


async def _retry(on: Gesture) -> None:
    entry = _entry(on)
    if entry is None:
        return
    done = await on.hands.off_screen(lambda: outbox.retry(on.desk, entry.id))
    if done is not None:
        await sync(on)


async def _edit(on: Gesture) -> None:
    """Write a reply anew, with its text to begin with; the old one goes when the new one is recorded."""
    from shiftui.tui.dialogs.reply import Reply, ReplyDialog

    entry = _entry(on)
    ticket = on.desk.snapshot.tickets.get(entry.key) if entry is not None else None
    if entry is None or ticket is None or not entry.reply:
        on.hands.say("only a reply can be written anew; send this again, or drop it", Kind.REFUSED)
        return

    def save(reply: Reply) -> object:
        held = on.hands.sends_at() if reply.via is Via.GITHUB else None
        done = on.desk.do(respond, entry.key, reply.text, via=reply.via, not_before=held)
        outbox.drop(on.desk, entry.id)
        return done

    on.context.kept.keep(ReplyDialog.KIND, entry.key, {"prose": entry.reply})
    reply = await on.hands.ask(ReplyDialog(on.context, ticket, save=save))
    if reply is not None:
        on.hands.recorded((entry.key,), "answered", on.hands.sends_at() if reply.via is Via.GITHUB else None)


async def _drop(on: Gesture) -> None:
    from shiftui.tui.dialogs.confirm import ConfirmDialog

    entry = _entry(on)
    if entry is None:
        return
    dialog = ConfirmDialog(
        on.context, question="Drop it? It is never sent, and this cannot be undone.", yes="drop it",
        no="keep it", about=f"{entry.ref} {entry.line}",
    )  # fmt: skip
    if not await on.hands.ask(dialog):
        return
    done = await on.hands.off_screen(lambda: outbox.drop(on.desk, entry.id))
    if done is not None:
        on.hands.say("dropped: it is never sent", Kind.DONE)


async def _keep_theirs(on: Gesture) -> None:
    """What stands on GitHub stays; nothing that somebody wrote is lost by it, so it is not asked again."""
    entry = _entry(on)
    if entry is None:
        return
    done = await on.hands.off_screen(lambda: outbox.drop(on.desk, entry.id))
    if done is not None:
        on.hands.say(f"{entry.ref}: kept as it is on GitHub", Kind.DONE)


async def _export(on: Gesture) -> None:
    entry = _entry(on)
    data = await on.hands.off_screen(lambda: outbox.export(on.desk, entry.id)) if entry else None
    if data is not None:
        await copy(on, json.dumps(data, ensure_ascii=False, indent=2))


async def _decide(on: Gesture) -> None:
    """Enter on an entry of the outbox."""
    from shiftui.tui.dialogs.choice import Choice, ChoiceDialog

    entry = _entry(on)
    if entry is None:
        return
    by_hand = Choice("c", "copy it", _export, "as JSON, to do it by hand")
    if entry.is_disputed:
        question = "Somebody else changed the same"
        choices = (Choice("s", "send mine", _retry), Choice("t", "keep theirs", _keep_theirs), by_hand)
    else:
        question = f"{entry.verb}: {entry.state}"
        edit = (Choice("e", "edit it", _edit, "and send that instead"),) if entry.reply else ()
        drop = Choice("d", "drop it", _drop, "it is never sent")
        choices = (Choice("s", "send it again", _retry), *edit, by_hand, drop)
    about = f"{entry.ref} {entry.line}" + (f": {entry.reason}" if entry.reason else "")
    handler = await on.hands.ask(
        ChoiceDialog(on.context, None, question=question, choices=choices, about=about)
    )
    if handler is not None:
        await handler(on)


def _entry(on: Gesture) -> OutboxEntry | None:
    body = on.row.body if on.row is not None else None
    return body if isinstance(body, OutboxEntry) else None


DECISIONS: Mapping[str, Handler] = {
    "retry": _retry,
    "edit": _edit,
    "drop": _drop,
    "export": _export,
    "decide": _decide,
}
