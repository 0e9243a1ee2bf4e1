"""Whether a project has been given up, by the words of its stage, and whether a policy is in force no more."""

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
