"""UPSTREAM_OF told by making: what is turned into what, what a thing is made from or cannot do without, chains of steps."""

import re
from collections.abc import Iterator

from kg.loaders.relate.scene.cues import cue
from kg.loaders.relate.scene.document import Scene
from kg.loaders.relate.scene.kinds import GOODS, INPUTS, PRODUCT
from kg.loaders.relate.scene.line import Group, Line
from kg.loaders.relate.scene.told import Told, tell
from kg.schema.patterns import pattern

_NEAR = 48
_STEP = pattern(r"(?:产业|行业|等)?[”“]?(?:[—－→➝–-]+|(?:再|又)?到)[”“]?")


def turned_into(scene: Scene) -> Iterator[Told]:
    """a 制成 b; 把 a 做成 b; 收 a 制 b: the verb stands between them, in one clause or at the head of the next."""
    for line in scene.having(INPUTS):
        for left, right in _pairs(line):
            gap = scene.between(left.end, right.start)
            if cue("turns_into").fullmatch(gap) or cue("handed_on").fullmatch(gap):
                yield from tell("UPSTREAM_OF", left.of(INPUTS), right.of(GOODS), line)


def composed_of(scene: Scene) -> Iterator[Told]:
    """b 由 a、c 聚合 / 复合而成: the making stands after what is used."""
    for line in scene.having(INPUTS):
        for made, used in _pairs(line):
            gap = scene.between(made.end, used.start)
            done = cue("made_up_by").match(scene.text, used.end) or cue("turned_into").match(scene.text, used.end)
            if done and re.fullmatch(r"[^，。；]{0,8}?(?:由|用|以|靠)(?:[^，。；由]{2,16}的)?", gap):
                yield from tell("UPSTREAM_OF", used.of(INPUTS), made.of(GOODS)[-1:], line)


def needs(scene: Scene) -> Iterator[Told]:
    """b 离不开 a; b 的成本取决于 a; b 用的 a."""
    for line in scene.having(INPUTS):
        for made, used in _pairs(line):
            if cue("needs").fullmatch(scene.between(made.end, used.start)):
                yield from tell("UPSTREAM_OF", used.of(INPUTS), made.of(GOODS), line)


def material_is(scene: Scene) -> Iterator[Told]:
    """b …, 原料是 a、c: the materials of what the sentence begins with."""
    for line in scene.having(INPUTS):
        for found in scene.said("material_is", line.start, line.end):
            used = next(line.after(found.end(), INPUTS, found.end() + 3), None)
            made = next((g for g in line.groups if g.of(PRODUCT) and g.end <= found.start()), None)
            if used is not None and made is not None and not scene.oblique(made.start):
                yield from tell("UPSTREAM_OF", used.of(INPUTS), made.of(PRODUCT)[-1:], line)


def chain_of_steps(scene: Scene) -> Iterator[Told]:
    """a—b—c、d—e; 从 a 到 b 再到 c: each step feeds the next."""
    for line in scene.having(INPUTS):
        run: list[Group] = []
        for group in line.groups:
            if run and group.of(GOODS) and _STEP.fullmatch(scene.text, run[-1].end, group.start):
                run.append(group)
                continue
            yield from _steps(line, run)
            run = [group] if group.of(GOODS) else []
        yield from _steps(line, run)


def _steps(line: Line, run: list[Group]) -> Iterator[Told]:
    """Each member of a run of three or more to the next."""
    if len(run) < 3:
        return
    for left, right in zip(run, run[1:], strict=False):
        yield from tell("UPSTREAM_OF", left.of(GOODS), right.of(GOODS), line)


def _pairs(line: Line) -> Iterator[tuple[Group, Group]]:
    """Neighbouring lists of goods of a line, whoever else is named between them."""
    goods = [g for g in line.groups if g.of(GOODS)]
    for left, right in zip(goods, goods[1:], strict=False):
        if left.of(INPUTS) and right.start - left.end <= _NEAR:
            yield left, right


RULES = (turned_into, composed_of, needs, material_is, chain_of_steps)
LATE = ()
