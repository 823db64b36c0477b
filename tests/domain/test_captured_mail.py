"""Pasted mails of the kinds that people paste, and texts made to break their reading."""

from datetime import UTC, datetime
from email.message import EmailMessage
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiftui.domain.captured_mail import LINES, Mail, read_mail, without_addresses
from tests.hostile import HOSTILE, HOSTILE_IDS

ZONE = "America/Los_Angeles"
AT = datetime(2026, 11, 24, 22, 45, tzinfo=UTC)
BODY = "since the upgrade to 3.4.2 every plot is blank.\n3.4.1 was fine."

OUTLOOK = f"""From: Jane Doe <jane.doe@example.org>
Sent: Tuesday, November 24, 2026 2:45 PM
To: visit-help@example.org
Cc: Somebody Else <else@example.org>
Subject: Plots are blank

Hello,

{BODY}

Best regards,
Jane Doe
Example Labs
+1 555 010 2233
"""

OUTLOOK_GERMAN = f"""Von: Doe, Jane <jane.doe@example.org>
Gesendet: Dienstag, 24. November 2026 14:45
An: visit-help@example.org
Betreff: AW: Plots are blank

Hello,

{BODY}

Mit freundlichen Grüßen
Jane Doe
"""

OUTLOOK_FRENCH = f"""De\xa0: Jane Doe <jane.doe@example.org>
Envoyé\xa0: mardi 24 novembre 2026 14:45
À\xa0: visit-help@example.org
Objet\xa0: TR: Plots are blank

Hello,

{BODY}

Cordialement,
Jane Doe
"""

APPLE = f"""From: Jane Doe <jane.doe@example.org>
Subject: Plots are blank
Date: November 24, 2026 at 2:45:12 PM PST
To: Visit Help <visit-help@example.org>

Hello,

{BODY}

Sent from my iPhone
"""

THUNDERBIRD_GERMAN = f"""Betreff: Plots are blank
Datum: Tue, 24 Nov 2026 14:45:00 -0800
Von: Jane Doe <jane.doe@example.org>
An: visit-help@example.org

Hello,

{BODY}

--\x20
Jane Doe
"""

GMAIL = f"""Jane Doe <jane.doe@example.org>
Tue, Nov 24, 2026, 2:45 PM
to me, visit-help

Hello,

{BODY}
"""

FORWARDED = f"""Can you take this one? Leo

---------- Forwarded message ---------
From: Jane Doe <jane.doe@example.org>
Date: Tue, Nov 24, 2026 at 2:45 PM
Subject: Plots are blank
To: Leo Park <leo@example.org>

Hello,

{BODY}
"""

OUTLOOK_FORWARD = f"""From: Leo Park <leo@example.org>
Sent: Tuesday, November 24, 2026 2:50 PM
To: mia@example.org
Subject: FW: Plots are blank

Yours, I think.

-----Original Message-----
From: Jane Doe <jane.doe@example.org>
Sent: Tuesday, November 24, 2026 2:45 PM
To: Leo Park <leo@example.org>
Subject: Plots are blank

Hello,

{BODY}
"""

APPLE_FORWARD_GERMAN = f"""Anfang der weitergeleiteten Nachricht:

Von: Jane Doe <jane.doe@example.org>
Betreff: Plots are blank
Datum: 24. November 2026 um 14:45:12 PST
An: leo@example.org

Hello,

{BODY}
"""

RAW = f"""Return-Path: <jane.doe@example.org>
Received: from mx.example.org by mail.example.net; Tue, 24 Nov 2026 22:45:01 +0000
Message-ID: <abc@example.org>
From: =?utf-8?q?J=C3=A4ne_Doe?= <jane.doe@example.org>
To: visit-help@example.org
Subject: =?utf-8?b?UGxvdHMgYXJlIGJsYW5r?=
Date: Tue, 24 Nov 2026 14:45:00 -0800
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Hello,

{BODY}
"""

