"""The entry point of ``spojenci``, and what becomes of errors."""

import os
import signal
import sys
import traceback
from types import FrameType

CRASHED = 70
"""Exit code of a mistake of ours (EX_SOFTWARE)."""

INTERRUPTED = 130
"""Exit code after Ctrl-C."""

TERMINATED = 143
"""Exit code of a command that was told to end, as a shell reports it."""

PIPE_CLOSED = 141
"""Exit code when the reader of our output has gone, as a shell reports it of other programs."""


def run() -> None:
    """The entry point: run the command line and end the process."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that lacks a letter shows a question mark for it.
        getattr(stream, "reconfigure", lambda **_: None)(errors="replace")
    try:
        signal.signal(signal.SIGTERM, _end)
        code = _run()
        sys.stdout.flush()
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        code = _pipe_closed()
    sys.exit(code)


def _end(number: int, frame: FrameType | None) -> None:
    """On its way out, the exception removes half-written files and ends Neo4j."""
    raise SystemExit(TERMINATED)


def _run() -> int:
    # Imported late, so that Ctrl-C is minded from the first moment on.
    from cli import output
    from cli.app import app
    from graph.errors import SpojenciError

    try:
        return app(standalone_mode=False) or 0
    except SpojenciError as error:
        output.error(error)
        return error.exit_code
    except BrokenPipeError:
        raise
    except Exception as error:
        if hasattr(error, "format_message") and hasattr(error, "exit_code"):  # Typer's own, on wrong usage
            output.complain(f"{error.format_message()} See: spojenci --help")
            return int(error.exit_code)
        return _crashed(error)


def _pipe_closed() -> int:
    # Else Python itself complains when it flushes stdout at its end.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return PIPE_CLOSED


def _crashed(error: Exception) -> int:
    from cli import output

    if os.environ.get("SPOJENCI_DEBUG"):
        traceback.print_exception(error)
    else:
        summary = " ".join(f"{type(error).__name__}: {error}".split())
        output.complain(f"{summary[:300]} — this is a mistake in spojenci. Please report it, with what "
                        "`spojenci --debug …` prints.")  # fmt: skip
    return CRASHED
