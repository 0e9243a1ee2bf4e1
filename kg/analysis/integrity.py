"""Whether a graph keeps to its ontology and to its sources: each breach with the document, place and sentence behind it.

The rules are those of the ontology's files (`kg export shacl` writes them as shapes for other tools) and of the graph's own
promise: no relation without a fact, no fact without a document, every quote where it says it stands.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from kg.analysis.wording import say
from kg.entity import Window
from kg.schema import ontology
from kg.schema.ontology import Property
from kg.schema.values import VALUE_TYPES, Value
from kg.store.base import Row, Store

_TIMEOUT = 600.0
_QUESTIONS = {
    "documents": "MATCH (d:Document) RETURN properties(d) AS row ORDER BY d.id",
    "entities": "MATCH (n:Entity) RETURN properties(n) AS row ORDER BY n.id",
    "edges": "MATCH (a:Entity)-[v]->(b:Entity) RETURN properties(v) AS row, type(v) AS relation, a.id AS source, b.id AS target "
    "ORDER BY v.id",
    "facts": "MATCH (f:Fact) OPTIONAL MATCH (f)-[:STATED_IN]->(d:Document) RETURN properties(f) AS row, d.id AS document "
    "ORDER BY f.id",
}
_CIRCLES = ("PART_OF", "SUBSIDIARY_OF")


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that `what` (a thing, a relation or a fact, with its id) breaks, how, and a source that says so.

    Document, number, place and quote are of the first fact that states it; blank where nothing does.
    """

    rule: str
    what: str
    id: str
    detail: str
    document: str = ""
    number: str = ""
    place: str = ""
    quote: str = ""


class Checked:
    """A whole graph in memory, with the facts of each thing and relation at hand."""

    def __init__(self, store: Store, lang: str = "zh", today: date | None = None) -> None:
        read = {k: [_flat(r) for r in store.read(q, timeout=_TIMEOUT)] for k, q in _QUESTIONS.items()}
        self.lang, self.today = lang, (today or date.today()).isoformat()
        self.documents = {r["id"]: r for r in read["documents"]}
        self.entities = {r["id"]: r for r in read["entities"]}
        self.edges, self.facts = read["edges"], read["facts"]

    @cached_property
    def by_edge(self) -> dict[str, list[Row]]:
        """Facts by the relation that they support."""
        found: dict[str, list[Row]] = defaultdict(list)
        for fact in self.facts:
            if fact.get("edge"):
                found[fact["edge"]].append(fact)
        return found

    @cached_property
    def by_property(self) -> dict[tuple[str, str], list[Row]]:
        """Facts of properties by thing and property."""
        found: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for fact in self.facts:
            if fact.get("value") is not None:
                found[fact["subject"], fact["relation"]].append(fact)
        return found

    def name(self, id_: str) -> str:
        """The name of a thing, else its id."""
        return str(self.entities.get(id_, {}).get("name") or id_)

    def relation(self, edge: Row) -> str:
        """A relation in words: 甲 位于 乙."""
        kind = ontology().relations.get(edge["relation"])
        word = kind.label.of(self.lang) if kind else edge["relation"]
        return f"{self.name(edge['source'])} {word} {self.name(edge['target'])}"

    def breach(self, rule: str, what: str, id_: str, facts: Sequence[Row], **values: Any) -> Breach:
        """A breach worded, with the surest of the facts that state it."""
        fact: Row = max(facts, key=lambda f: f.get("confidence") or 0, default={})
        document = self.documents.get(fact.get("document") or "", {})
        place = fact.get("place") or (f"{fact['start']}–{fact['end']}" if fact.get("start") is not None else "")
        return Breach(
            rule, what, id_, say(f"check_{rule}", self.lang, **values), document.get("title") or document.get("name") or "",
            document.get("number") or "", place, " ".join((fact.get("quote") or "").split()),
        )  # fmt: skip


def check(store: Store, *, lang: str = "zh", today: date | None = None) -> list[Breach]:
    """All breaches of a graph, by document and place; the graph must fit in memory (some hundred thousand facts do)."""
    return breaches(Checked(store, lang, today))


def breaches(graph: Checked) -> list[Breach]:
    """All breaches of a graph that has been read, by document and place."""
    found = [breach for rule in RULES for breach in rule(graph)]
    return sorted(found, key=lambda b: (b.document, b.place, b.rule, b.what, b.id, b.detail))


def things(graph: Checked) -> Iterator[Breach]:
    """Types and properties of things."""
    for one in graph.entities.values():
        kind = ontology().nodes.get(one.get("type", ""))
        named = graph.by_property[one["id"], "name"]
        if kind is None:
            yield graph.breach("type", graph.name(one["id"]), one["id"], named, type=one.get("type"))
            continue
        if not named:
            yield graph.breach("unnamed", graph.name(one["id"]), one["id"], [])
        yield from _values(graph, one, one["id"], graph.name(one["id"]), list(kind.properties.values()))


def relations(graph: Checked) -> Iterator[Breach]:
    """Ends, properties and support of relations."""
    for edge in graph.edges:
        kind, facts, what = ontology().relations.get(edge["relation"]), graph.by_edge[edge["id"]], graph.relation(edge)
        ends = [graph.entities[edge[end]].get("type", "") for end in ("source", "target")]
        if kind is None or not kind.allows(*ends):
            labels = [k.label.of(graph.lang) if (k := ontology().nodes.get(e)) else e for e in ends]
            yield graph.breach("ends", what, edge["id"], facts, source=labels[0], target=labels[1])
        if edge["source"] == edge["target"]:
            yield graph.breach("loop", what, edge["id"], facts)
        if not facts:
            yield graph.breach("unstated", what, edge["id"], [])
        elif edge.get("facts") != len(facts):
            yield graph.breach("count", what, edge["id"], facts, said=edge.get("facts"), there=len(facts))
        if kind is not None:
            yield from _values(graph, edge, edge["id"], what, list(kind.properties.values()))
        yield from _order(graph, edge, what, facts)


