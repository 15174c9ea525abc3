"""Waiting for something that another thread or process brings about."""

import time
from collections.abc import Callable


def until(condition: Callable[[], bool], seconds: float = 15) -> None:
    """Wait until a condition holds. Fails when it does not in so many seconds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.05)
