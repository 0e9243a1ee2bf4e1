"""Members of lists are of one type: what their 等 leads to decides it, or what most of them are read as."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from kg.loaders.cues import Cues
from kg.loaders.parsed import Parsed
from kg.loaders.recognise.names import stops
from kg.loaders.recognise.phrases import Phrases, generics
from kg.mention import Mention

_CUES = Cues(Path(__file__).with_suffix(".yaml"))
_LISTED = frozenset({"Enterprise", "Industry", "Product"})
_JOINS = frozenset("、和与及") | {"以及"}
_LIST = 0.6
_MOST = 12  # characters of a member that no rule reads
_LEADS_TO = _CUES.expression(
    r"等[^,，。;；:：、!！?？\n的和与在]{0,10}?(?:"
    r"(?P<Enterprise>{firm})|(?P<Industry>{sector})|(?P<Product>{good}))"
)

Span = tuple[int, int]


def lists(parsed: Parsed, seen: Phrases, mentions: list[Mention]) -> Iterator[Mention]:
    """Unread or otherwise read members of a list whose type is told, or is that of at least half of its members."""
    by_start = {m.start: m for m in sorted(mentions, key=lambda m: m.confidence)}
    for members in _runs(seen, by_start):
        read = [m for a, b in members if (m := by_start.get(a)) and m.end == b]
        kinds = Counter(m.type for m in read)
        told = _LEADS_TO.match(parsed.folded, members[-1][1])
        kind, sure = (told.lastgroup, 0.75) if told else (kinds.most_common(1)[0][0], 0.0) if kinds else (None, 0.0)
        if kind not in _LISTED or 2 * (len(read) if told else kinds[kind]) < len(members):
            continue
        sure = max([sure, *(m.confidence for m in read if m.type == kind)])
        for a, b in members:
            known = by_start.get(a)
            if known is None and told:
                yield Mention(a, b, kind, "agree.list", _LIST)
            elif (
                known
                and known.end == b
                and known.type in _LISTED
                and known.type != kind
                and (told or known.confidence < sure)
            ):
                yield Mention(a, b, kind, "agree.list", min(0.99, known.confidence + 0.01))


def _runs(seen: Phrases, by_start: dict[int, Mention]) -> Iterator[list[Span]]:
    """Lists of at least three members, each as a span: what stands between 、 and the last 和."""
    i, count = 0, len(seen.words)
    while i < count:
        if seen.words[i] != "、":
            i += 1
            continue
        begin = _member_begin(seen, i, by_start)
        members = [(seen.starts[begin], seen.starts[i])] if begin < i else []
        while i < count and seen.words[i] in _JOINS:
            stop = _member_end(seen, i + 1, by_start)
            if stop > i + 1:
                members.append((seen.starts[i + 1], seen.end(stop - 1)))
            i = max(stop, i + 1)
        if len(members) >= 3:
            yield members


def _member_begin(seen: Phrases, end: int, by_start: dict[int, Mention]) -> int:
    begin = end
    while begin > 0 and seen.starts[end] - seen.starts[begin - 1] <= _MOST and not _edge(seen, begin - 1):
        begin -= 1
    for k in range(begin, end):
        known = by_start.get(seen.starts[k])
        if known and known.end == seen.starts[end]:
            return k
    return begin


def _member_end(seen: Phrases, begin: int, by_start: dict[int, Mention]) -> int:
    known = by_start.get(seen.starts[begin]) if begin < len(seen.starts) else None
    if known:
        return bisect_left(seen.starts, known.end)
    end = begin
    while end < len(seen.words) and seen.starts[end] - seen.starts[begin] <= _MOST and not _edge(seen, end):
        end += 1
    return end


def _edge(seen: Phrases, i: int) -> bool:
    word, tag = seen.words[i], seen.tags[i]
    return (
        word in _JOINS
        or word == "等"
        or word in stops()
        or word in generics()
        or (tag[0] in "xupcr" and tag != "eng")
        or word.isspace()
    )
