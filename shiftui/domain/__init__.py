"""Frozen values and pure functions: what on-call work is and how it is decided.

Nothing here reads a clock, a file or the network: `now` is always an argument.
"""
