"""What every test may rely on."""

import os
import signal

from hypothesis import settings

# A runner in the background ignores Ctrl-C, and its children inherit that; programs under test must not.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Nobody's own keyring is asked: those of tests are in tests/keyrings.py.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"

# Half of the usual number of examples in `make test`; `make torture` takes many more.
settings.register_profile("quick", max_examples=50)
settings.register_profile("torture", max_examples=1_000, deadline=None)
settings.load_profile(os.environ.get("SHIFTUI_EXAMPLES", "quick"))
