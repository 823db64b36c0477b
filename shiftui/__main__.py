"""`python -m shiftui` is `shiftui`."""

import sys

from shiftui.cli import main

if __name__ == "__main__":
    sys.exit(main())
