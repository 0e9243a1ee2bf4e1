"""Whether a project has been given up, by the words of its stage."""

_ENDED = ("终止", "取消", "停建", "撤销", "撤资", "中止", "搁置", "解约", "清退", "叫停", "退出", "流产", "停工")
ENDED = "终止"


def has_ended(stage: str | None) -> bool:
    """Whether a stage says that the project will not be built."""
    return any(word in (stage or "") for word in _ENDED)
