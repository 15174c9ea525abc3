"""Ask Spojenci for potential partners from Python: ``python partners.py LIBRARY TOPIC``. Takes httpx, nothing else.

Every page is asked for with the cursor of the one before; errors come with a stable code.
"""

import os
import sys
from collections.abc import Iterator
from typing import Any

import httpx

ADDRESS = os.environ.get("SPOJENCI", "http://127.0.0.1:8000")

QUESTION = """
query Partners($for: ID!, $topic: ID!, $after: String) {
  potentialPartners(for: $for, topic: $topic, first: 5, after: $after) {
    edges { score node { id name } evidence { text(language: EN) } }
    pageInfo { hasNextPage endCursor }
  }
}
"""


def ask(client: httpx.Client, query: str, **variables: Any) -> Any:
    """The data of an answer. Raises RuntimeError with the code and message of its first error."""
    answer = client.post("/graphql", json={"query": query, "variables": variables}).json()
    for error in answer.get("errors", ()):
        raise RuntimeError(f"{error['extensions']['code']}: {error['message']}")
    return answer["data"]


def partners(client: httpx.Client, library: str, topic: str) -> Iterator[Any]:
    """Potential partners, best first, as far as one reads on."""
    after = None
    while True:
        page = ask(client, QUESTION, **{"for": library, "topic": topic, "after": after})["potentialPartners"]
        yield from page["edges"]
        if not page["pageInfo"]["hasNextPage"]:
            return
        after = page["pageInfo"]["endCursor"]


def main(library: str, topic: str) -> None:
    """Print the first ten partners with the first reason for each."""
    key = os.environ.get("SPOJENCI_KEY")
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    with httpx.Client(base_url=ADDRESS, headers=headers, timeout=30) as client:
        for number, edge in zip(range(1, 11), partners(client, library, topic), strict=False):
            reason = edge["evidence"][0]["text"] if edge["evidence"] else "lives nearby"
            print(f"{number}. {edge['node']['name']} ({edge['score']:.2f}): {reason}")


if __name__ == "__main__":
    main(*sys.argv[1:])
