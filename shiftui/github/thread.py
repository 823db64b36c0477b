"""The comments of one issue, page after page."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from shiftui.github.addresses import Address
from shiftui.github.client import Client
from shiftui.github.listing import OVERLAP
from shiftui.github.markers import instant_text
from shiftui.github.payloads import CommentPayload, parse_comment, parse_page

THREAD: Final = "/comments?per_page=100"


def thread_pages(
    client: Client, address: Address, known: datetime | None = None
) -> Iterator[tuple[CommentPayload, ...]]:
    """All pages of an issue's thread; without what was last changed well before `known`.

    Raises:
        TrackerError: a page cannot be had now.

    """
    url = address.path + THREAD
    if known is not None:
        url += f"&since={instant_text((known - OVERLAP).replace(microsecond=0))}"
    while url:
        answer = client.get(url)
        yield parse_page(answer.data, parse_comment)
        url = answer.next
