"""Interactive pages: one HTML file each, with everything inside."""

from collections.abc import Iterable, Mapping
from typing import Any

from kg.store.base import Store


def chain_page(
    store: Store,
    what: str,
    region: str | None = None,
    marks: Iterable[Mapping[str, Any]] = (),
    limit: int = 160,
    lang: str = "zh",
    makers: Mapping[str, Iterable[str]] | None = None,
) -> str:
    """The page of a chain by stage; `marks` are rows with segment, grade and reason (gaps). QueryError if it is unknown.

    `makers` are ids by the name of a segment that stand there without an edge to it, by what they make.
    """
    from kg.views.pages.chain import chain
    from kg.views.pages.render import render

    return render(chain(store, what, region, marks, limit, lang, makers), lang)


def around_page(store: Store, what: str, steps: int = 1, limit: int = 300, lang: str = "zh") -> str:
    """The page of an entity and what is within `steps` relations of it. QueryError if it is unknown."""
    from kg.views.pages.gather import around
    from kg.views.pages.layout import radial
    from kg.views.pages.render import render

    return render(radial(around(store, what, steps, limit, lang)), lang)


def document_page(store: Store, what: str, limit: int = 400, lang: str = "zh") -> str:
    """The page of what a document says, beside its text. QueryError if it is unknown."""
    from kg.views.pages.gather import document
    from kg.views.pages.layout import free
    from kg.views.pages.render import render

    return render(free(document(store, what, limit, lang)), lang)


def region_page(
    store: Store, what: str, gaps: Iterable[Mapping[str, Any]] = (), limit: int = 160, lang: str = "zh"
) -> str:
    """The page of a region; `gaps` are rows with chain, segment, grade and reason. QueryError if it is unknown."""
    from kg.views.pages.region import region
    from kg.views.pages.render import render

    return render(region(store, what, gaps, limit, lang), lang)
