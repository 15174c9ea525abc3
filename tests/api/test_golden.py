"""Golden triples: an operation, the Cypher it becomes, and its answer on the golden graph.

``pytest tests/api --update`` writes them anew; the diff is the review. The text of named questions is left out.
"""

from pathlib import Path

import orjson
import pytest

from graph.questions.named import QUESTIONS
from tests.api.conftest import GOLDEN, Ask
from tests.api.planning import statements

CASES = sorted(GOLDEN.glob("*.graphql"))


def _same(path: Path, content: str, update: bool) -> None:
    if update:
        path.write_text(content, encoding="utf-8")
    assert content == path.read_text(encoding="utf-8"), "pytest tests/api --update writes it anew"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_an_operation_becomes_this_cypher(case: Path, update: bool) -> None:
    texts = [f"// {key}\n{text}\n" for key, text in statements(case.read_text(encoding="utf-8")).items()]
    content = "\n".join(texts)
    for question in QUESTIONS.values():
        content = content.replace(question.statement, f"…{question.name}…")
    _same(case.with_suffix(".cypher"), content, update)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_an_operation_is_answered_so(ask: Ask, case: Path, update: bool) -> None:
    answer = ask(case.read_text(encoding="utf-8"))
    content = orjson.dumps(answer, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()
    _same(case.with_suffix(".json"), content, update)
