"""Documents to mentions: small named rules over text, layout and word lists."""

from kg.extraction import Referent
from kg.loaders.parsed import Parsed


def recognise(parsed: Parsed) -> list[Referent]:
    """The things a document names, each with all its mentions."""
    return []
