"""What every value type does first: fold widths, drop what cannot be seen, tell an absent value from a wrong one."""

from kg.schema.patterns import pattern


class Refused(ValueError):
    """A value that is there but cannot be taken; the message says why and what would be taken."""


# Control characters, zero-width and bidirectional marks, byte order marks, lone surrogates.
_UNSEEN = pattern("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ud800-\udfff]")
_CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_BETWEEN_CJK = pattern(f"(?<=[{_CJK}]) (?=[{_CJK}])")
_WIDE_LETTERS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code - 0xFEE0).isalnum()}
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: 0x20,
    0x2212: 0x2D,
    0x2014: 0x2D,
    0x2013: 0x2D,
}
_ABSENT = frozenset(
    ("", "-", "--", "---", "/", "//", "\\", "\\n", "*", "?", "null", "none", "nan", "nil", "n/a", "#n/a", "#value!")
    + (
        "无",
        "暂无",
        "未知",
        "不详",
        "未公布",
        "未披露",
        "未公示",
        "未填",
        "未填写",
        "空",
        "(空)",
        "(无)",
        "待定",
        "待补充",
    )
)
CJK_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
LONGEST_ABSENT = max(map(len, _ABSENT))
"""Characters of the longest way to say that there is no value: longer cells hold one."""


def visible(raw: str) -> str:
    """`raw` without control and zero-width characters, every run of white space one space, none at the ends."""
    return " ".join(_UNSEEN.sub("", raw).split()) if not raw.isalnum() else raw


def fold_letters(raw: str) -> str:
    """Full-width letters and digits made half-width; brackets and punctuation stay as they are."""
    return raw if raw.isascii() else raw.translate(_WIDE_LETTERS)


def fold(raw: str) -> str:
    """All full-width ASCII forms, dashes and the ideographic space made half-width, then `visible`."""
    return visible(raw if raw.isascii() else raw.translate(_WIDE))


def close_up(raw: str) -> str:
    """No blank between two Chinese characters (张 三 is 张三); blanks beside letters stay."""
    return _BETWEEN_CJK.sub("", raw) if " " in raw else raw


def absent(folded: str) -> bool:
    """Whether a folded cell says that there is no value: empty, a dash, 无, NULL, N/A."""
    return len(folded) <= LONGEST_ABSENT and folded.lower() in _ABSENT


def shown(raw: str) -> str:
    """`raw` in quotes for a message, cut where it is long."""
    return repr(raw if len(raw) <= 40 else raw[:39] + "…")
