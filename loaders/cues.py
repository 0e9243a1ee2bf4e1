"""Words and expressions kept as data: named lists in a YAML file, taken as they stand or compiled, when first used."""

import re
from functools import cached_property
from pathlib import Path

from kg.errors import SchemaError
from kg.schema.files import Located, read_yaml
from kg.schema.patterns import pattern

_NAMED = re.compile(r"\{([a-z_]+)\}")


class Cues:
    """The lists of `file`: each is one text, its words parted by blanks, or a list of regular expressions.

    Where an expression says `{name}`, the list of that name is filled in, its alternatives parted by |. SchemaError says
    where the file is no such mapping and what list it has not.
    """

    def __init__(self, file: Path) -> None:
        self.file = file

    @cached_property
    def _lists(self) -> Located:
        return read_yaml(self.file)

    def names(self) -> list[str]:
        """The names of all lists, in the order of the file."""
        return self._lists.names()

    def words(self, name: str) -> list[str]:
        """The list of that name as it stands."""
        words = self._lists.words(name)
        if not words:
            raise SchemaError(f"{self.file}: no list {name!r}; known: {', '.join(self.names())}")
        return words

    def cue(self, name: str) -> re.Pattern[str]:
        """The list of that name as one expression; its alternatives are tried in the order of the file."""
        return pattern(self._filled("|".join(self.words(name)), (name,)))

    def expression(self, written: str) -> re.Pattern[str]:
        """`written` compiled, with the lists that it names."""
        return pattern(self._filled(written))

    def _filled(self, written: str, inside: tuple[str, ...] = ()) -> str:
        return _NAMED.sub(lambda found: self._alternatives(found[1], inside), written)

    def _alternatives(self, name: str, inside: tuple[str, ...]) -> str:
        if name in inside:
            raise SchemaError(f"{self.file}: the list {name!r} stands inside itself")
        return self._filled("|".join(self.words(name)), (*inside, name))
