"""``python -m bench.imports``: processor time of importing ``api.app``, beside importing its third-party packages alone.

Both in fresh processes, in turn. What counts is the ratio.
"""

import statistics
import subprocess
import sys

ROUNDS = 7

TARGET = 1.5
"""How many times the third-party packages' time the whole may take."""

SPENT = "import os; print(sum(os.times()[:2]))"

THIRD_PARTY = """
import sys, api.app
for name, module in sys.modules.items():
    if "site-packages" in (getattr(module, "__file__", None) or ""):
        print(name)
"""


def main() -> None:
    """Measure, and print the medians and their ratio."""
    packages = _printed(THIRD_PARTY).split()
    alone = f"import importlib\nfor name in {packages}: importlib.import_module(name)"
    pairs = [(_spent("import api.app"), _spent(alone)) for _ in range(ROUNDS)]
    whole, third = (statistics.median(values) for values in zip(*pairs, strict=True))
    sys.stdout.write(f"api.app {whole:.2f} s, third-party packages alone {third:.2f} s of processor time\n")
    sys.stdout.write(f"ratio {whole / third:.2f}, target at most {TARGET}\n")


def _spent(code: str) -> float:
    return float(_printed(f"{code}\n{SPENT}"))


def _printed(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    main()
