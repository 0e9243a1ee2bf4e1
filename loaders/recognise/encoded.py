"""Two readers of one text, joined: the rules with the small model, and the encoder.

They err in different places. All that either proposes is weighed together, and the likeliest names that do not overlap stay.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from kg.loaders.encoder.reading import RULE, read_text
from kg.loaders.parsed import Parsed
from kg.loaders.recognise import evidence, headings, tagger, weighing
from kg.loaders.recognise.candidates import Candidate, candidates, columns
from kg.loaders.recognise.enterprise import with_tags
from kg.loaders.recognise.settle import SHADOW
from kg.mention import Mention

LEAST = 0.3
"""The chance from which a candidate is taken: with the likeliest of those that overlap, the best F1 on new documents."""
LONGEST = 300_000
"""Characters of the longest text that the encoder reads: it takes a good minute and 400 MB for them."""


def adjust(parsed: Parsed, proposed: list[Mention]) -> list[Mention]:
    """The names among all that both readers propose. The encoder's reading stays with `parsed`, for the relations.

    Of a type that the encoder has not learned, a name stays as the rules propose it.
    """
    ours = _read(parsed, proposed)
    assert parsed.reading is not None
    read = frozenset(parsed.reading.weights.meta["types"])
    found = _candidates(parsed, proposed, ours)
    chances = weighing.chances(columns(parsed, found), [c.span[2] for c in found])
    chosen = [_mention(parsed, found[i], float(chances[i])) for i in _apart(parsed, found, chances)]
    return [m for m in ours if _is_settled(m) or m.type not in read] + evidence.without_false_firms(parsed, chosen)


def weighed(parsed: Parsed, proposed: list[Mention]) -> tuple[list[Candidate], weighing.Columns]:
    """All candidates of a document and what is weighed of them, to learn the weights from."""
    found = _candidates(parsed, proposed, _read(parsed, proposed))
    return found, columns(parsed, found)


def _read(parsed: Parsed, proposed: list[Mention]) -> list[Mention]:
    """What the rules and the small model find, with the encoder's reading left in `parsed`."""
    parsed.reading = read_text(parsed.text, proposed)
    return evidence.weigh(parsed, tagger.adjust(parsed, proposed))


def _candidates(parsed: Parsed, proposed: Iterable[Mention], ours: Iterable[Mention]) -> list[Candidate]:
    assert parsed.reading is not None
    return candidates(
        [m for m in ours if not _is_settled(m)],
        [m for m in proposed if not _is_settled(m)],
        parsed.reading,
        tagger.OPEN,
    )


def _is_settled(mention: Mention) -> bool:
    """Whether a mention is not weighed: 我区 stands for a name, a shadow hides others, a heading says it outright."""
    return mention.name is not None or mention.type == SHADOW or mention.rule == headings.RULE


def _apart(parsed: Parsed, found: Sequence[Candidate], chances: np.ndarray) -> list[int]:
    """The likeliest candidates, of equals the longer ones, that do not overlap."""
    taken, kept = np.zeros(len(parsed.text), bool), []
    for i in sorted(range(len(found)), key=lambda i: (-chances[i], found[i].span[0] - found[i].span[1])):
        start, end, _ = found[i].span
        if chances[i] >= LEAST and not taken[start:end].any():
            taken[start:end] = True
            kept.append(i)
    return kept


def _mention(parsed: Parsed, candidate: Candidate, chance: float) -> Mention:
    told = candidate.rules or candidate.proposed
    if told:
        return replace(told, confidence=chance)
    mention = Mention(*candidate.span, RULE, chance)
    return with_tags(parsed, mention) if mention.type == "Enterprise" else mention
