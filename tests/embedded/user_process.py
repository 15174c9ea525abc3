"""A process of its own that uses the embedded Neo4j: ``user_process.py attached|started HOME CACHE``.

Prints one line of JSON when it is ready, or when it was refused, then waits for the end of its input.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from graph import embedded
from graph.errors import EmbeddedError
from graph.settings import Settings


def main() -> None:
    settings = Settings(home=Path(sys.argv[2]), cache=Path(sys.argv[3]), heap="512m")
    use = embedded.started if sys.argv[1] == "started" else embedded.attached
    try:
        with use(settings) as endpoint:
            print(json.dumps({"uri": endpoint.uri}), flush=True)
            sys.stdin.read()
    except EmbeddedError as error:
        print(json.dumps({"error": error.message}), flush=True)


if __name__ == "__main__":
    main()
