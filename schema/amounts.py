"""Numbers, money in yuan, areas in square metres; read exactly (decimal), given as float."""

import re
from decimal import Decimal
from functools import cache
from pathlib import Path

from kg.schema.folding import Refused, absent, fold, shown
from kg.schema.patterns import pattern

_ABOUT = pattern(
    r"^(?:大约|约为|约|超过|超|近|逾|将近|接近|不低于|不少于|不超过|至少|最高|最多|达到|达|共计|总计|合计|为|>=?|<=?|≥|≤|~)+"
)
_AFTER = pattern(r"(?:左右|以上|以下|以内|上下|余|\+)+$")
_RANGE = pattern(r"\d\s*(?:[~～至到]|-)\s*\d")
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000, "k": 1000, "thousand": 1000}
_SCALES |= {"million": 1_000_000, "mn": 1_000_000, "billion": 1_000_000_000, "bn": 1_000_000_000, "兆": 10**12}
_PART = pattern(
    r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?(?:e[+-]?\d{1,3})?|\.\d+|[零〇一二两三四五六七八九十百千]+)"
    r"\s*((?:[多余几]?[十百千万亿兆]+)|thousand|million|billion|mn|bn|k(?![a-z]))?[多余几]?\s*"
)
_OTHER_CURRENCY = pattern(
    r"(?:[^\W\d_a-z零〇一二两三四五六七八九十百千万亿兆多余几]+(?:元|币|镑|圆)|法郎|卢布|卢比|盾|泰铢)$"
)
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
# Figures as bills and registers write them so that nobody can change them (大写), and the end mark 整 or 正.
_BANKERS = str.maketrans("壹弌贰貳弍叁參叄弎肆伍陆陸柒捌玖拾佰仟萬億", "一一二二二三三三三四五六六七八九十百千万亿")
_FORMAL = pattern("[壹贰貳叁參叄肆伍陆陸柒捌玖拾佰仟]")
_PLAIN = re.compile(r"-?\d{1,15}(?:\.\d{1,17})?", re.ASCII)
_BARE = pattern(r"[\s\d.,+\-~至到e零〇一二两三四五六七八九十百千]+")
_LARGEST = Decimal(10) ** 18
_COUNTED = pattern(r"[人名张家个台套件项条所座户种只位床]+$")
_AREAS = {
    ("平方米", "平米", "㎡", "m2", "m²", "平方", "平"): Decimal(1),
    ("平方公里", "平方千米", "km2", "km²", "㎢"): Decimal(1_000_000),
    ("公顷", "ha", "hm2", "hm²"): Decimal(10_000),
    ("亩", "市亩"): Decimal(2000) / Decimal(3),
}
_AREA = sorted(((unit, size) for units, size in _AREAS.items() for unit in units), key=lambda a: -len(a[0]))


def read_number(raw: str) -> float | None:
    """A plain number: 1,234, １２３, 1.2万, 12.5% (0.125), 三百二十, 约500人 (500)."""
    if _PLAIN.fullmatch(raw):
        return float(raw)
    text = _bare(raw)
    if text is None:
        return None
    if text.endswith(("%", "‰")):
        return float(_amount(text[:-1], raw) / (100 if text[-1] == "%" else 1000))
    return float(_amount(_COUNTED.sub("", text) or text, raw))


def read_money(raw: str) -> float | None:
    """An amount in yuan: 5000万元人民币, 1.2亿元, 500万美元 (central parity of currencies.yaml), plain digits are yuan."""
    if _PLAIN.fullmatch(raw):
        return float(raw)
    text = _bare(raw)
    if text is None:
        return None
    rate, amount = _currency(re.sub(r"[()]", "", text), raw)
    return float(_amount(amount, raw) * rate)


def read_area(raw: str) -> float | None:
    """An area in square metres: 95亩 (1 亩 = 2000/3), 22万平方米, 2.8平方公里, 4公顷; plain digits are square metres."""
    if _PLAIN.fullmatch(raw):
        return float(raw)
    text = _bare(raw)
    if text is None:
        return None
    for unit, size in _AREA:
        if text.endswith(unit):
            return float(round(_amount(text[: -len(unit)], raw) * size, 4))
    return float(_amount(text, raw))


