"""The store, on real files, with real kills."""
