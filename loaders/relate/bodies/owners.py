"""SUBSIDIARY_OF and INVESTS_IN: whose company it is, and whose money."""

import re
from collections.abc import Iterator

from kg.loaders.relate.scene.cues import CUES, cue
from kg.loaders.relate.scene.document import Scene, bare
from kg.loaders.relate.scene.kinds import BODIES, FIRM, FUNDED, OWNERS
from kg.loaders.relate.scene.line import Line, Point
from kg.loaders.relate.scene.names import Forms
from kg.loaders.relate.scene.readings import amount
from kg.loaders.relate.scene.told import Told, tell

_OWNED = CUES.expression("{under}|{subsidiary}")
_ONLY_JOINT = ("联合", "共同", "合作")


def founded_by(scene: Scene) -> Iterator[Told]:
    """E 由 B 投资(…亿元)设立; B 投资设立 E: B invests in E, and E is its subsidiary."""
    for line in scene.having(FIRM):
        for group in line.groups:
            firms = group.of(FIRM)
            start = next((p.start for p in line.points if p.end == group.start and p.type == "Region"), group.start)
            if not firms or scene.text[max(line.start, start - 1) : start] != "由":
                continue
            until = scene.clause_end(line, group.end)
            if any(found[0] not in _ONLY_JOINT for found in scene.said("set_up", group.end, until)):
                child = next((g for g in line.before(group.start, OWNERS)), None)
                if child:
                    yield from _owned(scene, line, child.of(OWNERS)[-1:], firms, until)


def founds(scene: Scene) -> Iterator[Told]:
    """B(与 C)投资设立 / 收购 / 控股 E."""
    for line in scene.having(OWNERS):
        for found in scene.said("found", line.start, line.end):
            until = scene.clause_end(line, found.end())
            child = next(line.after(found.end(), OWNERS, min(until, found.end() + 12)), None)
            parents = scene.subject(line, found.start(), FIRM, back=1)
            if child is None or not parents or re.search(r"的$|，", scene.between(found.end(), child.start)[-1:]):
                continue
            partner = [
                p
                for g in line.before(found.start(), FIRM)
                if scene.oblique(g.start)
                for p in g.of(FIRM)
                if p.start > parents[0].start
            ]
            yield from _owned(scene, line, child.of(OWNERS)[:1], [*parents, *partner], until)


def jointly_founded(scene: Scene) -> Iterator[Told]:
    """A 与 B 共同组建的 E."""
    for line in scene.having(BODIES):
        for left, right in zip(line.groups, line.groups[1:], strict=False):
            gap = scene.between(left.end, right.start).rstrip('“"')
            if left.of(BODIES) and right.of(BODIES) and cue("founded").fullmatch(gap):
                yield from tell("SUBSIDIARY_OF", right.of(BODIES), left.of(BODIES), line)
                yield from tell("INVESTS_IN", left.of(FIRM), right.of(FIRM), line)


def _owned(scene: Scene, line: Line, children: list[Point], parents: list[Point], until: int) -> Iterator[Told]:
    paid = amount(scene, parents[-1].end, until)
    yield from tell("SUBSIDIARY_OF", children, parents, line)
    yield from tell("INVESTS_IN", parents, children, line, paid)


def branch(scene: Scene) -> Iterator[Told]:
    """B 下属 E; 子公司 E; E 是 B 的子公司; 母公司 B; 本部、… 组成."""
    for line in scene.having(BODIES):
        for left, right in zip(line.points, line.points[1:], strict=False):
            gap = scene.between(left.end, right.start)
            if left.type not in BODIES or right.type not in BODIES:
                continue
            if _OWNED.fullmatch(gap):
                yield from tell("SUBSIDIARY_OF", _same_side(scene, line, right), [left], line)
            elif (
                gap in ("（", "(")
                and cue("subsidiary").match(scene.text, right.end)
                or re.fullmatch(r"(?:也|现|目前|将|已|均|都|仍|正式|变更|，)*(?:是|为|系|属|成为)(?:由)?", gap)
                and (_called_branch(scene, right.end) or cue("owned").match(scene.text, right.end))
            ):
                yield from tell("SUBSIDIARY_OF", [left], [right], line)
            elif re.fullmatch("(?:是|为|系)(?:由)?", gap) and "合资" in _called(scene, line.list_of(right)[-1].end):
                yield from tell("SUBSIDIARY_OF", [left], line.list_of(right), line)
        for found in scene.said("owns", line.start, line.end):
            listed = next(line.after(found.end(), BODIES, found.end() + 8), None)
            if listed and not re.search(r"[，。；]", scene.between(found.end(), listed.start)):
                yield from tell(
                    "SUBSIDIARY_OF", listed.of(BODIES), scene.subject(line, found.start(), BODIES)[-1:], line
                )
        for found in scene.said("parent", line.start, line.end):
            parent = next(line.after(found.end(), BODIES, found.end() + 2), None)
            if parent and not re.search("[及和与、]$", scene.between(line.start, found.start())):
                yield from tell(
                    "SUBSIDIARY_OF", scene.subject(line, found.start(), BODIES)[-1:], parent.of(BODIES)[:1], line
                )
        for found in scene.said("subsidiary", line.start, line.end):
            child = next(line.after(found.end(), BODIES, found.end() + 2), None)
            subject = scene.subject(line, found.start(), BODIES)
            subject = subject if "合资" in found[0] else subject[-1:]
            if child and child.start >= found.end():
                yield from tell("SUBSIDIARY_OF", _same_side(scene, line, child.points[0]), subject, line)


