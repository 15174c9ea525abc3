"""Baselines that the engine is compared with: the usual methods of link prediction, computed by rustworkx."""

from collections.abc import Callable

import numpy as np
import rustworkx

from graph.network.network import Network
from graph.network.tables import Floats, Ints
from graph.ranking.features import FAR

RESTART = 0.15
"""Chance that the walk of personalised PageRank returns to the asker at a step."""

LARGEST = 1000
"""Allies of a meeting at most for which its pairs count as neighbours."""

UNCONNECTED = ("random", "degree", "same place", "topic count", "nearness + topic")
"""Methods that need no connection of the asker."""


class Baselines:
    """Scores of candidates by each method, on the same network."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self._allies = rustworkx.PyGraph(multigraph=False)
        self._allies.add_nodes_from(range(network.size))
        self._walk = rustworkx.PyDiGraph()
        self._walk.add_nodes_from(range(network.size + len(network.attendance)))
        for meeting in range(len(network.attendance)):
            there = network.attended.column[network.attended.of(meeting)].tolist()
            node = network.size + meeting
            self._walk.add_edges_from_no_data([(ally, node) for ally in there] + [(node, ally) for ally in there])
            if len(there) <= LARGEST:
                pairs = [(one, other) for place, one in enumerate(there) for other in there[:place]]
                self._allies.add_edges_from_no_data(pairs)
        self._degree = np.array([self._allies.degree(ally) for ally in range(network.size)], np.float64)
        self._random = np.random.default_rng(1)

    def scores(self, asker: int, topic: int, candidates: Ints) -> dict[str, Floats]:
        """The score of each candidate by each method; equal scores are ties."""
        net = self.network
        interest = np.zeros(net.size)
        of_topic = net.interests[1]
        interest[of_topic.column[of_topic.of(topic)]] = of_topic.weight[of_topic.of(topic)]
        count = interest[candidates]
        kilometres = np.nan_to_num(net.distance(net.point[asker], candidates), nan=FAR)
        near = 1 / (1 + kilometres / 20)
        share = count / np.maximum(net.degree[candidates], 1)
        pagerank = self._pagerank(asker)[candidates]
        return {
            "random": self._random.random(len(candidates)),
            "degree": net.degree[candidates].astype(np.float64),
            "same place": ((net.place[candidates] == net.place[asker]) & (net.place[asker] >= 0)).astype(np.float64),
            "topic count": count,
            "nearness + topic": near + 0.3 * share,
            "common neighbours": self._common(asker, lambda _: 1.0)[candidates],
            "Adamic-Adar": self._common(asker, lambda degree: 1 / np.log(max(degree, 2)))[candidates],
            "resource allocation": self._common(asker, lambda degree: 1 / max(degree, 1))[candidates],
            "personalised PageRank": pagerank,
            "PageRank + topic + nearness": pagerank + 0.01 * share + 0.01 * near,
        }

    def _common(self, asker: int, weight: Callable[[float], float]) -> Floats:
        """The sum of the weights of common neighbours with every ally; a weight depends on the degree."""
        summed = np.zeros(self.network.size)
        for partner in self._allies.neighbors(asker):
            summed[np.array(self._allies.neighbors(partner), np.int64)] += weight(self._degree[partner])
        return summed

    def _pagerank(self, asker: int) -> Floats:
        if not self._walk.out_degree(asker):
            return np.zeros(self.network.size)
        found = rustworkx.pagerank(self._walk, alpha=1 - RESTART, personalization={asker: 1.0}, tol=1e-9, max_iter=200)
        return np.array([found[ally] for ally in range(self.network.size)])
