"""The budgets, measured: `python -m tests.bench`."""
