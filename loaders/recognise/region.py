"""Regions: administrative divisions by the table, short forms by context, countries and named economic regions."""

from collections.abc import Iterator

from kg.loaders.lexicon.divisions import common
from kg.loaders.parsed import Parsed
from kg.mention import Mention


def find(parsed: Parsed) -> Iterator[Mention]:
    """Propose every division by its full name, and by its short form where that is no common word."""
    for hit in parsed.hits.get("division", ()):
        yield Mention(hit.start, hit.end, "Region", "region.division", 0.9)
    for hit in parsed.hits.get("division.short", ()):
        if not common(hit.key):
            yield Mention(hit.start, hit.end, "Region", "region.short", 0.7)
