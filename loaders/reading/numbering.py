"""Automatic numbers of Word paragraphs: 一、 and （一） that Word counts and shows but does not write into the text.

Source: ISO/IEC 29500-1, section 17.9 (numbering) and 17.18.59 (number formats).
"""

import re
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = frozenset(
    (
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "ideographDigital",
    )
)
_DIGITS = "零一二三四五六七八九"
_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_LEVELS = 9

Level = tuple[str, str, int]


class Numbering:
    """Counts the numbered paragraphs of one document in their order."""

    def __init__(self, opened: Any) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self._list: dict[str, str] = {}
        self._counts: dict[str, list[int]] = {}
        self._styles: dict[str, Any] = {}
        for related in opened.part.rels.values():
            if related.is_external or not hasattr(related.target_part, "element"):
                continue
            if related.reltype.endswith("/numbering"):
                self._read(related.target_part.element)
            elif related.reltype.endswith("/styles"):
                self._styles = {s.get(f"{_W}styleId"): s for s in related.target_part.element.iter(f"{_W}style")}

    def mark(self, paragraph: Any) -> str:
        """The number that stands before `paragraph`, '' where there is none; to be asked once a paragraph, in order."""
        number, depth = self._numbered(paragraph)
        level = self._levels.get(self._list.get(number, ""), {}).get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(self._list[number], [0] * _LEVELS)
        counts[depth] = counts[depth] + 1 if counts[depth] else level[2]
        counts[depth + 1 :] = [0] * (_LEVELS - depth - 1)
        if level[0] in ("bullet", "none"):
            return ""
        return self._shown(level[1], self._levels[self._list[number]], counts)

    def _read(self, numbering: Any) -> None:
        for kind in numbering.iter(f"{_W}abstractNum"):
            levels = {}
            for level in kind.iter(f"{_W}lvl"):
                depth, start = _value(level.get(f"{_W}ilvl")), _value(_of(level, "start"))
                levels[min(depth, _LEVELS - 1)] = (
                    _of(level, "numFmt") or "decimal",
                    _of(level, "lvlText") or "",
                    start,
                )
            self._levels[kind.get(f"{_W}abstractNumId") or ""] = levels
        for number in numbering.iter(f"{_W}num"):
            self._list[number.get(f"{_W}numId") or ""] = _of(number, "abstractNumId") or ""

    def _numbered(self, paragraph: Any) -> tuple[str, int]:
        """Id of the paragraph's list and its depth, from the paragraph itself or from its style and those that this builds on."""
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        holder, name = paragraph, style.get(f"{_W}val") if style is not None else None
        for _ in range(_LEVELS):
            number = holder.find(f"{_W}pPr/{_W}numPr")
            if number is not None and _of(number, "numId"):
                return _of(number, "numId") or "", min(_value(_of(number, "ilvl")), _LEVELS - 1)
            holder = self._styles.get(name or "")
            if holder is None:
                break
            name = _of(holder, "basedOn")
        return "", 0

    @staticmethod
    def _shown(text: str, levels: dict[int, Level], counts: list[int]) -> str:
        def one(found: re.Match[str]) -> str:
            depth = int(found[1]) - 1
            kind, _, start = levels.get(depth, ("decimal", "", 1))
            return number_text(counts[depth] or start, kind)

        mark = re.sub(r"%([1-9])", one, text)
        return mark + " " if mark and mark[-1].isalnum() else mark


def number_text(number: int, kind: str) -> str:
    """`number` (1 to 99 in Chinese, Roman or letters) in one of Word's formats; digits in all others."""
    if kind in _CHINESE and 0 < number < 100:
        tens, ones = divmod(number, 10)
        return (("" if tens == 1 else _DIGITS[tens]) + "十" if tens else "") + (
            _DIGITS[ones] if ones or not tens else ""
        )
    if kind in ("lowerLetter", "upperLetter") and 0 < number <= 26:
        letter = chr(ord("A") + number - 1)
        return letter if kind == "upperLetter" else letter.lower()
    if kind in ("lowerRoman", "upperRoman") and 0 < number < 100:
        roman, left = "", number
        for size, sign in _ROMAN:
            roman, left = roman + sign * (left // size), left % size
        return roman if kind == "upperRoman" else roman.lower()
    if kind.startswith("decimalEnclosedCircle") and 0 < number <= 20:
        return chr(ord("①") + number - 1)
    return str(number)


def _of(element: Any, child: str) -> str | None:
    found = element.find(f"{_W}{child}")
    return found.get(f"{_W}val") if found is not None else None


def _value(text: str | None) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 6 else 0
