"""Places that a text names: divisions by full and short form, countries, economic regions; ambiguous forms settled.

A place here is any standing of the name, also inside a longer one (the 鄞州区 of 鄞州区商务局): what counts as a
mention is for the recognisers to say.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rjieba import has_word

from kg.identity import regions
from kg.identity.regions import codes_of, is_common
from kg.loaders.lexicon import Hit
from kg.loaders.lexicon.fold import fold_chars
from kg.schema.patterns import pattern

if TYPE_CHECKING:
    from kg.loaders.parsed import Parsed

_KINDS = ("division", "division.old", "place", "division.short")
_HAN = pattern(r"[㐀-鿿]")
_ANYWHERE = {"城区", "郊区", "矿区", "新区", "市区"}
_ENDS_IN_WORD = {"市场", "区域", "区间", "区块", "县域", "市域", "省域"}
_GOES_ON = set("级域内(市区、")


@dataclass(frozen=True, slots=True)
class Place:
    """`[start, end)` names a place. `codes` are the divisions it may be (none for countries and economic regions)."""

    start: int
    end: int
    name: str
    codes: tuple[str, ...]
    full: bool


def divisions_named(text: str) -> tuple[str, ...]:
    """Codes of all divisions that the first place named in a short text may mean, in any script or width, widest first."""
    return regions.candidates(fold_chars(text))


def find_places(parsed: "Parsed") -> list[Place]:
    """Every place named in the text, longest names first where they overlap, in text order."""
    found = _longest(parsed)
    sure = {code for hit in found if hit.kind == "division" for code in codes_of(hit.key)}
    sure |= {
        c
        for hit in found
        if hit.kind == "division.short" and not is_common(hit.key)
        for c in codes_of(hit.key)
        if len(c) <= 4
    }
    kept: list[Place] = []
    for hit in found:
        place = _place(parsed, hit, sure, kept[-1] if kept else None)
        if place:
            kept.append(place)
    return kept


def _longest(parsed: "Parsed") -> list[Hit]:
    words = parsed.word_starts
    hits = sorted((h for kind in _KINDS for h in parsed.hits.get(kind, ())), key=lambda h: (h.start, -h.end))
    kept: list[Hit] = []
    for hit in hits:
        in_word = parsed.folded[hit.end - 1 : hit.end + 1] in _ENDS_IN_WORD and hit.end - 1 in words  # 上海|市场
        if (not kept or hit.start >= kept[-1].end) and not in_word:
            kept.append(hit)
    return kept


def _place(parsed: "Parsed", hit: Hit, sure: set[str], before: Place | None) -> Place | None:
    name = parsed.folded[hit.start : hit.end]
    if hit.kind in {"place", "division.old"}:
        return Place(hit.start, hit.end, hit.key, (), True) if _whole(parsed, hit) else None
    held = codes_of(hit.key)
    under = before.codes if before and before.end == hit.start else ()
    chained = tuple(c for c in held if any(c.startswith(u) for u in under))
    if hit.kind == "division":
        if not chained and (name in _ANYWHERE or (len(name) == 2 and not _alone(parsed, hit))):
            return None
        return Place(hit.start, hit.end, name, chained or _near(held, sure), True)
    if chained:
        return Place(hit.start, hit.end, name, chained, False)
    if not _whole(parsed, hit):
        return None
    same = tuple(c for c in held if c in sure)
    near = same or _near(held, sure)
    if is_common(hit.key) and not same:
        return None
    if not same and near == held and not _wide(hit) and not _free(parsed, hit.start):
        return None
    return Place(hit.start, hit.end, name, near, False)


def _free(parsed: "Parsed", offset: int) -> bool:
    """Whether what stands before `offset` cannot be the first part of the same name: a mark, a verb or a function word."""
    if offset == 0 or not _HAN.match(parsed.folded[offset - 1]):
        return True
    before = parsed.word_at(offset - 1)
    return before is not None and before.end == offset and before.tag[0] in "vpcudfry"


def _alone(parsed: "Parsed", hit: Hit) -> bool:
    """Whether a full name of two characters (和县) stands as a word of its own and not in 县级 or the like."""
    return (
        _begins(parsed, hit.start) and _begins(parsed, hit.end) and parsed.folded[hit.end : hit.end + 1] not in _GOES_ON
    )


def _near(held: tuple[str, ...], sure: set[str]) -> tuple[str, ...]:
    """Of the codes a name may have, those that lie in, or hold, a place the text names surely; else all of them."""
    near = tuple(c for c in held if any(c.startswith(s) or s.startswith(c) for s in sure if s != c))
    return near or held


def _begins(parsed: "Parsed", offset: int) -> bool:
    return offset in parsed.word_starts


def _whole(parsed: "Parsed", hit: Hit) -> bool:
    """Whether the name is no part of another word: it begins one, and one begins after it (or no Han character stands there)."""
    if hit.end - hit.start >= 4:
        return True
    if not _begins(parsed, hit.start):
        return False
    if _begins(parsed, hit.end) or not _HAN.match(parsed.folded[hit.end : hit.end + 1]):
        return True
    token = parsed.word_at(hit.start)
    return _wide(hit) and not (
        token is not None
        and token.start == hit.start
        and token.end > hit.end
        and token.tag not in {"ns", "nt"}
        and has_word(token.word)
    )


def _wide(hit: Hit) -> bool:
    """Whether the name is a province's, a prefecture's or a country's: one that the word cutter joins to what follows."""
    return hit.kind == "place" or any(len(code) <= 4 for code in codes_of(hit.key))
