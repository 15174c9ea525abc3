"""What people say about suggestions: who may, what later lists make of it, what the funnel counts, and who is told."""

from collections.abc import Iterator
from typing import Any

import pytest

from graph.ranking.feedback import without
from tests.access.conftest import ROLES, Serve, Served

ROWS: list[dict[str, Any]] = [
    {"label": "Library", "id": "lib", "name": "Knihovna"},
    {"label": "Library", "id": "other", "name": "Jiná knihovna"},
    {"label": "Topic", "id": "pamet", "name": "Paměť"},
    {"label": "Topic", "id": "secret", "name": "Tajné", "visibility": "private"},
    *({"label": "Organization", "id": f"o{n}", "name": f"Spolek {n}"} for n in range(4)),
    *({"link": "WORKS_ON", "from": f"o{n}", "to": "pamet"} for n in range(4)),
    {"link": "PARTNERS_WITH", "from": "other", "to": "o0"},
    {"link": "PARTNERS_WITH", "from": "other", "to": "o1"},
]
ASKED = {"for": "lib", "topic": "pamet"}


@pytest.fixture(scope="module")
def map_(serve: Serve) -> Iterator[Served]:
    with serve(ROWS) as served:
        yield served


def say(served: Served, role: str, *, status: int = 200, **said: Any) -> Any:
    body = ASKED | {"partner": "o0", "verdict": "useful"} | said
    answer = served.client.post("/v1/feedback", json=body, headers=served.headers[role])
    assert answer.status_code == status, answer.text
    return answer.json()


def listed(served: Served, role: str, **asked: Any) -> dict[str, tuple[str | None, bool]]:
    answer = served.client.get("/v1/partners", params=ASKED | asked, headers=served.headers[role])
    return {each["id"]: (each["verdict"], each["known"]) for each in answer.json()["partners"]}


def funnel(served: Served, role: str, **asked: Any) -> dict[str, Any]:
    answer: dict[str, Any] = served.client.get("/v1/funnel", params=asked, headers=served.headers[role]).json()
    return answer


def test_later_lists_heed_it(map_: Served) -> None:
    before = list(listed(map_, "reader"))
    assert len(before) == 4
    last = before[-1]
    assert say(map_, "contributor", partner=last)["sequence"]
    assert list(listed(map_, "reader")) == [last, *before[:-1]]
    assert listed(map_, "reader")[last] == ("useful", False)

    assert say(map_, "contributor", partner=last, verdict="contacted")["sequence"]
    assert listed(map_, "reader")[last] == ("contacted", False)
    assert say(map_, "contributor", partner=last, verdict="becamePartner", reason="společná výstava")["sequence"]
    assert last not in listed(map_, "reader")
    assert listed(map_, "reader", includeKnown=True)[last] == ("becamePartner", True)

    assert say(map_, "tied", partner=before[0], verdict="notUseful")["sequence"]
    assert before[0] not in listed(map_, "reader")
    assert listed(map_, "reader", includeKnown=True)[before[0]] == ("notUseful", False)

    # Who has no key is told nothing, not even by what the list leaves out.
    assert listed(map_, "anonymous") == dict.fromkeys(before, (None, False))
    assert funnel(map_, "anonymous") == dict.fromkeys(funnel(map_, "anonymous"))
    assert funnel(map_, "reader", **{"for": "lib"}) == {
        "judged": 2,
        "notUseful": 1,
        "useful": 1,
        "contacted": 1,
        "becamePartner": 1,
        "share": 0.5,
    }
    assert funnel(map_, "reader", **{"for": "other"})["judged"] == 0
    said = [map_.client.get("/v1/feedback", params={"for": "lib"}, headers=map_.headers[role]) for role in ROLES]
    anonymous, *others = [answer.json()["rows"] for answer in said]
    assert anonymous == []
    assert all([row["partner"]["id"] for row in rows] == [before[0], last] for rows in others)
    reasons = {
        role: answer.json()["rows"][1]["reason"]
        for role, answer in zip(ROLES, said, strict=True)
        if role != "anonymous"
    }
    whole = "společná výstava"
    assert reasons == {"reader": None, "contributor": None, "tied": whole, "reviewer": whole, "admin": whole}
    query = {"query": '{ feedback(for: "lib") { reason } }'}
    over = [map_.client.post("/graphql", json=query, headers=map_.headers[role]) for role in ("reader", "tied")]
    assert [answer.json()["data"]["feedback"][1]["reason"] for answer in over] == [None, whole]


def test_what_is_withdrawn_counts_for_nothing(map_: Served) -> None:
    def told() -> list[Any]:
        rows = map_.client.get("/v1/feedback", params={"for": "other"}, headers=map_.headers["admin"]).json()["rows"]
        return [rows, list(listed(map_, "reader", **asked).items()), funnel(map_, "reader", **asked)]

    asked: dict[str, Any] = {"for": "other"}
    before = told()
    last = before[1][-1][0]
    for verdict in ("becamePartner", "useful"):
        say(map_, "contributor", **asked, partner=last, verdict=verdict)
    assert told() != before
    assert say(map_, "contributor", **asked, partner=last, verdict="withdrawn", reason="překlik")["sequence"]
    assert told() == before
    assert say(map_, "contributor", **asked, partner=last, verdict="withdrawn")["sequence"] is None

    # What is said after that begins anew.
    say(map_, "contributor", **asked, partner=last, verdict="contacted")
    assert [row["verdict"] for row in told()[0]] == ["contacted"]
    assert funnel(map_, "reader", **asked)["becamePartner"] == 0
    say(map_, "contributor", **asked, partner=last, verdict="withdrawn")


