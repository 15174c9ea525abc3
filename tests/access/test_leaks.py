"""Whatever happens on a map, nobody is told a text or an id of what they may not see.

Random histories of writes, hiding, deletion, reuse of ids, undo, proposals and feedback are played on a real service.
Every text in them is a word that stands nowhere else. After each step the log of all that was done says which of these
words each viewer may see; then the viewers ask at every door, and nothing else may stand in an answer.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx
import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.access import PUBLIC, VISIBILITIES, narrowest
from graph.formats.writers import registry
from graph.settings import Settings
from graph.store import Endpoint, Store
from tests.access.conftest import ROLES, Serve, Served
from tests.making_up import MANY
from tests.serving import on

VIEWERS = ("anonymous", "reader", "contributor", "tied")
"""Those who may not see everything."""

WRITERS = ("admin", "reviewer", "contributor", "tied")
POOL = [f"id{number}q" for number in range(4)]
"""Ids, few so that they are used again; like the words, they stand nowhere else."""

LABELS = {"Organization": "Organizations", "Activity": "Activities", "Community": "Communities", "Topic": "Topics"}
LINKS = ("partnersWith", "takesPartIn", "runs", "memberOf", "worksOn", "about")
BASE = [
    {"label": "Library", "id": "library", "name": "Knihovna"},
    {"label": "Topic", "id": "topic", "name": "Paměť"},
    {"label": "Place", "id": "place", "name": "Obec"},
    {"link": "LOCATED_IN", "from": "library", "to": "place"},
]
FIXED = ("library", "topic", "place")
EMPTY = "MATCH (n) WHERE NOT n:Internal OR n.kind <> 'ApiKey' DETACH DELETE n"

_WORD = re.compile(r"word\d+q|id\d+q")
_NOT_FOUND = re.compile(r"there is no \w+ with the id '\w+'")
"""It says nothing but what was asked, be that hidden or not there."""


def words(text: str) -> set[str]:
    return set(_WORD.findall(text))


# What may be seen -----------------------------------------------------------------------------------------------------


@dataclass(eq=False)
class Life:
    """An element from its creation to its deletion; another one may have its id afterwards."""

    id: str
    visibility: str = PUBLIC
    properties: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Fact:
    """What a record of the log tells, of which elements, and how narrow these were then."""

    sequence: int
    visibility: str
    about: tuple[Life, ...]
    words: frozenset[str]


class Known:
    """All that was done, and from that what a viewer may see. Made from the log as an admin reads it."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self.notes: dict[int, set[str]] = {}
        self._lives: dict[str, Life] = {}
        self._connections: dict[tuple[str, ...], tuple[tuple[Life, ...], dict[str, Any]]] = {}

    def learn(self, node: Any) -> None:
        """One entry of the log."""
        subject, before, after = node["subject"], node["before"] or {}, node["after"] or {}
        if subject["label"]:
            about, visibility = self._element(node["action"], subject["elementId"], after)
        else:
            about, visibility = self._connection(node["action"], subject, after)
        ids = [life.id for life in about]
        told = words(orjson.dumps([before, after, ids]).decode())
        self.facts.append(Fact(node["sequence"], visibility, about, frozenset(told)))
        self.notes[node["sequence"]] = words(node["note"] or "")

    def _element(self, action: str, id_: str, after: dict[str, Any]) -> tuple[tuple[Life, ...], str]:
        if action == "CREATED":
            self._lives[id_] = Life(id_)
        life = self._lives.pop(id_) if action == "DELETED" else self._lives[id_]
        was = None if action == "CREATED" else life.visibility
        life.properties |= after
        life.visibility = (life.properties.get("visibility") or PUBLIC).lower()
        return (life,), narrowest(was, life.visibility)

    def _connection(self, action: str, subject: Any, after: dict[str, Any]) -> tuple[tuple[Life, ...], str]:
        about = tuple(self._lives[subject[end]] for end in ("from", "to"))
        key = (subject["link"], subject["from"], subject["to"])
        _, properties = self._connections.pop(key, ((), {}))
        if action != "DELETED":
            self._connections[key] = about, properties | after
        return about, narrowest(*(life.visibility for life in about))

    def of(self, role: str) -> set[str]:
        """The words that a viewer may see now."""
        visible, named = ROLES[role].visible, ROLES[role].role is not None

        def seen(about: Iterable[Life]) -> bool:
            return all(life.visibility in visible for life in about)

        found: set[str] = set()
        for life in filter(lambda life: seen((life,)), self._lives.values()):
            found |= words(orjson.dumps([life.id, life.properties]).decode())
        for about, properties in self._connections.values():
            found |= words(orjson.dumps(properties).decode()) if seen(about) else set()
        for fact in self.facts:
            if fact.visibility in visible and seen(fact.about):
                found |= fact.words | (self.notes[fact.sequence] if named else set())
        return found


