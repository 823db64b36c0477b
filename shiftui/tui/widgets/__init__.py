"""The parts of the dashboard. Each paints lines that a view model made, and decides nothing."""
