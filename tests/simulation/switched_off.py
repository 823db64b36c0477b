"""What does not happen in the simulation because a promise is known to be broken by it; empty in the end.

`python -m tests.simulation --with NAME` lets it happen all the same.
"""

SWITCHED_OFF = {
    "spinoffs elsewhere": "what is said on an issue of another repository is known only where it was written",
    "comment deleted": "a deletion is found and not recorded, in a resolved ticket not even found",
}
"""What, and how the promise that all are equal in the end is broken by it."""
