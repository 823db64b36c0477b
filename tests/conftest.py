"""What every test may rely on."""

import os
import signal

# A runner in the background ignores Ctrl-C, and its children inherit that; programs under test must not.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Nobody's own keyring is asked: those of tests are in tests/keyrings.py.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
