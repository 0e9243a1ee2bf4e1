"""Documents with their names exchanged for those of others, so that the model learns what stands around a name, not the name."""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.loaders.encoder.examples import Example, Span

TYPES = frozenset({"Enterprise", "Industry", "Product", "Chain", "Region", "Park", "Hospital", "Institution", "Person"})
"""Types whose names stand for each other. Titles of policies and names of organs are tied to their text."""
_STAND_INS = ("我", "本", "该", "全", "此", "两", "各")
_SHARE = 0.6  # of the things of a document

Forms = tuple[str, ...]
"""All names of a thing in one document, the longest first."""


def exchanged(examples: Sequence[Example], chance: random.Random) -> Iterator[Example]:
    """Each example once more, with names of other examples for most of its own; what it says of them stays."""
    donors: Mapping[tuple[str, int], list[Forms]] = _donors(examples)
    for example in examples:
        given: dict[str, str] = {}
        for (thing, kind), forms in _things(example.spans, example.text).items():
            if _is_name(kind, forms) and chance.random() < _SHARE:
                names = zip(forms, chance.choice(donors[kind, len(forms)]), strict=True)
                given |= {f"{thing} {old}": new for old, new in names}
        yield _rewritten(example, given)


def _donors(examples: Iterable[Example]) -> dict[tuple[str, int], list[Forms]]:
    found = defaultdict(list)
    for example in examples:
        for (_, kind), forms in _things(example.spans, example.text).items():
            if _is_name(kind, forms):
                found[kind, len(forms)].append(forms)
    return found


def _things(spans: Iterable[Span], text: str) -> dict[tuple[str, str], Forms]:
    """The forms of each thing, by its id and type."""
    found = defaultdict(set)
    for span in spans:
        found[span.thing, span.type].add(text[span.start : span.end])
    return {thing: tuple(sorted(forms, key=lambda f: (-len(f), f))) for thing, forms in found.items()}


def _is_name(kind: str, forms: Forms) -> bool:
    return kind in TYPES and not any(form.startswith(_STAND_INS) for form in forms)


def _rewritten(example: Example, given: Mapping[str, str]) -> Example:
    """The example with other names; `given` holds the new one by thing and old name."""
    text, spans, place = "", [], 0
    for span in sorted(example.spans):
        old = example.text[span.start : span.end]
        new = given.get(f"{span.thing} {old}", old)
        text += example.text[place : span.start]
        spans.append(Span(len(text), len(text) + len(new), span.type, span.thing))
        text += new
        place = span.end
    return example._replace(name=example.name + ".x", text=text + example.text[place:], spans=tuple(spans))
