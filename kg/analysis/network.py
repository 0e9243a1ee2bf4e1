"""Supply, investment and cooperation edges as one walkable graph: nearness to local enterprises and the path that shows it.

Odd paths and degree-normalised walks find supply links, common neighbours do not (docs/gaps.md, T3).
"""

from collections import deque
from collections.abc import Iterable, Sequence

import numpy as np
from scipy import sparse

from kg.analysis.landscape import Array, Landscape, over

SHORT = 4
"""A path of more steps is no reason any more."""


class Network:
    """Undirected graph over the enterprises of a landscape, by their index."""

    def __init__(self, landscape: Landscape) -> None:
        at = landscape.by_thing
        self.relation: dict[tuple[int, int], tuple[str, str]] = {}
        for link in landscape.local.links:
            a, b = at.get(link.source), at.get(link.target)
            if a is not None and b is not None and a != b:
                self.relation.setdefault((a, b), (link.relation, link.edge))
                self.relation.setdefault((b, a), (link.relation, link.edge))
        self.size = len(landscape.firms)
        self.neighbours: dict[int, list[int]] = {}
        for a, b in sorted(self.relation):
            self.neighbours.setdefault(a, []).append(b)

    def walk(self, starts: Sequence[int], restart: float) -> Array:
        """Personalised PageRank from `starts`, divided by the square root of the degree; 0 outside the graph."""
        rows = [a for a, _ in self.relation]
        columns = [b for _, b in self.relation]
        return walk(rows, columns, self.size, starts, restart)

    def path(self, start: int, goals: Iterable[int]) -> list[int]:
        """The shortest path of at most four steps from an enterprise to any of `goals`; empty if there is none."""
        wanted = set(goals)
        before: dict[int, int | None] = {start: None}
        queue = deque([(start, 0)])
        while queue:
            node, steps = queue.popleft()
            if node in wanted and node != start:
                found: list[int] = []
                at: int | None = node
                while at is not None:
                    found.append(at)
                    at = before[at]
                return found[::-1]
            for other in self.neighbours.get(node, ()) if steps < SHORT else ():
                if other not in before:
                    before[other] = node
                    queue.append((other, steps + 1))
        return []


def walk(rows: Sequence[int], columns: Sequence[int], size: int, starts: Sequence[int], restart: float) -> Array:
    """Personalised PageRank of a graph given as both directions of its edges, over sqrt(degree); 50 power steps."""
    found = np.zeros(size)
    if not len(starts) or not len(rows):
        return found
    links = sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=(size, size))
    degree = np.asarray(links.sum(axis=1)).ravel()
    out = over(1.0, degree)
    step = (links * out[:, None]).T.tocsr()
    seed = np.zeros(size)
    seed[list(starts)] = 1.0 / len(starts)
    found = seed.copy()
    for _ in range(50):
        found = (1.0 - restart) * (step @ found) + restart * seed
    return over(found, np.sqrt(degree))
