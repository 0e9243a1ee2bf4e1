"""Where a document speaks from: its own region or park, the organ that issued it, and the policy that it is."""

import re
from collections import defaultdict

from kg.document import Span
from kg.identity.regions import division_names
from kg.loaders.lexicon import entries
from kg.loaders.places import divisions_named
from kg.loaders.relate.scene.cues import cue
from kg.loaders.relate.scene.document import Scene, bare
from kg.loaders.relate.scene.judged import Setting
from kg.loaders.relate.scene.line import Point
from kg.loaders.relate.scene.names import Forms
from kg.schema.patterns import pattern

_OWN = pattern(r"[我你]([省市区县州旗镇乡])|全([省市区县州])")
_LEVEL = pattern(r"(自治区|特别行政区|[省市区县州旗镇乡盟])$")
_PLACED = pattern(r"(?!国家|中国|全国|国务院)(?:中共)?[一-鿿]{2,6}?[省市区县州旗](?!场)")
_DIVISION = pattern(r"(?:中共)?(?!国家|中央|全国)([一-鿿]{1,5}?[省市区县州旗])(?![场级])")
_SUBTITLE = pattern(
    r"(?:—|-|[（(]).{0,10}(?:在|于).{2,40}(?:会|会议|大会)上?[）)]?\s*$|[一-鿿]{2,10}?(?:人民政府)?[代副]?[省市区县州旗]长[ \t　]*[一-鿿·]{2,4}([ \t　][一-鿿]{1,2})?\s*$"
)
_NEXT = pattern(r"\s*[^\n]+")
_OPENING = 120
_ENOUGH = 3.0


def settle(scene: Scene) -> Setting:
    """Read the setting from header, title, signature, pronoun-like forms (我区) and who acts."""
    issuers = tuple(p.id for p in _issuers(scene))
    policy = _own_policy(scene, issuers)
    home = _home(scene, issuers)
    level = None
    if home is not None:
        own = [m for f in _said_forms(scene, home) for m in [_OWN.match(bare(f))] if m]
        level = (own[0][1] or own[0][2]) if own else _level(scene, home)
    return Setting(home, level, issuers, policy)


def _level(scene: Scene, place: str) -> str | None:
    """The level that a region's name, or the list of divisions, gives it (黄石 and 扬州 are 市)."""
    forms = scene.forms(place)
    if scene.by_id[place].type == "Region":
        for form in forms:
            listed = [name for code in divisions_named(form) if (name := division_names()[code]).startswith(form)]
            if listed and (found := _LEVEL.search(listed[0])):
                return found[1]
    return next((m[1] for f in forms for m in [_LEVEL.search(f)] if m), None)


def _in(scene: Scene, span: Span | None, kind: str) -> list[Point]:
    return [p for p in scene.within(*span) if p.type == kind] if span else []


def _issuers(scene: Scene) -> list[Point]:
    """The organ of the header, else the one that signs, else those that open the title or stand alone on the line below it."""
    layout = scene.parsed.layout
    signed = _in(scene, layout.signature, "Agency")
    head = _in(scene, layout.header, "Agency")
    if signed or head:
        return (signed or head)[:3]
    title = layout.title
    if title is None:
        return []
    named = _in(scene, title, "Agency")
    opening = [p for p in named if p.start - title.start <= 2 or scene.text.startswith("关于", p.end)]
    if not opening:
        return _below(scene, title)
    found = [opening[0]]
    for point in named:
        gap = scene.between(found[-1].end, point.start)
        if (not gap.strip() and point.start >= found[-1].end) or cue("join").fullmatch(gap):
            found.append(point)
    return found


def _below(scene: Scene, title: Span) -> list[Point]:
    """The organs on the line below a title, if nothing else stands there."""
    line = _NEXT.match(scene.text, title.end)
    found = _in(scene, Span(*line.span()), "Agency") if line else []
    rest = line[0] if line else ""
    for point in found:
        rest = rest.replace(scene.between(point.start, point.end), "", 1)
    return found if found and not rest.strip(" \t　\n、，和") else []


def _own_policy(scene: Scene, issuers: tuple[str, ...]) -> str | None:
    """The policy in the title (the last: 转发…关于印发《…》), if the title is of one, or the one that is called 本办法."""
    title = scene.parsed.layout.title
    named = _in(scene, title, "Policy")
    if named and title and title.end - named[-1].end <= 8:
        return named[-1].id
    for referent in scene.of_type("Policy"):
        if any(cue("own_policy").match(f) for f in _said_forms(scene, referent.id)) and not _foreign(
            scene, referent.id, issuers
        ):
            return referent.id
    return None


def _foreign(scene: Scene, policy: str, issuers: tuple[str, ...]) -> bool:
    """Whether a policy's title begins with an organ that is none of the document's (国务院关于…的意见)."""
    name = bare(scene.name(policy))
    organ, about, _ = name.partition("关于")
    if not about or len(organ) < 3:
        return False
    return bool(issuers) and not any(f in organ or organ in f for i in issuers for f in scene.forms(i))


