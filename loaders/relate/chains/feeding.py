"""UPSTREAM_OF: what feeds what, told by uses, by materials and by the chain's own words."""

import re
from collections.abc import Iterator

from kg.loaders.relate.scene.cues import cue
from kg.loaders.relate.scene.document import Scene
from kg.loaders.relate.scene.kinds import GOODS, INPUTS, PRODUCT
from kg.loaders.relate.scene.line import Group, Line, Point, clause_start
from kg.loaders.relate.scene.told import Told, tell
from kg.schema.patterns import pattern

_IN = pattern(r"(?:产品)?[，]?(?:目前|现|也|均|都|可|已|主要|广泛|大量)*(?:在|被)")
_IN_USE = pattern(
    r"(?:等)?(?:多个|众多|各)?(?:行业|领域|产业|方面)?(?:中|里|上|内)?(?:得到|获得|有着?|均有|已有|已)?[^，。；、]{0,4}应用"
)
_MADE_WITH = pattern(r"[以用](?:[^，。；、以用]{0,10})$")


def used_for(scene: Scene) -> Iterator[Told]:
    """A (主要)用于(生产) b、c: A feeds each of them."""
    for line in scene.having(GOODS):
        for found in scene.said("used_for", line.start, line.end):
            uses = [p for g in line.after(found.end(), GOODS, scene.clause_end(line, found.end())) for p in g.of(GOODS)]
            source = _input(scene, line, found.start())
            yield from tell("UPSTREAM_OF", source, uses, line)
            if uses:
                yield from _further_uses(scene, line, found.end(), source)


def _further_uses(scene: Scene, line: Line, offset: int, source: list[Point]) -> Iterator[Told]:
    """其次是 b, 此外还用于 c: uses that go on in the sentence or open the next one."""
    for pool in (line, *scene.lines[line.index + 1 : line.index + 2]):
        for more in cue("further_use").finditer(
            scene.text, max(offset, pool.start), pool.end if pool is line else pool.start + 6
        ):
            group = next(pool.after(more.end(), GOODS, more.end() + 4), None)
            yield from tell("UPSTREAM_OF", source, group.of(GOODS) if group else [], pool)


def downstream(scene: Scene) -> Iterator[Told]:
    """A 的下游(行业)包括 b、c; 下游 b 行业 with A the thing the sentence is about."""
    for line in scene.having(GOODS):
        if "产业链" in scene.text[line.start : line.end] or "Chain" in line.kinds:
            continue
        for found in scene.said("downstream", line.start, line.end):
            uses = next(line.after(found.end(), GOODS, min(found.end() + 6, line.end)), None)
            source = _input(scene, line, found.start(), near=True)
            if uses and source and not re.search(r"[，。；]", scene.between(found.end(), uses.start)):
                yield from tell("UPSTREAM_OF", source, uses.points, line)
        for found in scene.said("upstream", line.start, line.end):
            inputs = next(line.after(found.end(), INPUTS, min(found.end() + 4, line.end)), None)
            target = _input(scene, line, found.start())
            close = any(found.start() - 2 <= g.end <= found.start() for g in line.before(found.start(), GOODS))
            if inputs and target and (close or found[0][-1] in "为是括有盖及：:"):
                yield from tell("UPSTREAM_OF", inputs.points, target, line)


