"""Mentions to claims: one small named rule a kind of relation."""

from kg.extraction import Claim, Referent
from kg.loaders.parsed import Parsed


def relate(parsed: Parsed, referents: list[Referent]) -> list[Claim]:
    """What the document says of how its things stand to each other."""
    return []
