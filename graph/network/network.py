"""The network of allies in memory: who meets whom where, on which topics, in which programmes and places."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

import numpy as np
import scipy.sparse
from numpy.typing import NDArray

from graph.network.nearest import cKDTree
from graph.network.sparse import Rows, compress, distinct, summed
from graph.network.tables import LABEL, LINK, Flags, Floats, Ints, Tables

EARTH = 6371.0
"""Radius of the Earth in kilometres."""

INFORMED = 0.5
"""Weight of being informed of an activity; taking part has 1."""

FADES = 3.0
"""Years in which the freshness of a meeting decays by the factor e."""

HUB = 1000
"""Number of meetings from which on an ally is a hub."""

HUBS = 200
"""Number of hubs whose present partners are cached, for they are many to gather."""

SIMILAR = 2_000_000
"""Similarities of topics that are cached, 16 MB: all of a small vocabulary, of a large one those of its busiest topics."""

LEVELS = 6
"""Greatest number of places above a place."""

_ALLIES = [LABEL["Organization"], LABEL["Library"], LABEL["Community"]]


FOUNDING = (LINK["FOUNDED_BY"], LINK["OPERATED_BY"])
"""Ties to whom a body belongs, who is no company of it."""

ROUNDS = 5
"""Rounds of label propagation, after which communities hardly change."""

NARROWER, BROADER, MATCHING = 0.9, 0.5, 0.6
"""Relevance that is left after a step to a narrower topic, to a broader one, and to a goal that it matches."""

FEW_PARTS = 5
"""Parts added to those of a programme, so that the share of a topic in few parts counts less."""

COUNTRY_PRIOR, KIND_PRIOR = 1.0, 5.0
"""Meetings added to those of two countries or kinds, so that a ratio of few meetings counts less."""


@dataclass(frozen=True)
class Meetings:
    """Where allies meet: each activity, each community, each direct tie (a partnership, a founder).

    ``node`` is the row of the activity or community, -1 for a tie; ``close`` says whether those who meet there know
    each other, as in an activity, or need not, as in a community. ``year`` is NaN where it is unknown. ``founding`` marks
    the ties to founders, who are no company.
    """

    node: Ints
    close: Flags
    year: Floats
    founding: Flags


class Network:
    """A graph as the features need it, without its hidden elements.

    Allies, meetings, topics, programmes and places are numbered, each kind in the order of its ids; ``node`` maps the
    number of an ally to its row in the tables, ``ally`` a row to the number (-1: no ally, or hidden).
    """

    def __init__(self, tables: Tables, hidden: Flags | None = None) -> None:
        self.tables, self.today = tables, int(datetime.now(UTC).strftime("%Y%m%d"))
        self.shown = np.ones(len(tables.ids), np.bool_) if hidden is None else ~hidden
        self._kept = np.flatnonzero(self.shown[tables.source] & self.shown[tables.target]).astype(np.int32)
        self.node = self._rows_of(_ALLIES)
        self.ally = self._numbers(self.node)
        self.topics = self._rows_of([LABEL["Topic"]])
        self.topic = self._numbers(self.topics)
        self.kind = tables.kind[self.node]
        self._hubs: dict[int, Ints] = {}
        self._similar: dict[int, Floats] = {}
        self._meet()
        self._belong()
        self._settle()

    @property
    def size(self) -> int:
        """Number of allies."""
        return len(self.node)

    def links(self, *types: str) -> Ints:
        """The connections of some types, as rows of the tables."""
        return self._kept[np.isin(self.tables.link[self._kept], [LINK[type_] for type_ in types])]

    def _rows_of(self, labels: list[int]) -> Ints:
        return np.flatnonzero(np.isin(self.tables.label, labels) & self.shown).astype(np.int32)

    def _numbers(self, rows: Ints) -> Ints:
        numbers = np.full(len(self.tables.ids), -1, np.int32)
        numbers[rows] = np.arange(len(rows))
        return numbers

    # Meetings.

    def _meet(self) -> None:
        tables = self.tables
        joined = self.links("RUNS", "TAKES_PART_IN", "MEMBER_OF")
        ties = self._telling(joined, self.links("PARTNERS_WITH", "FOUNDED_BY", "OPERATED_BY"))
        places = np.unique(tables.target[joined]).astype(np.int32)
        number = self._numbers(places)
        community = places[tables.label[places] == LABEL["Community"]]
        tie = len(places) + np.arange(len(ties), dtype=np.int32)
        node = np.concatenate((tables.source[joined], community, tables.source[ties], tables.target[ties]))
        meeting = np.concatenate((number[tables.target[joined]], number[community], tie, tie))
        origin = np.concatenate((joined, np.full(len(community), -1, np.int32), ties, ties)).astype(np.int32)
        weight = self._weight(origin)
        once = distinct(
            self.ally[node].astype(np.int64) * max(len(places) + len(ties), 1) + meeting, weight - self.past(origin)
        )
        ally, meeting, origin, weight = self.ally[node[once]], meeting[once], origin[once], weight[once]
        owners = np.concatenate((places, np.full(len(ties), -1, np.int32))).astype(np.int32)
        close = np.concatenate((tables.label[places] == LABEL["Activity"], np.ones(len(ties), np.bool_)))
        founding = np.concatenate((np.zeros(len(places), np.bool_), np.isin(tables.link[ties], FOUNDING)))
        self.meetings = Meetings(owners, close, self._years(places, ties), founding)
        self.meeting = number
        self.attends = compress(self.size, ally, meeting, weight, origin, first=self.fresh[meeting] + weight)
        self.attended = compress(len(owners), meeting, ally, weight, origin)
        self.degree = self.attends.size.astype(np.int32)
        self.attendance = self.attended.size.astype(np.int32)

    def _telling(self, joined: Ints, ties: Ints) -> Ints:
        """The ties that say something new: one of each pair, of those who else do not meet now.

        What goes on comes before what is over, then a partnership before a founder.
        """
        tables = self.tables
        ties = ties[np.lexsort((np.isin(tables.link[ties], FOUNDING), self.past(ties)))]
        one, other = self.ally[tables.source[ties]], self.ally[tables.target[ties]]
        pair = np.minimum(one, other).astype(np.int64) * self.size + np.maximum(one, other)
        ties = np.sort(ties[np.unique(pair, return_index=True)[1]])
        held = joined[(tables.label[tables.target[joined]] == LABEL["Activity"]) & ~self.past(joined)]
        shape = (self.size, len(tables.ids))
        attends = scipy.sparse.csr_matrix(
            (np.ones(len(held), np.float32), (self.ally[tables.source[held]], tables.target[held])), shape
        )
        one, other = self.ally[tables.source[ties]], self.ally[tables.target[ties]]
        common = np.asarray(attends[one].multiply(attends[other]).sum(axis=1)).ravel()
        telling: Ints = ties[common == 0]
        return telling

    def past(self, links: Ints) -> Flags:
        """Which connections (rows of the tables, -1 for none) are over: ``until`` is past, as precisely as it was given."""
        ended = np.where(links < 0, 0, self.tables.ended[links]) if len(self.tables.ended) else np.zeros(len(links))
        unit = np.where(ended % 10000 == 0, 10000, np.where(ended % 100 == 0, 100, 1))
        past: Flags = (ended > 0) & (ended // unit < self.today // unit)
        return past

    @cached_property
    def going_on(self) -> tuple[Flags, Flags]:
        """Which entries of ``attends`` and of ``attended`` are not over."""
        return ~self.past(self.attends.origin), ~self.past(self.attended.origin)

    def _weight(self, origin: Ints) -> NDArray[np.float32]:
        if not len(self.tables.source):
            return np.ones(len(origin), np.float32)
        weight = np.where(self.tables.informed[origin], INFORMED, 1.0)
        return np.where(origin < 0, 1.0, weight).astype(np.float32)

    def _years(self, places: Ints, ties: Ints) -> Floats:
        """The year in which each meeting was last known to go on: its own, else that of the whole it is a part of.

        What recurs and has not ended goes on now, and nothing is newer.
        """
        tables, now = self.tables, self.today // 10000
        own = np.where(tables.recurring & (tables.until == 0), float(now), _year(tables.since, tables.until, now))
        parts = self.links("PART_OF")
        whole = own.copy()
        whole[tables.source[parts]] = own[tables.target[parts]]
        own = np.where(np.isnan(own), whole, own)
        return np.concatenate((own[places], _year(tables.begun[ties], tables.ended[ties], now)))

    @cached_property
    def fresh(self) -> Floats:
        """How recent each meeting is: 1 in the newest year of the graph, a third three years before, 0 if unknown."""
        years = self.meetings.year
        newest = np.nanmax(years) if np.isfinite(years).any() else 0.0
        fresh: Floats = np.nan_to_num(np.exp((years - newest) / FADES), nan=0.0)
        return fresh

    def known(self, ally: int) -> Ints:
        """Present partners: who is in the same activities, directly tied, or in the asker's community.

        What is over makes nobody a present partner; walks take it as a common past.
        """
        found = self._hubs.get(ally)
        if found is None:
            found = self._known(ally)
            if self.degree[ally] >= HUB and len(self._hubs) < HUBS:
                self._hubs[ally] = found
        return found

    def _known(self, ally: int) -> Ints:
        part, (mine_on, theirs_on) = self.attends.of(ally), self.going_on
        mine = self.attends.column[part][mine_on[part]]
        own = mine[self.meetings.node[mine] == self.node[ally]]
        close = np.concatenate((mine[self.meetings.close[mine]], own))
        at, _ = self.attended.entries(close, len(self.attended.column))
        met = np.zeros(self.size, np.bool_)
        met[self.attended.column[at[theirs_on[at]]]] = True
        met[self.ally[self.meetings.node[mine[~self.meetings.close[mine]]]]] = True
        met[ally] = False
        return np.flatnonzero(met).astype(np.int32)

    # Programmes: what activities are part of.

    def _belong(self) -> None:
        tables = self.tables
        parts = self.links("PART_OF")
        parts = parts[tables.label[tables.source[parts]] == LABEL["Activity"]]
        self.wholes = np.unique(tables.target[parts]).astype(np.int32)
        self.programme = self._numbers(self.wholes)
        self.part_of = compress(
            len(tables.ids), tables.source[parts], self.programme[tables.target[parts]], origin=parts
        )

    @cached_property
    def _seats(self) -> Ints:
        """The ally of each entry of ``attends``."""
        return np.repeat(np.arange(self.size, dtype=np.int32), self.degree)

    def _counted(self, links: Rows, width: int) -> tuple[Rows, Rows]:
        """How often the meetings of each ally are connected with something, in both directions; the largest lead.

        ``links`` are the connections of meetings. Being only informed counts less.
        """
        node = self.meetings.node[self.attends.column]
        real = np.flatnonzero(node >= 0)
        at, counts = links.entries(node[real], len(links.column))
        keys, entry = np.unique(
            np.repeat(self._seats[real].astype(np.int64), counts) * max(width, 1) + links.column[at],
            return_inverse=True,
        )
        number = summed(entry, np.repeat(self.attends.weight[real], counts), len(keys))
        row, column = (keys // max(width, 1)).astype(np.int32), (keys % max(width, 1)).astype(np.int32)
        weight, first = number.astype(np.float32), number
        back = compress(width, column, row, weight, first=first)
        return compress(self.size, row, column, weight, first=first), back

    @cached_property
    def programmes(self) -> tuple[Rows, Rows]:
        """Programmes of each ally and allies of each programme, weighted by the number of its parts they attend."""
        return self._counted(self.part_of, len(self.wholes))

    @cached_property
    def programme_size(self) -> Floats:
        """How many attendances the parts of each programme have."""
        members = self.programmes[1]
        owner = np.repeat(np.arange(len(self.wholes)), members.size)
        return np.maximum(np.bincount(owner, members.weight, len(self.wholes)), 1.0)

    @cached_property
    def programme_fresh(self) -> Floats:
        """How recent the newest part of each programme is."""
        fresh = np.zeros(len(self.tables.ids))
        real = self.meetings.node >= 0
        fresh[self.meetings.node[real]] = self.fresh[real]
        newest = np.zeros(len(self.wholes))
        owner = np.repeat(np.arange(len(self.tables.ids)), self.part_of.size)
        np.maximum.at(newest, self.part_of.column, fresh[owner])
        return newest

    @cached_property
    def _programme_topics(self) -> tuple[scipy.sparse.csc_matrix[np.float32], Floats]:
        """How many parts of each programme are about each topic, and how many have any."""
        tables = self.tables
        about = self.about.matrix(len(self.topics))
        part = self.part_of.matrix(len(self.wholes))
        with_topic = np.flatnonzero(self.about.size > 0)
        counted = np.bincount(
            self.part_of.column[self.part_of.entries(with_topic, len(tables.ids))[0]], minlength=len(self.wholes)
        )
        return (part.T @ about).tocsc(), counted.astype(np.float64)

    def on_topic(self, topic: int) -> Floats:
        """Of the parts of each programme that have topics, the share about one; few parts count less."""
        counts, parts = self._programme_topics
        part = slice(int(counts.indptr[topic]), int(counts.indptr[topic + 1]))
        share = np.zeros(len(self.wholes))
        share[counts.indices[part]] = counts.data[part]
        return share / (parts + FEW_PARTS)

    # Topics.

    @cached_property
    def about(self) -> Rows:
        """Topics of each activity, by its row in the tables."""
        links = self.links("ABOUT")
        tables = self.tables
        return compress(len(tables.ids), tables.source[links], self.topic[tables.target[links]], origin=links)

    @cached_property
    def works_on(self) -> Rows:
        """Standing topics of each ally."""
        links = self.links("WORKS_ON")
        tables = self.tables
        ally, topic = self.ally[tables.source[links]], self.topic[tables.target[links]]
        return compress(self.size, ally, topic, self._weight(links), links)

    @cached_property
    def interests(self) -> tuple[Rows, Rows]:
        """Topics of each ally and allies of each topic, weighted by the number of activities, a standing one as one."""
        counted, _ = self._counted(self.about, len(self.topics))
        row = np.concatenate(
            (np.repeat(np.arange(self.size), counted.size), np.repeat(np.arange(self.size), self.works_on.size))
        )
        column = np.concatenate((counted.column, self.works_on.column))
        weight = np.concatenate((counted.weight, np.ones(len(self.works_on.column), np.float32)))
        summed = scipy.sparse.csr_matrix((weight, (row, column)), (self.size, len(self.topics)))
        summed.sum_duplicates()
        row = np.repeat(np.arange(self.size, dtype=np.int32), np.diff(summed.indptr))
        first = summed.data.astype(np.float64)
        return (
            compress(self.size, row, summed.indices, summed.data, first=first),
            compress(len(self.topics), summed.indices, row, summed.data, first=first),
        )

    @cached_property
    def familiar(self) -> NDArray[np.float32]:
        """Logarithms of the interests of allies, in their order."""
        return np.log1p(self.interests[0].weight)

    @cached_property
    def _interest_matrix(self) -> tuple[scipy.sparse.csr_matrix[np.float32], Floats]:
        """Logarithms of the interests, allies by topics, and the norm of each column."""
        of_ally, _ = self.interests
        shape = (self.size, len(self.topics))
        matrix = scipy.sparse.csr_matrix((self.familiar, of_ally.column, of_ally.start), shape)
        return matrix, np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=0)).ravel()) + 1e-9

    def similarity(self, topic: int) -> Floats:
        """How alike each topic is to one: the cosine of the allies that work on them, 0 with itself.

        One row is computed at a time: a matrix of topics by topics takes gigabytes for a large vocabulary.
        """
        found = self._similar.get(topic)
        if found is None:
            found = self._similarity(topic)
            if len(self._similar) < self._most_similar:
                self._similar[topic] = found
        return found

    @property
    def _most_similar(self) -> int:
        """Number of topics whose similarity to all others is cached."""
        return SIMILAR // max(len(self.topics), 1)

    def _similarity(self, topic: int) -> Floats:
        matrix, norm = self._interest_matrix
        _, of_topic = self.interests
        part = of_topic.of(topic)
        ally = of_topic.column[part]
        column = scipy.sparse.csc_matrix(
            (np.log1p(of_topic.weight[part]), ally, np.array([0, len(ally)])), (self.size, 1)
        )
        column.sort_indices()
        similarity: Floats = (matrix.T @ column).toarray().ravel().astype(np.float64) / norm[topic] / norm
        similarity[topic] = 0
        return similarity

    def gather_similar(self) -> None:
        """Fill the cache with the topics on which most allies work."""
        _, of_topic = self.interests
        for topic in np.argsort(-of_topic.size, kind="stable")[: self._most_similar]:
            self.similarity(int(topic))

    @cached_property
    def narrower(self) -> Rows:
        """The narrower terms of each term, by rows of the tables."""
        links, tables = self.links("BROADER"), self.tables
        return compress(len(tables.ids), tables.target[links], tables.source[links])

    def below(self, terms: Ints) -> Ints:
        """Terms (rows of the tables) with all that are narrower."""
        found: Ints = np.unique(terms).astype(np.int32)
        for _ in range(LEVELS):
            at, _counts = self.narrower.entries(found, len(self.narrower.column))
            wider = np.union1d(found, self.narrower.column[at]).astype(np.int32)
            if len(wider) == len(found):
                break
            found = wider
        return found

    @cached_property
    def hierarchy(self) -> Rows:
        """Steps between narrower and broader topics, weighted by the relevance that is left after each."""
        tables, links = self.tables, self.links("BROADER")
        links = links[self.topic[tables.source[links]] >= 0]
        low, high = self.topic[tables.source[links]], self.topic[tables.target[links]]
        weight = np.repeat(np.array([BROADER, NARROWER], np.float32), [len(low), len(high)])
        return compress(len(self.topics), np.concatenate((low, high)), np.concatenate((high, low)), weight)

    @cached_property
    def matching(self) -> Rows:
        """Steps between topics and the goals or competences that they match, weighted likewise: a goal is the broader one."""
        tables, links = self.tables, self.links("MATCHES")
        one, other = self.topic[tables.source[links]], self.topic[tables.target[links]]
        weight = np.repeat(np.array([MATCHING, NARROWER], np.float32), len(links))
        return compress(len(self.topics), np.concatenate((one, other)), np.concatenate((other, one)), weight)

    # Places.

    def _settle(self) -> None:
        tables = self.tables
        located, parts = self.links("LOCATED_IN"), self.links("PART_OF")
        self.above = np.full(len(tables.ids) + 1, -1, np.int32)
        upward = parts[tables.label[tables.source[parts]] == LABEL["Place"]]
        self.above[tables.source[upward]] = tables.target[upward]
        seat = np.full(len(tables.ids), -1, np.int32)
        seat[tables.source[located]] = tables.target[located]
        self.seat_link = np.full(len(tables.ids), -1, np.int32)
        self.seat_link[tables.source[located]] = located
        self.place = seat[self.node]
        self.stands = self.place >= 0
        self._borrow(seat)
        nowhere = self.place < 0
        self.latitude = np.where(nowhere, np.nan, tables.latitude[self.place]) if self.size else np.zeros(0)
        self.longitude = np.where(nowhere, np.nan, tables.longitude[self.place]) if self.size else np.zeros(0)
        top = self.place.copy()
        for _ in range(LEVELS):
            top = np.where(self.above[top] >= 0, self.above[top], top)
        # A country is where the chain of places ends; a town above which nothing is known is none.
        top = np.where((top == self.place) & (top >= 0) & ~tables.country[top], -1, top) if self.size else top
        self.country = np.unique(np.concatenate(([-1], top)), return_inverse=True)[1][1:].astype(np.int32) - 1
        self.countries = int(self.country.max(initial=-1)) + 1
        self.located = np.flatnonzero(np.isfinite(self.latitude)).astype(np.int32)
        self.point = globe(self.latitude, self.longitude)
        self.town = np.unique(np.concatenate(([-1], self.place)), return_inverse=True)[1][1:].astype(np.int32) - 1
        self.towns = int(self.town.max(initial=-1)) + 1

    def _borrow(self, seat: Ints) -> None:
        """Locate an ally that has no place where its first activity is; whether its activities are in several places."""
        owner = self.meetings.node[self.attends.column]
        found = np.where(owner >= 0, seat[owner], -1)
        at = np.flatnonzero((found >= 0) & ~self.stands[self._seats])[::-1]
        self.place[self._seats[at]] = found[at]
        self.roves = np.zeros(self.size, np.bool_)
        np.logical_or.at(self.roves, self._seats[at], found[at] != self.place[self._seats[at]])

    def country_wide(self, allies: Ints) -> Flags:
        """Whose seat is a whole country, from which no distance tells anything."""
        seated: Flags = self.stands[allies] & self.tables.country[self.place[allies]]
        return seated

    @cached_property
    def tree(self) -> cKDTree:
        """The located allies, to find the nearest."""
        return cKDTree(self.point[self.located])

    def distance(self, point: Floats, others: Ints) -> Floats:
        """Kilometres from a point of :func:`globe` to allies, NaN where the place is unknown."""
        return kilometres(np.linalg.norm(self.point[others] - point, axis=1))

    @cached_property
    def open(self) -> Flags:
        """Who is not closed."""
        return ~self.tables.closed[self.node]

    def province(self, places: Ints) -> Ints:
        """The place right below the country that each place (row, -1 for none) is in, or itself where it is in none."""
        at = places.copy()
        for _ in range(LEVELS):
            onward = self.above[at]
            at = np.where((onward >= 0) & (self.above[onward] >= 0), onward, at)
        return at

    # What usually goes together.

    def _together(self, group: Ints, count: int, prior: float) -> Floats:
        """How much more often than by chance allies of two groups meet, as a logarithm; 0 where nothing is known."""
        meeting = np.repeat(np.arange(len(self.attendance)), self.attendance)
        ally = self.attended.column
        seen = group[ally] >= 0
        ones = np.ones(int(seen.sum()))
        matrix = scipy.sparse.csr_matrix((ones, (meeting[seen], group[ally[seen]])), (len(self.attendance), count))
        scale = scipy.sparse.diags(1 / np.maximum(np.asarray(matrix.sum(axis=1)).ravel() - 1, 1))
        pairs = np.asarray((matrix.T @ scale @ matrix).todense(), np.float64)
        pairs -= np.diag(np.asarray((scale @ matrix).sum(axis=0)).ravel())
        row = pairs.sum(axis=1)
        ratio: Floats = np.log((pairs + prior) / (np.outer(row, row) / max(row.sum(), 1.0) + prior))
        return ratio

    @cached_property
    def country_ties(self) -> Floats:
        """How much more often than by chance allies of two countries meet."""
        return self._together(self.country, self.countries, COUNTRY_PRIOR)

    @cached_property
    def kind_ties(self) -> Floats:
        """How much more often than by chance allies of two kinds meet."""
        return self._together(self.kind, len(self.tables.kinds), KIND_PRIOR)

    @cached_property
    def kind_topics(self) -> Floats:
        """How much more often than by chance allies of a kind (row) work on a topic (column), as a logarithm."""
        _, of_topic = self.interests
        owner = np.repeat(np.arange(len(self.topics)), of_topic.size)
        counts = np.zeros((len(self.tables.kinds), len(self.topics)))
        np.add.at(counts, (self.kind[of_topic.column], owner), 1.0)
        share = counts.sum(axis=1) / max(counts.sum(), 1.0)
        ratio: Floats = np.log((counts + KIND_PRIOR) / (np.outer(share, counts.sum(axis=0)) + KIND_PRIOR))
        return ratio

    @cached_property
    def usual(self) -> Floats:
        """How usual the vocabulary says a topic (column) is for a kind (row): 1 where it is named with the topic.

        What is named with a topic holds nearly as much for narrower ones with which nothing is named, and for a goal that
        they match.
        """
        tables = self.tables
        named = np.zeros((len(tables.kinds), len(self.topics)))
        code = {kind: number for number, kind in enumerate(tables.kinds)}
        for number, row in enumerate(self.topics):
            named[[code[kind] for kind in tables.usual[row] if kind in code], number] = 1
        links, matches = self.links("BROADER"), self.links("MATCHES")
        links = links[self.topic[tables.source[links]] >= 0]
        low, high = self.topic[tables.source[links]], self.topic[tables.target[links]]
        usual = named.T.copy()
        silent = np.isin(low, np.flatnonzero(named.sum(axis=0) == 0))
        low, high = low[silent], high[silent]
        for _ in range(LEVELS):
            np.maximum.at(usual, low, NARROWER * usual[high])
        one, other = self.topic[tables.source[matches]], self.topic[tables.target[matches]]
        np.maximum.at(usual, other, NARROWER * usual[one])
        return usual.T

    # What each ally is known for.

    @cached_property
    def busiest(self) -> Ints:
        """All allies, those with most meetings and ties first; of equal ones in the order of their numbers."""
        return np.argsort(-self.degree, kind="stable")

    @cached_property
    def newest(self) -> Floats:
        """How recent the newest meeting of each ally is."""
        newest = np.zeros(self.size)
        np.maximum.at(newest, self._seats, self.fresh[self.attends.column])
        return newest

    @cached_property
    def recent(self) -> Floats:
        """The number of meetings of each ally, older ones counting less."""
        return summed(self._seats, self.fresh[self.attends.column], self.size)

    @cached_property
    def leads(self) -> Floats:
        """How many activities each ally runs."""
        return np.bincount(self.ally[self.tables.source[self.links("RUNS")]], minlength=self.size).astype(np.float64)

    @cached_property
    def tied(self) -> Floats:
        """How many others each ally has met or is tied to, those met twice counted twice."""
        return summed(self._seats, self.attendance[self.attends.column] - 1.0, self.size)

    @cached_property
    def company(self) -> Floats:
        """How many others each ally has met, likewise: whom it founded, and its founder, are none."""
        others = np.where(self.meetings.founding, 0.0, self.attendance - 1.0)
        return summed(self._seats, others[self.attends.column], self.size)

    def standing(self, type_: str) -> Rows:
        """For each ally the rows of what a connection such as SERVES, OFFERS or NEEDS leads to."""
        found = self.__dict__.setdefault("_standing", {})
        if type_ not in found:
            links = self.links(type_)
            links = links[self.ally[self.tables.source[links]] >= 0]
            source, target = self.tables.source[links], self.tables.target[links]
            found[type_] = compress(self.size, self.ally[source], target, origin=links)
        rows: Rows = found[type_]
        return rows

    def of_activities(self, type_: str) -> Rows:
        """For each activity (by row) the rows of what a connection such as FOR or NEEDS leads to."""
        found = self.__dict__.setdefault("_activities", {})
        if type_ not in found:
            links = self.links(type_)
            links = links[self.tables.label[self.tables.source[links]] == LABEL["Activity"]]
            found[type_] = compress(
                len(self.tables.ids), self.tables.source[links], self.tables.target[links], origin=links
            )
        rows: Rows = found[type_]
        return rows

    @cached_property
    def world(self) -> Ints:
        """The community of each ally, by label propagation (Raghavan, Albert, Kumara 2007).

        An ally takes the most frequent label of its meetings, a meeting that of its attendees; ties go to the lower.
        """
        label = np.arange(self.size, dtype=np.int64)
        for _ in range(ROUNDS):
            label = _majority(self.attends, _majority(self.attended, label, len(self.attendance)), self.size, label)
        return label.astype(np.int32)


def _majority(
    rows: Rows, label: NDArray[np.int64], height: int, before: NDArray[np.int64] | None = None
) -> NDArray[np.int64]:
    """The most frequent label among the entries of each row, the lowest of several; without entries as before."""
    row = np.repeat(np.arange(height, dtype=np.int64), rows.size)
    keys, counts = np.unique(row * (int(label.max(initial=0)) + 1) + label[rows.column], return_counts=True)
    owner = keys // (int(label.max(initial=0)) + 1)
    order = np.lexsort((keys, -counts, owner))
    leads = np.concatenate(([True], np.diff(owner[order]) > 0)) if len(order) else np.zeros(0, np.bool_)
    result = np.zeros(height, np.int64) if before is None else before.copy()
    result[owner[order][leads]] = keys[order][leads] % (int(label.max(initial=0)) + 1)
    return result


def _year(since: Ints, until: Ints, now: int) -> Floats:
    year = np.minimum(np.where(until > 0, until, since) // 10000, now)
    return np.where(year > 0, year.astype(np.float64), np.nan)


def globe(latitude: Floats, longitude: Floats) -> Floats:
    """Points on the unit sphere from degrees."""
    phi, theta = np.radians(latitude), np.radians(longitude)
    return np.stack((np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)), axis=-1)


def kilometres(chord: Floats) -> Floats:
    """The way along the surface between points of :func:`globe` that far apart in a straight line."""
    way: Floats = 2 * EARTH * np.arcsin(np.minimum(chord / 2, 1.0))
    return way
