"""From a parsed document to the things it names: all recognisers, overlaps settled, the document's memory applied."""

from collections.abc import Callable, Iterable

from kg import settings
from kg.extraction import Referent
from kg.loaders import local
from kg.loaders.parsed import Parsed
from kg.loaders.recognise import (
    agency,
    encoded,
    event,
    evidence,
    fund,
    headings,
    hospital,
    institution,
    open_names,
    park,
    person,
    policy,
    project,
    region,
    shadow,
    tagger,
)
from kg.loaders.recognise.memory import remember
from kg.loaders.recognise.settle import settle
from kg.mention import Mention

Recogniser = Callable[[Parsed], Iterable[Mention]]
Adjuster = Callable[[Parsed, list[Mention]], list[Mention]]

# One a module; each proposes mentions by itself and knows nothing of the others.
RECOGNISERS: tuple[Recogniser, ...] = (
    shadow.find,
    region.find,
    agency.find,
    policy.find,
    person.find,
    event.find,
    park.find,
    hospital.find,
    institution.find,
    project.find,
    fund.find,
    open_names.find,
    headings.find,
)
# What may change the proposals before overlaps are settled: weigh, retype, add, drop. The first is the model's.
ADJUSTERS: tuple[Adjuster, ...] = (encoded.adjust,)
FAST_ADJUSTERS: tuple[Adjuster, ...] = (tagger.adjust, evidence.weigh)


def propose(parsed: Parsed) -> list[Mention]:
    """All that the recognisers propose."""
    return [mention for find in RECOGNISERS for mention in find(parsed)]


def recognise(parsed: Parsed, others: Iterable[Mention] = (), *, fast: bool | None = None) -> list[Referent]:
    """Every thing that the document names, with all its mentions, in the order of first mention.

    `others` are mentions that optional proposers add; like the user's own words they are not weighed by the model.
    `fast` reads with the small model alone, as is done with what is too long for the encoder.
    """
    proposed = propose(parsed)
    small = (settings.fast() if fast is None else fast) or len(parsed.text) > encoded.LONGEST
    for adjust in FAST_ADJUSTERS if small else ADJUSTERS:
        proposed = adjust(parsed, proposed)
    proposed = park.parted(parsed, proposed)
    proposed.extend(others)
    proposed.extend(local.find(parsed))
    referents = local.strike(parsed, remember(parsed, settle(local.veto(parsed, proposed))))
    headings.assure(parsed, referents)
    return referents
