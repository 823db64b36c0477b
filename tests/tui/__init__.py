"""Tests of the tui part."""
