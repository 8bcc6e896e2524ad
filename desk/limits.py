"""Rate limits: a bucket a visitor and a bucket an address, each refilled evenly over the minute."""

import time
from collections import OrderedDict

MOST_BUCKETS = 20_000  # the longest unused are forgotten, so that many addresses can't fill the memory
BURST = 0.5  # share of a minute's requests that may come at once


class Limit:
    """So many requests a minute for each key."""

    def __init__(self, rate: int) -> None:
        self.rate, self.burst = rate, max(1.0, rate * BURST)
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, key: str) -> float:
        """Takes one and returns 0, or the seconds until one is there."""
        now = time.monotonic()
        left, at = self._buckets.pop(key, (self.burst, now))
        left = min(self.burst, left + (now - at) * self.rate / 60)
        allowed = left >= 1
        self._buckets[key] = (left - allowed, now)
        if len(self._buckets) > MOST_BUCKETS:
            self._buckets.popitem(last=False)
        return 0.0 if allowed else (1 - left) * 60 / self.rate
