"""Which segments a product, and so an enterprise, belongs to: by the head of the product's name and by trade class.

The head of a Chinese compound stands last (锂电池隔膜 is a 隔膜, not a 锂电池), so a product belongs to the segments whose
word ends it, the longest such word deciding. What is sold on (贸易, 零售) is not made: it counts for segments of trade alone.
Names of enterprises are never looked at.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any

from kg.chains.pool import Listed
from kg.chains.template import Segment, Template
from kg.chains.wordlist import words

EXACT, HEAD, TRADE, NAMED, MINOR = 0.95, 0.8, 0.6, 0.6, 0.01
"""Confidence: the product is the word; it ends in it; only the trade class says so; named without a share, or below
one hundredth of revenue (MINOR)."""

SHORTEST = 3
"""Characters that a word must have to be looked for in running text; shorter ones (软件, 服务) stand in other words."""

_SPLIT = re.compile(r"[、,，/;；和与及]|以及")
_BRACKET = re.compile(r"[（(][^（）()]*[)）]?")


@dataclass(frozen=True, slots=True)
class Placement:
    """An enterprise makes what a segment stands for, with `confidence`; `share` of revenue in (0, 1] where known.

    `why` are the products that say so, `trade` the trade class, where it does.
    """

    segment: str
    confidence: float
    share: float | None
    why: tuple[str, ...]
    trade: str = ""


class Segments:
    """All segments of some templates by name; segments of the same name in two chains are one."""

    def __init__(self, templates: Iterable[Template]) -> None:
        self.names: list[str] = []
        self.chains: dict[str, list[tuple[Template, Segment]]] = {}
        self._words: dict[str, list[str]] = {}
        self._trades: dict[str, list[str]] = {}
        for template in templates:
            for segment in template.segments:
                self._add(template, segment)
        self.index: Mapping[str, int] = {name: i for i, name in enumerate(self.names)}
        self.of_product = lru_cache(maxsize=100_000)(self._of_product)

    def found_in(self, text: str) -> list[tuple[str, tuple[str, ...]]]:
        """Words of segments that stand in a text, each once, in order, with their segments; of overlapping ones the longest."""
        plain = _plain(text)
        hits = sorted(
            ((end - len(w) + 1, end + 1, w) for end, w in self._machine.iter(plain)), key=lambda h: (h[0] - h[1], h[0])
        )
        taken: list[tuple[int, int, str]] = []
        for start, end, word in hits:
            if not any(low < end and start < high for low, high, _ in taken) and _whole(plain, start, end):
                taken.append((start, end, word))
        return [(w, tuple(self._words[w])) for w in dict.fromkeys(word for _, _, word in sorted(taken))]

    @cached_property
    def _machine(self) -> Any:
        import ahocorasick

        machine = ahocorasick.Automaton()
        for word in self._words:
            if len(word) >= SHORTEST:
                machine.add_word(word, word)
        machine.make_automaton()
        return machine

    def _add(self, template: Template, segment: Segment) -> None:
        if segment.name not in self.chains:
            self.names.append(segment.name)
        self.chains.setdefault(segment.name, []).append((template, segment))
        for table, keys in ((self._words, map(_plain, segment.words)), (self._trades, segment.trades)):
            for key in keys:
                if segment.name not in table.setdefault(key, []):
                    table[key].append(segment.name)

    def _of_product(self, product: str) -> tuple[tuple[str, float], ...]:
        """Segments of one product with the confidence of the match, exact before head; several words may each give some."""
        found: dict[str, float] = {}
        for part in _parts(product):
            for start in range(len(part) - 1):
                names = self._words.get(part[start:])
                if names and not (start and part[start].isascii() and part[start - 1].isascii()):
                    if _sold().search(part) and not _sold().search(part[start:]):
                        break
                    for name in names:
                        found[name] = max(found.get(name, 0.0), HEAD if start else EXACT)
                    break
        return tuple(found.items())

    def of_trade(self, trade: str) -> tuple[str, ...]:
        """Segments that hold a whole trade class; empty where the class is wider than any segment."""
        return tuple(self._trades.get(trade, ()))

    def place(self, products: Sequence[tuple[str, float | None]], trade: str = "") -> list[Placement]:
        """Segments of an enterprise by its products and trade class, in the order of its products."""
        why: dict[str, list[str]] = {}
        doubt: dict[str, float] = {}
        share: dict[str, float] = {}
        trader = trade in words("traders.txt")
        for product, part in products:
            for name, match in self.of_product(product):
                if trader and not self._trading(name):
                    continue
                sure = match if part is not None and part >= MINOR else min(match, NAMED)
                why.setdefault(name, []).append(product)
                doubt[name] = min(doubt.get(name, 1.0), 1.0 - sure)
                if part is not None:
                    share[name] = min(1.0, share.get(name, 0.0) + part)
        for name in self.of_trade(trade):
            why.setdefault(name, [])
            doubt[name] = doubt.get(name, 1.0) * (1.0 - TRADE)
        held = dict.fromkeys(self.of_trade(trade), trade)
        return [Placement(n, round(1.0 - doubt[n], 4), share.get(n), tuple(w), held.get(n, "")) for n, w in why.items()]

    def _trading(self, name: str) -> bool:
        """Whether a segment is one of selling on: by its name, or by a trade class that it holds."""
        held = {t for _, segment in self.chains[name] for t in segment.trades}
        return bool(_sold().search(name) or "销售" in name or held.intersection(words("traders.txt")))

    def place_listed(self, enterprise: Listed) -> list[Placement]:
        """Segments of a listed enterprise."""
        return self.place(enterprise.products, enterprise.trade)


def _plain(text: str) -> str:
    return "".join(text.split()).upper()


def _whole(text: str, start: int, end: int) -> bool:
    """Whether a word in Latin letters is not a piece of a longer one."""
    return not any(
        text[a : a + 1].isascii()
        and text[b : b + 1].isascii()
        and text[a : a + 1].isalnum()
        and text[b : b + 1].isalnum()
        for a, b in ((start - 1, start), (end - 1, end))
        if a >= 0 and b < len(text)
    )


def _parts(product: str) -> list[str]:
    """A product's name without brackets and neutral endings, split where it joins several."""
    text = _BRACKET.sub("", _plain(product))
    whole = [text, *(p for p in _SPLIT.split(text) if p != text)]
    return list(dict.fromkeys(p for w in whole for p in (w, _bare(w)) if len(p) >= 2))


def _bare(text: str) -> str:
    found = _endings().search(text, 2)
    return text[: found.start()] if found else text


@cache
def _sold() -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(map(re.escape, words("sold.txt"))) + ")(?!型)")


@cache
def _endings() -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(map(re.escape, words("neutral.txt"))) + ")+$")
