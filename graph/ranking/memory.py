"""Memory that is free goes back to the system where something large was done that is not done again soon."""

import ctypes
import gc
from contextlib import suppress


def give_back() -> None:
    """Give back what is free: the allocator of Linux keeps it otherwise, in case as much is needed again."""
    gc.collect()
    with suppress(AttributeError, OSError, TypeError):  # another system, or another allocator
        ctypes.CDLL(None).malloc_trim(0)