def raw_material(scene: Scene) -> Iterator[Told]:
    """原料 b before or after A; b 是 A 的主要原料; 以 b 为原料的 A."""
    for line in scene.having(GOODS):
        for group in line.groups:
            inputs = group.of(INPUTS)
            if not inputs:
                continue
            if cue("raw").search(scene.text, max(line.start, group.start - 8), group.start):
                others = list(line.after(group.end, PRODUCT, line.end)) or list(line.before(group.start, PRODUCT))
                yield from tell("UPSTREAM_OF", inputs, others[0].of(PRODUCT)[:1] if others else [], line)
            if _is_summed_up(scene, line, group):
                others = list(line.after(group.end, PRODUCT, line.end))
                target = others[0].of(PRODUCT)[:1] if others else scene.topic
                yield from tell(
                    "UPSTREAM_OF", [p for p in inputs if p.id not in {t.id for t in scene.topic}], target, line
                )
            listed = cue("made_of").match(scene.text, group.end)
            if listed:
                others = list(line.after(listed.end(), INPUTS, listed.end() + 4))
                yield from tell("UPSTREAM_OF", others[0].of(INPUTS) if others else [], group.of(PRODUCT)[-1:], line)
            if cue("from_material").match(scene.text, group.end) and _MADE_WITH.search(
                scene.text, max(line.start, group.start - 12), group.start
            ):
                others = _made_of(scene, line, group)
                yield from tell("UPSTREAM_OF", inputs, others[0].of(PRODUCT) if others else [], line)
            if cue("material_of").match(scene.text, group.end):
                source = next(line.before(group.start, INPUTS), None)
                gap = scene.between(source.end, group.start) if source else ""
                if source and re.fullmatch(r"[^。；]{0,12}(?:是|作为|为)(?:生产|制造|制备)?[^，。；]{0,6}", gap):
                    inputs = _input(scene, line, group.start) if "，" in gap else source.of(INPUTS)
                    yield from tell("UPSTREAM_OF", inputs, group.of(GOODS), line)


def _is_summed_up(scene: Scene, line: Line, group: Group) -> bool:
    """Whether a list is summed up as materials (a、b 等原料), and neither as those of a stage nor as what has materials."""
    summed = cue("such_inputs").match(scene.text, group.end)
    if summed is None or scene.within(group.end, summed.end()):
        return False
    if any(cue(other).match(scene.text, group.end) for other in ("made_of", "from_material")):
        return False
    before = scene.text[max(line.start, group.start - 12) : group.start]
    fed = scene.text.startswith("的", group.end) and re.search(r"[是作为](?:生产|制造|制备)?$", before)
    return not fed and "上游" not in before


def _made_of(scene: Scene, line: Line, used: Group) -> list[Group]:
    """What is made of `used`: what stands right before 以 (红粉以 a 为原料), else what follows, else what is named before."""
    before = list(line.before(used.start, PRODUCT))
    if before and re.fullmatch(r"[^，。；、]{0,4}[以用][^，。；、]{0,10}", scene.between(before[0].end, used.start)):
        return before
    return list(line.after(used.end, PRODUCT, line.end)) or before


def market_of(scene: Scene) -> Iterator[Told]:
    """b 成为 A 最大的市场; A 在 b 行业的应用; A 受 b 行业拉动: uses told the other way round, in a document about a product."""
    topic = scene.topic
    if not topic:
        return
    for line in scene.having(GOODS):
        for group in line.groups:
            if group.of(PRODUCT) and cue("market_of").match(scene.text, group.end):
                for users in line.before(group.start, GOODS):
                    if users.end > group.start - 80:
                        yield from tell("UPSTREAM_OF", group.of(PRODUCT)[:1], users.of(GOODS), line)
            goods = [p for p in group.points if p.type in GOODS]
            before = scene.text[max(line.start, group.start - 12) : group.start]
            lead = re.search(r"(?:在|受)[^，。；]{0,10}$", before)
            if not goods or not lead:
                continue
            if any(
                p.start < group.start - len(lead[0]) + 1 and p.end > group.start - len(lead[0]) for p in line.points
            ):
                continue
            name = "pull" if lead[0][0] == "受" else "in_use"
            if cue(name).search(scene.text, group.end, scene.clause_end(line, group.end)):
                yield from tell("UPSTREAM_OF", _input(scene, line, group.start - len(lead[0])) or topic, goods, line)


def used_there(scene: Scene) -> Iterator[Told]:
    """A，在 b、c 等领域广泛应用: the thing named right before the fields that it is said to be used in."""
    for line in scene.having(INPUTS):
        for source, users in zip(line.groups, line.groups[1:], strict=False):
            said = _IN.fullmatch(scene.text, source.end, users.start)
            if said and source.of(INPUTS) and _IN_USE.match(scene.text, users.end):
                yield from tell("UPSTREAM_OF", source.of(INPUTS), users.of(GOODS), line)


