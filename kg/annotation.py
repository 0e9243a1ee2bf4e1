"""An extraction as a JSON file that a person may have written or corrected, read with its shape checked."""

import json
from pathlib import Path
from typing import Any

from kg.errors import DocumentError
from kg.files import read_file

_NEEDED = {"entities": ("type",), "relations": ("type", "source", "target")}


def read_annotation(path: Path) -> dict[str, Any]:
    """The object in the file; `mentions` are pairs of offsets. DocumentError names the entity or relation that is none."""
    try:
        data = json.loads(read_file(path))
    except (json.JSONDecodeError, RecursionError) as error:
        raise DocumentError(f"{path}: not an annotation in JSON: {error}") from error
    if not isinstance(data, dict):
        raise DocumentError(f"{path}: an annotation is one JSON object with entities and relations")
    for key, needed in _NEEDED.items():
        for number, one in enumerate(_list(data, key, str(path)), 1):
            place = f"{path}, {key} {number}"
            if not isinstance(one, dict) or not all(isinstance(one.get(n), str) for n in needed):
                raise DocumentError(f"{place}: must be an object with {', '.join(needed)} as text")
            if not all(isinstance(n, str) for n in (one.get("name") or "", *_list(one, "aliases", place))):
                raise DocumentError(f"{place}: name and aliases must be texts")
            one["mentions"] = [_span(mention, place) for mention in _list(one, "mentions", place)]
    return data


def _list(data: dict[str, Any], key: str, place: str) -> list[Any]:
    found = data.get(key) or []
    if not isinstance(found, list):
        raise DocumentError(f"{place}: {key!r} must be a list")
    return found


def _span(mention: object, place: str) -> list[int]:
    ends = [mention.get("start"), mention.get("end")] if isinstance(mention, dict) else mention
    if not isinstance(ends, list) or [type(end) for end in ends] != [int, int]:
        raise DocumentError(f"{place}: a mention is [start, end], two whole numbers, not {mention!r}")
    return ends
