"""From a thing as one source names it to a key: the same name in the same circumstances always gives the same key.

A key is `<type>:<code>` where a code settles identity, else `<type>:<name>`, with `@<place>` where the name alone does not
(第一人民医院@330109). A form is what is looked up: every name, other name and code of a thing has one (`~type|name`,
`~type#property|code`). Keys are joined to one thing by their forms; see `kg.identity.classes`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg.identity import generic, regions
from kg.identity.names import name_form, take_apart, trades
from kg.identity.projects import project_form, settle_project
from kg.identity.zones import either, zone_of
from kg.schema import ontology

_SCOPED = re.compile(r"@(?:\d{2,6}|doc:[0-9a-f]+)$")
_PRONOUN = re.compile(
    r"^(?:我|本|该|你|贵|全|此|其|两)[省市区县州旗镇乡局院厅委部公企园会校司办]|^(?:公司|企业|集团|医院|园区|学校|本人|该.*|全[省市区县])$"
    r"|^(?:本|该|此|上述|前款)[㐀-鿿]{0,4}(?:办法|意见|政策|方案|规划|计划|细则|规定|条例|措施|通知|决定|纲要|指南|目录|规则)$"
)
_TOWN = re.compile(r"(?:街道|镇|乡|村|社区|苏木)$")
_TITLE = str.maketrans(dict.fromkeys("《》〈〉", ""))
_ENDINGS = {
    "Chain": re.compile(r"(?<=..)(?:全产业链|产业链)$"),
    "Industry": re.compile(r"(?<=..)(?:产业|行业|领域)$"),
}
_NATIONAL = re.compile(r"(?:中国|国家|全国|国务院|中共中央|中华人民共和国)|.*(?<!办)法$")
_BY_CITY = frozenset({"Hospital", "Park"})
_BY_HOME = frozenset({"Policy"})
_NEVER_LIKELY = frozenset({"Agency", "Person"})  # namesakes of another place are other things


@dataclass(frozen=True, slots=True)
class Key:
    """`id` of a thing as one source names it, and the `form` under which that name is looked up.

    `loose` is the form with its city only (of a company: its brand): equal ones may be, but need not be, the same thing.
    """

    id: str
    form: str
    loose: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """Where a name was read: the document and the short code of the region that it is about, if known.

    `county` is the division that 区 and 县 mean there; `national` is set where the name is known to be the nation's.
    """

    document: str
    home: str | None = None
    county: str | None = None
    national: bool = False


def code_key(kind: str, attrs: Mapping[str, str]) -> Key | None:
    """The key by the strongest code that `attrs` holds (properties that the ontology names as keys), or None."""
    for name in ontology().node(kind).keys:
        if attrs.get(name):
            value = code_text(name, attrs[name])
            return Key(f"{kind.lower()}:{value}", code_form(kind, name, value))
    return None


def code_text(name: str, value: str) -> str:
    """A code in the one spelling used for identity: a stock code is its six digits, a division code has six."""
    if name == "stock_code" and re.match(r"\d{6}(?!\d)", value):
        return value[:6]
    if name == "division_code" and value[:6].isdigit():
        return regions.full_code(value[:6]) if len(value) <= 6 else value
    return value.upper()


def code_form(kind: str, name: str, value: str) -> str:
    """The form of a code."""
    return f"~{kind.lower()}#{name}|{code_text(name, value)}"


@lru_cache(maxsize=200_000)
def name_key(kind: str, name: str, context: Context) -> Key:
    """The key of a thing of type `kind` by a name alone, read in `context`."""
    document, home = context.document, context.home
    form = name_form(name.translate(_TITLE) if kind == "Policy" else name).replace("@", "＠")
    if kind in _ENDINGS:
        form = _ENDINGS[kind].sub("", form)
    if kind == "Region":
        return _region_key(form, document, home)
    if kind == "Enterprise":
        return _enterprise_key(form, home)
    if kind == "Person":
        return _key(kind, form, document)
    if kind == "Project":
        return _project_key(form, document, home)
    if context.national or (kind == "Policy" and _NATIONAL.match(form)):
        return _key(kind, form, None)
    if kind == "Park":
        return _park_key(form, context)
    place, rest = generic.settle_place(kind, form, home, context.county)
    if kind == "Agency":
        return _agency_key(place, rest, document)
    return _placed_key(kind, form, place, rest, context)


def _placed_key(kind: str, form: str, place: str | None, rest: str, context: Context) -> Key:
    """The key of a thing whose name, if it is generic, was taken apart into `place` and `rest`."""
    document, home = context.document, context.home
    if place is not None:
        return _key(kind, rest, place)
    if generic.is_generic(kind, form):
        return _key(kind, form, home or document)
    if regions.prefix(form, home) is None and kind in _BY_CITY | _BY_HOME:
        return _key(kind, form, (regions.city(home) if kind in _BY_CITY else home) if home else document)
    return _key(kind, form, None)


def _park_key(form: str, context: Context) -> Key:
    """A zone by its own name, kind and place, short and full forms alike; another park by its name."""
    zone = zone_of(form, context.home)
    if zone is not None and not generic.is_generic("Park", zone.name):
        near = zone.place or context.home
        return _key("Park", zone.name, regions.city(near) if near else context.document)
    if zone is not None and zone.place is not None:
        return _key("Park", zone.name, zone.place)
    place, rest = generic.settle_place("Park", form, context.home, context.county)
    plain = zone_of(rest, place or context.home)
    if plain is not None:
        form, rest = form if place else plain.name, plain.name
    return _placed_key("Park", form, place, rest, context)


def _key(kind: str, form: str, place: str | None) -> Key:
    head = f"{kind.lower()}:{form}"
    if place is None:
        return Key(head, f"~{kind.lower()}|{form}")
    if place.startswith("doc:"):
        return Key(f"{head}@{place}", f"~{kind.lower()}|{form}@{place}")
    scope = regions.full_code(place)
    spoken = either(form) if kind == "Park" else form
    loose = None if kind in _NEVER_LIKELY else f"~{kind.lower()}|{spoken}/{regions.city(place)}"
    return Key(f"{head}@{scope}", f"~{kind.lower()}|{form}@{scope}", loose)


def _region_key(form: str, document: str, home: str | None) -> Key:
    division = regions.find(form, home)
    if division is not None:
        code = regions.full_code(division)
        return Key(f"region:{code}", f"~region#division_code|{code}")
    found = regions.prefix(form, home)
    if found is not None and _TOWN.search(found.rest, 1):
        return _key("Region", found.rest, found.code)
    if _TOWN.search(form) or regions.ambiguous(form):
        return _key("Region", form, home if home and _TOWN.search(form) else document)
    return _key("Region", form, None)


def _enterprise_key(form: str, home: str | None) -> Key:
    parts = take_apart(form)
    if form.endswith("公司") and not parts.legal and not parts.branch and len(form) > 3:
        form = form.removesuffix("公司")
    if parts.legal or parts.branch:
        loose = f"~enterprise|{parts.brand}" if telling(parts.brand) and not parts.branch else None
        return Key(f"enterprise:{form}", f"~enterprise|{form}", loose)
    scope = f"@{regions.full_code(home)}" if home else ""
    loose = parts.brand if parts.trade and telling(parts.brand) else form
    return Key(f"enterprise:{form}{scope}", f"~enterprise|{form}", f"~enterprise|{loose}")


def telling(brand: str) -> bool:
    """Whether a brand can stand for a company: two characters or more, no trade word, no place, not 中国."""
    return (
        len(brand) >= 2
        and brand not in trades()
        and regions.find(brand) is None
        and brand not in {"中国", "中华", "国际"}
    )


def _project_key(form: str, document: str, home: str | None) -> Key:
    place, rest = settle_project(form, home)
    if place is None and regions.prefix(form, home) is None:
        place = document
    return _key("Project", project_form(rest), place)


def _agency_key(place: str | None, rest: str, document: str) -> Key:
    organ = generic.organ(rest)
    if place is not None:
        return _key("Agency", organ, place)
    return _key("Agency", organ, None if is_national(organ) else document)


def is_national(organ: str) -> bool:
    """Whether an organ that names no place (or its key without one) is the nation's: 国务院, 工业和信息化部, 海关总署."""
    name = organ.removeprefix("agency:")
    heads = ("国家", "中国", "中共中央", "国务院", "全国", "中华")
    return name.startswith(heads) or name.endswith(("部", "总局", "总署"))


def place_of(key: str) -> str | None:
    """Short code of the region in a key's `@` part, or None."""
    scope = key.rpartition("@")[2] if _SCOPED.search(key) else ""
    return regions.short_code(scope) if scope.isdigit() else None


def unscoped(key: str) -> str:
    """A key without its `@` part."""
    return _SCOPED.sub("", key)


def is_pronoun(name: str) -> bool:
    """Whether a form only points (我区, 该公司) and so is no name outside its document."""
    return _PRONOUN.match(name) is not None


def own_form(key: str) -> str:
    """The form of the name that a key is made of; a key made of a code has none such, and is found by `forms_of`."""
    kind, _, rest = key.partition(":")
    return f"~{kind}|{unscoped(rest) if kind == 'enterprise' else rest}"


def forms_of(key: str) -> set[str]:
    """Every form under which facts about `key` itself can stand."""
    kind, _, rest = key.partition(":")
    codes = next((n.keys for n in ontology().nodes.values() if n.name.lower() == kind), ())
    return {own_form(key), *(f"~{kind}#{name}|{rest}" for name in codes)}
