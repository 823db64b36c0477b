"""Two or three machines and a GitHub under one seeded scheduler, with faults at every request and disk write.

What the program promises is checked from outside, against books of its own: no acknowledged operation is
lost, each creation happens at most once, the shift has one owner, all machines are equal in the end, and a
further pass does nothing.
`python -m tests.simulation 2000` runs seeds; a seed that fails replays to the letter.
"""
