"""Mentions to claims: one small named rule a kind of relation, over a prepared view of the document.

Which module tells what; the `rule` of a claim is the name of a function there:

    LOCATED_IN     where (said to stand there), sites (how names stand together), homes (the document's own place)
    PART_OF        divisions (places, parks, organs), parts (goods, sectors), makeup (what things consist of), clusters
    DEVELOPS       fields, aims (a policy's own text), seats (title, fame, heads of a report), clusters (lists with a sum)
    ENGAGED_IN     fields, headed (heads of paragraphs, the title), aims, seats, clusters, making
    PRODUCES       making (the maker stands first), sourcing (the product does), trading
    UPSTREAM_OF    feeding (uses, materials, markets), converting (what is made into what), parts
    SUPPLIES       trading (serving, contracts), selling (who bought or sold what)
    SUBSIDIARY_OF  owners, ventures (joint ventures, brackets, clauses of their own)
    INVESTS_IN     owners, ventures, operating
    OPERATES       operating
    PARTNERS_WITH  dealings
    ORGANIZES      dealings
    ISSUED_BY      issuing
    APPLIES_TO     issuing
    SUPPORTS       supporting, aid (conditions of a policy's aid), aims, charge (who is responsible)
    WORKS_FOR      people

`rows` reads tables, of all relations that the types in two cells suggest. What is no relation but is read on the way: `projects` (money,
land, steps, dates), `lifecycle` (from when and until when a policy holds), `dates`, and `needs` with `shortlists` (what places lack or seek).

What speaks against a claim: `doubt` (wished for, denied, gone) with `wanted` (labels of such lists), `borders` (divisions and levels).
How sure one is: `confidence`, and with the encoder `beyond`, which also makes claims of its own.
What rules are made of: `scene` (the prepared document), `line` (a sentence and its lists), `told` (what a rule hands on), `kinds` (sets of
types), `names` (names inside names), `cues` (the words of cues.yaml), `setting` (whose document it is), `judged` (what is known beforehand).
"""

from collections.abc import Iterator

from kg.extraction import Claim, Referent
from kg.loaders.parsed import Parsed
from kg.loaders.relate import (
    aid,
    aims,
    charge,
    clusters,
    converting,
    dealings,
    divisions,
    feeding,
    fields,
    headed,
    homes,
    issuing,
    makeup,
    making,
    operating,
    owners,
    parts,
    people,
    rows,
    seats,
    selling,
    sites,
    sourcing,
    supporting,
    trading,
    ventures,
    where,
)
from kg.loaders.relate.beyond import further, hear, tempered
from kg.loaders.relate.borders import ruled_out
from kg.loaders.relate.confidence import rate
from kg.loaders.relate.dates import since
from kg.loaders.relate.doubt import doubt, doubted
from kg.loaders.relate.projects import tell_projects
from kg.loaders.relate.scene import Scene
from kg.loaders.relate.setting import settle
from kg.loaders.relate.told import LateRule, Rule, Told, key_of
from kg.schema import ontology

_ROOMS = (
    divisions,
    parts,
    makeup,
    clusters,
    converting,
    making,
    sourcing,
    feeding,
    trading,
    selling,
    dealings,
    owners,
    ventures,
    operating,
    issuing,
    supporting,
    charge,
    aid,
    aims,
    people,
    fields,
    headed,
    seats,
    rows,
    sites,
    where,
    homes,
)
RULES: tuple[Rule, ...] = tuple(rule for room in _ROOMS for rule in room.RULES)
LATE_RULES: tuple[LateRule, ...] = tuple(rule for room in _ROOMS for rule in room.LATE)
LEAST = 0.25
"""The confidence from which a claim is made: of less sure ones, three of four are wrong on documents that no reader has learned from."""


def relate(parsed: Parsed, referents: list[Referent]) -> list[Claim]:
    """What the document says of how its things stand to each other: one claim for each relation, of its surest rule.

    Ends are ids of `referents`; pairs of types that the ontology does not allow are left out. A claim is as sure as its
    rule has proved (with the encoder's reading: as such claims are when it agrees so far) and as its two ends are; those less
    sure than `LEAST` are not made.
    """
    return claims_of(prepare(parsed, referents))


def claims_of(scene: Scene) -> list[Claim]:
    """The same for a view that is prepared already."""
    best: dict[tuple[str, str, str], tuple[float, Told, str]] = {}
    for told, rule in tellings(scene):
        key, sure = key_of(told), rate(told.relation, rule)
        if key not in best or sure > best[key][0]:
            best[key] = (sure, told, rule)
    claims = [_claim(scene, *found) for found in best.values()]
    if scene.parsed.reading is not None:
        heard = hear(scene, scene.parsed.reading)
        claims = [tempered(claim, sure, heard) for claim, (sure, _, _) in zip(claims, best.values(), strict=True)]
        claims += list(further(scene, heard, claims))
    claims = [claim for claim in claims if claim.confidence >= LEAST]
    return sorted(claims, key=lambda c: (c.start, c.relation, c.source, c.target))


def prepare(parsed: Parsed, referents: list[Referent]) -> Scene:
    """The view that the rules read."""
    scene = Scene(parsed, referents)
    scene.setting = settle(scene)
    tell_projects(scene)
    scene.doubt = doubt(scene)
    return scene


def tellings(scene: Scene) -> Iterator[tuple[Told, str]]:
    """What the rules tell, in their order, with the name of the rule; as far as the ontology allows it.

    Several may tell the same.
    """
    allowed: list[Told] = []
    for rule in RULES:
        for told in rule(scene):
            if _allowed(scene, told) and (rule in rows.RULES or not _is_doubted(scene, told)):
                allowed.append(told)
                yield told, rule.__name__
    for late in LATE_RULES:
        for told in list(late(scene, allowed)):
            if _allowed(scene, told) and not _is_doubted(scene, told):
                allowed.append(told)
                yield told, late.__name__


def _is_doubted(scene: Scene, told: Told) -> bool:
    return doubted(scene, told.relation, (told.source, told.target), told.start, told.end)


def _allowed(scene: Scene, told: Told) -> bool:
    source, target = scene.by_id[told.source], scene.by_id[told.target]
    if source is target or not ontology().relation(told.relation).allows(source.type, target.type):
        return False
    return not ruled_out(scene, told.relation, (told.source, told.target), told.start, told.end)


def _claim(scene: Scene, sure: float, told: Told, rule: str) -> Claim:
    sure *= scene.known[told.source] * scene.known[told.target]
    return Claim(
        told.relation, told.source, told.target, told.start, told.end, rule, sure, told.attrs, since(scene, told)
    )
