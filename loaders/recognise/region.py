"""Regions: administrative divisions by the table, short forms by context, countries and named economic regions."""

from collections.abc import Iterator
from pathlib import Path

from kg.loaders import lexicon
from kg.loaders.cues import Cues
from kg.loaders.parsed import Parsed
from kg.mention import Mention
from kg.schema.patterns import pattern

_CUES = Cues(Path(__file__).with_suffix(".yaml"))
_PARTS = frozenset(_CUES.words("city_part"))
_LEVELS = pattern(r"[省市县区镇乡][㐀-鿿]{0,6}\Z")
_LONGER = tuple(_CUES.words("longer"))
_ANY_TOWN = frozenset(_CUES.words("any_town"))
_TOWN = pattern(r"(?:街道|镇|乡|苏木)(?!办|长|政府|党|村|级|域|街|[区委])")
_COUNTRIES = pattern(
    r"(?<=[与同和对从向以])(?:[德英美日法俄韩意澳加印]、){1,8}[德英美日法俄韩意澳加印](?=等|两国|三国|四国|国|、[㐀-鿿]{2,5}等)"
)
_WHERE = pattern(r"(?:地处|位于|坐落于?|落户于?|毗邻|紧邻|在)[^,。;\n]{1,40}")
_SPOT = pattern(r"(?:半岛|岛|村)(?![屿上民委庄镇级务])")
_PART = _CUES.expression(r"(?:{part})地区")


def find(parsed: Parsed) -> Iterator[Mention]:
    """Propose every place that the text names; towns and streets where the table knows them or a wider place stands before."""
    for place in parsed.places:
        if _is_other(parsed, place.start, place.end):
            continue
        yield Mention(
            place.start,
            place.end,
            "Region",
            "region.full" if place.full else "region.short",
            0.9 if place.full else 0.8,
        )
    yield from _towns(parsed)
    yield from _countries(parsed)
    yield from _spots(parsed)
    for found in _PART.finditer(parsed.folded):
        if found.start() in parsed.word_starts:
            yield Mention(*found.span(), "Region", "region.part", 0.8)


def _is_other(parsed: Parsed, start: int, end: int) -> bool:
    """Whether a form is no place here: 西区 after no city, 和县 where 县和 joins two levels, the first half of a foreign name."""
    form, text = parsed.folded[start:end], parsed.folded
    if form.startswith("海") and text.startswith("沿", start - 1):  # 沿海城市
        return True
    if form in _PARTS:
        return start not in parsed.place_ends
    if form == "和县":
        return bool(_LEVELS.search(text, max(0, start - 8), start))
    return any(text.startswith(word, start) for word in _LONGER if word != form and word.startswith(form))


def _towns(parsed: Parsed) -> Iterator[Mention]:
    """Towns and streets whose name the table holds, in the counties that the text is about or after a wider place."""
    known = None
    for found in _TOWN.finditer(parsed.folded):
        known = known if known is not None else lexicon.entries("township")
        for start in range(max(0, found.start() - 5), found.start()):
            name = parsed.folded[start : found.end()]
            if name in known and name not in _ANY_TOWN and (start in parsed.word_starts or start in parsed.place_ends):
                local = any(c.startswith(h[:4]) for c in known[name].split() for h in parsed.home.regions)
                yield Mention(start, found.end(), "Region", "region.town", 0.85 if local else 0.5)
                break


def _spots(parsed: Parsed) -> Iterator[Mention]:
    """Islands and villages by their ending, where the clause says that something stands there."""
    for clause in _WHERE.finditer(parsed.folded):
        for found in _SPOT.finditer(parsed.folded, *clause.span()):
            start = _unknown_before(parsed, found.start())
            if found.end() - start >= 3:
                yield Mention(start, found.end(), "Region", "region.spot", 0.7)


def _unknown_before(parsed: Parsed, edge: int) -> int:
    """Where the name begins that ends at `edge`: a place, or up to three characters that are no common word."""
    start = parsed.place_ends.get(edge, edge)
    while start == edge or edge - start < 3:
        token = parsed.word_at(start - 1) if start else None
        if token is None or token.end != start or token.tag not in {"zg", "ng", "nr", "ns", "nz", "nrt", "g"}:
            break
        start = token.start
    return start


def _countries(parsed: Parsed) -> Iterator[Mention]:
    """德、英、美、日: countries by one character, in a list that a preposition opens and 等 or 国 closes."""
    for found in _COUNTRIES.finditer(parsed.folded):
        for offset in range(found.start(), found.end(), 2):
            yield Mention(offset, offset + 1, "Region", "region.initial", 0.8)
