"""Whole workspaces, real files and a real socket, under a clock that only the test moves."""
