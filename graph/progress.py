"""Reports of progress."""

from collections.abc import Callable

Progress = Callable[[str, float | None], None]
"""Called with what is being done, and the share done from 0 to 1 where it is known."""