KINDS = {
    "outlook": OUTLOOK,
    "outlook, german": OUTLOOK_GERMAN,
    "outlook, french": OUTLOOK_FRENCH,
    "apple mail": APPLE,
    "thunderbird, german": THUNDERBIRD_GERMAN,
    "gmail in the browser": GMAIL,
    "gmail forward": FORWARDED,
    "outlook forward": OUTLOOK_FORWARD,
    "apple forward, german": APPLE_FORWARD_GERMAN,
    "raw": RAW,
}
kinds = pytest.mark.parametrize("text", KINDS.values(), ids=KINDS)


@kinds
def test_the_sender_is_who_wrote_it_whatever_program_showed_it(text: str) -> None:
    mail = read_mail(text, ZONE)
    assert mail.sender_address == "jane.doe@example.org"
    assert mail.sender_name in ("Jane Doe", "Jäne Doe")


@kinds
def test_only_the_senders_own_words_are_the_body(text: str) -> None:
    assert read_mail(text, ZONE).body == f"Hello,\n\n{BODY}"


@kinds
def test_the_time_is_read_in_the_zone_that_it_names_or_the_teams(text: str) -> None:
    date = read_mail(text, ZONE).date
    assert date is not None
    assert date.replace(second=0) == AT


@pytest.mark.parametrize("text", [text for name, text in KINDS.items() if "browser" not in name])
def test_the_subject_comes_without_what_programs_put_before_it(text: str) -> None:
    assert read_mail(text, ZONE).subject == "Plots are blank"


@kinds
def test_windows_line_breaks_change_nothing(text: str) -> None:
    assert read_mail(text.replace("\n", "\r\n"), ZONE) == read_mail(text, ZONE)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("+1 555 010 2233", OUTLOOK),
        ("else@example.org", OUTLOOK),
        ("Can you take this one? Leo", FORWARDED),
        ("leo@example.org", OUTLOOK_FORWARD),
        ("Sent from my iPhone", APPLE),
    ],
)
def test_what_only_the_team_may_read_is_in_the_rest_and_not_in_the_body(words: str, text: str) -> None:
    mail = read_mail(text, ZONE)
    assert words in mail.rest
    assert words not in mail.body


REPLIES = {
    "gmail": "On Mon, Nov 23, 2026 at 9:00 AM Visit Help <visit-help@example.org> wrote:",
    "gmail, broken in two": "On Mon, Nov 23, 2026 at 9:00 AM Visit Help\n<visit-help@example.org> wrote:",
    "german": "Am Mo., 23. Nov. 2026 um 09:00 Uhr schrieb Visit Help <visit-help@example.org>:",
    "french": "Le lun. 23 nov. 2026 à 09:00, Visit Help <visit-help@example.org> a écrit\xa0:",
    "outlook": "-----Original Message-----\nFrom: Visit Help <v@example.org>\nSent: Monday 9:00 AM",
    "outlook, new": "From: Visit Help <v@example.org>\nSent: Monday, November 23, 2026 9:00 AM\nTo: Jane",
}


@pytest.mark.parametrize("attribution", REPLIES.values(), ids=REPLIES)
def test_the_thread_below_a_reply_is_not_its_body(attribution: str) -> None:
    head = "From: Jane <j@example.org>\nSubject: Re: Plots"
    text = f"{head}\n\nStill blank.\n\n{attribution}\n\n> Is it?\n> Or not?\n"
    mail = read_mail(text)
    assert mail.body == "Still blank."
    assert "Is it?" in mail.rest


def test_a_sentence_that_ends_in_wrote_is_no_thread() -> None:
    mail = read_mail("From: Jane <j@example.org>\nSubject: x\n\nOn startup the program wrote:\nerror 5\n")
    assert mail.body == "On startup the program wrote:\nerror 5"


def test_answers_between_quoted_lines_stay_and_the_quotes_go() -> None:
    mail = read_mail("From: J <j@example.org>\nSubject: x\n\n> Which version?\n3.4.2\n> Which system?\nLinux")
    assert mail.body == "3.4.2\nLinux"
    assert "Which system?" in mail.rest


def test_thanks_in_the_middle_of_a_mail_do_not_end_it() -> None:
    text = "Thanks!\n\nThe new version still shows nothing at all when I open the file that I sent you.\n"
    assert read_mail(text).body == text.strip()


