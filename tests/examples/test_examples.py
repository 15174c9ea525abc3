"""The packages for clients are fresh, are installed from the repository, and say the same in two languages."""

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from graphql import build_schema, parse, validate

from tests import npm

ASKED = ("cz-library-900", "dusevni-zdravi")


def _environment(client: httpx.Client) -> dict[str, str]:
    return {**os.environ, "SPOJENCI": str(client.base_url).rstrip("/"), "NODE_NO_WARNINGS": "1"}


def _python(folder: Path, client: httpx.Client, *asked: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(folder / "partners.py"), *asked]
    return subprocess.run(
        command, check=False, capture_output=True, text=True, timeout=60, env=_environment(client), cwd=folder
    )


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_the_questions_fit_the_schema(project: Path) -> None:
    schema = build_schema((project / "api" / "schema.graphql").read_text("utf-8"))
    for path in (project / "examples" / "questions").glob("*.graphql"):
        assert validate(schema, parse(path.read_text("utf-8"))) == [], path.name


def test_the_packages_print_the_same_partners(client: httpx.Client, python_package: Path, npm_package: Path) -> None:
    python = _python(python_package, client, *ASKED)
    typescript = npm.node(npm_package, "partners.ts", *ASKED, env=_environment(client))
    assert (python.returncode, python.stderr) == (0, "")
    assert (typescript.returncode, typescript.stderr) == (0, "")
    assert python.stdout == typescript.stdout
    assert len(python.stdout.splitlines()) == 10


def test_an_error_is_told_with_its_code(client: httpx.Client, python_package: Path, npm_package: Path) -> None:
    for done in (
        _python(python_package, client, "cz-library-900", "nope"),
        npm.node(npm_package, "partners.ts", "cz-library-900", "nope", env=_environment(client)),
    ):
        assert done.returncode != 0
        assert "NOT_FOUND" in done.stderr


METHODS = """
import sys
from spojenci_client import Client, ElementType, PartnerWithin

with Client(sys.argv[1]) as client:
    [found] = client.search("Kroměřížska", types=[ElementType.LIBRARY], first=1).search.edges
    near = client.partners(found.node.id, "dusevni-zdravi", within=PartnerWithin(km=30)).potential_partners.edges
    first = client.partners(found.node.id, "dusevni-zdravi", first=1).potential_partners.edges[0].node
    rank = client.why_not(found.node.id, "dusevni-zdravi", first.id).why_not.rank
    print(found.node.name, max(partner.km for partner in near) <= 30, rank, sep="|")
"""


def test_every_question_is_a_method_in_python(client: httpx.Client, python_package: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", METHODS, str(client.base_url)],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
        cwd=python_package,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip() == "Knihovna Kroměřížska|True|1"


def test_the_rest_types_fit_the_service(client: httpx.Client, typescript: Path) -> None:
    npm.run(typescript, "run", "check")
    done = npm.node(typescript, "search.ts", "Kroměřížska", env=_environment(client))
    assert (done.returncode, done.stderr) == (0, "")
    assert "Library cz-library-900: Knihovna Kroměřížska" in done.stdout


def test_the_python_package_is_fresh(project: Path, copy: Path, python_generator: Path) -> None:
    package = copy / "python" / "spojenci_client"
    for path in package.glob("[!_]*.py"):
        path.unlink()
    subprocess.run([python_generator], cwd=copy / "python", check=True, capture_output=True)
    assert _files(package) == _files(project / "examples" / "python" / "spojenci_client"), "`make clients` renews it"


@pytest.mark.slow
def test_the_typescript_package_is_fresh(project: Path, typescript: Path) -> None:
    for path in (typescript / "lib").iterdir():
        path.unlink()
    npm.run(typescript, "run", "build")
    assert _files(typescript / "lib") == _files(project / "examples" / "typescript" / "lib"), "`make clients` renews it"
