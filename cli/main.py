"""The entry point of ``spojenci``, and what becomes of errors."""

import os
import signal
import sys
import traceback

CRASHED = 70
"""Exit code of a mistake of ours (EX_SOFTWARE)."""

INTERRUPTED = 130
"""Exit code after Ctrl-C."""

TERMINATED = 143
"""Exit code of a command that was told to end, as a shell reports it."""

PIPE_CLOSED = 1
"""Exit code when the reader of our output has gone; Typer ends so too."""


def run() -> None:
    """The entry point: run the command line and end the process."""
    for stream in filter(None, (sys.stdout, sys.stderr)):
        # A terminal that lacks a letter shows a question mark for it; a file or another program gets all of them.
        encoding = None if stream.isatty() else "utf-8"
        getattr(stream, "reconfigure", lambda **_: None)(encoding=encoding, errors="replace")
    try:
        signal.signal(signal.SIGTERM, _end)
        code = _run()
        sys.stdout.flush()
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        # Else Python itself complains when it flushes stdout at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = PIPE_CLOSED
    except Exception as error:
        code = _crashed(error)
    sys.exit(code)


def _end(*_: object) -> None:
    """On its way out, the exception removes half-written files and ends Neo4j."""
    raise SystemExit(TERMINATED)


def _run() -> int:
    # Imported late, so that Ctrl-C and what goes wrong are minded from the first moment on.
    from cli import output
    from cli.app import app
    from cli.garbage import spare_collections
    from graph.errors import SpojenciError

    spare_collections()
    try:
        return app(standalone_mode=False) or 0
    except SpojenciError as error:
        output.error(error)
        return error.exit_code
    except Exception as error:
        if not hasattr(error, "format_message"):
            raise
        output.complain(f"{error.format_message()} See: spojenci --help")  # wrong usage, as Typer found it
        return int(getattr(error, "exit_code", 2))


def _crashed(error: Exception) -> int:
    if os.environ.get("SPOJENCI_DEBUG"):
        traceback.print_exception(error)
    else:
        summary = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        print(
            f"error: {summary} (a mistake in spojenci; please report it, with what `spojenci --debug …` prints)",
            file=sys.stderr,
        )
    return CRASHED