def demand_pulls(scene: Scene) -> Iterator[Told]:
    """b 需求增长带动 A 市场; 生产 b 需消耗 A."""
    for line in scene.having(GOODS):
        for users, source in zip(line.groups, line.groups[1:], strict=False):
            gap = scene.between(users.end, source.start)
            if not users.of(GOODS) or not source.of(INPUTS) or len(gap) > 24 or re.search(r"[。；]", gap):
                continue
            wanted = re.fullmatch(r"(?:行业|产业|领域|企业|市场|厂商|等)*对(?:于)?[^，。；]{0,4}", gap) and cue(
                "demand"
            ).match(scene.text, source.end)
            pulled = cue("pull").search(gap) and re.match(
                r"(?:的)?(?:市场|需求|消费|价格|销量|行业)", scene.text[source.end : source.end + 6]
            )
            used = scene.text[max(line.start, users.start - 8) : users.start].rfind("生产") >= 0 and cue(
                "consumes"
            ).search(gap)
            if pulled or used or wanted:
                yield from tell("UPSTREAM_OF", source.of(INPUTS), users.of(GOODS), line)


def made_from(scene: Scene) -> Iterator[Told]:
    """a 制成 b; b 由 a 制成."""
    for line in scene.having(GOODS):
        for left, right in zip(line.groups, line.groups[1:], strict=False):
            gap = scene.between(left.end, right.start)
            if not left.of(INPUTS) or not right.of(INPUTS) or len(gap) > 12 or re.search(r"[，。；]", gap):
                continue
            if re.search(r"(?:由|用|以)$", gap) and cue("turned_into").match(scene.text, right.end):
                yield from tell("UPSTREAM_OF", right.of(INPUTS), left.of(GOODS), line)
            elif cue("turned_into").search(gap):
                yield from tell("UPSTREAM_OF", left.of(INPUTS), right.of(GOODS), line)


def listed_for(scene: Scene) -> Iterator[Told]:
    """b、c 等 A 下游(行业); a、b 等 A 原料: a list summed up by what it is to A."""
    for line in scene.having(GOODS):
        for listed, thing in zip(line.groups, line.groups[1:], strict=False):
            used = cue("use_or_input").match(scene.text, thing.end)
            if not used or not listed.of(GOODS) or not cue("such").fullmatch(scene.text, listed.end, thing.start):
                continue
            if used["use"]:
                yield from tell("UPSTREAM_OF", thing.of(INPUTS)[-1:], listed.of(GOODS), line)
            elif used["input"]:
                yield from tell("UPSTREAM_OF", listed.of(INPUTS), thing.of(GOODS)[-1:], line)


def _input(scene: Scene, line: Line, offset: int, near: bool = False) -> list[Point]:
    """The product or sector that a clause on uses speaks of: the one in the clause, else the first of the sentence or of the one before;
    with `near` nothing but the clause or the document's topic counts."""
    clause = clause_start(line, offset - 1)
    own = [g for g in line.before(offset, INPUTS) if g.start >= clause and not scene.oblique(g.start)]
    if own:
        if len(own) > 1 and cue("turns_into").fullmatch(scene.between(own[1].end, own[0].start)):
            return own[0].of(INPUTS)
        return own[-1].of(INPUTS) if scene.text[own[-1].end : own[-1].end + 1] != "的" else own[0].of(INPUTS)
    topic = scene.topic
    if topic and any(p.id == topic[0].id and p.start < offset for p in line.points):
        return topic
    if near:
        return topic
    for pool in (line, *scene.earlier(line, 1)):
        for group in pool.groups:
            if group.of(INPUTS) and group.end <= offset and not scene.oblique(group.start):
                return group.of(INPUTS)[:1]
    return []


RULES = (used_for, downstream, raw_material, market_of, used_there, demand_pulls, made_from, listed_for)
LATE = ()