def test_what_was_said_of_a_deleted_ally_is_not_said_of_the_next_with_its_id(map_: Served) -> None:
    def write(text: str) -> None:
        answer = map_.client.post(
            "/graphql",
            json={"query": f"mutation {{ {text} {{ errors {{ message }} }} }}"},
            headers=map_.headers["admin"],
        )
        assert '"errors":[]' in answer.text, answer.text

    write('createLibraries(input: [{id: "gone", name: "Zrušená"}])')
    asked: dict[str, Any] = {"for": "gone", "partner": "o2"}
    say(map_, "admin", **asked, reason="tajný důvod")
    write('deleteElements(input: [{id: "gone"}])')
    write('createLibraries(input: [{id: "gone", name: "Nová"}])')
    for role in ROLES:
        answer = map_.client.get("/v1/feedback", params={"for": "gone"}, headers=map_.headers[role])
        assert answer.json()["rows"] == []
        assert {verdict for verdict, _ in listed(map_, role, **{"for": "gone"}).values()} == {None}
    assert funnel(map_, "admin", **{"for": "gone"})["judged"] == 0


def test_the_same_again_is_no_change(map_: Served) -> None:
    said: dict[str, Any] = {"for": "other", "partner": "o2"}
    assert say(map_, "admin", **said)["sequence"]
    assert say(map_, "admin", **said)["sequence"] is None


def test_it_stands_in_the_log_and_is_not_undone(map_: Served) -> None:
    query = """mutation { giveFeedback(for: "other", topic: "pamet", partner: "o3", verdict: CONTACTED, reason: "e-mail") {
        sequence verdict partner { id name } } }"""
    answer = map_.client.post("/graphql", json={"query": query}, headers=map_.headers["reviewer"]).json()
    given = answer["data"]["giveFeedback"]
    assert (given["verdict"], given["partner"]) == ("CONTACTED", {"id": "o3", "name": "Spolek 3"})
    undo = f"mutation {{ undo(sequence: {given['sequence']}) {{ sequence errors {{ code message }} }} }}"
    undone = map_.client.post("/graphql", json={"query": undo}, headers=map_.headers["admin"]).json()["data"]["undo"]
    assert undone["sequence"] is None
    assert [error["code"] for error in undone["errors"]] == ["CONFLICT"]
    asked = 'mutation { updateTopics(input: [{id: "pamet", description: "x"}]) { outcomes { sequence } } }'
    after = map_.client.post("/graphql", json={"query": asked}, headers=map_.headers["admin"]).json()
    assert after["data"]["updateTopics"]["outcomes"] == [{"sequence": given["sequence"] + 1}]


def test_what_is_wrong_with_a_mutation_is_told_with_its_path(map_: Served) -> None:
    query = """mutation { giveFeedback(for: "lib", topic: "nothing", partner: "o0", verdict: USEFUL) {
        sequence partner { id } errors { code path } } }"""
    answer = map_.client.post("/graphql", json={"query": query}, headers=map_.headers["contributor"]).json()
    wrong = {"sequence": None, "partner": None, "errors": [{"code": "NOT_FOUND", "path": ["topic"]}]}
    assert answer["data"]["giveFeedback"] == wrong


def test_all_that_is_wrong_is_told_at_once(map_: Served) -> None:
    said = {"for": "nobody", "topic": "o1", "partner": "nobody", "reason": "x" * 2001}
    found = say(map_, "contributor", status=400, **said)["problems"]
    assert [(each["code"], each["place"]) for each in found] == [
        ("NOT_FOUND", "for"),
        ("BAD_INPUT", "topic"),
        ("NOT_FOUND", "partner"),
        ("BAD_INPUT", "partner"),
        ("BAD_INPUT", "reason"),
    ]


@pytest.mark.parametrize(
    ("role", "said", "status", "code", "place"),
    [
        ("anonymous", {}, 401, "UNAUTHENTICATED", "Authorization"),
        ("reader", {}, 403, "FORBIDDEN", None),
        ("tied", {"for": "other"}, 403, "FORBIDDEN", "for"),
        ("contributor", {"for": "nobody"}, 404, "NOT_FOUND", "for"),
        ("contributor", {"topic": "secret"}, 404, "NOT_FOUND", "topic"),
        ("contributor", {"partner": "pamet"}, 400, "BAD_INPUT", "partner"),
        ("contributor", {"partner": "lib"}, 400, "BAD_INPUT", "partner"),
        ("contributor", {"verdict": "perhaps"}, 400, "BAD_INPUT", "verdict"),
        ("contributor", {"reason": "x" * 2001}, 400, "BAD_INPUT", "reason"),
    ],
)
def test_refused(map_: Served, role: str, said: dict[str, Any], status: int, code: str, place: str | None) -> None:
    answer = say(map_, role, status=status, **said)
    assert (answer["code"], answer.get("place")) == (code, place)


def test_questions_from_feedback_do_not_hold_the_answer() -> None:
    lines = [
        {"label": "Library", "id": "lib"},
        {"link": "PARTNERS_WITH", "from": "o0", "to": "lib"},
        {"link": "PARTNERS_WITH", "from": "lib", "to": "o1"},
        {"link": "RUNS", "from": "lib", "to": "a"},
        {"link": "TAKES_PART_IN", "from": "o0", "to": "a"},
        {"link": "TAKES_PART_IN", "from": "o0", "to": "b"},
        {"link": "TAKES_PART_IN", "from": "o1", "to": "a"},
    ]
    left = list(without(lines, [("lib", "pamet", ["o0"])]))
    assert left == [line for n, line in enumerate(lines) if n not in (1, 4)]
