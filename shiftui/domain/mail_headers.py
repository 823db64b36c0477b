"""Header blocks of mails as programs show them, in English, German and French."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import field
from types import MappingProxyType

from shiftui.domain.values import dataclass

LOOKED_AT = 600
"""Characters of a line that are looked at; a header that says more is no header that anybody reads."""
BLOCK_LINES = 40
NAME_WORDS = 5
"""A line with more words before an address is a sentence, no sender."""

_TIME = r"[0-9]{1,2}[:.h][0-9]{2}"

_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "from": "from",
        "von": "from",
        "de": "from",
        "sender": "from",
        "absender": "from",
        "sent": "date",
        "date": "date",
        "gesendet": "date",
        "datum": "date",
        "envoyé": "date",
        "subject": "subject",
        "betreff": "subject",
        "objet": "subject",
        "sujet": "subject",
        "to": "other",
        "cc": "other",
        "bcc": "other",
        "an": "other",
        "kopie": "other",
        "à": "other",
        "a": "other",
        "reply-to": "other",
        "antwort an": "other",
        "répondre à": "other",
        "importance": "other",
        "priorität": "other",
        "attachments": "other",
        "anlagen": "other",
        "pièces jointes": "other",
        "message-id": "other",
        "organization": "other",
        "security": "other",
    }
)
_HEADER = re.compile(
    r"[ \t>*]{0,8}([A-Za-zÀ-ÿ][A-Za-zÀ-ÿ -]{0,19})[*]{0,2}[ \t\xa0\u202f]{0,2}:[*]{0,2}(?:[ \t\xa0]|$)(.*)"
)

_FORWARD_MARK = re.compile(
    r"[ \t>]{0,8}(?:-{2,40}|_{2,40})?[ \t]*"
    r"(?:(?:begin )?forwarded message|weitergeleitete nachricht"
    r"|anfang der weitergeleiteten (?:e-mail|nachricht)"
    r"|début du message (?:transféré|réexpédié)|message transféré|message réexpédié)"
    r"[ \t\xa0]*:?[ \t]*(?:-{2,40}|_{2,40})?[ \t]*",
    re.IGNORECASE,
)
_ORIGINAL_MARK = re.compile(
    r"[ \t>]{0,8}-{2,40}[ \t]*"
    r"(?:original message|ursprüngliche nachricht|originalnachricht|message d['’]origine)"
    r"[ \t]*-{2,40}[ \t]*",
    re.IGNORECASE,
)
_FORWARD_SUBJECT = re.compile(r"\s*(?:fwd?|wg|tr|i|rv)\s?:", re.IGNORECASE)
_PREFIX = re.compile(r"\s*(?:re|aw|fwd?|wg|tr|rép|ref|sv|antw)\s?(?:\[[0-9]{1,3}\])?\s?:", re.IGNORECASE)
_ADDRESS = re.compile(r"[\w.+%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_BESIDE_NAME = re.compile(r"\[?mailto:|[<>()\[\]\"]")
_NAMED = re.compile(
    r"\s*(?P<name>[^<>@\n]{0,120}?)\s*<\s*[\w.+%'-]{1,64}@[\w.-]{1,200}\s*>(?P<after>.{0,80})"
)


@dataclass(frozen=True, slots=True)
class Block:
    """The headers at one place of a text."""

    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """`from`, `date`, `subject`, as far as there are any."""
    lines: tuple[str, ...] = ()
    """The lines as they were."""
    end: int = 0
    """Index of the first line after it."""

    def get(self, name: str) -> str:
        """The value of a header, empty without it."""
        return self.headers.get(name, "")


def header_block(lines: Sequence[str], start: int) -> Block | None:
    """The header block at the first line with words from `start` on, or None.

    A block names a sender and something else, in lines that follow each other; a line that is no header
    goes on with the one before where it is indented.
    """
    at = _skip_blank(lines, start)
    while at < len(lines) and _is_mark(lines[at]):
        at = _skip_blank(lines, at + 1)
    headers: dict[str, str] = {}
    count = 0
    last = ""
    end = at
    while end < len(lines) and end - at < BLOCK_LINES:
        line = lines[end][:LOOKED_AT]
        found = _HEADER.fullmatch(line)
        name = _name(found[1].strip().casefold()) if found else None
        if found and name is not None:
            count += 1
            last = name
            if name != "other" and name not in headers:
                headers[name] = found[2].strip()
        elif line.strip() and last and line[:1] in " \t":
            headers[last] = f"{headers.get(last, '')} {line.strip()}".strip()
        else:
            break
        end += 1
    if "from" not in headers or count < 2:
        return None
    headers.pop("other", None)
    return Block(MappingProxyType(headers), tuple(line for line in lines[start:end] if line.strip()), end)


def _name(written: str) -> str | None:
    """What a header is for us; raw ones such as `mime-version` are headers too."""
    is_raw = "-" in written and " " not in written
    return _NAMES.get(written, "other" if is_raw else None)


def web_block(lines: Sequence[str]) -> Block | None:
    """A head without header names, as web mail shows it: `Name <address>`, then perhaps a date and `to …`."""
    at = _skip_blank(lines, 0)
    if at >= len(lines):
        return None
    named = _NAMED.fullmatch(lines[at][:LOOKED_AT])
    if named is None or len(named["name"].split()) > NAME_WORDS:
        return None
    if named["after"].strip() and not re.search(_TIME, named["after"]):
        return None
    headers = {"from": lines[at][:LOOKED_AT].partition(">")[0] + ">"}
    if named["after"].strip():
        headers["date"] = named["after"].strip()
    end = at + 1
    for line in lines[end : end + 2]:
        short = line.strip()[:LOOKED_AT]
        if re.match(r"(?:to|an|à|cc)\s", short, re.IGNORECASE) and len(short) < 200:
            end += 1
        elif len(short) < 60 and re.search(_TIME, short) and "date" not in headers:
            headers["date"] = short
            end += 1
        else:
            break
    return Block(MappingProxyType(headers), tuple(line for line in lines[:end] if line.strip()), end)


def forwarded_at(lines: Sequence[str], *, from_forward: bool) -> int | None:
    """Where a forwarded mail's head begins, or None.

    An explicit mark is enough. `From:` lines, and marks that replies have too, count when the mail around
    says in its subject that it forwards, or has no words of its own before them.
    """
    words_before = False
    for at, line in enumerate(lines):
        short = line[:LOOKED_AT]
        if _FORWARD_MARK.fullmatch(short):
            return at + 1
        if _ORIGINAL_MARK.fullmatch(short) or is_head(lines, at):
            return at if from_forward or not words_before else None
        words_before = words_before or bool(short.strip())
    return None


def is_forward_subject(block: Block) -> bool:
    """Whether the subject says that it forwards."""
    return _FORWARD_SUBJECT.match(block.get("subject")[:LOOKED_AT]) is not None


def subject_of(block: Block) -> str:
    """The subject without what mail programs put before it."""
    subject = " ".join(block.get("subject").split())
    for _ in range(8):
        prefix = _PREFIX.match(subject)
        if prefix is None:
            break
        subject = subject[prefix.end() :].lstrip()
    return subject


def sender_of(block: Block) -> tuple[str, str]:
    """Name and address of the sender, each empty where it is not said. `Doe, Jane` becomes `Jane Doe`."""
    value = block.get("from")[:LOOKED_AT]
    found = _ADDRESS.search(value)
    address = found[0].strip("'") if found else ""
    name = value[: found.start()] if found else value
    name = " ".join(_BESIDE_NAME.sub(" ", name).split()).strip(" ,;'")
    family, comma, given = name.partition(",")
    if comma and given.strip() and "," not in given:
        name = f"{given.strip()} {family.strip()}"
    return name, address


def is_head(lines: Sequence[str], at: int) -> bool:
    """Whether a header block begins with this very line, which names its sender."""
    found = _HEADER.fullmatch(lines[at][:LOOKED_AT])
    if found is None or _NAMES.get(found[1].strip().casefold()) != "from":
        return False
    return header_block(lines, at) is not None


def is_quote_mark(line: str) -> bool:
    """Whether a quoted or forwarded mail follows this line."""
    return _is_mark(line)


def _is_mark(line: str) -> bool:
    short = line[:LOOKED_AT]
    return bool(_FORWARD_MARK.fullmatch(short) or _ORIGINAL_MARK.fullmatch(short))


def _skip_blank(lines: Sequence[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at
