"""Potential partners, page by page, with the first reason for each: ``python partners.py LIBRARY TOPIC``."""

import os
import sys
from collections.abc import Iterator

from spojenci_client import Client, Language, PartnersPotentialPartnersEdges


def partners(client: Client, library: str, topic: str) -> Iterator[PartnersPotentialPartnersEdges]:
    """Potential partners, best first, as far as one reads on."""
    after = None
    while True:
        page = client.partners(library, topic, language=Language.EN, first=5, after=after).potential_partners
        assert page
        yield from page.edges
        if not page.page_info.has_next_page:
            return
        after = page.page_info.end_cursor


def main(library: str, topic: str) -> None:
    """Print the first ten."""
    address = os.environ.get("SPOJENCI", "http://127.0.0.1:8000")
    with Client(address, os.environ.get("SPOJENCI_KEY")) as client:
        for number, edge in zip(range(1, 11), partners(client, library, topic), strict=False):
            reason = edge.evidence[0].text if edge.evidence else "lives nearby"
            print(f"{number}. {edge.node.name} ({edge.score:.2f}): {reason}")


if __name__ == "__main__":
    main(*sys.argv[1:])
