"""A pasted e-mail, taken apart: who wrote it, when, about what, and which words of it are the message.

People without an account write mail, and somebody on call pastes it (mission B7). What they paste is a raw
message, a header block as Outlook, Apple Mail, Thunderbird or Gmail show it (English, German or French), a
forwarded mail, or only words. Everything is read as text from a stranger: no input raises, and the work grows
no faster than the text.

Nothing is dropped: what is not the message itself (headers, signature, quoted thread) is in `Mail.rest`,
which only the team reads.
"""

import re
from dataclasses import replace
from datetime import datetime

from shiftui.domain.mail_body import split_body
from shiftui.domain.mail_dates import read_date
from shiftui.domain.mail_headers import (
    Block,
    forwarded_at,
    header_block,
    is_forward_subject,
    sender_of,
    subject_of,
    web_block,
)
from shiftui.domain.mail_mime import read_message
from shiftui.domain.values import dataclass

LINES = 5_000
"""Lines that are looked at; what comes after them is kept as it is, in `rest`."""
_LEVELS = 4
"""How many forwards inside each other are opened."""

_ADDRESS = re.compile(r"[\w.+%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_PHONE = re.compile(
    r"(?<![\w.+])(?:(?:\+|00)[1-9](?:[ ()/.-]{0,2}[0-9]){6,14}+"
    r"|\(?[0-9]{3}\)?[ .-][0-9]{3}[ .-][0-9]{4})(?!\w)"
)
LEFT_OUT = "(left out)"


@dataclass(frozen=True, slots=True)
class Mail:
    """What a pasted text says. Empty where it does not say it; nothing is made safe for a screen yet."""

    sender_name: str = ""
    sender_address: str = ""
    subject: str = ""
    """Without `Re:` and `Fwd:`, one line."""
    date: datetime | None = None
    """Aware; None where there is none, or it names no zone and none was given."""
    body: str = ""
    """What the sender wrote this time."""
    rest: str = ""
    """All other lines, in their order: headers, signature, quoted thread, a forwarder's own words."""

    @property
    def sender(self) -> str:
        """Name, else address."""
        return self.sender_name or self.sender_address


def read_mail(text: str, timezone: str | None = None) -> Mail:
    """Take a pasted mail apart. Dates that name no zone are read on the wall of `timezone`."""
    text = _plain_breaks(text)
    raw = read_message(text)
    block, text = raw if raw is not None else (None, text)
    lines = text.split("\n", LINES)
    more = lines.pop() if len(lines) > LINES else ""
    if block is None:
        block = header_block(lines, 0) or web_block(lines) or Block()
    mail = _opened(block, lines[block.end :], timezone)
    return replace(mail, rest=f"{mail.rest}\n{more}".strip("\n")) if more.strip() else mail


def without_addresses(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without e-mail addresses and telephone numbers, and those that were left out, in order."""
    found: list[str] = []

    def leave_out(match: re.Match[str]) -> str:
        found.append(match[0])
        return LEFT_OUT

    return _PHONE.sub(leave_out, _ADDRESS.sub(leave_out, text)), tuple(found)


def _opened(block: Block, lines: list[str], timezone: str | None) -> Mail:
    """The mail of that block and those lines; where it forwards another, that one."""
    rest = list(block.lines)
    for _ in range(_LEVELS):
        at = forwarded_at(lines, from_forward=is_forward_subject(block))
        inner = header_block(lines, at) if at is not None else None
        if at is None or inner is None:
            break
        rest += [line for line in lines[:at] if line.strip()] + list(inner.lines)
        block, lines = inner, lines[inner.end :]
    body, more = split_body(lines)
    name, address = sender_of(block)
    return Mail(
        sender_name=name,
        sender_address=address,
        subject=subject_of(block),
        date=read_date(block.get("date"), timezone),
        body=body,
        rest="\n".join([*rest, *more]).strip("\n"),
    )


def _plain_breaks(text: str) -> str:
    for line_break in ("\r\n", "\r", "\u2028", "\u2029"):
        text = text.replace(line_break, "\n")
    return text.replace("\ufeff", "")
