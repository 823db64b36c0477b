"""The terminal interface. `shiftui.tui.actions` is the only part that the command line may import."""
