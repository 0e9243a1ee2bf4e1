"""What the graph knows already of the names and codes of a batch: all evidence that is connected with them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.identity.classes import Evidence, Judged
from kg.identity.keys import forms_of
from kg.store.base import Store

_BY_FORM = "UNWIND $values AS value MATCH (f:Fact {form: value})"
_BY_LOOSE = "UNWIND $values AS value MATCH (f:Fact {loose: value})"
_BY_SUBJECT = "UNWIND $values AS value MATCH (f:Fact {subject: value}) WHERE f.form IS NOT NULL"
_RETURN = " RETURN f.id AS id, f.subject AS subject, f.subject_key AS key, f.relation AS relation, f.form AS form, f.loose AS loose"
_SECONDS = 300.0


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
        found = _rows(store, _BY_FORM, forms) + _rows(store, _BY_LOOSE, {f for f in forms if _by_loose(f)})
        _take(known, found)
        waiting |= {r["subject"] for r in found}
        _take(known, found := _rows(store, _BY_SUBJECT, waiting - seen))
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


def _rows(store: Store, match: str, values: set[str]) -> list[dict[str, str]]:
    return store.read(match + _RETURN, {"values": sorted(values)}, timeout=_SECONDS) if values else []


def _take(known: Known, rows: list[dict[str, str]]) -> None:
    for row in rows:
        known.evidence[row["id"]] = Evidence(row["key"], row["relation"], row["form"], row["loose"])
        known.canon[row["key"]] = row["subject"]
