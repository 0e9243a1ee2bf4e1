"""Whether a project has been given up, by the words of its stage, and whether a policy is in force no more."""

from collections.abc import Collection

from kg.entity import Window

_ENDED = ("终止", "取消", "停建", "撤销", "撤资", "中止", "搁置", "解约", "清退", "叫停", "退出", "流产", "停工")
ENDED = "终止"


def has_ended(stage: str | None) -> bool:
    """Whether a stage says that the project will not be built."""
    return any(word in (stage or "") for word in _ENDED)


REPEALED = "已废止"


def out_of_force(expires: str | None, tags: Collection[str], today: str) -> bool:
    """Whether a policy was over before `today` (ISO), by its last day (a month or year counts whole) or by its tag."""
    until = Window.of(None, expires or None).until
    return REPEALED in tags or (until is not None and until < today)
