"""The questions that the app asks: one file a dialog."""
