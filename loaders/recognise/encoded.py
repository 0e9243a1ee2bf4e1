"""Two readers of one text, joined: the rules with the small model, and the encoder.

They err in different places: what both read is nearly always right, what one reads alone must be surer.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from math import exp, log
from pathlib import Path

from kg.extraction import Referent
from kg.loaders.encoder.reading import RULE, read_text
from kg.loaders.parsed import Parsed
from kg.loaders.recognise import tagger
from kg.loaders.recognise.enterprise import with_tags
from kg.loaders.recognise.settle import SHADOW
from kg.mention import Mention
from kg.schema.lists import read_rows

# The least confidence of what one reader finds alone; fitted on annotated documents that none of them had learned from.
_RULES_ALONE = {"open": 0.75, "closed": 0.65}
_ENCODER_ALONE, _CUTTING = 0.7, 0.99
LONGEST = 300_000
"""Characters of the longest text that the encoder reads: it takes a good minute and 400 MB for them."""
_SURENESS = Path(__file__).with_name("sureness.tsv")
_EDGE = 0.01  # no reader is surer than 99 %


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
    alone = [m for span, m in theirs.items() if span not in ours and _stands_alone(parsed, m)]
    return kept + [with_tags(parsed, m) if m.type == "Enterprise" else m for m in alone]


def _stands_alone(parsed: Parsed, mention: Mention) -> bool:
    """Whether a reading of the encoder counts that no rule shares.

    Of one character it is a slip, but for a place (京); and so it is nearly always where it cuts a word.
    """
    if mention.end - mention.start == 1 and mention.type != "Region":
        return False
    whole = mention.start in parsed.word_starts and mention.end in parsed.word_starts
    return mention.confidence >= (_ENCODER_ALONE if whole else _CUTTING)


def _least(mention: Mention) -> float:
    if mention.name is not None or mention.type == SHADOW:
        return 0.0  # 我区 stands for a name, and a shadow hides others: the encoder knows neither
    return _RULES_ALONE[_kind(mention)]


def _kind(mention: Mention) -> str:
    return "open" if mention.type in tagger.OPEN else "closed"


def either(one: float, other: float) -> float:
    """The chance that one of two independent readers is right."""
    return 1 - (1 - one) * (1 - other)


def temper(parsed: Parsed, referents: Iterable[Referent]) -> None:
    """Give each mention the confidence that annotated documents bear out for who read it; readers are surer than they are right."""
    if parsed.reading is None:
        return
    theirs = {(m.start, m.end, m.type) for m in parsed.reading.mentions}
    for referent in referents:
        tempered = []
        for m in referent.mentions:
            who = "encoder" if m.rule == RULE else "both" if (m.start, m.end, m.type) in theirs else "rules"
            slope, offset = sureness()[who, _kind(m)]
            kept = min(max(m.confidence, _EDGE), 1 - _EDGE)
            tempered.append(replace(m, confidence=1 / (1 + exp(-slope * log(kept / (1 - kept)) - offset))))
        referent.mentions = tempered


@cache
def sureness() -> dict[tuple[str, str], tuple[float, float]]:
    """Slope and offset of the log-odds, by who read a mention and whether its type is open."""
    return {(who, kind): (float(slope), float(offset)) for who, kind, slope, offset in read_rows(_SURENESS)}
