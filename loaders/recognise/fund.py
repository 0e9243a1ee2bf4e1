"""Funds: named ones, by form."""

from collections.abc import Iterator

from kg.loaders.parsed import Parsed
from kg.loaders.recognise.names import counted, dull, heads, left_edge, place_edge, proper
from kg.mention import Mention
from kg.schema.patterns import pattern

_PUBLIC = pattern(r"(?:保险|公积|政府性|上述|下属)\Z")
_AFTER = pattern(r"(?:管理人|经理|份额|净值|业|公司|会|管理|小镇|获得者)")


def find(parsed: Parsed) -> Iterator[Mention]:
    """Propose funds that something singles out."""
    text = parsed.folded
    for head in heads(parsed, "Fund"):
        edge = left_edge(parsed, head.start, 20)
        start = place_edge(parsed, edge, head.start)
        name = text[start : head.start]
        after = _AFTER.match(text, head.end)
        if dull("Fund", name) or counted(name) or (after and after[0] in {"业", "公司", "会", "小镇"}):
            continue
        if _PUBLIC.search(name) or name[0] in "性型":
            continue
        national = name.startswith(("国家", "中国", "全国"))
        yield Mention(
            start,
            head.end,
            "Fund",
            "fund.form",
            0.85 if national or proper(parsed, start, head.start) else 0.5 if name[0] in "省市区县州" else 0.25,
        )
