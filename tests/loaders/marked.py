"""Sentences with their mentions marked in place: `[E 甲公司]位于[R 苏州市]`."""

import re

from kg.document import Document
from kg.extraction import Claim, Referent
from kg.loaders.parsed import Parsed
from kg.loaders.relate.scene.document import Scene
from kg.loaders.relate.scene.setting import settle
from kg.mention import Mention

TYPES = {
    "E": "Enterprise", "I": "Industry", "P": "Product", "R": "Region", "K": "Park", "A": "Agency", "L": "Policy",
    "C": "Chain", "J": "Project", "N": "Person", "U": "Institution", "H": "Hospital", "V": "Event", "F": "Fund",
}  # fmt: skip
_MARK = re.compile(r"(\[[A-Z] [^\]]+\])")


def read(marked: str) -> tuple[Parsed, list[Referent]]:
    """The text without its marks, and the things marked; forms of one name and type are one thing."""
    text, things = "", dict[tuple[str, str], Referent]()
    for part in _MARK.split(marked.replace("\\n", "\n")):
        if not _MARK.fullmatch(part):
            text += part
            continue
        kind = TYPES[part[1]]
        form, _, name = part[3:-1].partition("=")
        thing = things.setdefault((kind, name or form), Referent(str(len(things)), kind, name or form))
        if name and form not in thing.aliases:
            thing.aliases.append(form)
        thing.mentions.append(Mention(len(text), len(text) + len(form), kind, "marked", 1.0))
        text += form
    return Parsed(Document.of_text(text)), list(things.values())


def scene(marked: str) -> Scene:
    """The prepared view of a marked text."""
    made = Scene(*read(marked))
    made.setting = settle(made)
    return made


def lines(claims: list[Claim], referents: list[Referent]) -> set[str]:
    """Claims as `RELATION source target`."""
    names = {r.id: r.name for r in referents}
    return {f"{c.relation} {names[c.source]} {names[c.target]}" for c in claims}
