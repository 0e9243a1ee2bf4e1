"""The memory of a document: what was named once in full is found again in every further form, and grouped as one thing."""

from collections.abc import Callable, Iterable

from kg.extraction import Referent
from kg.loaders.parsed import Parsed
from kg.mention import Mention

# Type to a function (full name as printed) -> short forms that the same document may use of it.
ShortForms = Callable[[str], Iterable[str]]
SHORT_FORMS: dict[str, ShortForms] = {}


def remember(parsed: Parsed, mentions: list[Mention]) -> list[Referent]:
    """Group `mentions` into referents by type and name, after adding the further places where the same names stand."""
    groups: dict[tuple[str, str], Referent] = {}
    for mention in mentions:
        form = parsed.text[mention.start : mention.end]
        name = mention.name or form
        referent = groups.setdefault((mention.type, name), Referent(f"e{len(groups) + 1}", mention.type, name))
        referent.mentions.append(mention)
        if form != referent.name and form not in referent.aliases:
            referent.aliases.append(form)
    return list(groups.values())
