"""SUPPORTS by being in charge: who explains a policy, heads a chain in a list, leads a row of tasks, answers a proposal."""

from collections.abc import Iterator

from kg.loaders.relate.policies.supporting import fields_of_title
from kg.loaders.relate.scene.document import Scene
from kg.loaders.relate.scene.kinds import AGENCY, CHAIN, FIELDS, SUPPORTED
from kg.loaders.relate.scene.line import Line
from kg.loaders.relate.scene.readings import is_direct, objects
from kg.loaders.relate.scene.told import Told, tell
from kg.schema.patterns import pattern

_EXPLAINS = pattern(
    r"(?:等(?:部门|单位)?)?(?:按(?:照)?职责(?:分工)?)?(?:共同|分别)?(?:负责)?(?:具体|牵头|组织|政策|进行)*(?:的)?解释"
)
_HEADS = pattern(r"(?:为|是|任|担任|作为|牵头|负责|联系|牵头服务|对接)(?:全?[省市区县])?")
_LISTED = pattern(r"(?:产业链?)?(?:[（(][^（）()]{0,12}[）)])?[：:](?:牵头(?:部门|单位)[：:]?|由)?")
_LEADERS = pattern(r"(?:牵头|责任|负责|主管|实施)(?:单位|部门)|承办单位|负责人")
_ANSWER = pattern(r"答复|复函|回复|办理(?:情况|结果)")
_BACKS = pattern(r"支持|扶持|鼓励|引导|培育|推动|推进|促进|加快|做大|做强|壮大|发展|帮助|指导")


def explains(scene: Scene) -> Iterator[Told]:
    """本办法由 A、B 负责解释: who explains the document's own policy supports the sectors of its title."""
    own = scene.setting.policy
    fields = fields_of_title(scene, own) if own else []
    for line in scene.having(AGENCY) if fields else []:
        for group in line.groups:
            if group.of(AGENCY) and _EXPLAINS.match(scene.text, group.end):
                yield from tell("SUPPORTS", group.of(AGENCY), fields, line)


def heads_listed(scene: Scene) -> Iterator[Told]:
    """C 产业链：A 局; A 局为 C、D 产业链牵头单位: one organ to each chain of a list."""
    for line in scene.having(AGENCY, CHAIN):
        for left, right in zip(line.groups, line.groups[1:], strict=False):
            gap = scene.between(left.end, right.start)
            if left.of(CHAIN) and right.of(AGENCY) and _LISTED.fullmatch(gap):
                yield from tell("SUPPORTS", right.of(AGENCY), left.of(CHAIN), line)
            elif left.of(AGENCY) and right.of(CHAIN) and _HEADS.fullmatch(gap):
                yield from tell("SUPPORTS", left.of(AGENCY), right.of(CHAIN), line)


def leads_row(scene: Scene) -> Iterator[Told]:
    """任务 | 内容 | A 局, under a row that names 牵头单位: the organ supports what its row names."""
    led = False
    for line in scene.lines:
        if scene.text.count("|", line.start, line.end) < 2:
            led = False
            continue
        organs = [p for p in line.points if p.type == "Agency"]
        if not organs:
            led = led or _LEADERS.search(scene.text, line.start, line.end) is not None
        elif led:
            yield from tell("SUPPORTS", organs, _tasks(scene, line), line)


def _tasks(scene: Scene, line: Line) -> list[str]:
    return [p.id for p in line.points if p.type in SUPPORTED and not p.echo and not scene.oblique(p.start)]


def answers(scene: Scene) -> Iterator[Told]:
    """In the answer to a proposal the organ that signs it supports what its measures promote."""
    title, organs = scene.parsed.layout.title, scene.setting.issuers
    if title is None or scene.setting.policy or not organs:
        return
    if not _ANSWER.search(scene.text, title.start, title.end + 60):
        return
    for line in scene.having(SUPPORTED):
        if any(p.type == "Agency" and not p.echo for p in line.points):
            continue
        for found in scene.said("promote", line.start, line.end):
            if _BACKS.fullmatch(found[0]):
                things = objects(scene, line, found.end(), SUPPORTED, reach=6)
                direct = [
                    p for p in things if not p.echo and is_direct(scene, p.end) and p.type in FIELDS | {"Enterprise"}
                ]
                yield from tell("SUPPORTS", organs, direct, line)


RULES = (explains, heads_listed, leads_row, answers)
LATE = ()
