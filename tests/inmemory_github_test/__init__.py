"""The in-memory GitHub is what all other tests believe, so it has tests of its own."""
