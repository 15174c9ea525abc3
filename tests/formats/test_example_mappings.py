"""The mappings of ``examples/mappings``: each is in the words of the model, and in the table of docs/public-maps.md."""

from pathlib import Path

import pytest

from graph.mapping import file

FOLDER = Path("examples/mappings")


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_a_mapping_of_the_examples_is_understood_and_listed(path: Path) -> None:
    assert file.read(path.read_text("utf-8")).types
    assert f"`{path.name}`" in Path("docs/public-maps.md").read_text("utf-8")
