"""`python -m bot.keeper module arguments...`: a server that is started again when it ends by itself, until we are stopped.

Without it honcho ends all three servers when one ends; people still talk to people while the bot comes back.
"""

import signal
import subprocess
import sys
import time
from types import FrameType

PAUSES = (0.5, 2.0, 5.0, 15.0)  # seconds before another start, the last one again and again
STEADY = 60.0  # seconds up after which the pauses begin anew
SET_UP_WRONG = 2  # what our servers end with when a setting or content is wrong: starting again would not help


class Keeper:
    """One child process; a signal to stop is passed on to it."""

    def __init__(self, command: list[str]) -> None:
        self.command, self.child, self.stopping = command, None, False

    def stop(self, number: int, _frame: FrameType | None) -> None:
        """Pass a signal on."""
        self.stopping = True
        if self.child and self.child.poll() is None:
            self.child.send_signal(number)

    def run(self) -> int:
        """Start it, again and again; returns what it ended with at last."""
        failures = 0
        while True:
            began = time.monotonic()
            code = self._once()
            if self.stopping or code in (0, SET_UP_WRONG):
                return code
            failures = 0 if time.monotonic() - began > STEADY else failures + 1
            sys.stderr.write(f"{self.command[2]} ended with {code}; starting it again\n")
            time.sleep(PAUSES[min(failures, len(PAUSES) - 1)])
            if self.stopping:
                return code

    def _once(self) -> int:
        self.child = subprocess.Popen(self.command)
        return self.child.wait()


def main() -> None:
    """Keep the module of the command line running."""
    keeper = Keeper([sys.executable, "-m", *sys.argv[1:]])
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, keeper.stop)
    sys.exit(keeper.run())


if __name__ == "__main__":
    main()
