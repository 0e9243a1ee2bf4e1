"""Value types: each cleans what a document or a cell gives, says why it refuses, and states its unit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kg.schema.amounts import read_area, read_money, read_number
from kg.schema.codes import read_code, read_credit_code, read_document_number
from kg.schema.dates import read_date
from kg.schema.folding import Refused
from kg.schema.names import clean_name, read_level, read_name, read_region, read_stage, read_text

__all__ = ["VALUE_TYPES", "Refused", "Value", "ValueType", "clean_name"]

Value = str | float
"""A cleaned value: text, or a number in the unit of its type."""


@dataclass(frozen=True, slots=True)
class ValueType:
    """One kind of value. `unit` is what a number counts; `read` gives the clean value, None where there is none,
    and raises Refused with the reason where there is one that cannot be taken."""

    name: str
    read: Callable[[str], Value | None]
    unit: str = ""

    def clean(self, raw: str) -> Value | None:
        """The clean value, or None where `raw` holds none or a wrong one."""
        try:
            return self.read(raw)
        except Refused:
            return None

    def why(self, raw: str) -> str | None:
        """Why `raw` is refused, in words; None where it is taken or says that there is no value."""
        try:
            self.read(raw)
        except Refused as refusal:
            return str(refusal)
        return None

    def text(self, value: Value) -> str:
        """A clean value as text that cleans to itself: whole numbers without a decimal point."""
        if isinstance(value, str):
            return value
        return str(int(value)) if value.is_integer() and abs(value) < 1e16 else repr(value)


VALUE_TYPES: Mapping[str, ValueType] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            ValueType("name", read_name),
            ValueType("text", read_text),
            ValueType("term", read_name),
            ValueType("code", read_code),
            ValueType("stage", read_stage),
            ValueType("level", read_level),
            ValueType("number", read_number),
            ValueType("date", read_date),
            ValueType("money", read_money, "yuan"),
            ValueType("area", read_area, "square metres"),
            ValueType("region", read_region),
            ValueType("document_number", read_document_number),
            ValueType("credit_code", read_credit_code),
        )
    }
)
"""Value types by the name that the ontology's files use."""
