"""What the screens show, as pure functions of a snapshot and the time. No Textual in here."""
