"""What a place says of its own chain: what it lacks (短板), and what or whom it wants to attract (招引).

The rules read what `doubt` refutes claims by. 甲市缺少隔膜企业 gives no relation, but a need of 甲市.
"""

from kg.extraction import Need
from kg.loaders.relate.needs.lists import columns, lists_firms, lists_goods
from kg.loaders.relate.needs.said import NeedRule, Said
from kg.loaders.relate.needs.spoken import aims_at_firms, says_bought, says_filling, says_missing, says_wish
from kg.loaders.relate.scene.cues import cue
from kg.loaders.relate.scene.document import Scene
from kg.loaders.relate.scene.kinds import FIRM


def needs(scene: Scene) -> list[Need]:
    """What the document says that places and chains lack or seek, each once, of its surest rule, in the order of the text."""
    best: dict[tuple[str, str, str, str], Need] = {}
    for rule, sure in RULES.items():
        for said in rule(scene):
            need = _need(scene, said, rule.__name__, sure)
            if need is not None:
                key = need.kind, need.holder, need.type, need.name
                if key not in best or need.confidence > best[key].confidence:
                    best[key] = need
    return sorted(best.values(), key=lambda n: (n.start, n.kind, n.type, n.name))


def _need(scene: Scene, said: Said, rule: str, sure: float) -> Need | None:
    start, end = _trimmed(scene.text, said.start, said.end)
    holder = said.holder or scene.setting.home
    if holder is None or any(cue("need_abroad").match(form) for form in scene.forms(holder)):
        return None
    least = _LISTED if rule in _LISTS else 0.0
    kind, name, known = "Product", said.word, least
    if said.point is not None:
        kind, known = said.point.type, max(least, scene.known[said.point.id])
        span = slice(said.point.start, said.point.end)
        name = scene.name(said.point.id) if kind in FIRM else scene.parsed.text[span]
    chain = said.chain or _chain(scene, start)
    return Need(said.kind, holder, kind, name, start, end, rule, round(sure * known, 4), chain)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _chain(scene: Scene, offset: int) -> str | None:
    """The chain of the nearest heading over `offset`, else the one that the title names."""
    sentence, title = scene.parsed.layout.sentence_at(offset), scene.parsed.layout.title
    over = [s.heading for s in scene.parsed.layout.around(sentence)] if sentence else []
    for span in (*over, *([title] if title else [])):
        named = {p.id for p in scene.within(*span) if p.type == "Chain"}
        if len(named) == 1:
            return scene.name(named.pop())
    return None


RULES: dict[NeedRule, float] = {
    columns: 0.9,
    lists_firms: 0.9,
    lists_goods: 0.9,
    says_wish: 0.85,
    says_missing: 0.85,
    says_filling: 0.8,
    says_bought: 0.75,
    aims_at_firms: 0.8,
}
"""How sure each rule is of what it reads, in the order of how plainly each speaks; times that of the name."""
_LISTS = frozenset(rule.__name__ for rule in (columns, lists_firms, lists_goods))
_LISTED = 0.85
"""How sure a name is at least that stands alone in a list or column of such names."""
