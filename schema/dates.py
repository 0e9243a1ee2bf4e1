"""Dates as ISO text of their own precision: 2021, 2021-12 or 2021-12-31."""

import datetime as dt
import re

from kg.schema.folding import CJK_DIGITS, Refused, absent, fold, shown

_CJK_NUMBER = re.compile(r"([一二三四五六七八九]?)十([一二三四五六七八九]?)")
_WRITTEN = re.compile(r"(?:公元)?(\d{4})年(?:(?:(\d{1,2})月(?:份|(\d{1,2})[日号])?)|度|初|中|底|末|上半年|下半年)?")
_MARKED = re.compile(
    r"(\d{4})([-/.])(\d{1,2})(?:\2(\d{1,2}))?"
    r"(?:[ t]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:z|[+-]\d{2}:?\d{2})?)?"
)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})([/.])(\d{1,2})\2(\d{4})")
_RUN = re.compile(r"(\d{4})(?:(\d{2})(\d{2})?)?(?:\.0)?")
FIRST_YEAR, LAST_YEAR = 1000, 2199


def read_date(raw: str) -> str | None:
    """ISO text of the precision given (2021年12月 is 2021-12); Refused for days that no calendar has."""
    iso = _ISO.fullmatch(raw)
    if iso:
        return _iso(raw, *iso.groups())
    text = fold(raw).lower()
    if absent(text):
        return None
    plain = _CJK_NUMBER.sub(_two_digits, text).translate(CJK_DIGITS) if not text.isascii() else text
    plain = plain.replace(" ", "") if "年" in plain else plain
    for pattern, groups in ((_WRITTEN, (1, 2, 3)), (_RUN, (1, 2, 3)), (_MARKED, (1, 3, 4))):
        found = pattern.fullmatch(plain)
        if found:
            return _iso(raw, *(found[g] for g in groups))
    if _DAY_FIRST.fullmatch(plain):
        raise Refused(f"{shown(raw)}: day and month cannot be told apart; write year-month-day")
    if re.fullmatch(r"\d{5}(\.\d+)?", plain):
        raise Refused(f"{shown(raw)} looks like a spreadsheet's count of days; format its column as a date")
    raise Refused(f"{shown(raw)} is not a date; write 2021, 2021-12 or 2021-12-31")


def printed_date(printed: str | None) -> str | None:
    """A date that a document bears, kept as it is printed there, as ISO text; None where it cannot be read."""
    try:
        return read_date(printed or "")
    except Refused:
        return None


def _two_digits(found: re.Match[str]) -> str:
    tens, ones = found[1], found[2]
    return f"{tens or '一'}{ones or '零'}"


def _iso(raw: str, year: str, month: str | None, day: str | None) -> str:
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise Refused(f"{shown(raw)}: {year} is no year between {FIRST_YEAR} and {LAST_YEAR}")
    if month is None:
        return year
    try:
        dt.date(int(year), int(month), int(day or 1))
    except ValueError:
        raise Refused(f"{shown(raw)} is no day of the calendar") from None
    return f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if day else "")
