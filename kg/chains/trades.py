"""GB/T 4754-2017, the classification of economic activities: code -> name."""

import csv
import gzip
import io
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@cache
def trade_names() -> Mapping[str, str]:
    """Names by code: 门类 (A), 大类 (36), 中类 (361), 小类 (3612)."""
    packed = files("kg.chains").joinpath("gbt4754.csv.gz").read_bytes()
    lines = (x for x in io.StringIO(gzip.decompress(packed).decode()) if not x.startswith("#"))
    return MappingProxyType({row["code"]: row["name"] for row in csv.DictReader(lines)})