def _called(scene: Scene, offset: int) -> str:
    found = cue("subsidiary").match(scene.text, offset)
    return found[0] if found else ""


def _same_side(scene: Scene, line: Line, first: Point) -> list[Point]:
    """The members of a list from `first` on, up to a 与, after which the other party of a deal may follow."""
    found: list[Point] = []
    for point in line.list_of(first):
        if found and "与" in scene.between(found[-1].end, point.start):
            break
        if point.start >= first.start and point.type in BODIES:
            found.append(point)
    return found


def _called_branch(scene: Scene, offset: int) -> bool:
    """Whether what follows calls the subject a subsidiary: 的全资子公司, 在华设立的独资企业."""
    found = re.match(
        r"(?:在[^，。；]{1,8}?(?=投资|设立|成立|的))?(?:全资|控股|投资|独资)*(?:设立|成立)?",
        scene.text[offset : offset + 20],
    )
    return cue("subsidiary").match(scene.text, offset + (len(found[0]) if found else 0)) is not None


def made_up_of(scene: Scene) -> Iterator[Told]:
    """医院由本部、西院区 … 组成; A 是 B 的挂靠单位: branches and attached bodies of a hospital or institution."""
    for line in scene.having(BODIES):
        for group in line.groups:
            parts = [p for p in group.points if p.type in ("Hospital", "Institution")]
            if not parts:
                continue
            before = scene.text[max(line.start, group.start - 12) : group.start]
            after = scene.text[group.end : group.end + 12]
            houses = re.search(r"(?:现有|拥有|下设|设有|下辖|包括|分为)$", before) and re.match(
                r"(?:等)?[^，。]{0,3}(?:院区|分院)", after
            )
            if (
                houses
                or (re.search(r"由[^，。]{0,8}$", before) and re.search(r"组成|构成", after))
                or re.match(r"(?:的)?(?:挂靠|依托)单位", after)
            ):
                yield from tell("SUBSIDIARY_OF", parts, _whole(scene, line, group.start, parts), line)


def _whole(scene: Scene, line: Line, offset: int, parts: list[Point]) -> list[Point]:
    ids = {p.id for p in parts}
    pool = (line, *scene.earlier(line, 2))
    found = [p for other in pool for p in other.points if p.type in BODIES and p.id not in ids and p.start < offset]
    return found[:1]


def branch_by_name(scene: Scene) -> Iterator[Told]:
    """An enterprise whose name goes on from another's (甲, 甲(苏州)有限公司) is its subsidiary; so is 甲附属医院."""
    bodies = Forms.of(scene, *sorted(BODIES))
    for line, point in scene.firsts(*BODIES):
        name = bare(scene.name(point.id))
        parents = [
            h
            for h in bodies.in_name_of(point.id, aliases=False)
            if h.start == 0 and _own_name(name[h.end :], point.type)
        ]
        yield from tell("SUBSIDIARY_OF", [point], [h.id for h in sorted(parents)[-1:]], line)


def _own_name(rest: str, kind: str) -> bool:
    """Whether what follows the parent's name names something else than its legal form (中国, 绿能(苏州), 附属医院)."""
    return kind != "Enterprise" or len(re.sub(r"\W", "", cue("company_tail").sub("", rest))) > 1


def invests(scene: Scene) -> Iterator[Told]:
    """E 投资 X 亿元建设 P; E 入股 / 收购 / 增资 E; 资金投入 E."""
    for line in scene.having(FUNDED):
        for found in scene.said("invest", line.start, line.end):
            until = scene.clause_end(line, found.end())
            things = next(line.after(found.end(), FUNDED, until), None)
            attribute = scene.text[found.start() - 1] == "总"  # 总投资 X 亿元的 P says nothing of who pays
            owners = scene.subject(line, found.start(), OWNERS, back=0 if attribute else 1)[-1:]
            if things is None or not owners or re.search(r"[与和向由为]$", scene.text[found.end() : things.start]):
                continue
            if cue("his_own").match(scene.text, owners[-1].end) or cue("held_by").match(scene.text, things.end):
                continue
            if cue("shareholder").match(scene.text, things.end):
                continue
            targets = [p for p in things.of(FUNDED) if not p.echo]
            yield from tell("INVESTS_IN", owners, targets, line, amount(scene, found.start(), until))


