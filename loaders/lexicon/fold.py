"""Folding: one character for one, so that offsets agree; the form in which names are matched, never the form that is shown."""

from functools import cache
from pathlib import Path

from kg.schema.lists import read_rows

_TABLE = Path(__file__).parent / "data" / "simplified.tsv"
_DASHES = "‐‑‒–—―−﹣－─━"
_DOTS = "•‧∙⋅・･·﹒▪●"
_QUOTES = {"「": "“", "」": "”", "『": "“", "』": "”", "‘": "“", "’": "”", "〝": "“", "〞": "”", "＇": "'"}
_BRACKETS = {
    "﹙": "(",
    "﹚": ")",
    "［": "[",
    "］": "]",
    "〈": "《",
    "〉": "》",
    "﹤": "《",
    "﹥": "》",
    "︰": ":",
    "﹑": "、",
}
_SPACES = "\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u3000"


@cache
def table() -> dict[int, str]:
    """Code point to its folded character: half-width, simplified, one dash, one dot, one kind of quotation mark."""
    folds = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    for traditional, simplified in read_rows(_TABLE):
        folds[ord(traditional)] = simplified
    folds |= dict.fromkeys(map(ord, _DASHES), "-") | dict.fromkeys(map(ord, _DOTS), "·")
    folds |= {ord(c): to for c, to in (_QUOTES | _BRACKETS).items()} | dict.fromkeys(map(ord, _SPACES), " ")
    return folds


def fold_chars(text: str) -> str:
    """`text` in the form used for matching; the result has the same length."""
    return text.translate(table())
