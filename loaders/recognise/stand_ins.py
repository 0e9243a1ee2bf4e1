"""Words that stand for a thing the document has named or settled: 我区, 我局, 该委, 本办法, the bare 园区 of its one park."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from kg.identity import regions
from kg.loaders.cues import Cues
from kg.loaders.parsed import Parsed
from kg.loaders.recognise.group import within
from kg.loaders.recognise.names import left_edge, plural
from kg.loaders.repeals import repeal_of
from kg.mention import Mention
from kg.schema.patterns import pattern

_CUES = Cues(Path(__file__).with_suffix(".yaml"))
_PLACE = pattern(
    r"(?<![㐀-鿿])?(?!贵州)(?P<word>[我你贵](?P<level>[省市区县州旗]))(?![㐀-鿿]?(?:委(?!托|员)|级|(?<![布格全])局|政府|人大|政协|域))"
)
_THAT_PLACE = pattern(r"该(?P<level>[省市区县州])(?![域级])")
_OFFICE = pattern(r"我(?P<kind>局|委|厅|办|部|院|署|会)(?![㐀-鿿]?们)")
_THAT_OFFICE = pattern(r"该(?P<kind>局|委|厅|办|部|院|署)(?!门|分|位|级)")
_OFFICE_KINDS = ("局", "委", "厅", "办", "部", "院", "署")
_TAILS = _CUES.expression(r"(?P<tail>{park_tail})\Z")


_UNBRACKETED = pattern(r"[（(].*|[《》]")
_OWN_RULES = {"policy.about", "policy.bare"}
_HEAD = 600  # characters in which a document names what it issues
_OPENING = 60  # a park named within so many characters is what the document is about
_GOVERNED = pattern(r"(?P<park>.{4,}?区)(?:开发建设)?(?:管理委员会|管委会|党工委)")
_FUND_TAILS = _CUES.expression(r"(?P<tail>(?:{fund_kind})(?:引导)?基金)\Z")
_BARE = {"Park": _TAILS, "Fund": _FUND_TAILS}


def stand_ins(parsed: Parsed, mentions: list[Mention]) -> Iterator[Mention]:
    """Mentions by words that stand for a thing; `name` says for which."""
    return chain(
        _home_place(parsed),
        _that_place(parsed, mentions),
        _home_office(parsed),
        _that_office(parsed, mentions),
        _own_policy(parsed, mentions),
        _bare_tails(parsed, mentions),
    )


def _home_place(parsed: Parsed) -> Iterator[Mention]:
    names: dict[str, str | None] = {}
    for found in _PLACE.finditer(parsed.folded):
        level = found["level"]
        if level not in names:
            code = parsed.home.of(level)
            names[level] = _printed(parsed, code) if code else None
        if names[level]:
            yield Mention(*found.span("word"), "Region", "stand_in.place", 0.9, names[level])


def _printed(parsed: Parsed, code: str) -> str | None:
    """The fullest form under which the text names a division, be it inside another name."""
    forms = {p.name for p in parsed.places if code in p.codes}
    return max((f for f in forms if f in regions.full_name(code)), key=len, default=None)


def _that_place(parsed: Parsed, mentions: list[Mention]) -> Iterator[Mention]:
    """该市: the place of that level named last before; without one, the place named last."""
    last: dict[str, str] = {}
    for place, found in _by_offset(
        [m for m in mentions if m.type == "Region" and m.name is None], _THAT_PLACE.finditer(parsed.folded)
    ):
        if place:
            name = name_of(parsed, place)
            last[name[-1]] = last["any"] = name
        elif found and (name := last.get(found["level"], last.get("any", ""))):
            yield Mention(*found.span(), "Region", "stand_in.that_place", 0.7, name)


def _by_offset(
    mentions: list[Mention], words: Iterable[re.Match[str]]
) -> Iterator[tuple[Mention | None, re.Match[str] | None]]:
    """Mentions and words merged in text order, each as a pair with None."""
    both: list[tuple[int, Mention | None, re.Match[str] | None]] = [(m.start, m, None) for m in mentions]
    both += [(w.start(), None, w) for w in words]
    return ((m, w) for _, m, w in sorted(both, key=lambda row: row[0]))


def _home_office(parsed: Parsed) -> Iterator[Mention]:
    issuer = parsed.home.issuer
    for found in _OFFICE.finditer(parsed.folded):
        if issuer and found.start() in parsed.word_starts and _fits(issuer, found["kind"]):
            yield Mention(*found.span(), "Agency", "stand_in.office", 0.9, issuer)


def _that_office(parsed: Parsed, mentions: list[Mention]) -> Iterator[Mention]:
    """该局: the agency of that ending named last before."""
    last: dict[str, str] = {}
    for office, found in _by_offset([m for m in mentions if m.type == "Agency"], _THAT_OFFICE.finditer(parsed.folded)):
        if office:
            name = name_of(parsed, office)
            last |= {kind: name for kind in _OFFICE_KINDS if _fits(name, kind)}
        elif found and found["kind"] in last and found.start() in parsed.word_starts:
            yield Mention(*found.span(), "Agency", "stand_in.that_office", 0.8, last[found["kind"]])


def _fits(name: str, kind: str) -> bool:
    longer = {"委": ("委", "委员会"), "办": ("办", "办公室"), "会": ("会",)}.get(kind, (kind,))
    return name.endswith(longer)


def _own_policy(parsed: Parsed, mentions: list[Mention]) -> Iterator[Mention]:
    """本办法 and the like are found by form; here they are given the first policy whose name ends as they do.

    One that the document ends is not the document itself.
    """
    titled = [m for m in mentions if m.type == "Policy" and m.rule != "policy.own"]
    titled = [m for m in titled if not repeal_of(parsed, m.start, m.end)]
    issued = _issued_here(parsed, titled)
    endings = [(_UNBRACKETED.sub("", name_of(parsed, m)), m) for m in titled]
    own: dict[str, str | None] = {}
    for mention in mentions:
        if mention.type == "Policy" and mention.rule == "policy.own":
            kind = name_of(parsed, mention)[1:]
            if kind not in own:
                policy = next((m for name, m in endings if name.endswith(kind)), issued)
                own[kind] = name_of(parsed, policy) if policy else None
            if own[kind]:
                yield Mention(mention.start, mention.end, "Policy", "stand_in.policy", 0.9, own[kind])


def _issued_here(parsed: Parsed, titled: list[Mention]) -> Mention | None:
    """The policy that the document itself issues: titled without 《》 at its head, or after 印发."""
    head = (m for m in titled if m.start < _HEAD)
    return next((m for m in head if m.rule in _OWN_RULES or parsed.folded[m.start - 2 : m.start] == "印发"), None)


def _bare_tails(parsed: Parsed, mentions: list[Mention]) -> Iterator[Mention]:
    """园区, 基地, 高新区 by themselves, where exactly one such thing of the document ends so, after it was named."""
    named: dict[tuple[str, str], dict[str, int]] = {}
    for m in mentions:
        name = name_of(parsed, m)
        tail = _BARE[m.type].search(name) if m.type in _BARE else None
        if tail and tail["tail"] != name:
            for short in {tail["tail"], _last_word(tail["tail"])}:
                named.setdefault((m.type, short), {}).setdefault(name, m.start)
    for m in mentions:
        governed = _GOVERNED.match(name_of(parsed, m)) if m.type == "Agency" else None
        tail = _TAILS.search(governed["park"]) if governed else None
        if governed and tail:
            named.setdefault(("Park", _last_word(tail["tail"])), {}).setdefault(governed["park"], m.start)
    opening = next((m for m in mentions if m.type == "Park"), None)
    if opening and opening.start < _OPENING and len(name_of(parsed, opening)) > 3:
        named.setdefault(("Park", "园区"), {name_of(parsed, opening): opening.start})
    for (kind, short), held in named.items():
        names = sorted(held, key=len)
        if any(not within(names[-1], other) for other in names):
            continue
        for found in re.finditer(re.escape(short) + r"(?!管理人|经理|公司|业|会|份额)", parsed.folded):
            start = found.start()
            after_first = start > min(held.values())
            if (
                after_first
                and start in parsed.word_starts
                and left_edge(parsed, start, 6) == start
                and not plural(parsed, start)
            ):
                yield Mention(start, found.end(), kind, "stand_in.tail", 0.8, names[-1])


def _last_word(tail: str) -> str:
    if tail == "高新技术产业开发区":
        return "高新区"
    return (
        "园区"
        if tail.endswith(("园区", "园"))
        else "开发区"
        if tail.endswith("开发区")
        else "基地"
        if tail.endswith("基地")
        else tail
    )


def name_of(parsed: Parsed, mention: Mention) -> str:
    """The name a mention was settled to, else its words as printed."""
    return mention.name or parsed.text[mention.start : mention.end]
