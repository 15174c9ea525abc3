"""When Python looks for garbage."""

import gc

COLLECTIONS = (50_000, 20, 50)
"""New objects after which Python looks for garbage among them, and after how many such looks among older ones."""


def spare_collections() -> None:
    """Let Python look for garbage more rarely, and never again among what is there by now.

    An answer, and a batch of an import, has thousands of objects that go together, without cycles; looking after every
    700 new ones, as is the default, costs more than making them.
    """
    gc.freeze()
    gc.set_threshold(*COLLECTIONS)
