"""Two readers of one text, joined: the rules with the small model, and the encoder.

They err in different places: what both read is nearly always right, what one reads alone must be surer.
"""

from dataclasses import replace

from kg.loaders.encoder.reading import read_text
from kg.loaders.parsed import Parsed
from kg.loaders.recognise import tagger
from kg.loaders.recognise.enterprise import with_tags
from kg.loaders.recognise.settle import SHADOW
from kg.mention import Mention

# The least confidence of what one reader finds alone; fitted on annotated documents that none of them had learned from.
_RULES_ALONE = {"open": 0.75, "closed": 0.6}
_ENCODER_ALONE = 0.6


def adjust(parsed: Parsed, proposed: list[Mention]) -> list[Mention]:
    """What both readers find, and what one of them is sure enough of. The encoder's reading stays with `parsed`, for the relations."""
    parsed.reading = read_text(parsed.text, proposed)
    ours = {(m.start, m.end, m.type): m for m in tagger.adjust(parsed, proposed)}
    theirs = {(m.start, m.end, m.type): m for m in parsed.reading.mentions}
    kept = []
    for span, mention in ours.items():
        if span in theirs:
            kept.append(replace(mention, confidence=either(mention.confidence, theirs[span].confidence)))
        elif mention.confidence >= _least(mention):
            kept.append(mention)
    alone = [m for span, m in theirs.items() if span not in ours and m.confidence >= _ENCODER_ALONE]
    return kept + [with_tags(parsed, m) if m.type == "Enterprise" else m for m in alone]


def _least(mention: Mention) -> float:
    if mention.name is not None or mention.type == SHADOW:
        return 0.0  # 我区 stands for a name, and a shadow hides others: the encoder knows neither
    return _RULES_ALONE["open" if mention.type in tagger.OPEN else "closed"]


def either(one: float, other: float) -> float:
    """The chance that one of two independent readers is right."""
    return 1 - (1 - one) * (1 - other)
