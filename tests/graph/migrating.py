"""A process of its own that migrates: ``migrating.py URI USERNAME PASSWORD FOLDER LEASE``; it prints its progress."""

import asyncio
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from graph.settings import Settings
from graph.store import Endpoint
from graph.upkeep import migrations


async def main() -> None:
    uri, username, password, folder, lease = sys.argv[1:]
    chain = migrations.load(Path(folder))
    async with Endpoint(uri, username, password).open(Settings()) as store:
        await migrations.apply(store, chain, lambda text, _: print(text, flush=True), lease=float(lease))


if __name__ == "__main__":
    asyncio.run(main())
