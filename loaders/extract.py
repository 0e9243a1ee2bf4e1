"""From a document to what it says: recognise the things it names, then relate them."""

from collections.abc import Sequence

from kg.document import Document
from kg.extraction import Claim, Extraction, Referent
from kg.loaders import corrections
from kg.loaders.parsed import Parsed
from kg.loaders.propose import Link, Proposed, Proposer
from kg.loaders.recognise import recognise
from kg.loaders.recognise.encoded import LONGEST
from kg.loaders.relate import claims_of, prepare
from kg.loaders.relate.needs import needs
from kg.loaders.relate.policies.lifecycle import date_policies
from kg.loaders.unwrap import unwrap
from kg.schema import ontology

LINK_CONFIDENCE = 0.6
"""Of a relation that only a proposer states; its sentence and both ends stand in the text."""


def extract(document: Document, proposers: Sequence[Proposer] = (), *, fast: bool | None = None) -> Extraction:
    """Everything the default pipeline (rules, word lists, the two shipped models) reads out of `document`.

    `proposers` are extras whose grounded proposals join those of the rules. `fast` leaves the encoder out: some twenty times
    as fast, and less well; without it the environment decides (`kg.settings.fast`).
    """
    read = unwrap(document)
    return read.restored(extract_parsed(Parsed(read.document), proposers, fast=fast))


def extract_parsed(parsed: Parsed, proposers: Sequence[Proposer] = (), *, fast: bool | None = None) -> Extraction:
    """The same for a document that is unwrapped and parsed already."""
    document = parsed.document
    proposed = [(p.name, p.propose(parsed)) for p in proposers]
    referents = recognise(parsed, [m for _, found in proposed for m in found.mentions], fast=fast)
    scene = prepare(parsed, referents)
    claims = claims_of(scene)
    date_policies(parsed, referents)
    for name, found in proposed:
        claims += _linked(found, name, referents, claims)
    claims = corrections.apply(parsed, referents, claims)
    notes = [note for _, found in proposed for note in found.notes]
    if len(document.text) > LONGEST:
        notes.append(
            f"more than {LONGEST:,} characters: read without the encoder, and so less well; cut it into its documents"
        )
    return Extraction(document, referents, claims, notes, needs(scene))


def _linked(found: Proposed, rule: str, referents: list[Referent], claims: list[Claim]) -> list[Claim]:
    """The links whose ends were settled as things of types that the ontology lets them join, and that no rule states."""
    by_name = {form: r for r in referents for form in (r.name, *r.aliases)}
    known = {(c.relation, c.source, c.target) for c in claims}
    new: list[Claim] = []
    for link in found.links:
        source, target = by_name.get(link.source), by_name.get(link.target)
        if source is None or target is None or source is target:
            found.notes.append(_refusal(rule, link, "one of its ends was not settled as a thing"))
        elif not ontology().relation(link.relation).allows(source.type, target.type):
            found.notes.append(_refusal(rule, link, f"it does not join {source.type} to {target.type}"))
        elif (link.relation, source.id, target.id) not in known:
            known.add((link.relation, source.id, target.id))
            new.append(Claim(link.relation, source.id, target.id, link.start, link.end, rule, LINK_CONFIDENCE))
    return new


def _refusal(rule: str, link: Link, reason: str) -> str:
    return f"{rule}: refused {link.source!r} {link.relation} {link.target!r}: {reason}"
