"""Products: listed goods, parts and materials; what 生产, 年产 and the like make; what stands before 价格, 产能, 生产线."""

import re
from collections.abc import Iterator
from pathlib import Path

from kg.loaders import lexicon
from kg.loaders.cues import Cues
from kg.loaders.parsed import Parsed
from kg.loaders.recognise.names import stops
from kg.loaders.recognise.phrases import Phrases, generics
from kg.loaders.recognise.phrases import begin as phrase_begin
from kg.mention import Mention
from kg.schema.patterns import pattern

_CUES = Cues(Path(__file__).with_suffix(".yaml"))
_MAKES = frozenset(_CUES.words("makes"))
_NOT_FIRST = frozenset(_CUES.words("not_first"))
_ACRONYM = pattern(r"[(][A-Za-z][A-Za-z\d\-]{1,9}[)]")
_NO_THING = _CUES.expression(r"(?:{no_thing})\Z")
_AMOUNT = _CUES.expression(r"[\d.万亿多余]+(?:{unit})/?年?\Z")


def propose(parsed: Parsed, seen: Phrases) -> Iterator[Mention]:
    """Propose products by list and by the words around them."""
    for hit in parsed.hits.get("product", ()):
        first, last = seen.index(hit.start), seen.index(hit.end - 1)
        if seen.starts[first] == hit.start and seen.end(last) == hit.end:
            yield Mention(
                hit.start, hit.end, "Product", "product.list", _weight(seen, first, last, hit.end - hit.start)
            )
    for found in _ACRONYM.finditer(parsed.folded):
        yield from _spelled(parsed, seen, found)
    common = generics()
    for i, word in enumerate(seen.words):
        if common.get(word) in {"market", "good"} or (seen.right[i] in "、，,。;；和及与" and seen.verb[i] in _MAKES):
            yield from _phrase(parsed, seen, i, common.get(word))


def _spelled(parsed: Parsed, seen: Phrases, found: re.Match[str]) -> Iterator[Mention]:
    """A noun phrase with its English abbreviation in brackets behind it: 制造执行系统(MES)."""
    i = seen.index(found.start())
    begin = phrase_begin(seen, i, stops(), across=True)
    while begin < i and (seen.words[begin] in lexicon.entries("leading") or seen.starts[begin] in parsed.place_starts):
        begin += 1
    start = seen.starts[begin]
    name = parsed.folded[start : found.start()]
    if 2 <= len(name) <= 16 and not _NO_THING.search(name):
        known = (
            lexicon.holds("product", name)
            or name[-2:] in lexicon.entries("product.tail")
            or name[-2:] in {"系统", "技术", "工程", "制造", "设计"}
        )
        yield Mention(start, found.end(), "Product", "product.spelled", 0.86 if known else 0.5)


def _weight(seen: Phrases, first: int, last: int, size: int) -> float:
    weight = 0.3 + 0.03 * min(size, 6)
    if generics().get(seen.right[last]) in {"market", "good"}:
        weight += 0.2
    if seen.verb[first] in _MAKES:
        weight += 0.1
    return weight


def _phrase(parsed: Parsed, seen: Phrases, i: int, kind: str | None) -> Iterator[Mention]:
    """The noun phrase before a word of trade, or after a verb of making, if it ends like a product's name."""
    end = i if kind else i + 1
    begin = phrase_begin(seen, end, stops())
    while begin < end and (
        seen.words[begin] in _NOT_FIRST
        or seen.words[begin] in lexicon.entries("leading")
        or seen.starts[begin] in parsed.place_starts
        or _AMOUNT.match(seen.words[begin])
    ):
        begin += 1
    if begin == end:
        return
    start, stop = seen.starts[begin], seen.end(end - 1)
    name = parsed.folded[start:stop]
    if 2 <= len(name) <= 14 and (name[-2:] in lexicon.entries("product.tail") or lexicon.holds("product", name)):
        yield Mention(start, stop, "Product", f"product.{kind or 'made'}", 0.45)
