"""The colours of the grades of segments and the kinds of gaps, the same on pages and in reports."""

_COLORS = {
    "强": ("#2b8a3e", "#d3f9d8"),
    "中": ("#5c940d", "#f4fce3"),
    "弱": ("#c25e00", "#fff3bf"),
    "缺": ("#c92a2a", "#ffe3e3"),
    "断": ("#862e9c", "#f8f0fc"),
    "延": ("#1864ab", "#e7f5ff"),
    "在建": ("#0b7285", "#e3fafc"),
    "自述": ("#5f3dc4", "#f3f0ff"),
}
GRADED = ("强", "中", "弱", "缺")
"""The grades of a map of a chain, the best first."""
UNSEEN = ("#66707b", "#f8f9fa")
"""Line and fill of what was not observed."""


def colors(grade: str) -> tuple[str, str]:
    """Line and fill of a grade, by the first of its words (缺 of 缺 自述, 断 of 断-配套); `UNSEEN` for any other."""
    return _COLORS.get(grade.split(" ")[0].split("-")[0], UNSEEN)
