"""The words that pages use beside those of the ontology, in Chinese and English."""

import json
from functools import cache
from pathlib import Path

ASSETS = Path(__file__).parents[1] / "assets"


@cache
def words(lang: str = "zh") -> dict[str, str]:
    """Text by key in `lang` (zh or en; any other is zh)."""
    both = json.loads((ASSETS / "words.json").read_text(encoding="utf-8"))
    n = 1 if lang == "en" else 0
    return {key: pair[n] for key, pair in both.items()}


def asset(name: str) -> str:
    """The text of a file in `assets`."""
    return (ASSETS / name).read_text(encoding="utf-8")
