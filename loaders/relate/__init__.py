"""Mentions to claims: one small named rule a kind of relation, over a prepared view of the document."""

from collections.abc import Iterator

from kg.extraction import Claim, Referent
from kg.loaders.parsed import Parsed
from kg.loaders.relate import dealings, feeding, fields, making, owners, parts, people, policies, rows, where
from kg.loaders.relate.confidence import rate
from kg.loaders.relate.scene import Scene
from kg.loaders.relate.setting import settle
from kg.loaders.relate.told import LateRule, Rule, Told
from kg.schema import ontology

_ROOMS = (parts, making, feeding, dealings, owners, policies, people, fields, rows, where)
RULES: tuple[Rule, ...] = tuple(rule for room in _ROOMS for rule in room.RULES)
LATE_RULES: tuple[LateRule, ...] = tuple(rule for room in _ROOMS for rule in room.LATE)


def relate(parsed: Parsed, referents: list[Referent]) -> list[Claim]:
    """What the document says of how its things stand to each other: one claim for each relation, of its surest rule.

    Ends are ids of `referents`; pairs of types that the ontology does not allow are left out.
    """
    best: dict[tuple[str, str, str], Claim] = {}
    for claim in claims_of(parsed, referents):
        key = _key(claim)
        if key not in best or claim.confidence > best[key].confidence:
            best[key] = claim
    return sorted(best.values(), key=lambda c: (c.start, c.relation, c.source, c.target))


def claims_of(parsed: Parsed, referents: list[Referent]) -> list[Claim]:
    """Every claim of every rule, also where several rules claim the same."""
    scene = Scene(parsed, referents)
    scene.setting = settle(scene)
    return [claim for claim in _claims(scene) if _allowed(scene, claim)]


def _claims(scene: Scene) -> Iterator[Claim]:
    told: list[Told] = []
    for rule in RULES:
        for found in rule(scene):
            told.append(found)
            yield _claim(scene, found, rule.__name__)
    for late in LATE_RULES:
        for found in late(scene, told):
            told.append(found)
            yield _claim(scene, found, late.__name__)


def _claim(scene: Scene, told: Told, rule: str) -> Claim:
    """As sure as the rule has proved and as its two ends are."""
    sure = rate(told.relation, rule) * _known(scene, told.source) * _known(scene, told.target)
    return Claim(told.relation, told.source, told.target, told.start, told.end, rule, sure, told.attrs)


def _known(scene: Scene, referent: str) -> float:
    """How sure it is that the document names this thing: the best of its mentions."""
    return max((m.confidence for m in scene.by_id[referent].mentions), default=1.0)


def _allowed(scene: Scene, claim: Claim) -> bool:
    source, target = scene.by_id[claim.source], scene.by_id[claim.target]
    return source.id != target.id and ontology().relation(claim.relation).allows(source.type, target.type)


def _key(claim: Claim) -> tuple[str, str, str]:
    """What makes two claims the same; the order of the ends does not count where the relation has none."""
    ends = (claim.source, claim.target)
    if ontology().relation(claim.relation).symmetric:
        ends = (min(ends), max(ends))
    return claim.relation, *ends
