"""A mention: a span of a document that names a thing of some type, and the rule that says so."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mention:
    """`[start, end)` of the document's text names a thing of `type`; `rule` found it with `confidence` in (0, 1].

    `name` is set where the span stands for a thing under another name (我区 for 萧山区), else None.
    `tags` and `attrs` are what the rule read beside the name (链主; a document number).
    """

    start: int
    end: int
    type: str
    rule: str
    confidence: float = 0.9
    name: str | None = None
    tags: tuple[str, ...] = ()
    attrs: tuple[tuple[str, str], ...] = ()
