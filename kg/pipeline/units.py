"""What a document or a row gives to be loaded: statements by the thing or relation they are of, and what was refused."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.extraction import Rejection
from kg.fact import Fact
from kg.schema.folding import shown

NEED = "Need"
"""Type of the item of a need, beside those of things and relations."""

_VALUE = re.compile(r"^(?:'[^']*'|\"[^\"]*\")")


@dataclass(frozen=True, slots=True)
class Statement:
    """A fact about keys (not yet canonical ids), and for a name or code the form that identity looks up."""

    id: str
    fact: Fact
    form: str | None = None
    loose: str | None = None


@dataclass(slots=True)
class Item:
    """One thing named or one relation claimed: what the ledger counts. No statements and no reason: it was said before.

    `forms` are all names and codes under which the thing is looked up, said before or not.
    """

    type: str
    keys: tuple[str, ...]
    statements: list[Statement] = field(default_factory=list)
    forms: tuple[str, ...] = ()
    reason: str | None = None


class Refusal(NamedTuple):
    """Why something was refused, in words that are counted together, and where and what it was."""

    reason: str
    first: str = ""


@dataclass(slots=True)
class Unit:
    """A document or one row of a table (at `place`): its items, and what of it was refused beforehand."""

    items: list[Item] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    place: str = ""
    row: bool = False
    whole: bool = True
    policy: str | None = None
    keys: dict[str, str] = field(default_factory=dict)


def without_value(reason: str) -> str:
    """A reason without the value that it begins with, so that equal reasons are counted together."""
    return _VALUE.sub("a value", reason)


def refusal(rejection: Rejection, place: str) -> Refusal:
    """The reason without the value itself, so that equal reasons are counted together; and row and value."""
    reason = without_value(rejection.reason)
    return Refusal(f"{rejection.column}: {reason}" if rejection.column else reason, where(place, rejection.value))


def where(place: str, value: str) -> str:
    """Row and value, for a reader."""
    return ": ".join(filter(None, (place, shown(value) if value else "")))
