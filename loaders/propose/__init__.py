"""Models that may propose mentions beside the rules. What they say counts only where the text itself says it.

A proposer is an extra: the default pipeline works without any. Its mentions join the rules' proposals before overlaps are
settled; its links become claims where both names were settled. Whatever is not found in the text is refused and counted.
"""

from dataclasses import dataclass, field
from typing import Protocol

from kg.errors import DocumentError
from kg.loaders.parsed import Parsed
from kg.mention import Mention


@dataclass(frozen=True, slots=True)
class Link:
    """A relation between two names, both of which stand in `[start, end)` or elsewhere in the document."""

    relation: str
    source: str
    target: str
    start: int
    end: int


@dataclass(slots=True)
class Proposed:
    """What a proposer found; `notes` says what was refused or could not be asked, and why."""

    mentions: list[Mention] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class Proposer(Protocol):
    """Reads a document and proposes; raises DocumentError where it cannot work at all (not installed, no key)."""

    @property
    def name(self) -> str:
        """Name with version: it stands as the rule behind every mention it proposed."""

    def propose(self, parsed: Parsed) -> Proposed:
        """Mentions and links, every span within the text."""


def get_proposer(name: str, *, model: str | None = None, budget: int = 200_000) -> Proposer:
    """The proposer called `ner` or `llm`; `model` and `budget` (tokens a run) are for `llm`. DocumentError if unknown."""
    if name == "ner":
        from kg.loaders.propose.ner import NerProposer

        return NerProposer()
    if name == "llm":
        from kg.loaders.propose.llm import LlmProposer

        if not model:
            raise DocumentError(
                "a language model needs its name: add --llm-model NAME (and OPENAI_BASE_URL for your own)"
            )
        return LlmProposer(model, budget=budget)
    raise DocumentError(f"unknown proposer {name!r}; there are: ner, llm")