def statements(graph: Checked) -> Iterator[Breach]:
    """Documents, quotes and ends of facts."""
    edges = {e["id"] for e in graph.edges}
    for fact in graph.facts:
        what, id_ = f"{graph.name(fact['subject'])} {_word(fact['relation'], graph.lang)}", fact["id"]
        document = graph.documents.get(fact.get("document") or "")
        if document is None:
            yield graph.breach("document", what, id_, [fact])
        if not (fact.get("quote") or "").strip():
            yield graph.breach("unquoted", what, id_, [fact])
        elif _moved(fact, document):
            yield graph.breach("quote", what, id_, [fact])
        if not isinstance(sure := fact.get("confidence"), int | float) or not 0 <= sure <= 1:
            yield graph.breach("confidence", what, id_, [fact], value=sure)
        for end in ("subject", "object"):
            if fact.get(end) and fact[end] not in graph.entities:
                yield graph.breach("dangling", what, id_, [fact], id=fact[end])
        of_one = fact["subject"] == fact.get("object")  # two things that were joined: no edge
        if fact.get("edge") and fact["edge"] not in edges and not of_one:
            yield graph.breach("unsupported", what, id_, [fact])
        yield from _order(graph, fact, what, [fact])


def _moved(fact: Row, document: Row | None) -> bool:
    """Whether the text of the document has another sentence where the fact's quote should be."""
    text = (document or {}).get("text")
    return bool(text and fact.get("start") is not None and text[fact["start"] : fact["end"]] != fact["quote"])


def policies(graph: Checked) -> Iterator[Breach]:
    """Policies that end before they begin."""
    for one in graph.entities.values():
        begins, ends = one.get("effective") or one.get("date"), one.get("expires")
        if one.get("type") == "Policy" and begins and ends and _after(begins, ends):
            facts = graph.by_property[one["id"], "expires"]
            yield graph.breach("order", graph.name(one["id"]), one["id"], facts, since=begins, until=ends)


def keys(graph: Checked) -> Iterator[Breach]:
    """Codes that two things have."""
    for kind in ontology().nodes.values():
        for key in kind.keys:
            bearers: dict[str, list[str]] = defaultdict(list)
            for one in graph.entities.values():
                if one.get("type") == kind.name and one.get(key):
                    bearers[str(one[key])].append(one["id"])
            for value, ids in bearers.items():
                if len(ids) > 1:
                    names, label = "、".join(map(graph.name, ids)), kind.properties[key].label.of(graph.lang)
                    facts = graph.by_property[ids[0], key] or graph.by_property[ids[0], "name"]
                    yield graph.breach(
                        "shared", graph.name(ids[0]), ids[0], facts, label=label, value=value, names=names
                    )


def circles(graph: Checked) -> Iterator[Breach]:
    """Things that are, over some steps, a part or a subsidiary of themselves."""
    import networkx as nx

    for relation in _CIRCLES:
        rows = {(e["source"], e["target"]): e for e in graph.edges if e["relation"] == relation}
        for group in nx.strongly_connected_components(nx.DiGraph(list(rows))):
            if len(group) > 1:
                edge = min((e for ends, e in rows.items() if group.issuperset(ends)), key=lambda e: str(e["id"]))
                names = "、".join(sorted(map(graph.name, group)))
                yield graph.breach("circle", graph.relation(edge), edge["id"], graph.by_edge[edge["id"]], names=names)


RULES: tuple[Callable[[Checked], Iterable[Breach]], ...] = (things, relations, statements, policies, keys, circles)


def _values(graph: Checked, row: Row, id_: str, what: str, known: Sequence[Property]) -> Iterator[Breach]:
    for prop in known:
        value, label = row.get(prop.name), prop.label.of(graph.lang)
        facts = graph.by_property[id_, prop.name] or graph.by_edge[id_] or graph.by_property[id_, "name"]
        if value in (None, "", []):
            if prop.required:
                yield graph.breach("required", what, id_, facts, label=label)
            continue
        for one in value if isinstance(value, list) else [value]:
            if not _is(prop, one):
                yield graph.breach("value", what, id_, facts, label=label, value=one)
            elif prop.past and str(one) > graph.today:
                yield graph.breach("future", what, id_, facts, label=label, value=one)


def _is(prop: Property, value: Any) -> bool:
    """Whether a stored value is a clean one of its type: it cleans to itself."""
    kind = VALUE_TYPES[prop.type]
    if prop.type in ("name", "term", "text"):
        return isinstance(value, str) and bool(value.strip())
    number = isinstance(value, int | float) and not isinstance(value, bool)
    text = kind.text(float(value)) if number else str(value)
    clean: Value | None = kind.clean(text)
    return clean == (float(value) if number else value)


def _order(graph: Checked, row: Row, what: str, facts: Sequence[Row]) -> Iterator[Breach]:
    since, until = row.get("since"), row.get("until")
    if since and until and _after(since, until):
        yield graph.breach("order", what, row["id"], facts, since=since, until=until)


def _after(since: str, until: str) -> bool:
    """Whether a time has ended before it begins; dates that are none are told by their own rule."""
    try:
        window = Window.of(since, until)
    except ValueError:
        return False
    return bool(window.since and window.until and window.since > window.until)


def _word(relation: str, lang: str) -> str:
    kind = ontology().relations.get(relation)
    return kind.label.of(lang) if kind else relation


def _flat(row: Row) -> Row:
    return {**row.pop("row"), **row}
