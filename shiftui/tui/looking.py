"""What only looks: moving, views, filter, marks, panes. Nothing here records anything."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from shiftui.tui.view_models.listing import View

if TYPE_CHECKING:
    from shiftui.tui.screens.dashboard import Dashboard

Look = Callable[["Dashboard"], None]


def _move(by: int) -> Look:
    def run(board: "Dashboard") -> None:
        if board.is_reading:
            board.detail.scroll_by(by)
        else:
            board.queue.move(by)

    return run


def _page(by: float) -> Look:
    def run(board: "Dashboard") -> None:
        if board.is_reading:
            board.detail.scroll_by(int(by * board.detail.size.height))
        else:
            board.queue.move_pages(by)

    return run


def _end(*, last: bool) -> Look:
    def run(board: "Dashboard") -> None:
        if board.is_reading:
            board.detail.scroll_by(len(board.detail.lines) * (1 if last else -1))
        else:
            board.queue.move_to_end(last=last)

    return run


def _view(view: View) -> Look:
    return lambda board: board.change_view(view)


def _other_pane(board: "Dashboard") -> None:
    if board.talk.is_typing:
        board.end_filter()
    else:
        board.read_ticket(not board.is_reading)


def _open(board: "Dashboard") -> None:
    board.read_ticket(True)


def _back(dashboard: "Dashboard") -> None:
    """One step: out of the ticket, of the filter, of the marks, of another view."""
    board = dashboard.board
    if dashboard.is_reading:
        dashboard.read_ticket(False)
    elif board.filter or dashboard.talk.is_typing:
        board.set_filter("")
        dashboard.end_filter()
        dashboard.show()
    elif board.marks:
        board.marks = frozenset()
        dashboard.queue.repaint()
    elif dashboard.notices.current is None and board.view is not View.QUEUE:
        dashboard.change_view(View.QUEUE)
    dashboard.notices.clear()
    dashboard.show_frame()


def _filter(board: "Dashboard") -> None:
    board.talk.begin(board.board.filter)
    board.call_after_refresh(board.show_frame)


def _mark(board: "Dashboard") -> None:
    row = board.queue.cursor
    if row is not None and row.key is not None:
        board.board.toggle_mark(row.key)
        board.queue.move(1)
        board.queue.repaint()
        board.show_frame()


def _mark_all(board: "Dashboard") -> None:
    board.board.mark_all()
    board.queue.repaint()
    board.show_frame()


LOOKING: Mapping[str, Look] = {
    "down": _move(1),
    "up": _move(-1),
    "top": _end(last=False),
    "bottom": _end(last=True),
    "page_down": _page(1),
    "page_up": _page(-1),
    "half_down": _page(0.5),
    "half_up": _page(-0.5),
    "next_pane": _other_pane,
    "previous_pane": _other_pane,
    "open": _open,
    "back": _back,
    "filter": _filter,
    "mark": _mark,
    "mark_all": _mark_all,
    "view_queue": _view(View.QUEUE),
    "view_parked": _view(View.PARKED),
    "view_resolved": _view(View.RESOLVED),
    "view_spinoffs": _view(View.SPINOFFS),
    "view_outbox": _view(View.OUTBOX),
    "view_diary": _view(View.DIARY),
    "view_next": _view(View.NEXT),
}
