"""From facts as they stand in the graph to what entities and edges are made from."""

from collections.abc import Callable, Iterable
from functools import partial

from kg.entity import Ends, Support, Told, Window, assemble_entity
from kg.identity.generic import placed_name
from kg.identity.keys import place_of
from kg.pipeline.statements import kind_of
from kg.store.base import Row

_PLACED = frozenset({"Agency", "Hospital", "Institution", "Park"})


def entity_row(id_: str, facts: Iterable[Row]) -> Row | None:
    """The node of the thing `id_` by all facts of its properties; None where nothing names it."""
    kind = kind_of(id_)
    shown = partial(_shown, kind, place_of(id_)) if kind in _PLACED else str
    return assemble_entity(id_, kind, map(_told, facts), shown)


def edge_support(fact: Row, edge: Ends, document: Window, of_policy: Callable[[str], Window]) -> Support:
    """What a fact lends its edge: it holds in its own time, in that of its document, and of the policies at the ends."""
    window = document
    if fact.get("since") or fact.get("until"):
        window = window.within(Window.of(fact.get("since"), fact.get("until")))
    for end in (edge.source, edge.target):
        window = window.within(of_policy(end))
    return Support(fact["confidence"], window, fact.get("attrs") or "")


def _shown(kind: str, place: str | None, name: str) -> str:
    return placed_name(kind, name, place)


def _told(fact: Row) -> Told:
    return Told(fact["relation"], fact["value"], fact["document"], fact["confidence"], fact["subject_key"])
