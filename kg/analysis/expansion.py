"""Dated signs that an enterprise expands: settling elsewhere, investing, projects, going public."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kg.analysis.ended import ENDED
from kg.analysis.landscape import Landscape
from kg.analysis.projects import state_of
from kg.analysis.weights import Weights
from kg.analysis.wording import say
from kg.identity import regions


@dataclass(frozen=True, slots=True)
class Event:
    """What an enterprise did and when (ISO date of any precision); `kind` names a weight of expansion."""

    kind: str
    what: str
    date: str
    edge: str | None = None


def events_of(landscape: Landscape, firm: int, region: str, today: date, lang: str = "zh") -> list[Event]:
    """Events of an enterprise within the months that count, newest first; those inside the region are left out."""
    one = landscape.firms[firm]
    found = []
    if one.listed is not None and one.listed.listed:
        found.append(Event("capital", say("listed_event", lang), one.listed.listed))
    if one.thing is not None:
        for place in one.places:
            if place.since and not place.within(region):
                name = regions.name(place.division)
                found.append(Event("branch", say("branch_event", lang, place=name), place.since, place.edge))
        found += _deals(landscape, one.thing.id, today, lang)
    limit = landscape.weights.event_months
    return sorted((e for e in found if 0 <= months(e.date, today) <= limit), key=lambda e: e.date, reverse=True)


def _deals(landscape: Landscape, identity: str, today: date, lang: str) -> list[Event]:
    local, found = landscape.local, []
    things = local.things
    for link in local.links_of.get(identity, ()):
        if link.relation == "INVESTS_IN" and link.since and link.target in things:
            found.append(
                Event("capital", say("capital_event", lang, name=things[link.target].name), link.since, link.edge)
            )
    for link in local.operates_of.get(identity, ()):
        project = things.get(link.target)
        day = project and (project.text("started") or project.text("signed") or link.since)
        if project is not None and day and state_of(project, today)[0] != ENDED:
            found.append(Event("project", say("project_event", lang, name=project.name), day, link.edge))
    return found


def months(day: str, today: date) -> float:
    """Months from an ISO date of year, month or day precision to today; a year stands for its middle."""
    parts = [int(p) for p in day[:10].split("-")]
    year, month, number = parts[0], parts[1] if len(parts) > 1 else 7, parts[2] if len(parts) > 2 else 1
    return (today.year - year) * 12 + (today.month - month) + (today.day - number) / 30.44


def will(events: Sequence[Event], today: date, numbers: Weights) -> float:
    """1 - exp(-sum of w_type * exp(-months / fading)), in [0, 1)."""
    total = sum(
        numbers.expansion[e.kind] * math.exp(-max(0.0, months(e.date, today)) / numbers.fading_months) for e in events
    )
    return 1.0 - math.exp(-total)
