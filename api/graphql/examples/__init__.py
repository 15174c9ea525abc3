"""Questions to begin with, for GraphiQL (``web/src/graphiql``) and for what is made ready at the start."""

from functools import cache
from pathlib import Path


@cache
def examples() -> dict[str, str]:
    """The questions of this folder by name, in the order of the files. The first line of each names it in both languages."""
    paths = sorted(Path(__file__).parent.glob("*.graphql"))
    return {path.stem.split("-", 1)[1]: path.read_text("utf-8").split("\n", 1)[1].strip() for path in paths}
