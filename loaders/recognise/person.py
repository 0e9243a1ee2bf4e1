"""Persons: by surname or foreign form beside an office, a form of address, or a verb of speaking."""

import re
from collections.abc import Iterator
from functools import cache

from kg.loaders import lexicon
from kg.loaders.parsed import Parsed
from kg.mention import Mention

_OFFICES = (
    "首席[㐀-鿿]{2,5}?[官家师]|(?:业务|项目|客户|产品|部门|大区|区域|销售|市场|运营)?(?:副?经理|主管)|副?会长|顾问|董事|创办人|发起人|学者|首席代表|科学家|副?院长|副?局长|院士|站长|理事|总工艺师|总设计师|店主|船长|村支书|党支部书记|总裁兼CEO|CEO|CFO|CTO|COO|董事长|副?总裁|副?总经理|总监|创始人|合伙人|负责人|秘书长|书记|主席|省长|市长|区长|县长|州长|镇长|乡长|部长|局长|厅长|处长|科长|主任|司长|会长|理事长|院长|校长|所长|院士|教授|研究员|博士|专家|工程师|分析师|总工程师|经济学家|记者|委员|常委|代表|总理|副总理|总统|首相|大使|站长|行长|厂长|队长|组长|总工|律师|医生|医师|主席团成员|发言人"
)
_OFFICE = "|".join(sorted(_OFFICES.split("|"), key=len, reverse=True))
_SPEECH = "表示|认为|指出|说|称|介绍|透露|强调|坦言|告诉|分析|预计|预测|建议|出席|率|主持|致辞|讲话|宣布|会见|考察|调研|带队|一行"
_AFTER_OFFICE = re.compile(rf"(?:{_OFFICE})(?P<name>[㐀-鿿]{{2,4}}?(?:·[㐀-鿿]{{1,6}})*|[A-Z][A-Za-z.]+(?:[ ·]?[A-Z][A-Za-z.]+)*)(?=[在,。、;:()\s]|{_SPEECH}|等|就|和|与|博士|先生|女士|教授|参加|一起|也|还|对|向)")
_BEFORE_OFFICE = re.compile(rf"(?<![㐀-鿿])(?P<name>[㐀-鿿]{{2,4}}?)(?=(?:代表|委员|总理|先生|女士|同志|院士|教授|书记|省长|市长|区长|县长|局长|主任|主席|董事长|总经理)(?:[:：,、。;\s]|{_SPEECH}|一行|率|考察|等|提|在))")
_INSIDE_OFFICE = re.compile(r"(?P<name>[㐀-鿿]{2,3})(?=总理|主席|院士|同志|先生|女士|总书记)")
_SPEAKER = re.compile(rf"(?:(?<=[,。;:!?\n”“\s])|(?<![\s\S])|据)(?P<name>[㐀-鿿]{{2,3}})(?=表示|认为|指出|透露|介绍|坦言|强调|告诉|对记者|向记者|在接受|预计|回忆|解释|称[,:“]|说[,:。“])")
_BYLINE = re.compile(r"(?:记者|编辑|通讯员|实习生|作者)[ :/]?(?P<name>[㐀-鿿]{2,3})(?=[ )\n,。]|实习|摄|报道|通讯员)")
_JOINED = re.compile(r"[、和 ](?P<name>[㐀-鿿]{2,3})(?=[、,。等)和]|出席|参加|陪同|一行|$)")
_LATIN_SPEAKER = re.compile(rf"(?<![A-Za-z ])(?P<name>[A-Z][a-z]+(?:[ ·][A-Z][A-Za-z.]+)*)(?=表示|认为|指出|介绍说|强调|透露|说[,:。“])")
_FOREIGN = frozenset("阿埃艾安奥巴白班贝本比彼毕波伯博布采查茨达戴丹德迪蒂丁杜多恩尔法菲费芬弗福盖戈格根贡古哈海汉赫亨胡华怀霍基吉加贾杰金卡凯坎康考科克肯库奎拉莱兰朗劳勒雷里利莲林伦罗洛马玛迈曼梅门蒙米密莫姆穆纳南内尼努诺欧帕佩皮珀普奇齐乔切钦琼让瑞撒萨塞赛桑沙舍圣施史舒斯丝苏索塔泰汤特腾提托瓦威维韦温沃乌西希夏谢辛休雅亚扬伊因尤约泽扎詹兹")


@cache
def surnames() -> frozenset[str]:
    """Family names, of one character and of two."""
    return frozenset(lexicon.entries("surname"))


def find(parsed: Parsed) -> Iterator[Mention]:
    """Propose persons."""
    text = parsed.folded
    for found in _LATIN_SPEAKER.finditer(text):
        yield Mention(*found.span("name"), "Person", "person.latin", 0.7)
    for rule, pattern, sure in (
        ("person.after_office", _AFTER_OFFICE, 0.85),
        ("person.before_office", _BEFORE_OFFICE, 0.85),
        ("person.title", _INSIDE_OFFICE, 0.8),
        ("person.speaker", _SPEAKER, 0.75),
        ("person.byline", _BYLINE, 0.8),
    ):
        for found in pattern.finditer(text):
            start, end = found.span("name")
            if is_name(text[start:end], foreign=rule == "person.after_office"):
                yield Mention(start, end, "Person", rule, sure)
                yield from _others(text, end)


def _others(text: str, end: int) -> Iterator[Mention]:
    """Names that follow a person's in a list: 张三、李四和王五."""
    found = _JOINED.match(text, end)
    while found and is_name(found["name"]) and len(found["name"]) == 3:
        yield Mention(*found.span("name"), "Person", "person.list", 0.6)
        found = _JOINED.match(text, found.end("name"))


def is_name(name: str, foreign: bool = False) -> bool:
    """Whether `name` is built like a person's: a family name and one or two characters; or, if `foreign`, a foreign name."""
    if name.isascii():
        return foreign
    if name[0] in "向从对据在" or name.endswith(("先生", "女士", "同志", "博士")) or name[-1] in "了着过的联协委局会办报镇区县村院厅队厂所站店":
        return False
    if name[:2] in surnames() and 3 <= len(name) <= 4:
        return True
    if name[0] in surnames() and 2 <= len(name) <= 3 and name not in lexicon.entries("no.person") and name[1:] not in lexicon.entries("no.given"):
        return True
    return foreign and ("·" in name or (2 <= len(name) <= 5 and set(name) <= _FOREIGN))
