"""What other threads and parts tell the screen. Several of a kind count as one."""

from textual.message import Message


class Coalescing(Message):
    """Only the last of its kind matters."""

    def can_replace(self, message: Message) -> bool:
        """Whether that one need not be handled any more."""
        return type(message) is type(self)


class Changed(Coalescing):
    """The desk's snapshot is another one."""


class SyncMoved(Coalescing):
    """The poller's status changed."""


class Recorded(Coalescing):
    """Something was recorded here, and is to be sent when its grace is over."""


class Chosen(Message):
    """A choice has closed its menu; what is typed in the next moment was meant for that."""


class Failed(Message):
    """Something in the background did not work; in words."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words
