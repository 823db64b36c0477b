"""GitHub as the team's shared engine: the adapter behind the `Tracker` port, and the only user of httpx."""
