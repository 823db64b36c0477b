"""Raw messages, as "show original" and .eml files have them: headers, encodings, MIME parts."""

import base64
import binascii
import quopri
import re
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import Parser
from html import unescape
from types import MappingProxyType

from shiftui.domain.mail_headers import Block

HEADER_LIMIT = 2_000
"""Characters of a header that are decoded."""
PARTS = 30
"""Multipart messages inside each other beyond this are an attack on the parser, not mail."""
ATTACHED = 20
BODY_LIMIT = 1_000_000

_FIRST = re.compile(r"[!-9;-~]{2,60}:[ \t]|From [^\n]{3,200}\n")
_TELLING = re.compile(
    r"^(?:received|return-path|message-id|mime-version|content-type|delivered-to|dkim-signature|x-[\w-]{2,40}):",
    re.IGNORECASE | re.MULTILINE,
)
_BREAKS = frozenset({"p", "div", "br", "tr", "li", "h1", "h2", "h3", "blockquote", "pre"})
_SILENT = frozenset({"script", "style", "head", "title"})
_BROKEN = (HeaderParseError, LookupError, ValueError, TypeError, AttributeError, RecursionError)
"""What the email package raises for headers and parts that were made to break it."""
_KNOWN = ("from", "date", "subject")
_SHOWN = ("from", "date", "subject", "to", "cc", "reply-to")


def read_message(text: str) -> tuple[Block, str] | None:
    """Head and text of a raw message; None where the text is none."""
    text = text.lstrip("\n")
    head = text[:50_000].partition("\n\n")[0]
    if not _FIRST.match(head) or not _TELLING.search(head) or text.count("multipart/") > PARTS:
        return None
    try:
        message = Parser().parsestr(text[:BODY_LIMIT])
        headers = {name: value for name in _SHOWN if (value := _header(message, name))}
        body = _text(message)
    except _BROKEN:
        return None
    if "from" not in headers:
        return None
    lines = tuple(f"{name.capitalize()}: {value}" for name, value in headers.items())
    known: dict[str, str] = {name: value for name, value in headers.items() if name in _KNOWN}
    return Block(MappingProxyType(known), lines), body


def _header(message: Message, name: str) -> str:
    value = " ".join(str(message.get(name, "")).split())[:HEADER_LIMIT]
    try:
        return str(make_header(decode_header(value)))
    except (HeaderParseError, LookupError, ValueError):
        return value


def _text(message: Message) -> str:
    """The plain text of the message; of HTML what it says. Attachments are named."""
    plain: list[str] = []
    html: list[str] = []
    attached: list[str] = []
    for part in message.walk():
        if part.is_multipart():
            continue
        kind = part.get_content_type()
        if part.get_content_disposition() == "attachment" or not kind.startswith("text/"):
            attached.append(str(part.get_filename() or kind)[:120])
        elif kind == "text/html":
            html.append(_stripped(_decoded(part)))
        else:
            plain.append(_decoded(part))
    named = [f"[attached: {name}]" for name in attached[:ATTACHED]]
    return "\n\n".join([*(plain or html), "\n".join(named)]).strip("\n")


def _decoded(part: Message) -> str:
    payload = part.get_payload()
    if not isinstance(payload, str):
        return ""
    coding = str(part.get("content-transfer-encoding", "")).strip().casefold()
    try:
        if coding == "quoted-printable":
            raw = quopri.decodestring(payload.encode("utf-8", "replace"))
        elif coding == "base64":
            raw = base64.b64decode("".join(payload.split()), validate=False)
        else:
            return payload
    except (binascii.Error, ValueError):
        return payload
    charset = part.get_content_charset() or "utf-8"
    try:
        return raw.decode(charset, "replace")
    except (LookupError, ValueError):
        return raw.decode("utf-8", "replace")


def _stripped(html: str) -> str:
    """What a page says, with its line breaks. In one pass: a parser can be made slow, this cannot."""
    said: list[str] = []
    silent = ""
    for piece in html.split("<"):
        tag, closed, words = piece.partition(">")
        if not closed:
            said.append("" if silent else " ".join(piece.split("\n")))
            continue
        name = tag.partition(" ")[0].casefold().strip("\n/")
        if silent:
            silent = "" if tag.startswith("/") and name == silent else silent
        elif name in _SILENT and not tag.startswith("/"):
            silent = name
        if name in _BREAKS:
            said.append("\n")
        if not silent:
            said.append(" ".join(words.split("\n")))
    lines = (" ".join(line.split()) for line in unescape("".join(said)).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
