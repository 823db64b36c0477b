"""The use cases: record an operation, show where things stand, keep in step with GitHub."""