def bare_figure(raw: str) -> str | None:
    """The figure of a cell that names no unit, scale or currency (约500 is 500, 伍佰 is 五百); None for any other cell."""
    text = fold(raw).lower()
    if _FORMAL.search(text):
        text = text.translate(_BANKERS)
    text = _AFTER.sub("", _ABOUT.sub("", text)).strip()
    return text if _BARE.fullmatch(text) else None


def _bare(raw: str) -> str | None:
    text = fold(raw).lower()
    if absent(text):
        return None
    if _FORMAL.search(text):
        text = text.translate(_BANKERS).replace("圆", "元").replace("圓", "元").rstrip("整正")
    text = _AFTER.sub("", _ABOUT.sub("", text)).strip()
    if _RANGE.search(text):
        raise Refused(f"{shown(raw)} is a range; give one figure")
    return text


def _amount(text: str, raw: str) -> Decimal:
    """The sum of the parts of `text` (3亿5000万), each smaller in scale than the one before."""
    text = text.strip()
    sign = -1 if text.startswith("-") else 1
    text = text.lstrip("+-").strip()
    total, last, at = Decimal(0), None, 0
    while at < len(text):
        part = _PART.match(text, at)
        scale = _scale(part[2]) if part else 0
        if part is None or part.end() == at or (last is not None and scale >= last):
            raise Refused(f"{shown(raw)} is not an amount; write digits and a unit, such as 1200 or 1.5亿")
        total += _digits(part[1]) * scale
        last, at = scale, part.end()
    if last is None:
        raise Refused(f"{shown(raw)} has no figure")
    if total > _LARGEST:
        raise Refused(f"{shown(raw)} is larger than any real amount; check the unit")
    return sign * total


def _scale(unit: str | None) -> int:
    if not unit:
        return 1
    if unit in _SCALES:
        return _SCALES[unit]
    size = 1
    for character in unit.lstrip("多余几"):
        size *= _SCALES[character]
    return size


def _digits(text: str) -> Decimal:
    if text[0] in "0123456789.":
        return Decimal(text.replace(",", ""))
    if not set(text) & set("十百千"):
        return Decimal("".join(str(_DIGITS[c]) for c in text))
    total, digit = 0, 0
    for i, character in enumerate(text):
        if character in _DIGITS:
            digit = _DIGITS[character]
        else:
            total += (digit or (1 if i == 0 or text[i - 1] not in _DIGITS else 0)) * _SCALES[character]
            digit = 0
    return Decimal(total + digit)


def _currency(text: str, raw: str) -> tuple[Decimal, str]:
    """Yuan for one unit of the currency named before or after the figure, and the text without that name."""
    rates, first, last = _rates()
    found = last.search(text) or first.match(text)
    if found:
        return rates[found[0]], _yuan_name(text[: found.start()] + text[found.end() :])
    if _OTHER_CURRENCY.search(text):
        raise Refused(f"{shown(raw)}: no rate is known for its currency; give the amount in yuan")
    return Decimal(1), _yuan_name(text)


def _yuan_name(text: str) -> str:
    return text.strip().removesuffix("元").removeprefix("¥").strip()


@cache
def _rates() -> tuple[dict[str, Decimal], re.Pattern[str], re.Pattern[str]]:
    """Yuan for one unit by the name of a currency, and the patterns of a name before and after a figure (currencies.yaml)."""
    from kg.schema.files import read_yaml

    rates: dict[str, Decimal] = {}
    for entry in read_yaml(Path(__file__).with_name("currencies.yaml")).maps("currencies"):
        entry.only("names", "yuan")
        rates |= {name.lower(): Decimal(entry.text("yuan")) for name in entry.texts("names")}
    names = "|".join(re.escape(name) for name in sorted(rates, key=len, reverse=True))
    return rates, re.compile(f"(?:{names})"), re.compile(f"(?:{names})$")
