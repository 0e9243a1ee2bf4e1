"""Of overlapping proposals, which stand: the set without overlap that is worth most."""

from bisect import bisect_right
from collections.abc import Iterable

from kg.mention import Mention

SHADOW = ""  # the type of a stretch that hides what it overlaps and is no mention itself (`remember` drops it)
_STRETCH = 1.3  # a long name outweighs the shorter ones inside it, even several that together are as long
_FLOOR = 0.3  # proposals below this confidence are only evidence for other rules, never a mention


def worth(mention: Mention) -> float:
    """How much a proposal weighs against those it overlaps: its confidence, times its length to the power 1.3."""
    return float(mention.confidence * (mention.end - mention.start) ** _STRETCH)


def settle(proposed: Iterable[Mention]) -> list[Mention]:
    """The proposals without overlap whose worth sums highest (weighted interval scheduling), in text order."""
    best: dict[tuple[int, int], Mention] = {}
    for mention in proposed:
        span = (mention.start, mention.end)
        if (
            mention.confidence >= _FLOOR
            and mention.end > mention.start
            and (span not in best or mention.confidence > best[span].confidence)
        ):
            best[span] = mention
    ordered = sorted(best.values(), key=lambda m: (m.end, m.start))
    ends = [m.end for m in ordered]
    total, taken = [0.0], []
    for i, mention in enumerate(ordered):
        before = bisect_right(ends, mention.start, 0, i)
        with_it = total[before] + worth(mention)
        taken.append((with_it > total[i], before))
        total.append(max(with_it, total[i]))
    kept, i = [], len(ordered)
    while i:
        take, before = taken[i - 1]
        if take:
            kept.append(ordered[i - 1])
        i = before if take else i - 1
    return kept[::-1]