def test_a_text_without_any_header_is_its_own_body() -> None:
    assert read_mail("The plot is blank.\nPlease help.") == Mail(body="The plot is blank.\nPlease help.")


def test_a_name_within_a_sentence_is_no_sender() -> None:
    text = "Please write to our good colleague Jane Doe <jane@example.org> about it."
    assert read_mail(text).sender == ""


def test_a_date_without_a_zone_is_none_where_the_teams_is_not_given() -> None:
    assert read_mail(OUTLOOK).date is None


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("11/24/2026 2:45 PM", 22),
        ("24/11/2026 14:45", 22),
        ("24.11.2026 14:45", 22),
        ("2026-11-24 14:45", 22),
        ("mar. 24 nov. 2026 14h45", 22),
        ("24 Nov 2026 14:45 +0100", 13),
        ("24. November 2026 um 14:45:00 MEZ", 13),
        ("November 24, 2026 at 12:45 AM UTC", 0),
    ],
)
def test_dates_are_read_as_people_of_three_languages_see_them(written: str, hour: int) -> None:
    mail = read_mail(f"From: Jane <j@example.org>\nDate: {written}\nSubject: x\n\nx", ZONE)
    assert mail.date == datetime(2026, 11, 24, hour, 45, tzinfo=UTC)


@pytest.mark.parametrize("written", ["", "yesterday", "99.99.2026 14:45", "24.11.2026", "24.11.2026 25:99"])
def test_what_is_no_date_is_none(written: str) -> None:
    assert read_mail(f"From: Jane <j@example.org>\nDate: {written}\nSubject: x\n\nx", ZONE).date is None


def _message(**parts: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Jäne Döe <jane@example.org>"
    message["Subject"] = "Prüfung: leere Bilder"
    message["Date"] = "Tue, 24 Nov 2026 14:45:00 -0800"
    message.set_content(parts.get("plain", "Grüße aus Köln\n"), cte=parts.get("cte", "quoted-printable"))
    return message


@pytest.mark.parametrize("cte", ["quoted-printable", "base64", "8bit"])
def test_encoded_headers_and_bodies_are_decoded(cte: str) -> None:
    mail = read_mail(_message(plain="Die Bilder sind leer. Größe: 5 µm\n", cte=cte).as_string())
    assert (mail.sender_name, mail.subject) == ("Jäne Döe", "Prüfung: leere Bilder")
    assert mail.body == "Die Bilder sind leer. Größe: 5 µm"


def test_of_a_message_in_two_forms_the_plain_one_is_read() -> None:
    message = _message(plain="plain words\n")
    message.add_alternative("<p>rich words</p>", subtype="html")
    assert read_mail(message.as_string()).body == "plain words"


def test_a_page_is_read_as_what_it_says() -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "jane@example.org", "x"
    head = "<head><title>t</title><style>p {}</style></head>"
    page = f"<html>{head}<p>one &lt;two&gt;</p><script>x()</script>three"
    message.set_content(page, subtype="html")
    assert read_mail(message.as_string()).body == "one <two>\nthree"


def test_attachments_are_named_and_not_shown() -> None:
    message = _message()
    message.add_attachment(b"\x00\x01", maintype="image", subtype="png", filename="blank.png")
    assert "[attached: blank.png]" in read_mail(message.as_string()).body


def test_addresses_and_numbers_are_taken_out_of_what_becomes_public() -> None:
    text, left_out = without_addresses("Call +1 555 010 2233 or (555) 010-2233, or j.doe+x@mail.example.org.")
    assert text == "Call (left out) or (left out), or (left out)."
    assert set(left_out) == {"+1 555 010 2233", "(555) 010-2233", "j.doe+x@mail.example.org"}


@pytest.mark.parametrize(
    "text", ["3.4.2 on 10.20.30.40", "2026-11-24 14:45", "0x7fff5fbff8c0", "1,000,000 rows"]
)
def test_versions_dates_and_figures_are_no_telephone_numbers(text: str) -> None:
    assert without_addresses(text) == (text, ())


def _lines(text: str) -> list[str]:
    return sorted(" ".join(line.split()) for line in text.split("\n") if line.strip())


PIECES = st.sampled_from(
    [
        *OUTLOOK.split("\n"),
        *FORWARDED.split("\n"),
        *THUNDERBIRD_GERMAN.split("\n"),
        *(line for reply in REPLIES.values() for line in reply.split("\n")),
        "> quoted",
        "Thanks,",
        "",
        "words of a sentence that somebody wrote",
    ]
)


@given(st.lists(PIECES | st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])), max_size=40))
def test_no_line_is_lost_whatever_is_pasted(lines: list[str]) -> None:
    """Only for texts that are no raw message: there, MIME's own lines are not words."""
    text = "\n".join(lines)
    mail = read_mail(text, ZONE)
    assert _lines(f"{mail.body}\n{mail.rest}") == _lines(text.replace("\ufeff", ""))


