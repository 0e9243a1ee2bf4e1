"""YAML files that remember where each value stands, so that a complaint can name file and line."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import yaml

from kg.errors import SchemaError

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Located:
    """A mapping of a YAML file with typed look-ups; whatever is wrong becomes a SchemaError with file and line."""

    def __init__(self, path: Path, node: yaml.MappingNode | None, line: int = 1) -> None:
        self.path = path
        self.line = line
        self._values: dict[str, yaml.Node] = {}
        if node is None:
            return
        self.line = node.start_mark.line + 1
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise SchemaError(f"{path}, line {key.start_mark.line + 1}: a key must be a text")
            if key.value in self._values:
                raise SchemaError(f"{path}, line {key.start_mark.line + 1}: {key.value!r} stands twice; keep one")
            self._values[key.value] = value

    def names(self) -> list[str]:
        """The keys in the order of the file."""
        return list(self._values)

    def fail(self, key: str, message: str) -> NoReturn:
        """Raise SchemaError for the value of `key`."""
        self._fail_at(self._values.get(key), message)

    def _fail_at(self, node: yaml.Node | None, message: str) -> NoReturn:
        line = node.start_mark.line + 1 if node is not None else self.line
        raise SchemaError(f"{self.path}, line {line}: {message}")

    def only(self, *known: str) -> None:
        """Refuse keys that nobody reads: they are most likely misspelt."""
        for key in self._values:
            if key not in known:
                self.fail(key, f"unknown key {key!r}; known: {', '.join(known)}")

    def text(self, key: str) -> str:
        """The non-empty text under `key`."""
        node = self._values.get(key)
        if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
            self.fail(key, f"{key!r} must be a text")
        return str(node.value)

    def optional(self, key: str) -> str | None:
        """The text under `key`, or None where the key is missing."""
        return self.text(key) if key in self._values else None

    def flag(self, key: str) -> bool:
        """The true or false under `key`; missing is false."""
        node = self._values.get(key)
        if node is None:
            return False
        if not isinstance(node, yaml.ScalarNode) or node.value not in ("true", "false"):
            self.fail(key, f"{key!r} must be true or false")
        return bool(node.value == "true")

    def texts(self, key: str) -> list[str]:
        """The list of texts under `key`; missing is the empty list."""
        return [str(n.value) for n in self._items(key, yaml.ScalarNode, "texts")]

    def names_of(self, key: str) -> list[str]:
        """The texts under `key`: none may be blank, a number or null, or stand twice; missing is the empty list."""
        found: list[str] = []
        for node in self._items(key, yaml.ScalarNode, "texts"):
            if node.tag != "tag:yaml.org,2002:str" or not node.value.strip():
                shown = node.value or "a blank entry"
                self._fail_at(node, f"{shown} under {key!r} is no text; write one, in quotes if it looks like a number")
            if node.value in found:
                self._fail_at(node, f"{node.value!r} stands twice under {key!r}; keep one")
            found.append(node.value)
        return found

    def words(self, key: str) -> list[str]:
        """The texts under `key`, in a list or as words of one text, parted by blanks; missing is the empty list."""
        one = isinstance(self._values.get(key), yaml.ScalarNode)
        return self.text(key).split() if one else self.texts(key)

    def map(self, key: str) -> "Located":
        """The mapping under `key`; missing is the empty mapping."""
        node = self._values.get(key)
        if node is None:
            return Located(self.path, None, self.line)
        if not isinstance(node, yaml.MappingNode):
            self.fail(key, f"{key!r} must be a mapping (key: value)")
        return Located(self.path, node)

    def maps(self, key: str) -> list["Located"]:
        """The list of mappings under `key`; missing is the empty list."""
        return [Located(self.path, n) for n in self._items(key, yaml.MappingNode, "mappings")]

    def _items(self, key: str, kind: type[yaml.Node], what: str) -> Iterator[Any]:
        node = self._values.get(key)
        if node is None:
            return
        if not isinstance(node, yaml.SequenceNode) or not all(isinstance(n, kind) for n in node.value):
            self.fail(key, f"{key!r} must be a list of {what}")
        yield from node.value


def read_yaml(path: Path) -> Located:
    """The top-level mapping of a YAML file; SchemaError names file and line of what does not parse."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        raise SchemaError(f"{path}{where}: not valid YAML: {getattr(error, 'problem', error)}") from error
    except OSError as error:
        raise SchemaError(f"{path}: cannot be read: {error.strerror}; name a YAML file") from error
    except UnicodeDecodeError as error:
        raise SchemaError(f"{path}: cannot be read: {error}; save it as UTF-8") from error
    if not isinstance(node, yaml.MappingNode):
        raise SchemaError(f"{path}, line 1: must be a mapping (key: value)")
    return Located(path, node)
