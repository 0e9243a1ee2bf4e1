"""What the encoder reads beyond the rules: relations that it is sure of between things that it is sure of.

It is added, not weighed against them: on annotated documents that neither had learned from, what the encoder thinks of a rule's claim
hardly told right claims from wrong ones, while its own sure claims found what no rule says.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from kg.extraction import Claim
from kg.loaders.encoder.linking import Chance, Key, chances
from kg.loaders.encoder.reading import RULE, Reading
from kg.loaders.relate.dates import since
from kg.loaders.relate.scene import Scene
from kg.loaders.relate.told import Told, key_of

_LEAST = 0.95  # of the relation
_SURE = 0.6  # of the relation and both its ends


def further(scene: Scene, reading: Reading, claims: Iterable[Claim]) -> Iterator[Claim]:
    """A claim for each relation that the encoder is sure of and that `claims` do not hold."""
    told = {key_of(claim) for claim in claims}
    read: dict[Key, Chance] = {}
    for chance in chances(reading, scene.referents, _LEAST):
        key = key_of(chance)
        if key not in told and (key not in read or chance.chance > read[key].chance):
            read[key] = chance
    for chance in read.values():
        claim = _claim(scene, chance)
        if claim.confidence >= _SURE:
            yield claim


def _claim(scene: Scene, chance: Chance) -> Claim:
    """A claim on the evidence of the sentences from one end to the other."""
    sentences = scene.parsed.layout.sentences
    first = sentences[max(0, bisect_right(sentences, chance.start, key=lambda s: s.span.start) - 1)].span
    last = sentences[max(0, bisect_right(sentences, chance.end - 1, key=lambda s: s.span.start) - 1)].span
    start, end = min(first.start, chance.start), max(last.end, chance.end)
    told = Told(chance.relation, chance.source, chance.target, start, end)
    sure = chance.chance * scene.known[chance.source] * scene.known[chance.target]
    return Claim(*told[:5], RULE, sure, (), since(scene, told))
