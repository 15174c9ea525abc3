"""Potential partners: the one door to the ranking, for every caller."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from typing import Annotated, Self

import numpy as np

from graph.access import PUBLIC, VISIBILITIES
from graph.contract.fields import TYPES, Field, Shape
from graph.contract.operation import Doc, declared
from graph.errors import LOOK_IT_UP, BadInput, NotFound
from graph.model import Text
from graph.network.network import EARTH, LEVELS, Network, globe
from graph.network.reading import read_tables
from graph.network.tables import LABELS, Flags, Floats, Ints, Tables
from graph.questions.explain import ElementName, Evidence
from graph.ranking.basis import Basis, RankedBy
from graph.ranking.evidence import Unknown, Witness
from graph.ranking.features import FEATURES, NAMES, SIGNALS, STRATEGIC, Question
from graph.ranking.model import SHIPPED, WEIGHTLESS, Formula, Model, weighted
from graph.ranking.models import newest_model
from graph.ranking.proposals import Proposal, proposals
from graph.ranking.reach import FORMULAS, Listing, Reach, listing
from graph.ranking.verdicts import Verdict
from graph.schema import ALLY, SCHEMA
from graph.store import Store

_USUAL_KINDS = frozenset(
    kind
    for element in SCHEMA.carriers(ALLY.label)
    for declared_ in element.properties
    if declared_.name == "kind"
    for kind in declared_.usual
)
"""Kinds of allies that the model names; a map may have more."""

MOST = 100
"""Suggestions of one answer at most."""

POOL = 16_000
"""A network with more allies than this is not measured whole, see ``Question.pool``."""

PROMISING = 5_000
"""About how many candidates of a large network are measured."""

WARM = 20
"""Of how many hubs the partners are gathered beforehand."""

UNMATCHED = 0.2
"""What is left of the score of one that has nothing of what a strategy looks for."""

VARIED, PAGE = 3, 10
"""The n-th of a diverse list is chosen from this many times n suggestions, of the first page from as many as its last."""


@declared(
    "PartnerStrategy",
    "What kind of partner is looked for.\n\n"
    "CLOSURE: friends of friends. BRIDGING: who reaches communities that the asker does not touch. COMPLEMENT: who has "
    "what the asker lacks. BALANCED: all of it.",
    "Jakého partnera hledáme.\n\n"
    "CLOSURE: přátelé přátel. BRIDGING: kdo sahá do komunit, kam tazatel ne. COMPLEMENT: kdo má, co tazateli chybí. "
    "BALANCED: od všeho.",
)
class Strategy(StrEnum):
    """What kind of partner is looked for; each but BALANCED multiplies by a signal of its own, and needs the topic."""

    BALANCED = "balanced"
    CLOSURE = "closure"
    BRIDGING = "bridging"
    COMPLEMENT = "complement"


@declared(
    "PartnerWithin",
    "Inside a place, or so many kilometres around it or around the asker.",
    "V místě nebo kolem něj či kolem tazatele.",
)
@dataclass(frozen=True, slots=True)
class Within:
    """Where partners may be: inside a place, or so many kilometres around it; without a place, around the asker."""

    place: Annotated[str | None, Doc("Id of the place.", "Id místa.", of=("Place",))] = None
    km: Annotated[float | None, Doc("Kilometres.", "Kilometry.", bounds=(0, 20_000))] = None


TYPES["PartnerWeights"] = Shape(
    "PartnerWeights",
    Text(
        "Váhy signálů místo obvyklých, od 0; rozhodují jen poměry.",
        "Weights of signals instead of the usual ones, from 0; only proportions count.",
    ),
    tuple(
        Field(name, "Float", None, Text(f"Signálu `{name}`.", f"Of the signal `{name}`."), bounds=(0, 1_000_000))
        for name in SIGNALS
    ),
)

_PLAIN = np.array([signal not in STRATEGIC for signal in SIGNALS])
"""Signals that add up; those of strategies multiply."""

NAMED = 50
"""Kinds, groups or resources that a request names at most."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """A question for partners: the parameters of every door, and what the service adds.

    ``weights`` replace the model's weights of some signals; only proportions count. ``target_groups`` and ``resources``
    also take the place of the asker's own groups and needs. ``visible`` are the visibilities that the caller may see.
    ``verdicts`` are what the asker said about earlier suggestions on the topic, by id: ``notUseful`` is left out,
    ``becamePartner`` is a present partner, both listed where present partners are; ``useful`` comes first.
    """

    asker: Annotated[
        str, Doc("Who asks: an organization, library or community.", "Kdo se ptá.", name="for", of=("Ally",))
    ]
    topic: Annotated[str, Doc("On which topic.", "Pro jaké téma.", of=("Topic",))]
    include_known: Annotated[bool, Doc("Whether present partners are listed too.", "I stávající partneři.")] = False
    reach: Annotated[Reach, Doc("Who is close, or who does it well.", "Kdo je blízko, nebo od koho se učit.")] = (
        Reach.ANY
    )
    strategy: Annotated[Strategy, Doc("What kind of partner.", "Jakého partnera.")] = Strategy.BALANCED
    within: Annotated[Within | None, Doc("Only there.", "Jen tam.")] = None
    kinds: Annotated[
        Sequence[str], Doc("Only these kinds of organization.", "Jen tyto druhy organizací.", most=NAMED)
    ] = ()
    target_groups: Annotated[
        Sequence[str],
        Doc(
            "Only who serves any of these, or of narrower ones.",
            "Jen kdo je tu pro některou z nich či užší.",
            of=("TargetGroup",),
            most=NAMED,
        ),
    ] = ()
    resources: Annotated[
        Sequence[str],
        Doc(
            "Only who offers any of these, or of narrower ones.",
            "Jen kdo nabízí některý z nich či užší.",
            of=("Resource",),
            most=NAMED,
        ),
    ] = ()
    weights: Annotated[Mapping[str, float], Doc("Weights of signals.", "Váhy signálů.", type="PartnerWeights")] = field(
        default_factory=dict
    )
    diversity: Annotated[float, Doc("0: the best; 1: each unlike the others.", "Pestrost, 0 až 1.", bounds=(0, 1))] = (
        0.0
    )
    first: Annotated[int, Doc("How many, from 0 to 100.", "Kolik, od 0 do 100.", bounds=(0, MOST))] = 10
    visible: tuple[str, ...] = (PUBLIC,)
    verdicts: Mapping[str, str] = field(default_factory=dict)


@declared("Signal", "A part of a score.", "Část skóre.")
@dataclass(frozen=True, slots=True)
class Signal:
    """One part of a score. ``contribution`` is value times weight, times what makes the sum the calibrated score."""

    signal: Annotated[str, Doc("Its name.", "Její název.")]
    value: Annotated[float, Doc("How strong it is here, from 0.", "Jak je zde silná, od 0.")]
    weight: Annotated[float, Doc("How much it counts; only proportions do.", "Jakou má váhu; rozhodují jen poměry.")]
    contribution: Annotated[
        float, Doc("What it adds: all contributions sum to the score.", "Co přidává: příspěvky dávají skóre.")
    ]


@declared(
    "PotentialPartner",
    "Potential partners of an ally on a topic, and why these.",
    "Možní partneři spojence pro téma, a proč právě oni.",
)
@dataclass(frozen=True)
class Suggestion:
    """A potential partner, and why. Contributions add up to the score; ``evidence`` holds up to three paths.

    ``verdict`` is what the asker said last about it, if the request told.
    """

    node: Annotated[ElementName, Doc("The element.", "Prvek.", type=f"{ALLY.label}!")]
    score: Annotated[
        float,
        Doc(
            "0 to 1, comparable within one list; `basis` says what it is.",
            "0 až 1, srovnatelné v jednom seznamu; co znamená, říká `basis`.",
        ),
    ]
    signals: Annotated[tuple[Signal, ...], Doc("The parts that add up to the score.", "Z čeho se skóre skládá.")]
    evidence: Annotated[tuple[Evidence, ...], Doc("Up to three paths, the strongest first.", "Nejvýše tři cesty.")]
    known: Annotated[bool, Doc("Whether it is a partner already.", "Zda už je partnerem.")]
    newest_evidence: Annotated[str | None, Doc("Date of the newest evidence.", "Datum nejnovějšího dokladu.")]
    unknown: Annotated[tuple[Unknown, ...], Doc("What the map does not say.", "Co mapa neříká.")]
    basis: Annotated[Basis, Doc("What the score is.", "Co je skóre.")]
    model: Annotated[RankedBy, Doc("What made the score.", "Z čeho skóre vzniklo.")]
    km: Annotated[
        float | None, Doc("Kilometres from the asker, if known.", "Kolik kilometrů od tazatele.", type="Float")
    ]
    place: Annotated[ElementName | None, Doc("The place it is in, if known.", "Kde je, je-li to známo.", type="Place")]
    propose: Annotated[tuple[Proposal, ...], Doc("What to propose to it.", "Co mu navrhnout.")]
    url: Annotated[str | None, Doc("Its web address.", "Jeho webová adresa.")] = None
    sources: Annotated[
        tuple[str, ...], Doc("Where the evidence comes from.", "Odkud doklady pocházejí.", type="[String!]!")
    ] = ()
    verdict: Annotated[
        Verdict | None,
        Doc(
            "What the asker said last about it; told to those who have a key.",
            "Co o něm tazatel řekl; jen s klíčem.",
        ),
    ] = None

    @property
    def id(self) -> str:
        """The id of the ally."""
        return self.node.id


@dataclass(frozen=True)
class Ranking:
    """All candidates of one question, best first: numbers of allies, values of signals, weighted sums, scores."""

    question: Question
    allies: Ints
    values: Floats
    sums: Floats
    scores: Floats
    weights: Floats
    known: Flags


class Engine:
    """A network in memory with the model that ranks it.

    Answers are the same for the same graph, model and request. The network of each visibility is made when it is first
    asked for, or by :meth:`prepare`; where nothing is hidden, all share one. Nothing changes after that, so that threads
    may ask at the same time; to refresh, load another engine and put it in the place of this one.
    """

    def __init__(self, tables: Tables, model: Model = SHIPPED) -> None:
        self.tables, self.model = tables, model
        self._rows = tables.rows()
        self._present = frozenset(np.unique(tables.visibility).tolist())
        self._networks: dict[frozenset[int], Network] = {}

    @classmethod
    async def load(cls, store: Store) -> Self:
        """The engine on what the database holds now, with the newest good model stored there.

        Raises DatabaseUnavailable and DatabaseTimeout as ``Store`` does.
        """
        return cls(await read_tables(store), await newest_model(store))

    def prepare(self, visible: tuple[str, ...] = (PUBLIC,)) -> None:
        """Make what the first question of somebody would wait for."""
        network = self.network(visible)
        for name in ("open", "world", "kind_topics", "kind_ties", "country_ties", "company", "recent", "newest", "leads",
                     "hierarchy", "matching", "narrower", "usual", "tied", "programme_fresh", "programme_size", "interests",
                     "busiest"):  # fmt: skip
            getattr(network, name)
        network.gather_similar()
        if len(network.located):
            _ = network.tree
        for hub in network.busiest[:WARM]:
            network.known(int(hub))

    def network(self, visible: tuple[str, ...]) -> Network:
        """The network of what somebody may see; nothing else influences it."""
        hidden = frozenset(self._present - {VISIBILITIES.index(name) for name in visible})
        if hidden not in self._networks:
            self._networks[hidden] = Network(self.tables, np.isin(self.tables.visibility, list(hidden)))
        return self._networks[hidden]

    def share(self, other: "Engine", visible: tuple[str, ...]) -> None:
        """Use the network of another engine on the same tables."""
        hidden = frozenset(self._present - {VISIBILITIES.index(name) for name in visible})
        self._networks[hidden] = other.network(visible)

    def ally(self, id_: str, visible: tuple[str, ...]) -> int | None:
        """The number of an ally in the network, if somebody may see it."""
        row = self._rows.get(id_)
        number = -1 if row is None else int(self.network(visible).ally[row])
        return None if number < 0 else number

    def topic(self, id_: str, visible: tuple[str, ...]) -> int | None:
        """The number of a topic in the network, if somebody may see it."""
        row = self._rows.get(id_)
        number = -1 if row is None else int(self.network(visible).topic[row])
        return None if number < 0 else number

    def partners(self, request: Request) -> list[Suggestion]:
        """The suggestions, best first.

        Raises
        ------
        NotFound
            The asker, the topic, or another element that the request names does not exist for the caller.
        BadInput
            An element is of the wrong type; a number is out of range; weights are negative or all zero; a place has
            no coordinates.
        """
        ranking = self.ranking(request)
        chosen = self.order(ranking, request)
        witness = Witness(ranking.question)
        return [self.suggestion(ranking, place, request, witness) for place in chosen[: request.first]]

    def order(self, ranking: Ranking, request: Request) -> list[int]:
        """Places in a ranking as they are shown, the same whatever the page: what was found useful comes first."""
        listed = _listed(ranking, request)
        liked = np.isin(ranking.allies, self._judged(ranking.question.network, request, "useful"))
        if _narrowed(request):
            liked &= ranking.sums > 0
        first = np.flatnonzero(liked).tolist()
        found = dict.fromkeys((*first, *_varied(ranking, listed, request.diversity), *range(listed)))
        return list(found)

    def passes(self, question: Question, ally: int, request: Request) -> bool:
        """Whether an ally is what the filters of a request ask for; the question is one of just these filters."""
        return bool(self._filtered(question, np.ones(question.network.size, np.bool_), request)[ally])

    def suggestion(self, ranking: Ranking, place: int, request: Request, witness: Witness) -> Suggestion:
        """What is at a place of a ranking, and why."""
        return _suggestion(ranking, place, witness, request.verdicts, self._made(ranking, place, request))

    def ranking(self, request: Request, of: int | None = None) -> Ranking:
        """All candidates that were measured, best first, however many. Raises as :meth:`partners`.

        Of a large network only the promising are measured, and the ally ``of`` in any case.
        """
        network = self.network(request.visible)
        asker = self._ally(network, request.asker)
        topic = int(network.topic[self._row(network, request.topic, ("Topic",), "topic")])
        favoured = None if request.strategy is Strategy.BALANCED else request.strategy.value
        groups = self._terms(network, request.target_groups, "TargetGroup", "targetGroups")
        needs = self._terms(network, request.resources, "Resource", "resources")
        question = Question(network, asker, topic, groups=groups, needs=needs)
        learned = self.model.formula(newcomer=question.newcomer)
        formula = FORMULAS.get(request.reach, learned)
        weights = weighted(formula, request.weights, favoured)
        known = np.zeros(network.size, np.bool_)
        known[network.known(asker)] = True
        known[self._judged(network, request, "becamePartner")] = True
        allowed = network.open.copy()
        allowed[asker] = False
        if not request.include_known:
            allowed &= ~known
            allowed[self._judged(network, request, "notUseful")] = False
        allowed = self._filtered(question, allowed, request)
        candidates = question.pool(POOL if network.size <= POOL else PROMISING, allowed)
        if of is not None and allowed[of]:
            candidates = np.union1d(candidates, [of]).astype(np.int32)
        features = question.measure(candidates, favoured)
        found = Listing(learned.values(features), np.ones(len(candidates)))
        if request.reach is not Reach.ANY:
            found = listing(question, candidates, features, request.reach, bounded=request.within is None)
        if favoured:
            found = _favouring(features, found, favoured)
        return _ranked(question, candidates, formula, weights, found, known)

    def _made(self, ranking: Ranking, place: int, request: Request) -> tuple[Basis, RankedBy]:
        """What a score is, and by which model: a chance was measured of its own order only, and of no present partners."""
        newcomer = ranking.question.newcomer
        model = SHIPPED if request.reach in FORMULAS else self.model
        asked = request.weights or request.target_groups or request.resources or ranking.known[place]
        own = not asked and request.strategy is Strategy.BALANCED
        chance = own and model.formula(newcomer=newcomer).calibrated
        return Basis.CHANCE if chance else Basis.SCALE, RankedBy.of(model, newcomer=newcomer)

    # What the request names.

    def _row(self, network: Network, id_: str, labels: tuple[str, ...], place: str) -> int:
        row = self._rows.get(id_)
        if row is None or not network.shown[row]:
            raise NotFound(f"there is no {labels[0]} with the id {id_!r}; {LOOK_IT_UP}", place=place)
        if LABELS[self.tables.label[row]] not in labels:
            raise BadInput(f"{id_!r} is a {LABELS[self.tables.label[row]]}, not a {labels[0]}", place=place)
        return row

    def named(self, request: Request, id_: str, place: str) -> int:
        """The number of an ally that a request is about. Raises NotFound and BadInput with the place."""
        return self._ally(self.network(request.visible), id_, place)

    def _ally(self, network: Network, id_: str, place: str = "for") -> int:
        row = self._rows.get(id_)
        if row is None or not network.shown[row]:
            raise NotFound(f"there is no Ally with the id {id_!r}; {LOOK_IT_UP}", place=place)
        if network.ally[row] < 0:
            raise BadInput(f"{id_!r} is not an organization, library or community; {LOOK_IT_UP}", place=place)
        return int(network.ally[row])

    def _terms(self, network: Network, ids: Sequence[str], label: str, place: str) -> Ints | None:
        if not ids:
            return None
        return np.array([self._row(network, id_, (label,), place) for id_ in ids], np.int32)

    def _judged(self, network: Network, request: Request, verdict: str) -> Ints:
        """The allies about whom the asker said this."""
        judged = (self._rows.get(id_) for id_, said in request.verdicts.items() if said == verdict)
        allies = network.ally[np.array([row for row in judged if row is not None], np.int32)]
        return allies[allies >= 0]

    # Filters.

    def _filtered(self, question: Question, allowed: Flags, request: Request) -> Flags:
        network, asker = question.network, question.asker
        if request.kinds:
            allowed = allowed & np.isin(network.kind, self._kinds(network, request.kinds))
        if request.within:
            allowed = allowed & self._inside(network, asker, request.within)
        if request.target_groups:
            allowed = allowed & _serving(network, question.served)
        if request.resources:
            allowed = allowed & _offering(network, question.offered)
        return allowed

    def _kinds(self, network: Network, wanted: Sequence[str]) -> list[int]:
        """The numbers of kinds. Raises BadInput for one that is not usual and that nobody who is seen has."""
        there = {self.tables.kinds[code]: int(code) for code in np.unique(network.kind)}
        for kind in wanted:
            if kind not in there and kind not in _USUAL_KINDS:
                meant = get_close_matches(kind, sorted(_USUAL_KINDS | there.keys()), 3) or sorted(_USUAL_KINDS)
                raise BadInput(f"there is no kind {kind!r}; there are {', '.join(filter(None, meant))}", place="kinds")
        return [there[kind] for kind in wanted if kind in there]

    def _inside(self, network: Network, asker: int, within: Within) -> Flags:
        place = None if within.place is None else self._row(network, within.place, ("Place",), "within.place")
        if within.km is None:
            if place is None:
                raise BadInput("within needs a place or a number of kilometres.", place="within")
            return _in_place(network, place)
        if not within.km > 0:
            raise BadInput(f"km must be more than 0, not {within.km}.", place="within")
        point = self._point(network, asker, place)
        chord = 2 * np.sin(min(within.km / EARTH, np.pi) / 2)
        inside = np.zeros(network.size, np.bool_)
        if len(network.located):
            inside[network.located[network.tree.query_ball_point(point, chord)]] = True
        return inside

    def _point(self, network: Network, asker: int, place: int | None) -> Floats:
        point = (
            network.point[asker] if place is None else globe(self.tables.latitude[place], self.tables.longitude[place])
        )
        if not np.isfinite(point).all():
            whose = "The asker" if place is None else f"The place {self.tables.ids[place]!r}"
            raise BadInput(f"{whose} has no coordinates, so that distances are unknown.", place="within")
        return point


def _in_place(network: Network, place: int) -> Flags:
    inside = np.zeros(network.size, np.bool_)
    at = network.place.copy()
    for _ in range(LEVELS):
        inside |= at == place
        at = network.above[at]
    return inside


def _serving(network: Network, groups: Ints) -> Flags:
    """Who serves any of the groups, itself or by an activity."""
    serving = np.zeros(network.size, np.bool_)
    links = network.links("SERVES")
    serving[network.ally[network.tables.source[links[np.isin(network.tables.target[links], groups)]]]] = True
    links = network.links("FOR")
    activities = network.tables.source[links[np.isin(network.tables.target[links], groups)]]
    meetings = network.meeting[activities]
    at, _ = network.attended.entries(meetings[meetings >= 0], len(network.attended.column))
    serving[network.attended.column[at]] = True
    return serving


def _offering(network: Network, needs: Ints) -> Flags:
    links = network.links("OFFERS")
    offering = np.zeros(network.size, np.bool_)
    offering[network.ally[network.tables.source[links[np.isin(network.tables.target[links], needs)]]]] = True
    return offering


# Order.


def _favouring(features: Floats, found: Listing, favoured: str) -> Listing:
    """Multiplied by what a strategy looks for; nobody without any activity, interest or usual kind on the topic is left."""
    values, signal = found.values.copy(), SIGNALS.index(favoured)
    values[:, signal] = features[:, [feature.signal for feature in FEATURES].index(favoured)]
    topical = features[:, [NAMES.index("topic.direct"), NAMES.index("topic.usual")]].max(axis=1) > 0
    return Listing(values, found.lift * (UNMATCHED + (1 - UNMATCHED) * values[:, signal]) * topical)


def _ranked(
    question: Question, candidates: Ints, formula: Formula, weights: Floats, found: Listing, known: Flags
) -> Ranking:
    """Greatest sum first; of equal ones the busier, then by number, which follows the id."""
    plain = found.values[:, _PLAIN] @ (weights[_PLAIN] / max(weights[_PLAIN].sum(), 1e-12))
    sums = plain * found.lift
    order = np.lexsort((candidates, -question.network.degree[candidates], -np.round(sums, 12)))
    scores = formula.score(plain[order]) * found.lift[order]
    ranked = candidates[order]
    return Ranking(question, ranked, found.values[order], sums[order], scores, weights, known[ranked])


def _narrowed(request: Request) -> bool:
    """Whether a request says which of them: a reach or a strategy."""
    return request.reach is not Reach.ANY or request.strategy is not Strategy.BALANCED


def _listed(ranking: Ranking, request: Request) -> int:
    """How many are shown: those about which anything speaks; where nothing does for anybody, all, unless narrowed."""
    speaking = int((ranking.sums > 0).sum())
    return speaking if speaking or _narrowed(request) else len(ranking.allies)


def _varied(ranking: Ranking, listed: int, diversity: float) -> list[int]:
    """Maximal marginal relevance (Carbonell, Goldstein 1998): each is good, and unlike those chosen before.

    Two are alike in their kind, their town and their community, a third for each.
    """
    among = min(VARIED * MOST, listed) if diversity else 0
    network, allies = ranking.question.network, ranking.allies[:among]
    traits = np.stack((network.kind[allies], network.town[allies], network.world[allies]))
    worth = ranking.sums[:among] / max(ranking.sums[:1].max(initial=0), 1e-12)
    alike, left, chosen = np.zeros(among), np.ones(among, np.bool_), []
    for number in range(min(MOST, among)):
        pool = slice(VARIED * max(number + 1, PAGE))
        gain = (1 - diversity) * worth[pool] - diversity * alike[pool]
        best = int(np.argmax(np.where(left[pool], gain, -np.inf)))
        chosen.append(best)
        left[best] = False
        alike = np.maximum(alike, (traits == traits[:, [best]]).mean(axis=0))
    return chosen


def _suggestion(
    ranking: Ranking, place: int, witness: Witness, verdicts: Mapping[str, str], made: tuple[Basis, RankedBy]
) -> Suggestion:
    network, ally = ranking.question.network, int(ranking.allies[place])
    score, values = float(ranking.scores[place]), ranking.values[place]
    whole = float(values @ ranking.weights)
    score = score if ranking.sums[place] > 0 and whole > 0 else 0.0
    parts = values * ranking.weights * (score / whole if whole > 0 else 0.0)
    signals = tuple(
        Signal(name, float(value), float(weight), float(part))
        for name, value, weight, part in zip(SIGNALS, values, ranking.weights, parts, strict=True)
        if weight > WEIGHTLESS
    )
    paths = witness.paths(ally, dict(zip(SIGNALS, parts.tolist(), strict=True)))
    return Suggestion(
        witness.named(int(network.node[ally])),
        score,
        signals,
        tuple(witness.evidence(ally, path) for path in paths),
        bool(ranking.known[place]),
        witness.newest(paths),
        tuple(witness.unknown(ally)),
        *made,
        witness.kilometres(ally),
        witness.place(ally),
        proposals(witness, ally),
        verdict=Verdict(said) if (said := verdicts.get(network.tables.ids[network.node[ally]])) else None,
    )
