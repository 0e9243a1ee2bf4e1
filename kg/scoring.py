"""How well predictions agree with annotations: precision, recall and F1 of mentions, entities and relations.

The definitions are those of the annotation guide. A mention is right with the same start, end and type. An entity is
right when a gold entity of its type shares a name or an alias with it, one to one (a largest matching). A relation is
right when its type is right and both its ends are right entities; PARTNERS_WITH may stand in either direction.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import networkx as nx

from kg.annotation import read_annotation
from kg.errors import DocumentError
from kg.schema import ontology

KINDS = ("mention", "entity", "relation")
_DROP = dict.fromkeys(map(ord, "《》“”\"‘’'"))
Annotation = Mapping[str, Any]


@dataclass(slots=True)
class Count:
    """How many are right, predicted and in gold."""

    right: int = 0
    predicted: int = 0
    gold: int = 0

    def add(self, right: int, predicted: int, gold: int) -> None:
        """Add the counts of one more document."""
        self.right += right
        self.predicted += predicted
        self.gold += gold

    @property
    def precision(self) -> float:
        """Right of predicted; where nothing is predicted, 1 if gold is empty too, else 0."""
        return self.right / self.predicted if self.predicted else float(not self.gold)

    @property
    def recall(self) -> float:
        """Right of gold; where gold is empty, 1 if nothing is predicted, else 0."""
        return self.right / self.gold if self.gold else float(not self.predicted)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(slots=True)
class Scores:
    """Counts by kind (mention, entity, relation) and, within each, by type; the total stands under type ''."""

    counts: dict[tuple[str, str], Count] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    documents: int = 0

    def put(self, kind: str, gold: Iterable[tuple[Any, ...]], predicted: Iterable[tuple[Any, ...]]) -> None:
        """Count two sets of keys whose first member is the type."""
        wanted, found = set(gold), set(predicted)
        for name in sorted({k[0] for k in wanted | found}):
            g = {k for k in wanted if k[0] == name}
            p = {k for k in found if k[0] == name}
            self.put_counts(kind, name, len(g & p), len(p), len(g))

    def put_counts(self, kind: str, name: str, right: int, predicted: int, gold: int) -> None:
        """Add counts to a type and to the total of its kind."""
        for key in ((kind, ""), (kind, name)):
            self.counts.setdefault(key, Count()).add(right, predicted, gold)

    def rows(self) -> list[dict[str, Any]]:
        """One row a kind, then one a kind and type: kind, type, precision, recall, f1, right, predicted, gold."""
        keys = [(k, "") for k in KINDS] + sorted(
            (k for k in self.counts if k[1]), key=lambda k: (KINDS.index(k[0]), k[1])
        )
        return [_row(kind, name, self.counts.get((kind, name), Count())) for kind, name in keys]


def _row(kind: str, name: str, count: Count) -> dict[str, Any]:
    return {
        "kind": kind,
        "type": name or "all",
        "precision": round(count.precision, 4),
        "recall": round(count.recall, 4),
        "f1": round(count.f1, 4),
        "right": count.right,
        "predicted": count.predicted,
        "gold": count.gold,
    }


def score_folders(gold: Path, predicted: Path) -> Scores:
    """Score every NAME.json of `gold` against the one of that name in `predicted`; two single files work too.

    A missing prediction counts as an empty one and is named in `missing`. DocumentError where there is no gold.
    """
    scores = Scores()
    files = sorted(gold.glob("*.json")) if gold.is_dir() else [gold]
    if not files or not all(f.is_file() for f in files):
        raise DocumentError(f"{gold}: no annotation (NAME.json) found; give a folder of them or one such file")
    for file in files:
        other = predicted / file.name if predicted.is_dir() else predicted
        if not other.is_file():
            scores.missing.append(file.name)
        score_pair(scores, read_annotation(file), read_annotation(other) if other.is_file() else {})
    return scores


def score_pair(scores: Scores, gold: Annotation, predicted: Annotation) -> None:
    """Add the counts of one document to `scores`."""
    scores.documents += 1
    golds, preds = gold.get("entities") or [], predicted.get("entities") or []
    scores.put("mention", _mentions(golds), _mentions(preds))
    pairs, candidates = _match(golds, preds)
    for name in sorted({e["type"] for e in golds} | {e["type"] for e in preds}):
        right = sum(1 for i in pairs if preds[i]["type"] == name)
        counts = [sum(1 for e in side if e["type"] == name) for side in (preds, golds)]
        scores.put_counts("entity", name, right, *counts)
    # An entity that is predicted twice still points to its gold entity.
    ends: dict[str, object] = {}
    for i, entity in enumerate(preds):
        j = pairs.get(i, candidates[i][0] if candidates[i] else None)
        ends[entity.get("id", "")] = j if j is not None else ("predicted", i)
    known: dict[str, object] = {e.get("id", ""): j for j, e in enumerate(golds)}
    scores.put("relation", _relations(gold, known), _relations(predicted, ends))


def _mentions(entities: list[Annotation]) -> Iterable[tuple[str, int, int]]:
    for entity in entities:
        for span in entity.get("mentions") or []:
            start, end = (span["start"], span["end"]) if isinstance(span, dict) else span
            yield entity["type"], int(start), int(end)


def _relations(annotation: Annotation, ends: Mapping[str, object]) -> Iterable[tuple[str, object, object]]:
    relations = ontology().relations
    for relation in annotation.get("relations") or []:
        name = relation["type"]
        a, b = (ends.get(relation[side], ("unknown", relation[side])) for side in ("source", "target"))
        if name in relations and relations[name].symmetric and str(b) < str(a):
            a, b = b, a
        yield name, a, b


def _match(golds: list[Annotation], preds: list[Annotation]) -> tuple[dict[int, int], list[list[int]]]:
    """A largest one-to-one matching {prediction: gold}, equal main names preferred; and all candidates of each."""
    gold_names, pred_names = [_names(e) for e in golds], [_names(e) for e in preds]
    graph: nx.Graph[tuple[str, int]] = nx.Graph()
    candidates: list[list[int]] = []
    for i, entity in enumerate(preds):
        main = _norm(entity.get("name", ""))
        found = [j for j, g in enumerate(golds) if g["type"] == entity["type"] and gold_names[j] & pred_names[i]]
        found.sort(key=lambda j: (_norm(golds[j].get("name", "")) != main, main not in gold_names[j], j))
        candidates.append(found)
        for j in found:
            graph.add_edge(
                ("p", i),
                ("g", j),
                weight=1000 + 2 * (_norm(golds[j].get("name", "")) == main) + (main in gold_names[j]),
            )
    pairs = nx.max_weight_matching(graph, maxcardinality=True)
    ordered = (sorted(pair, reverse=True) for pair in pairs)
    return {p[1]: g[1] for p, g in ordered}, candidates


def _names(entity: Annotation) -> set[str]:
    return {n for n in map(_norm, [entity.get("name", ""), *(entity.get("aliases") or [])]) if n}


def _norm(name: object) -> str:
    return "".join(unicodedata.normalize("NFKC", str(name)).translate(_DROP).split())
