"""What only looks: moving, views, filter, marks, panes. Nothing here records anything."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from shiftui.tui.view_models.listing import View

if TYPE_CHECKING:
    from shiftui.tui.screens.dashboard import Dashboard

Look = Callable[["Dashboard"], None]


def _move(by: int) -> Look:
    def run(board: "Dashboard") -> None:
        if board.detail.has_focus:
            board.detail.scroll_by(by)
        else:
            board.queue.move(by)

    return run


def _page(by: float) -> Look:
    def run(board: "Dashboard") -> None:
        if board.detail.has_focus:
            board.detail.scroll_by(int(by * board.detail.size.height))
        else:
            board.queue.move_pages(by)

    return run


def _end(*, last: bool) -> Look:
    def run(board: "Dashboard") -> None:
        if board.detail.has_focus:
            board.detail.scroll_by(len(board.detail.lines) * (1 if last else -1))
        else:
            board.queue.move_to_end(last=last)

    return run


def _view(view: View) -> Look:
    return lambda board: board.look_at(view)


def _other_pane(board: "Dashboard") -> None:
    if board.talk.is_typing:
        board.end_filter()
    elif board.detail.has_focus:
        board.close_ticket()
    else:
        board.open_ticket()


def _open(board: "Dashboard") -> None:
    board.open_ticket()


def _back(board: "Dashboard") -> None:
    board.go_back()


def _filter(board: "Dashboard") -> None:
    board.begin_filter()


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
