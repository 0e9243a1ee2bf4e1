"""Why a segment is called a gap, in words with the figures that they rest on."""

from collections.abc import Sequence

import numpy as np

from kg.analysis.ended import ENDED
from kg.analysis.projects import OPENED, PLANNED
from kg.analysis.rows import Offer
from kg.analysis.signs import sign
from kg.analysis.stated import NEED, said_lacking
from kg.analysis.view import ChainView, View, residents
from kg.analysis.wording import listing, say, state_words

MISSING, WEAK, BROKEN, UNLINKED, EXTEND, STRONG = "缺", "弱", "断", "断-配套", "延", "强"
BUILDING, UNSEEN, STATED = "在建", "未观察到", "自述"
PRESENT, MIDDLING = "有", "中"
ALARMS = frozenset({MISSING, WEAK, BROKEN})


def view_blind(one: ChainView, j: int) -> bool:
    """Whether no enterprise of the whole country is known in segment `j`: then its absence here says nothing."""
    return bool(one.view.landscape.national[one.chain.at[j]] == 0)


def unlinked(one: ChainView, j: int) -> list[int]:
    """Present inputs of a present segment with no known supply or cooperation between local enterprises (断-配套).

    Empty where the graph knows of no such link in the region at all: then nothing was observed.
    """
    pairs = one.view.linked
    if one.x[j] == 0 or not pairs or not one.view.graded:
        return []
    inputs = [int(u) for u in np.flatnonzero(one.chain.feed[:, j]) if one.x[u] > 0]
    return [u for u in inputs if frozenset((int(one.chain.at[u]), int(one.chain.at[j]))) not in pairs]


def reasons_of(one: ChainView, j: int, kinds: list[str], offers: list[Offer]) -> list[str]:
    """Every reason that holds for segment `j`, in words; what the region says itself stands first."""
    view, at, lang = one.view, one.chain.at[j], one.view.lang
    names = [s.name for s in one.template.segments]
    strength, nation = view.strength, float(view.landscape.national[at])
    figures = {
        "local": one.x[j],
        "expected": strength.expected[0, at],
        "above": strength.above[0, at],
        "national": nation,
        "base": stock(one, j),
    }
    found = []
    if UNSEEN in kinds:
        found += unseen(one, j, offers)
    if MISSING in kinds:
        found.append(say("missing" if figures["expected"] >= 1 else "missing_small", lang, **figures))
    if WEAK in kinds:
        found.append(say("weak", lang, balance=one.kinds.balance[0, j], **figures))
    if STRONG in kinds:
        found.append(say("strong", lang, **figures))
        lacking = [names[u] for u in np.flatnonzero(one.chain.feed[:, j]) if one.x[u] == 0]
        if lacking and leaders(view, at):
            found.append(say("around", lang, missing=listing(lacking, lang)))
    found += _between(one, j, kinds, names)
    if UNLINKED in kinds:
        found += [say("unlinked", lang, source=names[u], target=names[j]) for u in unlinked(one, j)]
    found += [_project(one, offer) for offer in offers if offer.type == "Project"]
    return _stated(one, j, [offer for offer in offers if offer.type == NEED]) + found


def _between(one: ChainView, j: int, kinds: list[str], names: list[str]) -> list[str]:
    """What stands before and behind a segment that is broken off, missing, or could be added."""
    lang, found = one.view.lang, []
    before = [names[u] for u in np.flatnonzero(one.chain.feed[:, j]) if one.x[u] > 0]
    after = [names[d] for d in np.flatnonzero(one.chain.feed[j]) if one.x[d] > 0]
    if BROKEN in kinds:
        ends = {"before": listing(before, lang), "after": listing(after, lang)}
        found.append(say("broken", lang, broken=float(one.kinds.broken[0, j]), **ends))
    elif MISSING in kinds:
        far = [names[d] for d in np.flatnonzero(one.structure.reach[j]) if one.x[d] > 0]
        key = "fed" if after else "fed_far"
        found += [say(key, lang, after=listing(after or far, lang))] if after or far else []
    if EXTEND in kinds:
        found.append(_extension(one, j, before + after))
    return found


def _stated(one: ChainView, j: int, said: Sequence[Offer]) -> list[str]:
    """What documents say of the segment; where enterprises are seen in it all the same, both."""
    view, at = one.view, int(one.chain.at[j])
    found = [offer.basis for offer in said]
    if found and view.own[at] > 0:
        own = residents(view.landscape, view.area.code, at)
        lacking = any(said_lacking(view.landscape, offer) for offer in said)
        key, names = "stated_seen" if lacking else "stated_seen_sought", [firm.short for firm in own[:3]]
        found.append(say(key, view.lang, count=len(own), names=listing(names, view.lang)))
    return found