# What is told ---------------------------------------------------------------------------------------------------------

_ENTRY = "id note before after subject { elementId from to } element { id name }"
_SHOWN = "__typename id name description visibility"
_IDS = orjson.dumps([*POOL, *FIXED]).decode()


def _sides(*names: str) -> str:
    return " ".join(f"{name} {{ totalCount edges {{ note awaits node {{ {_SHOWN} }} }} }}" for name in names)


QUERIES = (
    (
        f"{{ nodes(ids: {_IDS}) {{ ... on Element {{ {_SHOWN} history(first: 100) {{ nodes {{ {_ENTRY} }} }} }} "
        f"... on Ally {{ {_sides('partners', 'takesPartIn', 'memberOf', 'worksOn')} }} "
        f"... on Activity {{ {_sides('organizers', 'participants', 'topics')} }} "
        f"... on Community {{ {_sides('members')} }} }} }}"
    ),
    "{ "
    + " ".join(f"{name.lower()}(first: 50) {{ totalCount nodes {{ {_SHOWN} }} }}" for name in LABELS.values())
    + " }",
    f"{{ changes(first: 100) {{ nodes {{ {_ENTRY} }} }} proposals(first: 100) {{ nodes {{ note by changes {{ {_ENTRY} }} }} }} }}",
    "{ "
    + " ".join(
        f'h{n}: history(of: "{id_}", first: 100) {{ nodes {{ {_ENTRY} }} }}' for n, id_ in enumerate([*POOL, "library"])
    )
    + " }",
    '{ feedback(for: "library") { reason partner { id name } } neighbourhood(of: "library", depth: 3) { nodes { id name } edges { from to } } }',
    (
        '{ founderBrief(library: "library") { activities { id name } partners { id name } topics { id name } activityDetails { elementId name results url source topics targetGroups partners } partnerCounts { elementId name kind } needs { elementId name note activity } sources { kind name source } unconfirmed { elementId name } } '
        'placeMap(place: "place") { nodes { id name } } gaps(place: "place") { term { id name } } }'
    ),
    "{ "
    + " ".join(
        f'p{n}: paths(from: "library", to: "{id_}") {{ paths {{ text(language: CS) }} }}' for n, id_ in enumerate(POOL)
    )
    + " }",
)
PARTNERS = '{ potentialPartners(for: "library", topic: "topic", first: 50, includeKnown: true) { edges { verdict node { id name } evidence { text(language: EN) } } } }'
ADDRESSES = (
    *(f"/v1/history?of={id_}&first=100" for id_ in POOL),
    *(f"/v1/elements/{id_}" for id_ in POOL),
    "/v1/changes?first=100",
    "/v1/changes?first=100&filter.statuses=PROPOSED",
    "/v1/proposals?first=100",
    "/v1/feedback?for=library",
    "/v1/founder-brief?library=library&format=markdown",
    "/v1/neighbourhood?of=library&depth=3",
    *(f"/v1/export?format={writer.name}" for writer in registry.WRITERS if writer.is_text),
    "/v1/export?neighbourhood=library&steps=3",
    *(f"/v1/maps/{id_}.kumu.json" for id_ in POOL),
    *(f"/v1/queries/neighbours?id={id_}" for id_ in POOL),
    *(f"/v1/queries/partners_of?ally={id_}" for id_ in POOL),
    *(f"/v1/queries/founder_of?library={id_}" for id_ in POOL),
    "/v1/queries/partners_plain?for=library&topic=topic&includeKnown=true",
    "/v1/queries/libraries_in_place?place=place",
    "/v1/queries/activities_by_topic?topic=topic",
    "/v1/queries/topics_overview",
)


