"""Sectors: what stands before 产业, 行业, 领域; names that end in 业; listed sectors."""

from collections.abc import Iterator
from pathlib import Path

from kg.loaders import lexicon
from kg.loaders.cues import Cues
from kg.loaders.parsed import Parsed
from kg.loaders.recognise.names import stops
from kg.loaders.recognise.phrases import Phrases, generics
from kg.loaders.recognise.phrases import begin as phrase_begin
from kg.mention import Mention

_CUES = Cues(Path(__file__).with_suffix(".yaml"))
_TRADE = _CUES.expression(r"(?:{trade})业(?![绩务主态者内界余已园])")
_DULL = frozenset(_CUES.words("dull"))
_JOINS = frozenset("、和与及/") | {"以及"}


def propose(parsed: Parsed, seen: Phrases) -> Iterator[Mention]:
    """Propose sectors by what follows them, by ending and by list."""
    common = generics()
    for i, word in enumerate(seen.words):
        kind = common.get(word)
        if kind in {"sector", "firm", "project"}:
            yield from _before(parsed, seen, i, kind)
    for found in _TRADE.finditer(parsed.folded):
        start = _phrase_start(parsed, seen, seen.index(found.start()))
        if 2 <= found.end() - start <= 14:
            yield Mention(start, found.end(), "Industry", "industry.trade", 0.86 if found.end() - start > 3 else 0.6)
    for hit in [*parsed.hits.get("sector", ()), *parsed.hits.get("industry", ())]:
        i = seen.index(hit.start)
        if seen.starts[i] == hit.start and seen.end(seen.index(hit.end - 1)) == hit.end:
            yield Mention(hit.start, hit.end, "Industry", f"industry.{hit.kind}", 0.5 if hit.kind == "sector" else 0.35)


def _before(parsed: Parsed, seen: Phrases, i: int, kind: str) -> Iterator[Mention]:
    """The name before a common noun, and the members of the list that it closes."""
    end = i
    first = True
    while end > 0:
        begin = phrase_begin(seen, end, stops(), across=kind == "sector")
        while begin < end and (
            seen.words[begin] in _DULL
            or seen.words[begin] in lexicon.entries("leading")
            or seen.starts[begin] in parsed.place_starts
            and begin + 1 < end
        ):
            begin += 1
        name = parsed.folded[seen.starts[begin] : seen.starts[end]] if begin < end else ""
        if not name or name in _DULL or len(name) > 14:
            return
        yield Mention(seen.starts[begin], seen.starts[end], "Industry", f"industry.{kind}", _weight(name, kind, first))
        if begin < 1 or seen.words[begin - 1] not in _JOINS:
            return
        end, first = begin - 1, False


def _weight(name: str, kind: str, first: bool) -> float:
    listed = any(name in lexicon.entries(k) for k in ("sector", "industry"))
    known = listed or lexicon.holds("product", name)
    if kind == "sector":
        return 0.9 if listed else 0.8 if known else 0.6 if first else 0.5
    return 0.7 if listed else 0.6 if known else 0.35


def _phrase_start(parsed: Parsed, seen: Phrases, i: int) -> int:
    begin = phrase_begin(seen, i + 1, stops(), across=True)
    while begin < i and (
        seen.words[begin] in _DULL
        or seen.words[begin] in lexicon.entries("leading")
        or seen.starts[begin] in parsed.place_starts
    ):
        begin += 1
    return seen.starts[begin]
