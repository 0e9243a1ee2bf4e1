"""What a document does with a doubtful name decides whether it is one: it defines it, puts it in its title, repeats it."""

import re
from collections import Counter
from dataclasses import replace

from kg.loaders.parsed import Parsed
from kg.mention import Mention

_DEFINES = re.compile(r"[”》]?\s?[(](?:以下|下文|下)?(?:统称|合称|简称|称)|[”》]?\s?[,]?是指")
# 该项目 or a bare 项目 with its money, place or time soon after: the name before was of one project.
_TAKEN_UP = re.compile(
    r"[该此]项目|这一项目|(?<=[,。;])项目(?:总投资|总用地|占地|建成|投产|达产|位于|选址|分[二三四]期|计划|预计|一期|由|建设(?:期|周期|规模|内容)|全部)"
)
_CLOSED = {"Fund", "Institution", "Park", "Project", "Event", "Hospital", "Agency"}
_DOUBT, _RAISED, _OFTEN = 0.5, 0.7, 3
_SURE = 0.8
_NO_FIRM = re.compile(
    r"^(?:[A-Z]|(?:股份|有限|责任|母|子)*公司)\Z|(?:大学|学院|研究院|研究所|设计院|科学院|协会|学会|实验室|联合会|商会|人民政府|委员会|隧道|大桥|水库|水电站|核电站|高速|公路|道路|补贴|补助|代表|古村|乡|卫生院|机构|小镇|微信|微博|微信群)\Z"
)


def weigh(parsed: Parsed, proposed: list[Mention]) -> list[Mention]:
    """Raise doubtful proposals of the closed types that the text defines, names in its title, or repeats three times.

    An enterprise that begins or ends inside a sure person's name, or ends as universities and associations do, is dropped.
    """
    people = [m for m in proposed if m.type == "Person" and m.confidence >= _SURE]
    proposed = [
        m
        for m in proposed
        if m.type != "Enterprise"
        or not (_NO_FIRM.search(parsed.folded[m.start : m.end]) or any(_crosses(m, person) for person in people))
    ]
    text = parsed.folded
    doubtful = [m for m in proposed if m.type in _CLOSED and m.confidence <= _DOUBT]
    if not doubtful:
        return proposed
    times = Counter(text[m.start : m.end] for m in doubtful)
    title = parsed.layout.title
    head = text[title.start : title.end] if title else ""
    raised = {
        form
        for m in doubtful
        for form in [text[m.start : m.end]]
        if (m.type == "Project" and _TAKEN_UP.search(text, m.end, m.end + 150))
        or (times[form] >= _OFTEN and m.type == "Fund")
        or (len(form) >= 4 and form in head)
        or _DEFINES.match(text, m.end)
    }
    return [
        replace(m, confidence=_RAISED)
        if m.type in _CLOSED and m.confidence <= _DOUBT and text[m.start : m.end] in raised
        else m
        for m in proposed
    ]


def _crosses(mention: Mention, other: Mention) -> bool:
    """Whether one of the two begins inside the other and ends outside it."""
    return (
        mention.start < other.start < mention.end < other.end or other.start < mention.start < other.end < mention.end
    )
