"""Words that stand for a thing the document has named or settled: 我区, 我局, 该委, 本办法, the bare 园区 of its one park."""

import re
from collections.abc import Iterator
from itertools import chain

from kg.loaders.lexicon.divisions import divisions
from kg.loaders.parsed import Parsed
from kg.loaders.recognise.names import left_edge, plural
from kg.mention import Mention

_PLACE = re.compile(r"(?<![㐀-鿿])?(?P<word>[我你贵](?P<level>[省市区县州旗]))(?![㐀-鿿]?(?:委(?!托|员)|级|局|政府|人大|政协|域))")
_PLACE_OFFICE = re.compile(r"[我你贵][省市区县州旗]")
_THAT_PLACE = re.compile(r"该(?P<level>[省市区县州])(?![域级])")
_OFFICE = re.compile(r"我(?P<kind>局|委|厅|办|部|院|署|会)(?![㐀-鿿]?们)")
_THAT_OFFICE = re.compile(r"该(?P<kind>局|委|厅|办|部|院|署)(?!门|分|位|级)")
_OWN_POLICY = re.compile(r"本(?P<kind>[㐀-鿿]{2,6})\Z")
_TAILS = re.compile(
    r"(?P<tail>(?:经济|技术|高新技术产业)?开发区|高新区|经开区|产业园区|工业园区|科技园区|园区|产业园|科技园|工业园|科技城|科学城|知识城|生物城|医药城|大学城|生物岛|软件园|物流园|新区|示范区|试验区|自贸区|自贸试验区|保税区|综保区|港区|新城|小镇|基地)\Z"
)


_GOVERNED = re.compile(r"(?P<park>.{4,}?区)(?:开发建设)?(?:管理委员会|管委会|党工委)")
_FUND_TAILS = re.compile(r"(?P<tail>(?:产业|投资|引导|创业投资|产业投资|发展|创新|补偿)?(?:引导)?基金)\Z")
_BARE = {"Park": _TAILS, "Fund": _FUND_TAILS}


def stand_ins(parsed: Parsed, mentions: list[Mention]) -> Iterator[Mention]:
    """Mentions by words that stand for a thing; `name` says for which."""
    return chain(
        _home_place(parsed), _that_place(parsed, mentions), _home_office(parsed), _that_office(parsed, mentions),
        _own_policy(parsed, mentions), _bare_tails(parsed, mentions),
    )


def _home_place(parsed: Parsed) -> Iterator[Mention]:
    for found in _PLACE.finditer(parsed.folded):
        code = parsed.home.of(found["level"])
        name = code and _printed(parsed, code)
        if name:
            yield Mention(*found.span("word"), "Region", "stand_in.place", 0.9, name)


def _printed(parsed: Parsed, code: str) -> str | None:
    """The fullest form under which the text names a division, be it inside another name."""
    forms = {p.name for p in parsed.places if code in p.codes}
    known = divisions().get(code)
    return max((f for f in forms if known and f in known.full), key=len, default=None)


def _that_place(parsed: Parsed, mentions: list[Mention]) -> Iterator[Mention]:
    for found in _THAT_PLACE.finditer(parsed.folded):
        before = [m for m in mentions if m.type == "Region" and m.end <= found.start() and m.name is None]
        same = [m for m in before if _text(parsed, m).endswith(found["level"])] or before[-1:]
        if same:
            yield Mention(*found.span(), "Region", "stand_in.that_place", 0.7, _text(parsed, same[-1]))


def _home_office(parsed: Parsed) -> Iterator[Mention]:
    issuer = parsed.home.issuer
    for found in _OFFICE.finditer(parsed.folded):
        if issuer and found.start() in parsed.word_starts and _fits(issuer, found["kind"]):
            yield Mention(*found.span(), "Agency", "stand_in.office", 0.9, issuer)


def _that_office(parsed: Parsed, mentions: list[Mention]) -> Iterator[Mention]:
    offices = [m for m in mentions if m.type == "Agency"]
    for found in _THAT_OFFICE.finditer(parsed.folded):
        before = [m for m in offices if m.end <= found.start() and _fits(_text(parsed, m), found["kind"])]
        if before and found.start() in parsed.word_starts:
            yield Mention(*found.span(), "Agency", "stand_in.that_office", 0.8, _text(parsed, before[-1]))


def _fits(name: str, kind: str) -> bool:
    longer = {"委": ("委", "委员会"), "办": ("办", "办公室"), "会": ("会",)}.get(kind, (kind,))
    return name.endswith(longer)


def _own_policy(parsed: Parsed, mentions: list[Mention]) -> Iterator[Mention]:
    """本办法 and the like are found by form; here they are given the policy whose name ends as they do."""
    titled = [m for m in mentions if m.type == "Policy" and m.rule != "policy.own"]
    for mention in mentions:
        if mention.type != "Policy" or mention.rule != "policy.own":
            continue
        kind = _text(parsed, mention)[1:]
        ending = [m for m in titled if _text(parsed, m).strip("《》").partition("(")[0].partition("（")[0].endswith(kind)]
        own = min(ending or _issued_here(parsed, titled), key=lambda m: m.start, default=None)
        if own:
            yield Mention(mention.start, mention.end, "Policy", "stand_in.policy", 0.9, _text(parsed, own))


def _issued_here(parsed: Parsed, titled: list[Mention]) -> list[Mention]:
    """The policies that the document itself issues: titled without 《》 at its head, or after 印发."""
    issued = [m for m in titled if m.start < 600 and (m.rule in {"policy.about", "policy.bare"} or parsed.folded[m.start - 2 : m.start] == "印发")]
    return issued[:1]


def _bare_tails(parsed: Parsed, mentions: list[Mention]) -> Iterator[Mention]:
    """园区, 基地, 高新区 by themselves, where exactly one such thing of the document ends so, after it was named."""
    named: dict[tuple[str, str], dict[str, int]] = {}
    for m in mentions:
        name = _text(parsed, m)
        tail = _BARE[m.type].search(name) if m.type in _BARE else None
        if tail and tail["tail"] != name:
            for short in {tail["tail"], _last_word(tail["tail"])}:
                named.setdefault((m.type, short), {}).setdefault(name, m.start)
    for m in mentions:
        governed = _GOVERNED.match(_text(parsed, m)) if m.type == "Agency" else None
        tail = _TAILS.search(governed["park"]) if governed else None
        if governed and tail:
            named.setdefault(("Park", _last_word(tail["tail"])), {}).setdefault(governed["park"], m.start)
    for (kind, short), held in named.items():
        names = sorted(held, key=len)
        if any(not _same_thing(names[-1], other) for other in names):
            continue
        for found in re.finditer(re.escape(short) + r"(?!管理人|经理|公司|业|会|份额)", parsed.folded):
            start = found.start()
            after_first = start > min(held.values())
            if after_first and start in parsed.word_starts and left_edge(parsed, start, 6) == start and not plural(parsed, start):
                yield Mention(start, found.end(), kind, "stand_in.tail", 0.8, names[-1])


def _last_word(tail: str) -> str:
    if tail == "高新技术产业开发区":
        return "高新区"
    return "园区" if tail.endswith("园区") else "开发区" if tail.endswith("开发区") else "基地" if tail.endswith("基地") else "基金" if tail.endswith("基金") else tail


def _same_thing(full: str, other: str) -> bool:
    rest = iter(full)
    return all(c in rest for c in other)


def _text(parsed: Parsed, mention: Mention) -> str:
    return mention.name or parsed.text[mention.start : mention.end]
