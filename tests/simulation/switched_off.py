"""What does not happen in the simulation because a promise is known to be broken by it; empty in the end.

`python -m tests.simulation --with NAME` lets it happen all the same.
"""

SWITCHED_OFF: dict[str, str] = {}
"""What, and how the promise that all are equal in the end is broken by it."""