@given(st.text())
def test_any_text_at_all_is_read(text: str) -> None:
    read_mail(text, ZONE)
    read_mail(f"Message-ID: <x>\nFrom: {text}\nContent-Type: {text}\nDate: {text}\n\n{text}", ZONE)


@given(st.binary(max_size=2_000))
def test_any_mime_at_all_is_read(noise: bytes) -> None:
    """Bytes as what a part claims to be, and as its headers."""
    text = noise.decode("latin-1")
    head = "From: a@b.cc\nMIME-Version: 1.0\n"
    read_mail(f"{head}Content-Type: text/html; charset={text}\nContent-Transfer-Encoding: base64\n\n{text}")
    read_mail(f'{head}Content-Type: multipart/mixed; boundary="x"\n\n--x\n{text}\n--x--\n')


@pytest.mark.parametrize("text", HOSTILE, ids=HOSTILE_IDS)
def test_hostile_texts_are_read_as_words_of_somebody(text: str) -> None:
    read_mail(text, ZONE)
    read_mail(f"From: {text}\nSubject: {text}\nDate: {text}\n\n{text}", ZONE)
    read_mail(f"Received: x\nFrom: {text}\nSubject: =?utf-8?q?{text[:50]}?=\n\n{text}", ZONE)


def test_a_message_nested_without_end_is_still_read() -> None:
    nested = "".join(f'Content-Type: multipart/mixed; boundary="{n}"\n\n--{n}\n' for n in range(2_000))
    mail = read_mail(f"From: a@b.cc\nMIME-Version: 1.0\n{nested}\nhello")
    assert mail.sender_address == "a@b.cc"


MEGABYTES = {
    "headers": "From: x\n" + " y\n" * 300_000,
    "senders": "From: x\n\n" * 110_000,
    "recipients": "to: x\n" * 160_000,
    "closings": "best\n" * 200_000,
    "attributions": ("on 20:20 " + "wrote " * 90 + "\n") * 1_700,
    "quotes": "> " * 500_000,
    "encoded words": "From: =?a?q?" * 80_000 + "\nMessage-ID: <x>\n\nfoo",
    "tags": "From: a@b.cc\nMIME-Version: 1.0\nContent-Type: text/html\n\n" + "<!-- <script " * 70_000,
    "parts": "From: a@b.cc\nContent-Type: multipart/mixed; boundary=x\n\n" + "--x\n" * 200_000,
    "a long name": "From: " + "a" * 1_000_000,
    "an address without end": "From: " + "a." * 500_000 + "@",
    "open brackets": "Jane <" * 150_000,
}


@pytest.mark.parametrize("text", MEGABYTES.values(), ids=MEGABYTES)
def test_a_megabyte_takes_no_time_that_anybody_notices(text: str) -> None:
    """Each takes about 0.1 s; what grows with the square of the text takes minutes."""
    began = process_time()
    read_mail(text, ZONE)
    assert process_time() - began < 3


def test_a_very_long_mail_loses_nothing_behind_the_lines_that_are_looked_at() -> None:
    mail = read_mail("From: J <j@example.org>\nSubject: x\n\n" + "line\n" * (LINES + 10) + "the end")
    assert mail.rest.endswith("the end")
