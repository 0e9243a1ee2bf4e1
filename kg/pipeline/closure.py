"""What the graph knows already of the things of a batch and of all that is connected with them by a name or code."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.identity.classes import Evidence, Judged
from kg.identity.keys import forms_of
from kg.pipeline.stored import SECONDS, told
from kg.store.base import Row, Store

_BY_FORM = "UNWIND $values AS value MATCH (f:Fact {form: value}) RETURN collect(DISTINCT f.subject) AS found"
_BY_LOOSE = "UNWIND $values AS value MATCH (f:Fact {loose: value}) RETURN collect(DISTINCT f.subject) AS found"


@dataclass(slots=True)
class Known:
    """What is in the graph: all that is told of each subject, the evidence in it, the canonical id of each key."""

    evidence: dict[str, Evidence] = field(default_factory=dict)
    canon: dict[str, str] = field(default_factory=dict)
    told: dict[str, list[Row]] = field(default_factory=dict)

    def of(self, store: Store, subjects: Iterable[str]) -> dict[str, list[Row]]:
        """All that is told of `subjects`, read now if it has not been."""
        wanted = set(subjects)
        new = wanted - self.told.keys()
        self.told |= {s: [] for s in new}
        for fact in told(store, new):
            self.told[fact["subject"]].append(fact)
            if fact["form"] is not None:
                key = fact["subject_key"]
                self.evidence[fact["id"]] = Evidence(key, fact["relation"], fact["form"], fact["loose"])
                self.canon[key] = fact["subject"]
        return {s: self.told[s] for s in wanted}


def connected(store: Store, forms: set[str], keys: set[str], judged: Judged, subjects: Iterable[str] = ()) -> Known:
    """All evidence of the graph under `forms`, directly or over other things, or of `subjects`; `keys` bear the forms."""
    known = Known()
    asked = set[str]()
    forms = forms | {f for k in judged.partners(keys) for f in forms_of(k)}
    known.of(store, subjects)
    while forms:
        asked |= forms
        known.of(store, _subjects(store, _BY_FORM, forms) | _subjects(store, _BY_LOOSE, filter(_by_loose, forms)))
        forms = {f for e in known.evidence.values() for f in (e.form, e.loose) if f}
        forms |= {f for k in judged.partners(known.canon) for f in forms_of(k)}
        forms -= asked
    return known


def _by_loose(form: str) -> bool:
    """Whether a form may be the loose one of something: of a company, or one with its city (see `kg.identity.keys`)."""
    head, _, name = form.partition("|")
    return "#" not in head and (head == "~enterprise" or "/" in name)


def _subjects(store: Store, question: str, forms: Iterable[str]) -> set[str]:
    values = sorted(forms)
    return set(store.read(question, {"values": values}, timeout=SECONDS)[0]["found"]) if values else set()
