"""What XML cannot hold, and so neither Word nor Excel: taken out of texts before they are written."""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""All but Char of XML 1.0 (2.2): control characters, halves of surrogate pairs, U+FFFE and U+FFFF."""


def storable(value: Any) -> Any:
    """The same value with all its texts, in lists, mappings and dataclasses too, free of what XML cannot hold."""
    if isinstance(value, str):
        return _NOT_XML.sub("", value)
    if isinstance(value, list | tuple):
        return type(value)(map(storable, value))
    if isinstance(value, Mapping):
        return {storable(key): storable(held) for key, held in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: storable(getattr(value, f.name)) for f in fields(value)})
    return value