@dataclass
class Story:
    """A history that is played, and who was told what of it."""

    served: Served
    known: Known = field(default_factory=Known)
    wrote: dict[str, set[str]] = field(default_factory=lambda: {role: set() for role in ROLES})
    ever: dict[str, set[str]] = field(default_factory=lambda: {role: set() for role in ROLES})
    reasons: set[str] = field(default_factory=set)
    numbers: Iterator[int] = field(default_factory=count)
    after: str | None = None

    def word(self) -> str:
        return f"word{next(self.numbers)}q"

    def ask(self, role: str, query: str = "", address: str = "", **variables: Any) -> httpx.Response:
        headers = self.served.headers[role]
        if address:
            return self.served.client.get(address, headers=headers)
        return self.served.client.post("/graphql", json={"query": query, "variables": variables}, headers=headers)

    def write(self, role: str, query: str, **variables: Any) -> None:
        """Something that a writer does, of which they are told what they see or said themselves."""
        said = words(query + orjson.dumps(variables).decode())
        before = self.known.of(role)
        self.wrote[role] |= said
        answer = self.ask(role, query, **variables)
        assert "GRAPHQL_VALIDATION_FAILED" not in answer.text, answer.text
        self.catch_up()
        if role in VIEWERS:
            self.judge(role, answer, before | said)

    def catch_up(self) -> None:
        """Learn from the log what was done."""
        query = (
            "query ($after: String) { changes(first: 100, after: $after) { nodes { sequence note action before after "
            "subject { label link elementId from to } } pageInfo { hasNextPage endCursor } } }"
        )
        more = True
        while more:
            page = self.ask("admin", query, after=self.after).json()["data"]["changes"]
            for node in page["nodes"]:
                self.known.learn(node)
            self.after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
        for role in VIEWERS:
            self.ever[role] |= self.known.of(role)

    def judge(self, role: str, answer: httpx.Response, also: Iterable[str] = ()) -> None:
        """Whether a viewer was told nothing that they may not see."""
        known = self.known.of(role) | self.wrote[role] | {*also} | words(str(answer.request.url))
        known |= self.reasons if role == "tied" else set()
        told = words(_NOT_FOUND.sub("", answer.text)) - known
        assert not told, f"{role} was told {told} by {answer.request.url} {answer.request.content!r}: {answer.text}"

    def look(self) -> None:
        """Ask everything as every viewer."""
        for role in VIEWERS:
            for query in QUERIES:
                answer = self.ask(role, query)
                assert "GRAPHQL_VALIDATION_FAILED" not in answer.text, answer.text
                self.judge(role, answer)
            # The network in memory may be a second behind, so what was seen before may be told for that long.
            self.judge(role, self.ask(role, PARTNERS), self.ever[role])
            for address in (*ADDRESSES, f"/v1/search?query={'+'.join(sorted(self.ever['tied'])[:3]) or 'word'}"):
                answer = self.ask(role, address=address)
                assert answer.status_code in (200, 404), answer.text
                self.judge(role, answer)


# What happens ---------------------------------------------------------------------------------------------------------

_ERRORS = "errors { code message path current { id name } }"
_DONE = f"{{ outcomes {{ status sequence subject {{ elementId from to }} }} elements {{ id name }} touched {{ id name }} touchedCount {_ERRORS} }}"


