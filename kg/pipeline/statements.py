"""From what a document or a row says to statements: facts about keys, each with the form under which identity looks it up."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from kg.document import Document
from kg.extraction import Claim, Extraction, Need, Record, Referent
from kg.fact import Fact
from kg.identity.keys import Context, Key, code_form, code_key, is_pronoun, name_key
from kg.identity.regions import short_code
from kg.pipeline.titles import placed
from kg.pipeline.units import NEED, Item, Refusal, Statement, Unit, refusal, where, without_value
from kg.schema import ontology
from kg.schema.values import VALUE_TYPES, Refused

_WIDEST = 160  # characters of text quoted around a name
_BREAKS = "。！？!?；;\n"
_Told = tuple[str, str, str | None, str | None]


class Reader:
    """Turns the extraction of one document, or the records of one table, into units; knows what it has said already."""

    def __init__(
        self, document: str, file: str, home: str | None = None, text: Document | None = None, county: str | None = None
    ) -> None:
        self._document = document
        self._file = file
        self._home = home
        self._county = county
        self._text = text
        self._said: set[tuple[str, str, str]] = set()

    def extraction(self, extraction: Extraction, policy: str | None = None) -> Unit:
        """The unit of a whole document; `policy` is the referent of the policy that it itself is."""
        unit = self._unit(placed(extraction, self._home), Unit())
        unit.policy = unit.keys.get(policy) if policy else None
        return unit

    def record(self, record: Record) -> Unit:
        """The unit of one row."""
        place = record.place.removeprefix(f"{self._file} / ")
        unit = Unit(place=place, row=True, whole=bool(record.referents))
        unit.refused = [refusal(r, place) for r in record.rejected]
        if not (unit.whole or unit.refused):
            unit.refused = [Refusal("the row states nothing", place)]
        return self._unit(record, unit, record)

    def _unit(self, said: Extraction | Record, unit: Unit, record: Record | None = None) -> Unit:
        claims = said.claims
        pointing = [r for r in said.referents if r.mentions and is_pronoun(r.name)]
        referents = [r for r in said.referents if r not in pointing]
        codes = {r.id: self._attrs(r, unit) if r.attrs else {} for r in referents}
        home = self._home or (record.home if record else None) or self._place(referents, claims, codes)
        context = Context(self._document, home, self._county)
        keys = self._keys(referents, claims, codes, context)
        unit.keys = {id_: key.id for id_, key in keys.items()}
        for referent in referents:
            key = keys[referent.id]
            told = list(self._told(referent, key, codes[referent.id], context))
            made = list(self._properties(referent, key, told, record))
            unit.items.append(Item(referent.type, (key.id,), made, tuple(f for t in told for f in t[2:] if f)))
        unit.items += [
            Item(r.type, (), reason="only points to a thing that the document does not name") for r in pointing
        ]
        kinds = {r.id: r.type for r in referents}
        for claim in claims:
            unit.items.append(self._claim(claim, keys, kinds, unit, record))
        unit.items += [self._need(need, keys, record) for need in said.needs]
        return unit

    def _attrs(self, referent: Referent, unit: Unit) -> dict[str, str]:
        """The properties that can be taken, cleaned; the rest is refused with its reason."""
        properties, taken = ontology().node(referent.type).properties, {}
        for name, raw in referent.attrs.items():
            if name not in properties or name in {"name", "aliases", "tags"}:
                unit.refused.append(Refusal(f"{name!r} is no property of {referent.type}", unit.place))
                continue
            value = self._clean(properties[name].type, raw, unit)
            if value is not None:
                taken[name] = value
        return taken

    def _keys(
        self, referents: list[Referent], claims: list[Claim], codes: dict[str, dict[str, str]], context: Context
    ) -> dict[str, Key]:
        keys: dict[str, Key] = {}
        for referent in sorted(referents, key=lambda r: r.type == "Person"):
            key = code_key(referent.type, codes[referent.id]) if codes[referent.id] else None
            if key is None and referent.type == "Person":
                key = name_key("Person", referent.name, Context(self._employer(referent.id, claims, keys)))
            keys[referent.id] = key or name_key(referent.type, referent.name, _national(referent, context))
        return keys

    def _place(self, referents: list[Referent], claims: list[Claim], codes: dict[str, dict[str, str]]) -> str | None:
        """The one region in which a row says that something is."""
        named = {r.id: r for r in referents if r.type == "Region"}
        found = {c.target for c in claims if c.relation == "LOCATED_IN" and c.target in named}
        if len(found) != 1:
            return None
        region = named[found.pop()]
        key = code_key("Region", codes[region.id]) or name_key("Region", region.name, Context(self._document))
        code = key.id.removeprefix("region:")
        return short_code(code) if code.isdigit() else None

    def _employer(self, person: str, claims: list[Claim], keys: dict[str, Key]) -> str:
        found = sorted(
            keys[c.target].id for c in claims if c.relation == "WORKS_FOR" and c.source == person and c.target in keys
        )
        return found[0] if found else self._document

    def _properties(
        self, referent: Referent, key: Key, told: Iterable[_Told], record: Record | None
    ) -> Iterator[Statement]:
        for relation, value, form, loose in told:
            if (key.id, relation, value) not in self._said:
                self._said.add((key.id, relation, value))
                yield self._statement(referent, key, (relation, value, form, loose), record)

    def _told(self, referent: Referent, key: Key, attrs: dict[str, str], context: Context) -> Iterator[_Told]:
        kind = referent.type
        for relation, names in (("name", [referent.name]), ("alias", referent.aliases)):
            for name in names:
                if relation == "name" or not is_pronoun(name):
                    found = key if kind == "Person" else name_key(kind, name, _national(referent, context))
                    yield relation, name, found.form, found.loose
        for tag in referent.tags:
            yield "tag", tag, None, None
        keys = ontology().node(kind).keys
        for name, value in attrs.items():
            yield name, value, code_form(kind, name, value) if name in keys else None, None

    @staticmethod
    def _clean(kind: str, raw: str, unit: Unit) -> str | None:
        try:
            value = VALUE_TYPES[kind].read(raw)
        except Refused as wrong:
            unit.refused.append(Refusal(without_value(str(wrong)), where(unit.place, raw)))
            return None
        return None if value is None else VALUE_TYPES[kind].text(value)

    def _statement(self, referent: Referent, key: Key, told: _Told, record: Record | None) -> Statement:
        relation, value, form, loose = told
        mention = min(referent.mentions, key=lambda m: m.start, default=None)
        start, end, quote = self._quoted(mention.start, mention.end) if mention and self._text else (None, None, "")
        fact = Fact(
            subject=key.id,
            relation=relation,
            value=value,
            document=self._document,
            quote=record.quote if record else quote,
            rule=mention.rule if mention else "table",
            confidence=mention.confidence if mention else 1.0,
            start=start,
            end=end,
            place=record.place if record else None,
        )
        return Statement(fact.id, fact, form, loose)

    def _quoted(self, start: int, end: int) -> tuple[int, int, str]:
        """The sentence around a name, cut where it is long."""
        text = self._text.text if self._text else ""
        low = max((text.rfind(c, max(0, start - _WIDEST), start) for c in _BREAKS), default=-1) + 1
        low = max(low, start - _WIDEST)
        stops = [p for c in _BREAKS if (p := text.find(c, end, end + _WIDEST)) >= 0]
        high = min(stops) + 1 if stops else min(len(text), end + _WIDEST)
        while low < start and text[low].isspace():
            low += 1
        return low, high, text[low:high]

    def _claim(
        self, claim: Claim, keys: dict[str, Key], kinds: dict[str, str], unit: Unit, record: Record | None
    ) -> Item:
        if claim.source not in keys or claim.target not in keys:
            return Item(claim.relation, (), reason="an end of the relation was rejected")
        source, target = keys[claim.source].id, keys[claim.target].id
        relation = ontology().relations.get(claim.relation)
        if relation is None or not relation.allows(kinds[claim.source], kinds[claim.target]):
            ends = f"{kinds[claim.source]} to {kinds[claim.target]}"
            return Item(claim.relation, (), reason=f"{claim.relation} does not join {ends}")
        attrs = []
        for name, raw in claim.attrs:
            if (
                name in relation.properties
                and (value := self._clean(relation.properties[name].type, raw, unit)) is not None
            ):
                attrs.append((name, value))
        fact = Fact(
            subject=source,
            relation=claim.relation,
            object=target,
            document=self._document,
            quote=record.quote if record else (self._text.text[claim.start : claim.end] if self._text else ""),
            rule=claim.rule,
            confidence=claim.confidence,
            start=None if record else claim.start,
            end=None if record else claim.end,
            place=record.place if record else None,
            since=claim.since,
            until=claim.until,
            attrs=tuple(attrs),
        )
        return Item(claim.relation, (source, target), [Statement(fact.id, fact)])

    def _need(self, need: Need, keys: dict[str, Key], record: Record | None) -> Item:
        """What a place or chain lacks or seeks: a fact of its own kind, which stands on no node and makes no edge."""
        if need.holder not in keys:
            return Item(NEED, (), reason="is said of a place that the document does not name")
        about = {"type": need.type} | ({"chain": need.chain} if need.chain else {})
        fact = Fact(
            subject=keys[need.holder].id,
            relation=need.kind,
            value=need.name,
            document=self._document,
            quote=record.quote if record else (self._text.text[need.start : need.end] if self._text else ""),
            rule=need.rule,
            confidence=need.confidence,
            start=None if record else need.start,
            end=None if record else need.end,
            place=record.place if record else None,
            attrs=tuple(about.items()),
        )
        return Item(NEED, (keys[need.holder].id,), [Statement(fact.id, fact)])


def _national(referent: Referent, context: Context) -> Context:
    """The context of a thing; one that the list of national policies knows has no place of its own."""
    known = referent.type == "Policy" and any(m.rule == "policy.national" for m in referent.mentions)
    return replace(context, national=True) if known else context


def fact_row(statement: Statement, subject: str, object_: str | None, edge: str | None) -> dict[str, object]:
    """The fact's node: canonical ids beside the keys it was stated of."""
    fact = statement.fact
    return {
        "id": statement.id,
        "document": fact.document,
        "subject": subject,
        "relation": fact.relation,
        "object": object_,
        "value": fact.value,
        "edge": edge,
        "subject_key": fact.subject,
        "object_key": fact.object,
        "form": statement.form,
        "loose": statement.loose,
        "quote": fact.quote,
        "start": fact.start,
        "end": fact.end,
        "place": fact.place,
        "rule": fact.rule,
        "confidence": fact.confidence,
        "since": fact.since,
        "until": fact.until,
        "attrs": json.dumps(dict(fact.attrs), ensure_ascii=False) if fact.attrs else None,
    }


def kind_of(key: str) -> str:
    """The type of the thing that an id or key belongs to."""
    return _kinds()[key.partition(":")[0]]


@cache
def _kinds() -> dict[str, str]:
    return {name.lower(): name for name in ontology().nodes}
