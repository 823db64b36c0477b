"""How a process of the simulation dies: an exception that no part of the program catches."""


class Killed(BaseException):
    """The process is gone, or the whole machine. What runs while this unwinds is undone afterwards."""
