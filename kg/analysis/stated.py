"""What a region's own documents say that it lacks (自述短板) or wants to attract (提出招引), as evidence on segments and firms."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kg.analysis.area import Area
from kg.analysis.expansion import months
from kg.analysis.firms import Firm, segments_of_product
from kg.analysis.landscape import Landscape
from kg.analysis.rows import Offer
from kg.analysis.statements import Stated
from kg.analysis.wording import say
from kg.chains.shelf import find_template
from kg.chains.template import Template
from kg.fact import LACKS
from kg.identity import regions
from kg.identity.names import name_form

FIRM = "Enterprise"
NEED = "Need"
"""Type of the offer of a statement."""
_FILE = re.compile(r"\.[A-Za-z]{2,5}$")
_SHOWN = 70
"""Characters of a sentence that a reason quotes."""


@dataclass(frozen=True, slots=True)
class _Index:
    """Statements on goods and sectors by segment, those on firms by the form of their name; ids of those of something lacking."""

    goods: Mapping[str, Sequence[Stated]]
    firms: Mapping[str, Sequence[Stated]]
    lacking: frozenset[str]


def stated_for(
    landscape: Landscape, area: Area, chain: Template, segment: str, today: date, lang: str = "zh"
) -> list[Offer]:
    """What documents of the area, or of what it lies in, say of a segment: one offer a document and kind, the surest first.

    `value` is the weight of the kind times the confidence, for what a wider region says times `stated_wider`; `own` says that
    the area itself, a part or a park of it speaks. Statements of another chain, or older than `stated_months`, do not count.
    """
    best: dict[tuple[str, str], Offer] = {}
    for one in _index(landscape).goods.get(segment, ()):
        own = _speaks_for(landscape, one, area)
        if not (own or _wider(one, area)) or _stale(landscape, one, today):
            continue
        if not _of_chain(landscape, one, chain, segment):
            continue
        value = landscape.weights.stated[one.kind] * one.confidence * (1.0 if own else landscape.weights.stated_wider)
        offer = Offer(NEED, one.fact, one.name, _words(one, area, lang), round(value, 4), one.number, one.date, (one.fact,), own)  # fmt: skip
        held = best.get((one.document, one.kind))
        if held is None or held.value < offer.value:
            best[one.document, one.kind] = offer
    return sorted(best.values(), key=lambda o: (-o.value, o.basis))


def named_as_target(landscape: Landscape, area: Area, firm: Firm, today: date, lang: str = "zh") -> Offer | None:
    """The surest statement of the area, or of what it lies in, that an enterprise is to be invited; None where there is none."""
    known = _index(landscape).firms
    found = [one for name in {firm.name, firm.short, *firm.aliases} for one in known.get(name_form(name), ())]
    fresh = [s for s in found if _counts(landscape, s, area) and not _stale(landscape, s, today)]
    if not fresh:
        return None
    one = max(fresh, key=lambda s: (_is_of(s, area), s.confidence, s.date or "", s.fact))
    basis = say("named_target", lang, document=source_words(one, lang))
    return Offer(NEED, one.fact, one.name, basis, one.confidence, one.number, one.date, (one.fact,), True)


def named_beside(landscape: Landscape, area: Area, segment: str, today: date, lang: str = "zh") -> list[Offer]:
    """Firms that the area's documents want to invite in the very sentence or row that names goods of the segment; by name."""
    goods = {(one.document, one.sentence) for one in _index(landscape).goods.get(segment, ())}
    found: dict[str, Offer] = {}
    for one in (s for some in _index(landscape).firms.values() for s in some):
        near = (one.document, one.sentence) in goods and _counts(landscape, one, area)
        if near and not _stale(landscape, one, today):
            basis = say("named_target", lang, document=source_words(one, lang))
            found.setdefault(one.name, Offer(NEED, one.fact, one.name, basis, evidence=(one.fact,), own=True))
    return [found[name] for name in sorted(found)]


def said_lacking(landscape: Landscape, offer: Offer) -> bool:
    """Whether the statement behind an offer is of something lacking, not only sought."""
    return offer.id in _index(landscape).lacking


def source_words(one: Stated, lang: str = "zh") -> str:
    """A document as it is quoted: its title, number and date; a file without a title by its name."""
    told = " ".join(filter(None, (one.number, one.date)))
    titled = lang != "en" and not one.document.startswith("《") and not _FILE.search(one.document)
    title = f"《{one.document}》" if titled else one.document
    return title + (say("aside", lang, text=told) if told else "")


def _words(one: Stated, area: Area, lang: str) -> str:
    whom = say("official", lang) if _is_of(one, area) and (area.parks or one.park is None) else one.holder
    key = "stated_lacks" if one.kind == LACKS else "stated_seeks"
    return say(key, lang, whom=whom, name=one.name, sentence=_quoted(one), document=source_words(one, lang))


def _speaks_for(landscape: Landscape, one: Stated, area: Area) -> bool:
    """Whether a statement is of the area, of a part of it or of a park in it."""
    if not area.parks:
        return one.division.startswith(area.code)
    return one.park is not None and area.holds(landscape.local.things[one.park])


def _wider(one: Stated, area: Area) -> bool:
    """Whether a statement is of what the area lies in."""
    if one.park is not None and area.parks:
        return one.park in area.parks
    return area.code.startswith(one.division)


def _counts(landscape: Landscape, one: Stated, area: Area) -> bool:
    return _speaks_for(landscape, one, area) or _wider(one, area)


def _is_of(one: Stated, area: Area) -> bool:
    """Whether a statement is of the area itself."""
    return one.park == area.parks[0] if area.parks else one.division == area.code


def _quoted(one: Stated) -> str:
    """The sentence, cut around the word where it is long."""
    text = " ".join(one.sentence.split()).rstrip("。；;，, ")
    if len(text) <= _SHOWN:
        return text
    low = max(0, min(text.find(one.name) - _SHOWN // 2, len(text) - _SHOWN))
    return ("…" if low else "") + text[low : low + _SHOWN] + ("…" if low + _SHOWN < len(text) else "")


def _stale(landscape: Landscape, one: Stated, today: date) -> bool:
    if one.date is None:
        return False
    age = months(one.date, today)
    return age > landscape.weights.stated_months or one.date > today.isoformat()


def _of_chain(landscape: Landscape, one: Stated, chain: Template, segment: str) -> bool:
    """Whether a statement is of this chain: unless it names another one that has the segment too."""
    named = find_template(one.chain, landscape.templates) if one.chain else None
    return named is None or named.name == chain.name or all(s.name != segment for s in named.segments)


def _index(landscape: Landscape) -> _Index:
    return landscape.kept("stated", lambda: _indexed(landscape))


def _indexed(landscape: Landscape) -> _Index:
    goods: dict[str, list[Stated]] = {}
    firms: dict[str, list[Stated]] = {}
    for one in landscape.local.stated:
        if one.confidence < landscape.weights.present or not _is_division(one.division):
            continue
        if one.type == FIRM:
            firms.setdefault(name_form(one.name), []).append(one)
            continue
        for segment, _ in segments_of_product(one.name, landscape.segments, landscape.local):
            goods.setdefault(segment, []).append(one)
    return _Index(goods, firms, frozenset(one.fact for one in landscape.local.stated if one.kind == LACKS))


def _is_division(code: str) -> bool:
    return code in regions.division_names()
