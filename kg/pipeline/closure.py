"""What the graph knows already of the names and codes of a batch: all evidence that is connected with them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.identity.classes import Evidence, Judged
from kg.identity.keys import forms_of
from kg.pipeline.stored import columns
from kg.store.base import Store

_BY_FORM = "UNWIND $values AS value MATCH (f:Fact {form: value})"
_BY_LOOSE = "UNWIND $values AS value MATCH (f:Fact {loose: value})"
_BY_SUBJECT = "UNWIND $values AS value MATCH (f:Fact {subject: value}) WHERE f.form IS NOT NULL"
_WANTED = ("f.id", "f.subject", "f.subject_key", "f.relation", "f.form", "f.loose")


@dataclass(slots=True)
class Known:
    """Evidence that is in the graph: by fact, and the canonical id that each key has there."""

    evidence: dict[str, Evidence] = field(default_factory=dict)
    canon: dict[str, str] = field(default_factory=dict)


def connected(store: Store, forms: set[str], keys: set[str], judged: Judged, subjects: Iterable[str] = ()) -> Known:
    """All evidence of the graph under `forms`, directly or over other things, or of `subjects`; `keys` bear the forms."""
    known = Known()
    asked, waiting = set[str](), set(subjects)
    forms = forms | {f for k in judged.partners(keys) for f in forms_of(k)}
    seen: set[str] = set()
    while forms or waiting:
        asked |= forms
        found = columns(store, _BY_FORM, forms, _WANTED)
        found += columns(store, _BY_LOOSE, filter(_by_loose, forms), _WANTED)
        _take(known, found)
        waiting |= {subject for _, subject, *_ in found}
        _take(known, columns(store, _BY_SUBJECT, waiting - seen, _WANTED))
        seen |= waiting
        forms = {f for e in known.evidence.values() for f in (e.form, e.loose) if f}
        forms |= {f for k in judged.partners(known.canon) for f in forms_of(k)}
        forms -= asked
        waiting = set()
    return known


def _by_loose(form: str) -> bool:
    """Whether a form may be the loose one of something: of a company, or one with its city (see `kg.identity.keys`)."""
    head, _, name = form.partition("|")
    return "#" not in head and (head == "~enterprise" or "/" in name)


def _take(known: Known, rows: list[list[str]]) -> None:
    for id_, subject, key, relation, form, loose in rows:
        known.evidence[id_] = Evidence(key, relation, form, loose)
        known.canon[key] = subject
