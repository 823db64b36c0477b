"""What this machine remembers: a journal of records, and checkpoints so that nobody replays all of it."""
