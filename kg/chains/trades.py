"""GB/T 4754-2017, the classification of economic activities: code -> name."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from kg.chains.wordlist import table


@cache
def trade_names() -> Mapping[str, str]:
    """Names by code: 门类 (A), 大类 (36), 中类 (361), 小类 (3612)."""
    return MappingProxyType({row["code"]: row["name"] for row in table("gbt4754.csv.gz")})