@dataclass(frozen=True)
class Step:
    """What somebody does; the numbers choose to what."""

    kind: str
    who: int
    one: int
    other: int

    def play(self, story: Story) -> None:
        getattr(self, f"_{self.kind}")(story, WRITERS[self.who % len(WRITERS)])

    @property
    def _id(self) -> str:
        return POOL[self.one % len(POOL)]

    @property
    def _other(self) -> str:
        return [*POOL, *FIXED][self.other % (len(POOL) + len(FIXED))]

    @property
    def _visibility(self) -> str:
        return VISIBILITIES[self.other % len(VISIBILITIES)].upper()

    def _create(self, story: Story, who: str) -> None:
        label, plural = list(LABELS.items())[self.other % len(LABELS)]
        made = {"id": self._id, "name": story.word(), "description": story.word(), "visibility": self._visibility}
        query = f"mutation ($i: [{label}CreateInput!]!, $n: String) {{ create{plural}(input: $i, note: $n) {_DONE} }}"
        story.write(who, query, i=[made], n=story.word())

    def _update(self, story: Story, who: str, **given: str) -> None:
        # Whatever it is: of the four, one update fits.
        for label, plural in LABELS.items():
            changed = {"id": self._id, **(given or {"description": story.word()})}
            query = (
                f"mutation ($i: [{label}UpdateInput!]!, $n: String) {{ update{plural}(input: $i, note: $n) {_DONE} }}"
            )
            story.write(who, query, i=[changed], n=story.word())

    def _hide(self, story: Story, who: str) -> None:
        self._update(story, who, visibility=self._visibility)

    def _delete(self, story: Story, who: str) -> None:
        story.write(
            who, f"mutation ($i: [DeleteInput!]!) {{ deleteElements(input: $i) {_DONE} }}", i=[{"id": self._id}]
        )

    def _connect(self, story: Story, who: str) -> None:
        for link in LINKS:
            for start, end in ((self._id, self._other), (self._other, self._id)):
                given = {link: {"from": start, "to": end, "note": story.word()}}
                story.write(who, f"mutation ($i: [ConnectionInput!]!) {{ connect(input: $i) {_DONE} }}", i=[given])

    def _undo(self, story: Story, who: str) -> None:
        last = story.known.facts[-1].sequence
        query = f"mutation ($s: Int!, $n: String) {{ undo(sequence: $s, note: $n) {{ sequence touched {{ id name }} {_ERRORS} }} }}"
        story.write(who, query, s=last - self.one % 6, n=story.word())

    def _decide(self, story: Story, who: str) -> None:
        waiting = story.ask("admin", "{ proposals(first: 100) { nodes { sequence } } }").json()["data"]["proposals"][
            "nodes"
        ]
        if not waiting:
            return
        chosen = waiting[self.one % len(waiting)]["sequence"]
        accept = f"mutation ($s: Int!) {{ review(sequence: $s, accept: true) {{ outcomes {{ status }} touched {{ id name }} {_ERRORS} }} }}"
        withdraw = f"mutation ($s: Int!) {{ withdraw(sequence: $s) {{ sequence {_ERRORS} }} }}"
        story.write(who, withdraw if self.other % 4 == 0 else accept, s=chosen)

    def _judge(self, story: Story, who: str) -> None:
        reason = story.word()
        story.reasons.add(reason)
        query = f'mutation ($p: ID!, $r: String) {{ giveFeedback(for: "library", topic: "topic", partner: $p, verdict: USEFUL, reason: $r) {{ sequence {_ERRORS} }} }}'
        story.write(who, query, p=self._id, r=reason)


KINDS = ("create", "update", "hide", "delete", "connect", "undo", "decide", "judge")
CHOICE = st.integers(0, 27)
STEPS = st.builds(Step, st.sampled_from(KINDS), CHOICE, CHOICE, CHOICE)
LONGEST = 15 if MANY <= 100 else 60


@pytest.fixture(scope="module")
def map_(serve: Serve) -> Iterator[Served]:
    with serve(BASE) as served:
        yield served


@pytest.fixture(scope="module")
def play(map_: Served, endpoint: Endpoint, settings: Settings) -> Any:
    """Play steps on a map of their own."""

    def played(steps: Iterable[Step]) -> Story:
        async def begin(store: Store) -> None:
            await store.command(EMPTY)

        on(endpoint, settings, begin)
        story = Story(map_)
        base = [
            'createLibraries(input: [{id: "library", name: "Knihovna", places: [{create: {place: {id: "place", name: "Obec"}}}]}])',
            'createTopics(input: [{id: "topic", name: "Paměť"}])',
        ]
        for write in base:
            story.write("admin", f"mutation {{ {write} {_DONE} }}")
        for number, step in enumerate(steps, 1):
            step.play(story)
            if number % 3 == 0:
                story.look()
        story.look()
        return story

    return played


@pytest.mark.slow
def test_what_was_found_before(play: Any) -> None:
    """Undo that names what is hidden (H1), a hidden element's past under an id that is used again (H2)."""
    past = (Step("create", 0, 0, 0), Step("hide", 0, 0, 2), Step("delete", 0, 0, 0), Step("create", 0, 0, 3))
    story = play(past)
    assert not words(str(story.known.of("anonymous"))) & {"word0q", "word1q"}
    play(
        [
            Step("create", 3, 0, 9),  # the tied library's activity
            Step("connect", 0, 0, 4),
            Step("create", 0, 1, 8),  # a private organization
            Step("connect", 0, 1, 0),
            Step("delete", 3, 0, 0),
            Step("undo", 3, 0, 0),
            Step("undo", 3, 1, 0),
        ]
    )


@pytest.mark.slow
@settings(max_examples=max(1, MANY // 50), deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEPS, min_size=LONGEST, max_size=LONGEST))
def test_nobody_is_told_what_they_may_not_see(play: Any, steps: list[Step]) -> None:
    play(steps)
