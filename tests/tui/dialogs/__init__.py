"""Dialogs, in a small app of their own."""
