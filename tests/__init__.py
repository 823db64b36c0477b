"""Tests: the folders mirror `shiftui`; `e2e` and `bench` run the whole program."""
