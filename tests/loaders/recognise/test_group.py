"""Which names of one type mean one thing in a document."""

import pytest

from kg.document import Document
from kg.loaders.parsed import Parsed
from kg.loaders.recognise.group import group
from kg.mention import Mention


def things(kind: str, *names: str) -> list[set[str]]:
    """The names as they are grouped, in a text that lists them."""
    text = "、".join(names) + "。"
    mentions = [Mention(text.index(n), text.index(n) + len(n), kind, "test", 0.9) for n in names]
    return [{text[m.start : m.end] for m in r.mentions} for r in group(Parsed(Document.of_text(text)), mentions, {})]


@pytest.mark.parametrize(
    ("kind", "full", "short"),
    [
        ("Enterprise", "湖州远帆精密机械有限公司", "远帆精密"),
        ("Enterprise", "远帆集团有限公司", "远帆集团公司"),
        ("Enterprise", "衢州远帆软件有限责任公司", "衢州远帆软件公司"),
        ("Enterprise", "远帆科技", "远帆"),
        ("Enterprise", "远帆株式会社", "远帆"),
        ("Enterprise", "远帆冷柜厂", "远帆冷柜"),
        ("Industry", "旅游业", "旅游"),
        ("Industry", "装备制造产业", "装备制造"),
        ("Park", "衢州银湖国家高新区", "银湖高新区"),
        ("Park", "湖州银湖新城", "银湖新城"),
        ("Policy", "《关于加快发展服务业的若干意见》", "加快发展服务业的若干意见"),
    ],
)
def test_one_thing(kind: str, full: str, short: str) -> None:
    assert things(kind, full, short) == [{full, short}]


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("Enterprise", "远帆科技", "远望科技"),
        ("Enterprise", "远帆", "远帆海思"),
        ("Enterprise", "东方电气有限公司", "东方航空有限公司"),
        ("Industry", "农业", "农机"),
        ("Industry", "旅游业", "旅游地产业"),
        ("Park", "衢州银湖高新区", "湖州银湖高新区"),
        ("Policy", "《关于加快发展服务业的若干意见》", "《关于加快发展建筑业的若干意见》"),
    ],
)
def test_two_things(kind: str, one: str, other: str) -> None:
    assert len(things(kind, one, other)) == 2


def test_a_short_form_of_two_firms_names_neither() -> None:
    assert len(things("Enterprise", "远帆科技", "远帆电子", "远帆")) == 3
