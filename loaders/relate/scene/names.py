"""Names inside names: which of a document's things a longer name holds, found in one pass over it."""

from typing import Any, NamedTuple

import ahocorasick

from kg.loaders.relate.scene.document import Scene, bare


class Held(NamedTuple):
    """A form of the thing `id` stands in a name at `start`; `length` in characters."""

    length: int
    start: int
    id: str

    @property
    def end(self) -> int:
        """Where the form ends in the name."""
        return self.start + self.length


class Forms:
    """The names and short forms of all things of some types, of two characters or more; with `stems` 杭州 for 杭州市 too."""

    def __init__(self, scene: Scene, *types: str, stems: bool = False) -> None:
        owners: dict[str, list[str]] = {}
        for referent in scene.of_type(*types):
            for form in _known(scene.forms(referent.id), stems and referent.type == "Region"):
                owners.setdefault(form, []).append(referent.id)
        self._scene = scene
        self._machine: Any = ahocorasick.Automaton()
        for form, ids in owners.items():
            self._machine.add_word(form, (len(form), ids))
        if owners:
            self._machine.make_automaton()
        self._empty = not owners

    @classmethod
    def of(cls, scene: Scene, *types: str, stems: bool = False) -> "Forms":
        """Those of a document, made once: many rules ask for the same."""
        if (types, stems) not in scene.names:
            scene.names[types, stems] = cls(scene, *types, stems=stems)
        return scene.names[types, stems]

    def inside(self, name: str) -> list[Held]:
        """Every form that stands in `name` and is shorter than it."""
        if self._empty:
            return []
        return [
            Held(length, end + 1 - length, id_)
            for end, (length, ids) in self._machine.iter(name)
            if length < len(name)
            for id_ in ids
        ]

    def in_name_of(self, id_: str, aliases: bool = True) -> list[Held]:
        """What stands in a thing's name (and in its other forms), the thing itself left out."""
        forms = self._scene.forms(id_) if aliases else [bare(self._scene.name(id_))]
        return [held for form in forms for held in self.inside(form) if held.id != id_]


def _known(forms: list[str], stems: bool) -> set[str]:
    """The forms of two characters or more; with `stems` also those without 省, 市, 区, 县 at their end (杭州 in 杭州高新区)."""
    cut = {form[:-1] for form in forms if stems and len(form) > 2 and form[-1] in "省市区县"}
    return {form for form in (*forms, *cut) if len(form) > 1}
