"""Which lines of a mail its sender wrote for us, and which are signature or somebody else's words."""

import re
from collections.abc import Sequence

from shiftui.domain.mail_headers import LOOKED_AT, is_head, is_quote_mark

SIGNATURE_LINES = 14
"""A closing formula with more lines after it closes nothing."""
LOOKED_AHEAD = 60

ATTRIBUTION_LIMIT = 400
_ATTRIBUTIONS = {"on": "wrote", "am": "schrieb", "le": "a écrit"}
_WHEN = re.compile(r"[0-9]{1,2}[:h][0-9]{2}|20[0-9]{2}")
_DIVIDER = re.compile(r"[ \t]*(?:--|--[ \t]|—|_{10,200}|-{10,200})[ \t]*")
_DEVICE = re.compile(
    r"[ \t]*(?:sent from (?:my|outlook|mail|yahoo)|get outlook for|von meinem .{2,30} gesendet|"
    r"gesendet von|envoyé (?:de|depuis) mon|obtenir outlook).{0,60}",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"[ \t]*(?:(?:(?:with )?(?:best|kind|warm|many) (?:regards|wishes|thanks)"
    r"|regards|cheers|sincerely|best|thx|yours(?: \w+)?|thanks(?: again| a lot)?|thank you(?: very much)?"
    r"|mit (?:freundlichen|besten|lieben) grüßen|(?:viele|beste|liebe|schöne|freundliche) grüße"
    r"|mfg|vg|lg|gruß|danke|cordialement|bien (?:à vous|cordialement)|(?:sincères )?salutations"
    r"|merci(?: d['’]avance)?)"
    r"(?:[ ,]+\w{1,20}){0,2})[ \t]*[,.!]{0,3}[ \t]*",
    re.IGNORECASE,
)


def split_body(lines: Sequence[str]) -> tuple[str, list[str]]:
    """The sender's own words, and all other lines with words in them, in order."""
    end = _thread_at(lines)
    own = list(lines[:end])
    thread = [line for line in lines[end:] if line.strip()]
    quoted = [line for line in own if line.lstrip().startswith(">")]
    own = [line for line in own if not line.lstrip().startswith(">")]
    signature_at = _signature_at(own)
    signature = [line for line in own[signature_at:] if line.strip()]
    body = "\n".join(line.rstrip() for line in own[:signature_at]).strip("\n")
    if not body.strip():
        # Nothing but what looked like signature or thread: then that is the message.
        return "\n".join(line.rstrip() for line in lines).strip("\n"), []
    return re.sub(r"\n{4,}", "\n\n\n", body), [*quoted, *signature, *thread]


def _thread_at(lines: Sequence[str]) -> int:
    """Index of the first line of the quoted thread below; the number of lines without one."""
    for at, line in enumerate(lines):
        short = line[:LOOKED_AT]
        if is_quote_mark(short) or _attribution_at(lines, at):
            return at
        if ":" in short and is_head(lines, at):
            return at
    return len(lines)


def _attribution_at(lines: Sequence[str], at: int) -> bool:
    """Whether `On … wrote:` begins here, with a time in it; mail programs break it in two lines."""
    first = lines[at][:LOOKED_AT].strip(" >\t")
    said = _ATTRIBUTIONS.get(first.partition(" ")[0].casefold())
    if said is None:
        return False
    second = lines[at + 1][:LOOKED_AT].strip(" >\t") if at + 1 < len(lines) else ""
    for line in (first, f"{first} {second}"):
        short = line.rstrip("\xa0\u202f ").casefold()
        if short.endswith(":") and said in short and len(short) <= ATTRIBUTION_LIMIT and _WHEN.search(short):
            return True
    return False


def _signature_at(lines: Sequence[str]) -> int:
    """Index of the first line of the signature; the number of lines without one."""
    for at, line in enumerate(lines):
        short = line[:LOOKED_AT]
        if _DIVIDER.fullmatch(short) and at > 0 and short.strip() in ("--", "—"):
            return at
        if _DEVICE.fullmatch(short) and at > 0:
            return at
        if _CLOSING.fullmatch(short) and _is_end(lines[at + 1 : at + 1 + LOOKED_AHEAD]):
            return at
    return len(lines)


def _is_end(lines: Sequence[str]) -> bool:
    """Whether the next lines can be the end of a mail: a name, a company, numbers, perhaps a disclaimer."""
    name = 0
    for line in lines:
        if _DIVIDER.fullmatch(line[:LOOKED_AT]):
            return True
        name += bool(line.strip())
        if name > SIGNATURE_LINES or not _is_short(line):
            return False
    return len(lines) < LOOKED_AHEAD


def _is_short(line: str) -> bool:
    """Whether it is no sentence."""
    return len(line) <= 90 and len(line.split()) <= 9
