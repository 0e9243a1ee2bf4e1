"""A document agrees with itself: what its words around a name say of it, and that a name read once is read again elsewhere."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace

import ahocorasick

from kg.loaders import lexicon
from kg.loaders.parsed import Parsed
from kg.loaders.recognise.members import lists
from kg.loaders.recognise.names import stops
from kg.loaders.recognise.phrases import Phrases, generics
from kg.mention import Mention

_AGAIN = frozenset({"Industry", "Product"})
_LEADING_TAGS = frozenset("dpcrfu")
_SURE, _ECHO = 0.7, 0.55
_ENOUGH = {"Product": 0.2, "Industry": 0.35}  # share of a name's places that must be read already
_ENDINGS = ("集团", "公司", "股份")


def agree(parsed: Parsed, seen: Phrases, mentions: list[Mention]) -> list[Mention]:
    """`mentions` trimmed and joined as the words around them say, lists completed, and sectors and products found again."""
    plain, text = lexicon.entries("plain"), parsed.folded
    trimmed = [t for m in mentions if text[(t := trim(parsed, seen, m)).start : t.end] not in plain]
    typed = [_retype(seen, m) for m in _join(text, trimmed)]
    completed = typed + [m for m in lists(parsed, seen, typed) if text[m.start : m.end] not in plain]
    return completed + list(_again(parsed, seen, completed))


def trim(parsed: Parsed, seen: Phrases, mention: Mention) -> Mention:
    """The mention without the words at its beginning that are no part of a name: 全市, 各类, 围绕; 深圳 before a short name."""
    if mention.type == "Enterprise":
        return _without_place(parsed, mention)
    if mention.type == "Chain" and mention.start and parsed.folded[mention.start - 1] in "、及和与":
        return mention  # a member of a list begins where the list says
    leading, i = lexicon.entries("leading"), bisect_left(seen.starts, mention.start)
    while i < len(seen.starts) and seen.end(i) < mention.end and _leads(seen, i, leading):
        i += 1
    return (
        replace(mention, start=seen.starts[i]) if i < len(seen.starts) and seen.starts[i] < mention.end - 1 else mention
    )


def _leads(seen: Phrases, i: int, leading: dict[str, str]) -> bool:
    word, tag = seen.words[i], seen.tags[i]
    return word in leading or word in stops() or (tag[0] in _LEADING_TAGS and tag != "eng" and len(word) > 1)


def _without_place(parsed: Parsed, mention: Mention) -> Mention:
    """A place before a company's short name is a region of its own."""
    after = parsed.place_starts.get(mention.start, mention.end)
    name = parsed.folded[mention.start : mention.end]
    rest = parsed.folded[after : mention.end]
    if not 2 <= len(rest) <= 4 or name.endswith(_ENDINGS) or name in lexicon.entries("company") or _common(rest):
        return mention
    return replace(mention, start=after)


def _common(name: str) -> bool:
    few = ("industry", "sector", "plain", "product.tail")
    return lexicon.holds("product", name) or any(name in lexicon.entries(kind) for kind in few)


def _join(text: str, mentions: list[Mention]) -> list[Mention]:
    """Products that stand together, or with 用 between them, as the one product they make: 显示屏用LED芯片."""
    joined: list[Mention] = []
    for m in sorted(mentions, key=lambda m: (m.start, m.end)):
        last = joined[-1] if joined else None
        gap = text[last.end : m.start] if last and last.end <= m.start else None
        if last and last.type == m.type == "Product" and (gap == "" or gap == "用"):
            joined[-1] = replace(last, end=m.end, rule="agree.join", confidence=max(last.confidence, m.confidence))
        else:
            joined.append(m)
    return joined


def _retype(seen: Phrases, mention: Mention) -> Mention:
    """A product's name before 产业, 行业 or 领域 is a sector; a sector's before 价格 or 产量 a product."""
    if mention.type not in _AGAIN:
        return mention
    kind = kind_before(seen, mention.end, mention.type, narrow=True)
    return mention if kind == mention.type else replace(mention, type=kind)


def kind_before(seen: Phrases, end: int, usual: str, narrow: bool = False) -> str:
    """Sector or product, as the common noun at `end` says; `usual` where it says nothing. `narrow`: only where it is sure."""
    i = bisect_left(seen.starts, end)
    word = seen.words[i] if i < len(seen.words) else ""
    group = generics().get(word) or generics().get(word[:2], "")
    if group == "sector" or (group == "firm" and not narrow):
        return "Industry"
    if group == "market" and (not narrow or word not in {"市场", "品牌"}) or (group == "good" and not narrow):
        return "Product"
    return usual


def _again(parsed: Parsed, seen: Phrases, mentions: list[Mention]) -> Iterator[Mention]:
    """The further places of a name that is read surely once, or often; what follows there decides sector or product."""
    text = parsed.folded
    read: dict[str, list[Mention]] = defaultdict(list)
    for m in mentions:
        if m.type in _AGAIN and m.confidence >= 0.5:
            read[text[m.start : m.end]].append(m)
    for form, starts in _places(text, seen, read).items():
        known = read[form]
        taken = {m.start for m in known}
        enough = _ENOUGH[known[0].type] * (2 if len(form) == 2 else 1)
        if max(m.confidence for m in known) < _SURE or len(taken) < enough * len(starts):
            continue
        usual = Counter(m.type for m in known).most_common(1)[0][0]
        for start in starts:
            if start not in taken:
                yield Mention(
                    start, start + len(form), kind_before(seen, start + len(form), usual), "agree.again", _ECHO
                )


def _places(text: str, seen: Phrases, forms: dict[str, list[Mention]]) -> dict[str, list[int]]:
    """Where each form stands as whole words."""
    found: dict[str, list[int]] = defaultdict(list)
    if not forms:
        return found
    machine = ahocorasick.Automaton()
    for form in forms:
        machine.add_word(form, form)
    machine.make_automaton()
    edges = {*seen.starts, seen.length}
    for last, form in machine.iter(text):
        start = last + 1 - len(form)
        if start in edges and last + 1 in edges:
            found[form].append(start)
    return found