def _home(scene: Scene, issuers: tuple[str, ...]) -> str | None:
    """The place with most signs of being the document's own, if they are enough."""
    found = weights(scene, issuers)
    found = {i: w for i, w in found.items() if not _abroad(scene, i)}
    best = max(found, key=lambda i: (found[i], i), default=None)
    if best is None or found[best] < _ENOUGH or _elsewhere(scene, best, issuers):
        return None
    return best


def _abroad(scene: Scene, place: str) -> bool:
    """Whether a region is a country, or another place that is no division (俄, 德国, 东南亚)."""
    listed = entries("place")
    return scene.by_id[place].type == "Region" and any(len(f) == 1 or f in listed for f in scene.forms(place)[:1])


def _elsewhere(scene: Scene, place: str, issuers: tuple[str, ...]) -> bool:
    """Whether the issuers are by their names the organs of places of which this is none (甲市人民政府 in a text on 乙省).

    A place that is only called 我市 is the issuers' own.
    """
    names = [bare(scene.name(i)) for i in issuers]
    if not scene.forms(place):
        return bool(names) and not own_name(scene, place, issuers)
    held = any(form in name for name in names for form in scene.forms(place))
    return not held and any(_PLACED.match(name) for name in names)


def own_name(scene: Scene, place: str, issuers: tuple[str, ...]) -> str | None:
    """The name of a place that the text only calls 我县: the division of that level that issuer or title begins with."""
    levels = {m[1] or m[2] for m in map(_OWN.match, map(bare, _said_forms(scene, place))) if m}
    title = scene.parsed.layout.title
    texts = [bare(scene.name(i)) for i in issuers]
    texts += [scene.text[title.start : title.end].strip()] if title else []
    for text in texts:
        for level in levels:
            for found in _DIVISION.finditer(text):
                if found[1].endswith(level):
                    return found[1]
    return None


def _said_forms(scene: Scene, place: str) -> tuple[str, ...]:
    referent = scene.by_id[place]
    return (referent.name, *referent.aliases)


def weights(scene: Scene, issuers: tuple[str, ...]) -> dict[str, float]:
    """What speaks for each region and park: 我区, the issuer's name, the title, acting, being named often."""
    found: defaultdict[str, float] = defaultdict(float)
    for issuer in issuers:
        for named in _places_of(scene, issuer):
            found[named] += 3
    places = scene.of_type("Region", "Park")
    total = sum(len(r.mentions) for r in places)
    title = scene.parsed.layout.title
    head = scene.text[title.start : _opening_end(scene, title)] if title else ""
    called = bare(scene.parsed.document.name)
    for place in places:
        own = [m for m in (_OWN.match(bare(a)) for a in _said_forms(scene, place.id)) if m]
        if own:
            found[place.id] += 4 if any(m[1] for m in own) else 2
        forms = scene.forms(place.id)
        if any(scene.name(i).startswith(f) for i in issuers for f in forms):
            found[place.id] += 2
        if title and (
            any(title.start <= m.start < title.end for m in place.mentions)
            or any(len(f) > 1 and f in head for f in forms)
        ):
            found[place.id] += 4
        if any(len(f) > 2 and f in called for f in forms):
            found[place.id] += 3
        acts = sum(1 for m in place.mentions if _acts(scene, m.start, m.end))
        found[place.id] += min(acts, 4) * 0.75
        found[place.id] += 4.0 * len(place.mentions) / max(total, 6)
    return found


def _opening_end(scene: Scene, title: Span) -> int:
    """Where the lines end that go on with a title: when and before whom a report is given, and by whom (甲市市长 乙)."""
    end = title.end
    for line in re.compile(r"[ \t　]*([^\n]*)(?:\n|$)").finditer(scene.text, title.end):
        if line[1].strip() and (_SUBTITLE.match(line[1]) is None or line.start() > title.end + _OPENING):
            return end
        end = line.end()
        if end >= len(scene.text):
            break
    return end


def _places_of(scene: Scene, issuer: str) -> set[str]:
    """The region or park whose organ an issuer is by its name: the one that it names last (甲市乙区商务局, 乙区)."""
    held = Forms.of(scene, "Region", "Park").inside(bare(scene.name(issuer)))
    last = max(((h.end, h.length) for h in held), default=None)
    return {h.id for h in held if (h.end, h.length) == last}


def _acts(scene: Scene, start: int, end: int) -> bool:
    return cue("region_acts").match(scene.text, end) is not None and not scene.oblique(start)


def is_report(scene: Scene) -> bool:
    """Whether the text is a government's report on its own work."""
    title = scene.parsed.layout.title
    return title is not None and "工作报告" in scene.text[title.start : title.end]
