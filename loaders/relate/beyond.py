"""The encoder as the second reader of relations: how sure it makes a rule's claim, and claims that no rule makes.

On annotated documents that neither had learned from, the precision of a rule on the development documents says little about a single
claim, and what the encoder thinks of it says much (`agreement.tsv`). No claim of a rule is dropped for that: most of what the encoder
does not see is right all the same.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from math import exp, log
from pathlib import Path

from kg.extraction import Claim
from kg.loaders.encoder.linking import Chance, Key, chances
from kg.loaders.encoder.reading import RULE, Reading
from kg.loaders.relate.against.borders import named_elsewhere, ruled_out
from kg.loaders.relate.against.doubt import all_in, clients, doubted
from kg.loaders.relate.rows import is_crossed
from kg.loaders.relate.scene.dates import since
from kg.loaders.relate.scene.document import Scene
from kg.loaders.relate.scene.told import Told, key_of
from kg.schema.lists import read_rows

LEAST = 0.5
"""The chance from which the encoder alone makes a claim; of some relations it is another (`least.tsv`)."""
FAR_LEAST = 0.7
"""The same for two things that no window of the encoder holds together: it learned from such as one does."""
_AGREEMENT = Path(__file__).with_name("agreement.tsv")
_LEAST = Path(__file__).with_name("least.tsv")
_EDGE = 0.01  # no reader is surer than 99 %
Heard = Mapping[Key, Chance]
"""What the encoder thinks of each relation between two things that it saw close to each other."""


def hear(scene: Scene, reading: Reading) -> Heard:
    """The best chance of every relation that the types of two things allow."""
    heard: dict[Key, Chance] = {}
    for chance in chances(reading, scene.referents, 0.0):
        key = key_of(chance)
        if key not in heard or chance.chance > heard[key].chance:
            heard[key] = chance
    return heard


def tempered(claim: Claim, rate: float, heard: Heard) -> Claim:
    """A rule's claim, made as sure as such claims are found to be; `rate` is what the rule alone is held for."""
    chance = heard.get(key_of(claim))
    sure = _agreed("rules", rate) if chance is None else _agreed("both", rate, chance.chance)
    return replace(claim, confidence=claim.confidence / rate * sure)


def further(scene: Scene, heard: Heard, claims: Iterable[Claim]) -> Iterator[Claim]:
    """A claim for each relation that the encoder is sure of, that `claims` do not hold and the text does not speak against.

    A firm that is named as a customer is not placed: it may stand anywhere.
    """
    claims = list(claims)
    told = {key_of(claim) for claim in claims}
    new = [chance for key, chance in heard.items() if key not in told and chance.chance >= _least(chance)]
    made = [(chance, _claim(scene, chance)) for chance in new]
    buyers = clients(scene, [*claims, *(claim for _, claim in made)])
    for chance, claim in made:
        if not _is_refuted(scene, chance, buyers):
            yield claim


def _least(chance: Chance) -> float:
    """From which chance on the encoder alone makes such a claim."""
    known = least().get(chance.relation, LEAST)
    return known if chance.near else max(known, FAR_LEAST)


def _is_refuted(scene: Scene, chance: Chance, buyers: frozenset[int]) -> bool:
    """Whether the text, the list of divisions or the form of the table speaks against what the encoder reads."""
    relation, ends, span = chance.relation, (chance.source, chance.target), (chance.start, chance.end)
    points = scene.within(*span)
    if relation == "LOCATED_IN" and (
        all_in(points, chance.source, buyers)
        or (scene.by_id[chance.source].type == "Park" and named_elsewhere(scene, *ends))
    ):
        return True
    if relation == "DEVELOPS" and points[0].id == chance.target and _apart(scene, span):
        return True  # a place that is only named in a later sentence is not the subject of this one
    if relation == "SUBSIDIARY_OF" and _apart(scene, span):
        return True
    return (
        doubted(scene, relation, ends, *span)
        or ruled_out(scene, relation, ends, *span)
        or is_crossed(scene, ends, span)
    )


def _apart(scene: Scene, span: tuple[int, int]) -> bool:
    """Whether two things are named in different sentences."""
    return any(mark in scene.between(*span) for mark in "。；\n")


def _claim(scene: Scene, chance: Chance) -> Claim:
    """A claim on the evidence of the sentences from one end to the other."""
    sentences = scene.parsed.layout.sentences
    first = sentences[max(0, bisect_right(sentences, chance.start, key=lambda s: s.span.start) - 1)].span
    last = sentences[max(0, bisect_right(sentences, chance.end - 1, key=lambda s: s.span.start) - 1)].span
    start, end = min(first.start, chance.start), max(last.end, chance.end)
    told = Told(chance.relation, chance.source, chance.target, start, end)
    sure = _agreed("encoder", chance.chance) * scene.known[chance.source] * scene.known[chance.target]
    return Claim(*told[:5], RULE, sure, (), since(scene, told))


def _agreed(who: str, *readers: float) -> float:
    *slopes, offset = agreement()[who]
    terms = (slope * log(kept / (1 - kept)) for slope, kept in zip(slopes, map(_kept, readers), strict=True))
    return 1 / (1 + exp(-offset - sum(terms)))


def _kept(confidence: float) -> float:
    return min(max(confidence, _EDGE), 1 - _EDGE)


@cache
def agreement() -> dict[str, tuple[float, ...]]:
    """By who made a claim: the slope of each reader's log-odds, and the offset."""
    return {who: tuple(map(float, numbers)) for who, *numbers in read_rows(_AGREEMENT)}


@cache
def least() -> dict[str, float]:
    """The chance from which the encoder alone makes a claim, of the relations for which it is not `LEAST`."""
    return {relation: float(chance) for relation, chance in read_rows(_LEAST)}
