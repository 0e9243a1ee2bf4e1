"""From a document to what it says: recognise the things it names, then relate them."""

from kg.document import Document
from kg.extraction import Extraction
from kg.loaders.parsed import Parsed
from kg.loaders.recognise import recognise
from kg.loaders.relate import relate


def extract(document: Document) -> Extraction:
    """Everything the default pipeline (rules, word lists, the small shipped model) reads out of `document`."""
    parsed = Parsed(document)
    referents = recognise(parsed)
    return Extraction(document, referents, relate(parsed, referents))
