"""Measure every budget and print one line for each; exits 1 when one is over."""

import argparse
import sys
from collections.abc import Callable, Iterator

from tests.bench import network, recording, screen
from tests.bench.measure import Budget

PARTS: dict[str, Callable[[], Iterator[Budget]]] = {
    "paint": screen.first_paint,
    "commands": recording.commands,
    "keys": screen.key_to_frame,
    "recording": recording.recording,
    "quiet": screen.quiet_screen,
    "network": network.first_import,
}


def main() -> int:
    """Run the parts that were named, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="which to measure (all)")
    chosen = parser.parse_args().parts or list(PARTS)
    over = 0
    for name in chosen:
        for budget in PARTS[name]():
            sys.stdout.write(budget.line() + "\n")
            sys.stdout.flush()
            over += not budget.holds
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
