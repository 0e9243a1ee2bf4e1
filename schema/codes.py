"""Codes: plain codes, numbers of official documents, unified social credit codes with their check character."""

import re

from kg.schema.folding import CJK_DIGITS, Refused, absent, fold, shown
from kg.schema.patterns import pattern

_CODE = pattern(r"[0-9A-Z][0-9A-Z._/\-]{0,39}")
_OPEN, _CLOSE = r"[〔\[(<【{「『〖]", r"[〕\])>】}」』〗]"
_NUMBER = pattern(
    rf"(?P<who>[^\d〔\[(【].{{0,30}}?){_OPEN}(?P<year>(?:19|20)\d\d)年?{_CLOSE}第?(?P<number>\d{{1,5}}(?:-\d{{1,3}})?)号?"
)
_ORDER = pattern(r"(?P<who>[^\d第]{1,30}?令?)(?:(?P<year>(?:19|20)\d\d)年第?|第)(?P<number>\d{1,5})号")

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 characters of GB 32100-2015; I, O, S, V and Z are left out."""

_CREDIT_VALUE = {c: i for i, c in enumerate(CREDIT_ALPHABET)}
_CREDIT_WEIGHTS = tuple(3**i % 31 for i in range(17))


def read_code(raw: str) -> str | None:
    """A code of letters, digits and . _ / -: half-width, capitals, no blanks."""
    text = raw if _CODE.fullmatch(raw) else fold(raw).upper().replace(" ", "")
    if absent(text):
        return None
    if not _CODE.fullmatch(text):
        raise Refused(f"{shown(raw)} is no code; a code has letters, digits and . _ / - only")
    return text


def read_document_number(raw: str) -> str | None:
    """萧审管〔2021〕16号 from any of its bracket forms ([2021], (2021), 【2021】, ［2021］); orders as 国务院令第123号."""
    text = fold(raw).replace(" ", "")
    if text.startswith("(") and text.endswith("号)"):
        text = text[1:-1]
    if absent(text):
        return None
    found = _NUMBER.fullmatch(_digits(text))
    if found:
        return f"{found['who']}〔{found['year']}〕{_plain(found['number'])}号"
    order = _ORDER.fullmatch(text)
    if order:
        year = f"{order['year']}年" if order["year"] else ""
        return f"{order['who']}{year}第{_plain(order['number'])}号"
    raise Refused(f"{shown(raw)} is no document number; one reads 萧审管〔2021〕16号")


def read_credit_code(raw: str) -> str | None:
    """A unified social credit code (GB 32100-2015): 18 characters in capitals, check character verified."""
    text = fold(raw).upper().replace(" ", "").replace("-", "")
    if absent(text):
        return None
    if len(text) == 15 and text.isdigit():
        raise Refused(f"{shown(raw)} is a registration number of 15 digits, not a unified code of 18 characters")
    if len(text) != 18:
        raise Refused(f"{shown(raw)} has {len(text)} characters; a unified social credit code has 18")
    strange = sorted({c for c in text if c not in _CREDIT_VALUE})
    if strange:
        raise Refused(f"{shown(raw)} holds {' '.join(strange)}, which no unified social credit code has")
    if not text[2:8].isdigit():
        raise Refused(f"{shown(raw)}: characters 3 to 8 must be the digits of a division")
    if credit_check(text[:17]) != text[17]:
        raise Refused(f"{shown(raw)}: wrong check character; at least one character is mistyped")
    return text


def credit_check(first17: str) -> str:
    """The 18th character for the first 17: (31 - sum of value times 3^i mod 31) mod 31 (GB 32100-2015)."""
    total = sum(_CREDIT_VALUE[c] * w for c, w in zip(first17, _CREDIT_WEIGHTS, strict=True))
    return CREDIT_ALPHABET[-total % 31]


def _digits(text: str) -> str:
    return re.sub(
        rf"(?<={_OPEN})[〇○零一二三四五六七八九]{{4}}(?=年?{_CLOSE})", lambda m: m[0].translate(CJK_DIGITS), text
    )


def _plain(number: str) -> str:
    first, dash, rest = number.partition("-")
    return str(int(first)) + dash + rest
