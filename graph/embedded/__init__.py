"""The embedded Neo4j: the real Community server as a child process, from locked jars, with no container engine.

It runs on Linux and macOS. Elsewhere, set NEO4J_URI to use a Neo4j that runs already.
"""

from graph.embedded.jars import provision
from graph.embedded.server import RunningInfo, attached, kill, quiet, running, started

__all__ = ["RunningInfo", "attached", "kill", "provision", "quiet", "running", "started"]
