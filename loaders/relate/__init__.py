"""Mentions to claims: one small named rule a kind of relation, over a prepared view of the document.

The rules stand in rooms by what they tell; the `rule` of a claim is the name of a function there:

    LOCATED_IN     places: standing (said to stand there), beside (how names stand together), home (the document's own place)
    PART_OF        places: divisions (places, parks, organs); chains: parts (goods, sectors), makeup (what they consist of); sectors: clusters
    DEVELOPS       sectors: growing, fame (title, fame, heads of a report), clusters (lists with a sum); policies: aims
    ENGAGED_IN     sectors: working, headed (heads of paragraphs, the title), growing, fame, clusters; policies: aims; trade: making
    PRODUCES       trade: making (the maker stands first), sourcing (the product does), supplying
    UPSTREAM_OF    chains: feeding (uses, materials, markets), converting (what is made into what), parts
    SUPPLIES       trade: supplying (serving, contracts), selling (who bought or sold what)
    SUBSIDIARY_OF  bodies: owners, ventures (joint ventures, brackets, clauses of their own)
    INVESTS_IN     bodies: owners, ventures, operating
    OPERATES       bodies: operating
    PARTNERS_WITH  bodies: partners
    ORGANIZES      bodies: events
    ISSUED_BY      policies: issuing
    APPLIES_TO     policies: issuing
    SUPPORTS       policies: supporting, aid (conditions of a policy's aid), aims (a policy's own text), charge (who is responsible)
    WORKS_FOR      bodies: people

`rows` reads tables, of all relations that the types in two cells suggest. What is no relation but is read on the way: `scene.projects`
(money, land, steps, dates of projects), `scene.dates` (since when), `policies.lifecycle` (from when and until when a policy holds), and
`needs` (what places lack or seek): `spoken` in sentences, `lists` under labels and in columns, `said` what both hand on.

`against` holds what speaks against a claim: `doubt` (wished for, denied, gone) with `labels` (of lists of those to invite), `borders`
(divisions and levels). How sure one is: `confidence`, and with the encoder `beyond`, which also makes claims of its own.

`scene` holds what rules are made of: `document` (the prepared document), `line` (a sentence and its lists), `told` (what a rule hands on),
`readings` (of a sentence, shared by many rules), `kinds` (sets of types), `names` (names inside names), `codes` (listed divisions), `cues`
(the words of cues.yaml), `setting` (whose document it is), `judged` (what is known beforehand). Rooms of rules build on `scene` and
`against`, never on each other.
"""

from collections.abc import Iterator

from kg.extraction import Claim, Referent
from kg.loaders.parsed import Parsed
from kg.loaders.relate import rows
from kg.loaders.relate.against.borders import ruled_out
from kg.loaders.relate.against.doubt import doubt, doubted
from kg.loaders.relate.beyond import further, hear, tempered
from kg.loaders.relate.bodies import events, operating, owners, partners, people, ventures
from kg.loaders.relate.chains import converting, feeding, makeup, parts
from kg.loaders.relate.confidence import rate
from kg.loaders.relate.places import beside, divisions, home, standing
from kg.loaders.relate.policies import aid, aims, charge, issuing, supporting
from kg.loaders.relate.scene.dates import since
from kg.loaders.relate.scene.document import Scene
from kg.loaders.relate.scene.projects import tell_projects
from kg.loaders.relate.scene.setting import settle
from kg.loaders.relate.scene.told import LateRule, Rule, Told, key_of
from kg.loaders.relate.sectors import clusters, fame, growing, headed, working
from kg.loaders.relate.trade import making, selling, sourcing, supplying
from kg.schema import ontology

_MODULES = (
    divisions,
    parts,
    makeup,
    clusters,
    converting,
    making,
    sourcing,
    feeding,
    supplying,
    selling,
    partners,
    events,
    owners,
    ventures,
    operating,
    issuing,
    supporting,
    charge,
    aid,
    aims,
    people,
    growing,
    working,
    headed,
    fame,
    rows,
    beside,
    standing,
    home,
)
RULES: tuple[Rule, ...] = tuple(rule for module in _MODULES for rule in module.RULES)
LATE_RULES: tuple[LateRule, ...] = tuple(rule for module in _MODULES for rule in module.LATE)
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
