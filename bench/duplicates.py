"""``python -m bench.duplicates``: how long it takes to find what is twice among many organizations.

They are schools and other bodies of the seed, each in several towns, and a third of all are variants of others: words
left out, shortened, or misspelt. Printed is processor time, which other work on the machine does not lengthen.
"""

import argparse
import time
from collections.abc import Iterator
from itertools import islice
from random import Random

from graph.matching.duplicates import pairs_of
from graph.matching.pairs import Known
from graph.rows import Row
from graph.sources import seed

ORGANIZATIONS = 50_000

VARIANTS = 1 / 3
"""How many of them say another one otherwise."""


def organizations(random: Random) -> Iterator[Known]:
    """Bodies without end, the same ones at every run."""
    rows = [row.data for row in seed.read() if isinstance(row, Row)]
    names = [str(row["name"]) for row in rows if row.get("label") == "Organization"]
    towns = [(str(row["id"]), str(row["name"])) for row in rows if row.get("level") == "municipality"]
    known: list[Known] = []
    while True:
        number = f"o{len(known)}"
        if known and random.random() < VARIANTS:
            one = random.choice(known)
            made = Known(number, one.label, (_variant(one.names[0], random),), place=one.place)
        else:
            made = Known(number, "Organization", (random.choice(names),), place=random.choice(towns))
        known.append(made)
        yield made


def _variant(name: str, random: Random) -> str:
    """A name as somebody else writes it."""
    words = name.split()
    at = random.randrange(len(words))
    match random.randrange(3):
        case 0 if len(words) > 2:
            del words[at]
        case 1:
            words[at] = f"{words[at][:3]}."
        case _:
            words[at] = words[at].swapcase()[::-1].swapcase() if len(words[at]) < 3 else words[at][:-1]
    return " ".join(words)


def main() -> None:
    """Compare them once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--organizations", type=int, default=ORGANIZATIONS)
    known = list(islice(organizations(Random(1)), parser.parse_args().organizations))  # noqa: S311 - nothing secret
    begin = time.process_time()
    found = pairs_of(known)
    seconds = time.process_time() - begin
    print(f"{len(known):,} organizations: {seconds:.1f} s, {len(found):,} pairs that may be the same")


if __name__ == "__main__":
    main()
