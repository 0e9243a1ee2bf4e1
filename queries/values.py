"""Values of query parameters: from what was typed to what the engine takes."""

import math
import re
from collections.abc import Callable
from typing import Any

PARAMETER_TYPES = ("str", "int", "float", "bool", "list")
COLUMN_TYPES = (*PARAMETER_TYPES, "money", "date", "type", "relation")

Bounds = tuple[int, int]


def convert(raw: Any, kind: str, bounds: Bounds | None = None) -> Any:
    """`raw` (a text or already a value) as `kind`; None and an empty text are None. ValueError says what was expected."""
    if raw is None or raw == "":
        return None
    value = _CONVERT[kind](raw)
    if bounds and not bounds[0] <= value <= bounds[1]:
        raise ValueError(f"must be from {bounds[0]} to {bounds[1]}, not {raw}")
    return value


def _text(raw: Any) -> str:
    if not isinstance(raw, str):
        raise ValueError(f"must be a text, not {raw!r}")
    return raw.strip()


def _whole(raw: Any) -> int:
    if isinstance(raw, int) and not isinstance(raw, bool):
        return raw
    if isinstance(raw, str) and re.fullmatch(r"[+-]?[0-9]{1,18}", raw.strip()):
        return int(raw)
    raise ValueError(f"must be a whole number, not {raw!r}")


def _number(raw: Any) -> float:
    try:
        value = float(raw)
    except (TypeError, ValueError):
        value = math.nan
    if isinstance(raw, bool) or not math.isfinite(value):
        raise ValueError(f"must be a number, not {raw!r}")
    return value


def _flag(raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, str) and raw.strip().lower() in ("true", "false"):
        return raw.strip().lower() == "true"
    raise ValueError(f"must be true or false, not {raw!r}")


def _texts(raw: Any) -> list[str]:
    if isinstance(raw, str):
        return [part.strip() for part in re.split(r"[,，、;；]", raw) if part.strip()]
    if isinstance(raw, list | tuple) and all(isinstance(part, str) for part in raw):
        return list(raw)
    raise ValueError(f"must be texts separated by commas, not {raw!r}")


_CONVERT: dict[str, Callable[[Any], Any]] = {
    "str": _text,
    "int": _whole,
    "float": _number,
    "bool": _flag,
    "list": _texts,
}
