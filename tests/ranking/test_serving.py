"""Serving loads nothing of learning, nor what few requests need."""

import subprocess
import sys

import pytest

LEARNING = ("graph.learning", "scipy.optimize", "matplotlib", "rustworkx")


@pytest.mark.parametrize("module", ["graph.ranking.engine", "api.app"])
def test_what_serves_imports_no_learning(module: str) -> None:
    code = f"import sys, {module}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert module in loaded
    assert [name for name in loaded if name.startswith(LEARNING)] == []


def test_what_few_requests_need_is_not_imported() -> None:
    code = "import sys, api.app; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert not {"rdflib", "typst", "xlsxwriter", "jwt", "limits", "httpx"} & set(loaded)
