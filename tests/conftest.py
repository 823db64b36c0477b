"""What every test may rely on."""

import signal

# A runner in the background ignores Ctrl-C, and its children inherit that; programs under test must not.
signal.signal(signal.SIGINT, signal.default_int_handler)
