"""Chinese enterprise names taken apart: region, brand, trade, form, branch; and the forms in which names are compared.

A registered name reads region + brand + trade + form (Regulations on enterprise name registration, art. 6):
杭州 + 科百特 + 过滤器材 + 有限公司; the region may stand in brackets behind the brand, a branch follows its company.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from kg.identity import regions
from kg.schema.folding import fold
from kg.schema.lists import read_rows

DATA = Path(__file__).parent / "data"
_CHINESE = re.compile("[\u3400-\u9fff]+")
_BLANKS = re.compile(r"\s+")
_ASCII_WORDS = re.compile(r"(?<=[A-Za-z0-9.,&]) (?=[A-Za-z0-9&])")
_MARKS = str.maketrans(
    {"[": "(", "]": ")", "【": "(", "】": ")", "〔": "(", "〕": ")", "{": "(", "}": ")"}
    | dict.fromkeys("“”\"'‘’「」『』", "")
)
_BRACKETED = re.compile(r"\(([^()]*)\)")
_BRANCHES = ("分公司", "分厂", "分行", "支行", "营业部", "办事处", "分店", "分部", "分所")
_BRANCH = re.compile(r"^(?P<whole>.+(?:公司|集团|厂|银行|事务所|\)))(?P<part>.{1,20}(?:" + "|".join(_BRANCHES) + "))$")
_LEGAL_LATIN = re.compile(r"\b(?:CO\.?,? ?LTD|LTD|LIMITED|INC|CORP|CORPORATION|LLC|GMBH|AG|PLC|S\.A|B\.V|KG|CO)\.?$")


@dataclass(frozen=True, slots=True)
class EnterpriseName:
    """The parts of a name; `form` is empty for a short name, `region` is a short division code, `branch` the part after a company."""

    whole: str
    region: str | None
    brand: str
    trade: str
    form: str
    branch: str = ""

    @property
    def legal(self) -> bool:
        """Whether this is a full registered name (it ends in a legal form)."""
        return bool(self.form)


def name_form(name: str) -> str:
    """The form in which names are compared: widths and brackets folded, capitals, blanks and quotation marks gone.

    Only blanks between Latin words stay. Two names with the same form are the same name; nothing else is equated.
    """
    if _CHINESE.fullmatch(name):
        return name
    text = fold(name).translate(_MARKS).upper()
    return _BLANKS.sub("", _ASCII_WORDS.sub("\x00", text)).replace("\x00", " ") if " " in text else text


@lru_cache(maxsize=65536)
def take_apart(name: str) -> EnterpriseName:
    """The parts of an enterprise's name in any of its forms; what cannot be told apart stays in the brand."""
    whole = name_form(name)
    branch = _BRANCH.match(whole) if whole.endswith(_BRANCHES) else None
    core = branch["whole"] if branch else whole
    core, form = _form(core)
    region, core = _region(core) if len(core) > 2 else (None, core)
    brand, trade = _brand(core)
    return EnterpriseName(whole, region, brand, trade, form, branch["part"] if branch else "")


def is_registered(form: str) -> bool:
    """Whether a name (in its form for comparison) is a full one: it ends in a legal form (有限公司, Ltd ...) or names a branch."""
    if form.endswith(forms()) and len(form) > 4:
        return True
    return bool(_form(form)[1]) or (form.endswith(_BRANCHES) and _BRANCH.match(form) is not None)


def _form(core: str) -> tuple[str, str]:
    text = core[:-1].replace("(", "") if core.endswith(")") and core[:-1].endswith(("合伙", "独资企业")) else core
    if text.endswith(forms()):
        for form in forms():
            if text.endswith(form) and len(text) > len(form) + 1:
                return text.removesuffix(form), form
    latin = _LEGAL_LATIN.search(core) if core.isascii() else None
    if latin is not None and latin.start() > 2:
        return core[: latin.start()].rstrip(" ,."), latin[0]
    return core, ""


def _region(core: str) -> tuple[str | None, str]:
    head = regions.prefix(core)
    if head is not None and len(head.rest) >= 2:
        return head.code, head.rest
    for inside in _BRACKETED.finditer(core):
        place = regions.find(inside[1])
        if place is not None:
            return place, core[: inside.start()] + core[inside.end() :]
    return None, core


def _brand(core: str) -> tuple[str, str]:
    """The brand and the trade of a name without region and form; the trade starts at the first word of the trade list."""
    text = _BRACKETED.sub("", core).removesuffix("集团")
    known = trades()
    for start in range(2, len(text) - 1):
        if text[start : start + 2] in known or text[start : start + 3] in known or text[start : start + 4] in known:
            return text[:start], text[start:]
    return text, ""


@cache
def forms() -> tuple[str, ...]:
    """Legal forms that end a registered name, longest first."""
    found = [row[0] for row in read_rows(DATA / "forms.tsv") if row[1] != "group" or row[0] == "集团公司"]
    return tuple(
        sorted((f for f in found if f not in {"集团", "研究院", "事务所", "银行"}), key=lambda f: (-len(f), f))
    )


@cache
def trades() -> frozenset[str]:
    """Words that open the trade of a company's name (科技, 实业, 过滤 ...)."""
    return frozenset(row[0] for row in read_rows(DATA / "trades.tsv"))
