"""Whether a project has been given up, an enterprise is at work and a policy in force, by what is told of them."""

from collections.abc import Collection

from kg.analysis.signs import sign
from kg.entity import Window

ENDED = "终止"


def has_ended(stage: str | None) -> bool:
    """Whether a stage says that the project will not be built."""
    return sign("ended", stage) is not None


REPEALED = "已废止"


def out_of_force(expires: str | None, tags: Collection[str], today: str) -> bool:
    """Whether a policy was over before `today` (ISO), by its last day (a month or year counts whole) or by its tag."""
    until = Window.of(None, expires or None).until
    return REPEALED in tags or (until is not None and until < today)


BUILDING, INTENDED = "在建", "拟建"


def departed(status: str | None, tags: Collection[str]) -> str | None:
    """Why an enterprise is not to be counted any more: the word of its status (停产), or a tag such as 失信; else None."""
    return sign("gone", status) or next((tag for tag in tags if sign("shunned", tag)), None)


def arriving(status: str | None) -> str | None:
    """在建 or 拟建 if an enterprise is not at work yet by its status, else None."""
    return BUILDING if sign("building", status) else INTENDED if sign("intended", status) else None
