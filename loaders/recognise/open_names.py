"""The open names: sectors, products, enterprises and chains, whose number no list exhausts."""

from collections.abc import Iterator

from kg.loaders.parsed import Parsed
from kg.loaders.recognise import chain, enterprise, industry, lists, product
from kg.loaders.recognise.phrases import phrases
from kg.mention import Mention


def find(parsed: Parsed) -> Iterator[Mention]:
    """Propose sectors, products, enterprises and chains by rules and lists."""
    seen = phrases(parsed.folded)
    yield from enterprise.find(parsed)
    yield from lists.firms(parsed)
    yield from chain.find(parsed)
    yield from industry.propose(parsed, seen)
    yield from product.propose(parsed, seen)
