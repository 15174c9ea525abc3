"""Progress on stderr: a moving line on a terminal, elsewhere a plain line now and then; nothing for quick work."""

import threading
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn

QUICK = 1.0
"""Seconds that pass without a word."""

PLAIN_INTERVAL = 3.0
TERMINAL_INTERVAL = 0.1


class Reporter:
    """Call it with what is being done and the share done, if known; it shows the latest word while it is entered."""

    def __init__(self, *, shown: bool = True) -> None:
        self._console = Console(stderr=True)
        self._shown = shown
        self._latest: tuple[str, float | None] | None = None
        self._said = ""
        self._bar: tuple[Progress, TaskID] | None = None
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __call__(self, text: str, share: float | None) -> None:
        """Take note of what is being done."""
        self._latest = text, share

    def __enter__(self) -> Self:
        if self._shown:
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def end(self) -> None:
        """Take the moving line away and say no more."""
        self._done.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        interval = TERMINAL_INTERVAL if self._console.is_terminal else PLAIN_INTERVAL
        pause = QUICK
        while not self._done.wait(pause):
            pause = interval
            if self._latest:
                self._show(*self._latest)
        if self._bar:
            self._bar[0].stop()

    def _show(self, text: str, share: float | None) -> None:
        if self._console.is_terminal:
            self._move(text, share)
            return
        line = f"{text}…" if share is None else f"{text} ({share:.0%})…"
        if line != self._said:
            self._said = line
            self._console.print(line, markup=False, highlight=False, soft_wrap=True)

    def _move(self, text: str, share: float | None) -> None:
        if self._bar is None:
            bar = Progress(
                SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(24),
                console=self._console, transient=True,
            )  # fmt: skip
            self._bar = bar, bar.add_task(text, total=None)
            bar.start()
        bar, task = self._bar
        bar.update(task, description=text, completed=share or 0, total=None if share is None else 1)
