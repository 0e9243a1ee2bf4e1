"""The pool of listed enterprises that ships with the project: bare facts, one row an enterprise."""

import re
from dataclasses import dataclass
from functools import cache

from kg.chains.wordlist import table, words

FILE = "enterprises.csv.gz"


@dataclass(frozen=True, slots=True)
class Listed:
    """A listed enterprise. `division` is the code of its `place` (2, 4 or 6 digits; empty: unknown).

    `products` are the main products with their share of revenue in (0, 1], or None where the source gives none;
    `trade` is the Shenwan level-3 class of 2021, `industry` the exchange data service's; `capital` in 10,000 yuan.
    """

    code: str
    name: str
    short: str
    division: str
    place: str
    founded: str | None
    listed: str | None
    staff: int | None
    capital: int | None
    trade: str
    industry: str
    products: tuple[tuple[str, float | None], ...]
    row: int

    @property
    def active(self) -> bool:
        """Whether the enterprise is listed: it has a listing date, no 退 in its short name, and has not left since."""
        return (
            self.listed is not None and self.code not in words("delisted.txt") and not re.search("退|^PT", self.short)
        )

    @property
    def warned(self) -> bool:
        """Whether the exchange has put a risk warning (ST) before its short name."""
        return self.short.lstrip("*").startswith("ST")


@cache
def pool() -> tuple[Listed, ...]:
    """All enterprises of the pool, by stock code."""
    return tuple(_enterprise(row, number) for number, row in enumerate(table(FILE), 2))


def _enterprise(row: dict[str, str], number: int) -> Listed:
    return Listed(
        code=row["code"],
        name=row["full_name"] or row["short_name"],
        short=row["short_name"],
        division=row["division"],
        place=row["place"],
        founded=row["founded"] or None,
        listed=row["listed"] or None,
        staff=int(row["staff"]) if row["staff"] else None,
        capital=int(row["capital"]) if row["capital"] else None,
        trade=row["trade"],
        industry=row["industry"],
        products=tuple(_product(part) for part in row["products"].split("|") if part),
        row=number,
    )


def _product(text: str) -> tuple[str, float | None]:
    name, _, share = text.partition(":")
    return name, float(share) if share else None
