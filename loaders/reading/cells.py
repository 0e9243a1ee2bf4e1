"""What tables of every format share: a cell's value as text, a title on one line."""

import datetime as dt
import json
from typing import Any

from kg.schema.folding import close_up, visible
from kg.schema.patterns import pattern

_HALF_PAIR = pattern("[\ud800-\udfff]")


def cell_text(value: Any) -> str:
    """A cell's value as text: whole numbers without a point, days as ISO dates, lists and objects as JSON, None as ''."""
    if isinstance(value, str):
        return _HALF_PAIR.sub("\ufffd", value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def column_title(raw: str) -> str:
    """A header cell on one line, without blanks between Chinese characters."""
    return close_up(visible(raw))
