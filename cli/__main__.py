"""``python -m cli`` is ``spojenci``."""

from cli.main import run

if __name__ == "__main__":  # a process that is started anew imports this too
    run()
