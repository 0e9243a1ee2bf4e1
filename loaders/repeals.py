"""Which policies a document ends, by what stands around their titles (同时废止, 废止下列文件：…, 以下文件宣布失效)."""

from dataclasses import dataclass

from kg.loaders.parsed import Parsed
from kg.schema.patterns import pattern

DAY = r"(?:19|20)\d\d年\d{1,2}月(?:\d{1,2}日)?"
REPEALED = "已废止"
"""The tag of a policy that is said to have been repealed, where nothing says on which day."""

_TITLE = r"《[^《》\n]{2,90}(?:《[^《》\n]{2,60}》[^《》\n]{0,40})?》(?:[(][^()\n]{2,40}[)])?"
_AFTER = pattern(
    rf"(?:[(][^()\n]{{2,40}}[)])?(?:[、,和及与]|以及|{_TITLE})*(?:等[^。,;\n]{{0,12}})?,?"
    rf"(?:自(?P<day>{DAY})起|自[^。;\n]{{0,16}}之日起|(?P<same>同时))?(?:现|已|同时|即行|一并|予以|宣布|均|相应|即)*"
    r"(?:废止|失效|停止执行|不再执行)"
)
_BEFORE = pattern(rf"(?:废止|停止执行)(?:原|了)?(?:[、,和及与]|以及|{_TITLE})*\Z")
_OPENS = pattern(
    r"[^。;\n]*(?:(?:废止|宣布失效|停止执行)[^。;\n]{0,12}(?:下列|以下|如下)|(?:下列|以下)[^。;:\n]{0,30}(?:废止|失效|停止执行))[^。;\n]{0,24}[:：]?$"
)
_ITEM = pattern(r"\s*(?:[(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)]?[、.)]?\s*)?《")
_KEPT = pattern(r"[^。;\n]{0,40}(?:继续|仍然?|依然)(?:有效|执行|施行|适用)|[^。;\n]{0,40}(?:予以|继续)?保留")
"""What a line of such a list says of a policy that stays in force."""
_REACH = 240
_LONGEST = 300  # lines of a list


@dataclass(frozen=True, slots=True)
class Repeal:
    """That a policy is ended; `day` (as printed) from when on, where the sentence says so."""

    day: str | None = None


def repeal_of(parsed: Parsed, start: int, end: int) -> Repeal | None:
    """How the document ends the policy that it names at `[start, end)`; None where it does not."""
    text = parsed.folded
    after = _AFTER.match(text, end, end + _REACH)
    if after is not None:
        return Repeal(after["day"])
    if _BEFORE.search(text, max(0, start - _REACH), start):
        return Repeal()
    return Repeal() if _listed(text, start) and not _KEPT.match(text, end) else None


def _listed(text: str, start: int) -> bool:
    """Whether the line that a title begins is one of a list that a line such as 决定废止下列文件 opens."""
    begin = text.rfind("\n", 0, start) + 1
    item = _ITEM.match(text, begin, start + 1)
    if item is None or item.end() != start + 1:
        return False
    for _ in range(_LONGEST if begin else 0):
        end, begin = begin - 1, text.rfind("\n", 0, begin - 1) + 1
        line = text[begin:end]
        if _ITEM.match(line) is None and line.strip():
            return _OPENS.match(line) is not None
        if not begin:
            break
    return False
