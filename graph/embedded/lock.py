"""Make ``neo4j.lock.toml`` anew: ``python -m graph.embedded.lock``.

Run this after changing a version below, look at the difference, run the tests, commit. It needs Maven (``mvn``) and
the network; users of the service never run it. Maven resolves, since its choice of versions is the one that Neo4j's own
build was tested with.
"""

import subprocess
import tempfile
from pathlib import Path

from graph.embedded.artifacts import LOCK_FILE, sha256_of

SERVER = "org.neo4j:neo4j:5.26.30"
HEADER = """\
# Made by `python -m graph.embedded.lock`; do not edit. Versions are chosen at the top of graph/embedded/lock.py.
# Coordinates are `group:name:version[:classifier]`; sizes are in bytes.
"""
PROJECT = """\
<project>
  <modelVersion>4.0.0</modelVersion><groupId>lock</groupId><artifactId>lock</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>{}</groupId><artifactId>{}</artifactId><version>{}</version></dependency>
  </dependencies>
</project>
"""


def main() -> None:
    """Resolve, download, hash, and write the lock file."""
    server = resolve(SERVER)
    LOCK_FILE.write_text(f"{HEADER}\nserver = [\n{''.join(server)}]\n", "utf-8")


def resolve(coordinate: str) -> list[str]:
    """The lines of the lock for a jar and what it needs at run time. Raises CalledProcessError when Maven fails."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "pom.xml").write_text(PROJECT.format(*coordinate.split(":")), "utf-8")
        goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", "-Dmdep.useRepositoryLayout=true"]
        subprocess.run(["mvn", "-B", "-q", *goal, "-DoutputDirectory=jars"], cwd=folder, check=True)
        jars = folder / "jars"
        return sorted(_line(jar, jar.relative_to(jars).parts) for jar in jars.rglob("*.jar"))


def _line(jar: Path, parts: tuple[str, ...]) -> str:
    *group, name, version, _ = parts
    classifier = jar.stem.removeprefix(f"{name}-{version}").removeprefix("-")
    coordinate = ":".join(filter(None, (".".join(group), name, version, classifier)))
    return f'  {{ jar = "{coordinate}", size = {jar.stat().st_size}, sha256 = "{sha256_of(jar)}" }},\n'


if __name__ == "__main__":
    main()
