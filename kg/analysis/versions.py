"""What a new version of a chain's template does to the gaps of a region."""

from datetime import date

from kg.analysis.gaps import gaps
from kg.analysis.landscape import Landscape
from kg.analysis.rows import GapRow
from kg.analysis.source import Source, landscape_of
from kg.analysis.wording import kind_words, say
from kg.chains import Change, Template, find_template
from kg.chains.pool import pool


def gap_changes(
    source: Source, region: str, old: Template, new: Template, *, lang: str = "zh", today: date | None = None
) -> list[Change]:
    """Gaps that appear, go or have other kinds or another priority with `new` in place of `old`, most urgent first.

    Both versions are laid over the same enterprises and the same other chains; a segment is known by its id in the file.
    Only what is shown differs counts: kinds, and the priority to a tenth.
    """
    landscape = landscape_of(source)
    before, after = (_gaps(landscape, region, t, lang, today) for t in (old, new))
    names = {s.id: s.name for s in (*old.segments, *new.segments)}
    found = []
    for id_, name in names.items():
        told = [_told(rows.get(id_), lang) for rows in (before, after)]
        if told[0] != told[1]:
            kind = "added" if not told[0] else "removed" if not told[1] else "changed"
            found.append((_priority(before, after, id_), Change("gap", kind, name, *told)))
    return [change for _, change in sorted(found, key=lambda f: (-f[0], f[1].name))]


def _gaps(landscape: Landscape, region: str, template: Template, lang: str, today: date | None) -> dict[str, GapRow]:
    """Gaps by the id of the segment, with this template in place of the one of its name."""
    current = find_template(template.name, landscape.templates)
    others = {n: t for n, t in landscape.templates.items() if current is None or n != current.name}
    laid = Landscape({**others, template.name: template}, pool(), landscape.local, landscape.weights)
    ids = {s.name: s.id for s in template.segments}
    return {ids[row.segment]: row for row in gaps(laid, region, template.name, lang=lang, today=today)}


def _told(row: GapRow | None, lang: str) -> str:
    if row is None:
        return ""
    kinds = say("and", lang).join(kind_words(row.kinds, lang))
    return kinds if row.priority is None else f"{kinds} {row.priority:.1f}"


def _priority(before: dict[str, GapRow], after: dict[str, GapRow], id_: str) -> float:
    return max(row.priority or 0 for rows in (before, after) if (row := rows.get(id_)) is not None)
