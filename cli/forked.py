"""What workers have in common, imported once, by the process that they are forked from."""

import gc

from api import app, tracing  # noqa: F401
from cli import workers  # noqa: F401

gc.collect()
gc.freeze()  # a look for garbage would copy whatever it looks at