def holds_share(scene: Scene) -> Iterator[Told]:
    """E …, B、C 分别持股 51%、49%: who holds shares of what the sentence leads with."""
    for line in scene.having(OWNERS):
        lead = next((g for g in line.groups if g.of(FIRM)), None)
        for group in line.groups:
            holders = group.of(OWNERS)
            said = cue("share").match(scene.text, group.end)
            new = re.search("合资|成立", scene.text[line.start : line.end]) and said and said[0][0] not in "分合各"
            held = next(line.after(group.end, FIRM, group.end + 6), None)
            if lead and holders and group.start > lead.end and said and not new and held is None:
                yield from tell("INVESTS_IN", holders, lead.of(FIRM)[:1], line)


def put_into(scene: Scene) -> Iterator[Told]:
    """B 将旗下的 E 置入 C: C owns it then; B, where the text calls it B's own."""
    for line in scene.having(FIRM):
        for found in scene.said("put_into", line.start, line.end):
            child = next((g for g in line.before(found.start(), FIRM) if found.start() - g.end <= 1), None)
            owner = next(line.after(found.end(), FIRM, found.end() + 2), None)
            if child and owner:
                yield from tell("SUBSIDIARY_OF", child.of(FIRM), owner.of(FIRM)[:1], line)
                former = scene.leader(line, child.start, FIRM)[-1:]
                own = former and cue("under").search(scene.text, former[0].end, child.start)
                yield from tell("SUBSIDIARY_OF", child.of(FIRM), former if own else [], line)


def buys_share(scene: Scene) -> Iterator[Told]:
    """E 购买 B 持有的 C 股权: the buyer's money goes into C, where B's is already."""
    for line in scene.having(OWNERS):
        for found in scene.said("acquire", line.start, line.end):
            seller = next(line.after(found.end(), OWNERS, found.end() + 2), None)
            held = cue("held_by").match(scene.text, seller.end) if seller else None
            thing = next(line.after(held.end(), FIRM, held.end() + 2), None) if held else None
            if seller and thing:
                buyer = scene.subject(line, found.start(), OWNERS, back=0)[-1:]
                yield from tell("INVESTS_IN", [*buyer, *seller.of(OWNERS)], thing.of(FIRM), line)


def becomes_holder(scene: Scene) -> Iterator[Told]:
    """E 成为 B 第一大股东: E holds shares of B."""
    for line in scene.having(OWNERS):
        for group in line.groups:
            said = cue("shareholder").match(scene.text, group.end)
            before = scene.text[max(line.start, group.start - 4) : group.start]
            if group.of(FIRM) and said and re.search("(?:成为|是|为|系|作为)$", before):
                owners = scene.leader(line, group.start, OWNERS)[-1:]
                yield from tell("INVESTS_IN", owners, group.of(FIRM)[:1], line)
            elif group.of(FIRM) and said and not re.match("控股|单一", said[0].lstrip("的")):
                holder = next(line.after(said.end(), OWNERS, said.end() + 1), None)
                yield from tell("INVESTS_IN", holder.of(OWNERS)[:1] if holder else [], group.of(FIRM)[-1:], line)


def money_from(scene: Scene) -> Iterator[Told]:
    """E 获得 F 投资."""
    for line in scene.having(OWNERS):
        for found in scene.said("receive", line.start, line.end):
            owners = next(line.after(found.end(), OWNERS, found.end() + 2), None)
            if owners and cue("money_in").match(scene.text, owners.end):
                yield from tell("INVESTS_IN", owners.of(OWNERS), scene.subject(line, found.start(), FIRM)[-1:], line)
        for found in scene.said("lead_money", line.start, line.end):
            owners = next((g for g in line.before(found.start(), OWNERS) if found.start() - g.end <= 1), None)
            if owners:
                held = scene.subject(line, owners.start, FIRM, back=1)[-1:]
                yield from tell("INVESTS_IN", owners.of(OWNERS), held, line)


RULES = (
    founded_by,
    founds,
    branch,
    made_up_of,
    branch_by_name,
    jointly_founded,
    invests,
    holds_share,
    put_into,
    buys_share,
    becomes_holder,
    money_from,
)
LATE = ()