def _project(one: ChainView, offer: Offer) -> str:
    """What a project means for the segment: it will fill it, may, has, or was given up."""
    lang = one.view.lang
    key = {ENDED: "ended", PLANNED: "planned", OPENED: "opened"}.get(offer.basis, "building")
    doubt = say("doubted", lang, value=offer.value) if offer.value < one.view.landscape.weights.present else ""
    return say(key, lang, name=offer.name, state=state_words(offer.basis, lang)) + doubt


def stock(one: ChainView, j: int) -> str:
    """Where the enterprises of a segment that are counted in the country are known from, in words."""
    of_pool, of_graph = (bool(flags[one.chain.at[j]]) for flags in one.view.landscape.sources)
    return say("of_both" if of_pool and of_graph else "of_pool" if of_pool else "of_loaded", one.view.lang)


def beside(one: ChainView, j: int) -> list[int]:
    """Segments next to `j` where an enterprise of the region itself is known."""
    near = np.flatnonzero((one.chain.feed[:, j] + one.chain.feed[j]) > 0)
    return [int(k) for k in near if one.view.own[one.chain.at[k]] > 0]


def _extension(one: ChainView, j: int, near: list[str]) -> str:
    """What a segment without local need could grow from: a strong neighbour, a present one, or what similar regions have."""
    view, value = one.view, float(one.view.feasibility[one.chain.at[j]])
    beside = (one.chain.feed[:, j] + one.chain.feed[j]) > 0
    strong = [s.name for s, b, yes in zip(one.template.segments, beside, one.kinds.strong[0], strict=True) if b and yes]
    key = "extend" if strong else "extend_near" if near else "extend_fit"
    return say(key, view.lang, near=listing(strong or near, view.lang), value=value)


def unseen(one: ChainView, j: int, own: Sequence[Offer] = ()) -> list[str]:
    """What the region's own papers and enterprises tell of a segment not observed there, then what the wider region does."""
    view, lang, names = one.view, one.view.lang, [s.name for s in one.template.segments]
    offers = [o.basis for o in own if o.own and o.type != NEED]
    found = [say("named", lang, offers=listing(offers, lang))] if offers else []
    after = [int(d) for d in np.flatnonzero(one.chain.feed[j])]
    here = [names[d] for d in after if view.own[one.chain.at[d]] > 0]
    found += [say("fed_here", lang, after=listing(here, lang))] if here else []
    figures = {"wider": view.base.name, "count": one.x[j], "base": stock(one, j)}
    if one.x[j] > 0:
        return [*found, say("seen_wider" if view.base.code else "seen_nation", lang, **figures)]
    found.append(say("unseen_wider", lang, national=view.landscape.national[one.chain.at[j]], **figures))
    far = [names[d] for d in after if one.x[d] > 0 and names[d] not in here]
    return found + ([say("fed_wider", lang, after=listing(far[:5], lang), wider=view.base.name)] if far else [])


def note(view: View) -> str | None:
    """Why nothing is graded, where too little is known of the region, and who of it is left out; a line each."""
    links = view.landscape.observed(view.area.code)[0]
    told = [] if view.graded else [say("unseen", view.lang, region=view.area.name, links=links, wider=view.base.name)]
    return "\n".join([*told, *left_out(view)]) or None


def left_out(view: View) -> list[str]:
    """One line on the enterprises of the region that a document names and that do not count, by what is said of them."""
    inside, found = view.landscape.inside(view.area.code), dict[str, list[str]]()
    for i, firm in enumerate(view.landscape.firms):
        if inside[i] and firm.out is not None and firm.thing is not None and firm.placements:
            found.setdefault(firm.out, []).append(firm.short)
    told = [
        say(
            "left_state",
            view.lang,
            state=state_words(state, view.lang),
            number=len(names),
            names=listing(names[:3], view.lang),
        )
        for state, names in sorted(found.items())
    ]
    number = sum(map(len, found.values()))
    return [say("left_out", view.lang, number=number, states=listing(told, view.lang))] if told else []


def leaders(view: View, at: int) -> list[int]:
    """Enterprises of the base region in a segment that documents or the exchange mark as leading."""
    inside = view.landscape.inside(view.base.code)
    rows = [int(i) for i in view.landscape.q[:, [at]].nonzero()[0] if inside[i]]
    return [i for i in rows if any(sign("leading", tag) for tag in view.landscape.firms[i].tags)]
