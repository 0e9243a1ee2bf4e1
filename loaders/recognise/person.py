"""Persons: by family name or foreign form beside an office, a form of address, or a verb of speaking."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain

from rjieba import has_word

from kg.loaders import lexicon
from kg.loaders.lexicon import Hit
from kg.loaders.parsed import Parsed
from kg.mention import Mention

_SPEECH = "表示|认为|指出|说|称|介绍|透露|强调|坦言|告诉|分析|预计|预测|建议|出席|率|主持|致辞|讲话|宣布|会见|考察|调研|带队|一行|在接受|对记者|向记者|回忆|解释"
_CLOSE = rf"(?=[在,。、;:()\s]|{_SPEECH}|等|就|和|与|博士|先生|女士|教授|参加|一起|也|还|对|向|仍|则|都|已|将|曾|正|又|并|却|亦|$)"
_NAME_AFTER = re.compile(
    rf"(?P<name>[㐀-鿿]{{2,8}}?(?:·[㐀-鿿]{{1,6}}?)*|[A-Z][A-Za-z.]+(?:[ ·]?[A-Z][A-Za-z.]+)*){_CLOSE}"
)
_BYLINE_AFTER = re.compile(r"[ :/]?(?P<name>[㐀-鿿]{2,3})(?=[ )\n,。]|实习|摄|报道|通讯员)")
_NAME_BEFORE = re.compile(r"(?:^|[^㐀-鿿])(?P<name>[㐀-鿿]{2,4})\Z")
_AFTER_ADDRESS = re.compile(rf"[:,、。;\s]|{_SPEECH}|等|提|在|$")
_INNER_NAME = re.compile(r"[㐀-鿿]{2,3}\Z")
_ADDRESS = {
    "代表",
    "委员",
    "总理",
    "先生",
    "女士",
    "同志",
    "院士",
    "教授",
    "书记",
    "省长",
    "市长",
    "区长",
    "县长",
    "局长",
    "主任",
    "主席",
    "董事长",
    "总经理",
}
_TITLES = {"总理", "主席", "院士", "同志", "先生", "女士", "总书记"}
_WRITERS = {"记者", "编辑", "通讯员"}
_SPEAKER = re.compile(
    r"(?:也|还|则|曾|亦|又|均|同时|对此|昨日|昨天|今日|日前|此前|随后|进一步|公开|明确)*(?:表示|认为|指出|透露|介绍|坦言|强调|告诉|对记者|向记者|在接受|预计|回忆|解释|称[,:“]|说[,:。“])"
)
_BEFORE_SPEAKER = re.compile(r"(?:[,。;:!?\n”“\s]|^|[据而但]|不过)(?P<name>[㐀-鿿]{2,3})\Z")
_LATIN_SPEAKER = re.compile(r"(?:^|[^A-Za-z ])(?P<name>[A-Z][a-z]+(?:[ ·][A-Z][A-Za-z.]+)*)\Z")
_JOINED = re.compile(r"[、和 ](?P<name>[㐀-鿿]{3})(?=[、,。等)和与]|出席|参加|陪同|一行|$)")
_FOREIGN = frozenset(
    "阿埃艾安奥巴白班贝本比彼毕波伯博布采查茨达戴丹德迪蒂丁杜多恩尔法菲费芬弗福盖戈格根贡古哈海汉赫亨胡华怀霍基吉加贾杰金卡凯坎康考科克肯库奎拉莱兰朗劳勒雷里利莲林伦罗洛马玛迈曼梅门蒙米密莫姆穆纳南内尼努诺欧帕佩皮珀普奇齐乔切钦琼让瑞撒萨塞赛桑沙舍圣施史舒斯丝苏索塔泰汤特腾提托瓦威维韦温沃乌西希夏谢辛休雅亚扬伊因尤约泽扎詹兹森顿默珊娜妮娅柯蕾碧薇黛弥仑鲍鲁坦昆杰齐切夫尤内图什埃宾曼赖帖芙娃洪卢丽洁妲妮顿叶科夏昂柏登"
)
_HOLDS_OFFICE = re.compile(
    r"主席|总裁|总监|经理|董事|书记|主任|[组会部局处科市县镇区院校厂站社行]长|教授|秘书|董秘|律师|医生|老师"
)
_SPOKEN = re.compile(r"(?P<name>[㐀-鿿]{3,4}?)(?:表示|说|认为|指出|透露|称[,:“]|介绍|告诉|强调|坦言)")
_TRIPLE = re.compile(r"[㐀-鿿]{3}\Z")
_RENDER = _FOREIGN | frozenset("美宁柱拜")
_NEVER_FIRST = frozenset("的由向从对据在")
_NEVER_LAST = frozenset("副总在仍仅还曾就已将向也都前为由了着过的联协委局会办报镇区县村院厅队厂所站店说率")


# What is said of persons alone: that they took or left an office, were born or graduated.
_CAREER = re.compile(
    r"(?:曾|曾经|将|已|正式|不再|开始|同时|先后|再次|年初|年底|全票|此前|目前|现|刚刚)*"
    r"(?:担任|出任|就任|上任|接任|继任|卸任|辞任|辞去|辞职|离任|兼任|历任|连任|任职|当选|获聘|到任|毕业于|出生于|生于|荣获全国|被任命|被选举|被聘|被查|被提名|[:,](?:男|女)[,。;])"
    r"|(?:在|是|系|为)[^,。;\n]{2,24}?(?:担任|任职|董事长|董事|总经理|总裁|主席|创始人|书记|院长|校长|教授)"
    r"|(?:先生|女士)(?=[㐀-鿿,。:])"
)
_BEFORE_CAREER = re.compile(r"(?:[,。;:!?\n”“、\s)]|^|由|[原据和与及聘]|任命|选举|聘请|聘任)(?P<name>[㐀-鿿]{2,4})\Z")
_LABEL = re.compile(
    r"(?:联系人|作者|姓名|法定代表人|法人代表|负责人|撰稿|主讲人|主持人|组长|副组长|成员|委员|召集人) ?: ?(?P<name>[㐀-鿿]{2,4})(?![㐀-鿿])"
)
_IN_ROLL = re.compile(
    r"(?:(?<=[,。;:、)\n\s])|^)(?P<name>[㐀-鿿]{2,4})(?=[(][^()\n]{1,24}(?:长|主任|书记|经理|总裁|政委|教授|主席|政府|局|委|办|部)[)])"
)
_DOTTED = re.compile(r"(?<![㐀-鿿·])?(?P<name>[㐀-鿿]{2,6}(?:·[㐀-鿿]{1,6})+)")
# Family names that are common words too: what follows one of them must be no word.
_COMMON_FIRST = frozenset("应于时常易简单高向任许何方容连明成能安全包程于管温华关解路左房车党严申查")


@cache
def surnames() -> frozenset[str]:
    """Family names, of one character and of two."""
    return frozenset(lexicon.entries("surname"))


def find(parsed: Parsed) -> Iterator[Mention]:
    """Propose persons."""
    text = parsed.folded
    for hit in _longest(parsed.hits.get("office", ())):
        for mention in chain(_beside(text, hit), _running_on(parsed, hit)):
            yield mention
            yield from _others(text, mention.end)
    yield from _dotted(text)
    for labelled in _LABEL.finditer(text):
        if is_name(labelled["name"]):
            yield Mention(*labelled.span("name"), "Person", "person.labelled", 0.85)
    for listed in _IN_ROLL.finditer(text):
        if is_name(listed["name"]):
            yield Mention(*listed.span("name"), "Person", "person.in_roll", 0.85)
    companies = {hit.start for hit in parsed.hits.get("company", ())}
    for verb in _SPEAKER.finditer(text):
        before = max(0, verb.start() - 30)
        found = _BEFORE_SPEAKER.search(text, max(0, verb.start() - 4), verb.start())
        latin = _LATIN_SPEAKER.search(text, before, verb.start())
        if found and _speaks(parsed, found) and found.start("name") not in companies:
            yield Mention(*found.span("name"), "Person", "person.speaker", 0.75)
        elif latin:
            yield Mention(*latin.span("name"), "Person", "person.latin", 0.7)

    for said in _CAREER.finditer(text):
        found = _BEFORE_CAREER.search(text, max(0, said.start() - 6), said.start())
        if found and _speaks(parsed, found) and found.start("name") not in companies:
            yield Mention(*found.span("name"), "Person", "person.career", 0.8)


def _longest(hits: Iterable[Hit]) -> Iterator[Hit]:
    """The offices that do not begin a longer one (总工 in 总工程师)."""
    ordered = sorted(hits, key=lambda h: (h.start, -h.end))
    taken = -1
    for hit in ordered:
        if hit.start != taken:
            taken = hit.start
            yield hit


def _running_on(parsed: Parsed, office: Hit) -> Iterator[Mention]:
    """A name of three characters after an office, whatever verb follows (董事长王建国到会), where a word begins behind it."""
    start, end = office.end, office.end + 3
    name = parsed.folded[start:end]
    if len(name) == 3 and end in parsed.word_starts and _TRIPLE.match(name) and is_name(name):
        words = [t for t in parsed.words(start, end) if t.start >= start]
        plain = any(len(t.word) > 1 and t.start == start and not t.tag.startswith("nr") for t in words)
        if not plain and name[:2] not in lexicon.entries("no.person") and name[0] not in _COMMON_FIRST:
            yield Mention(start, end, "Person", "person.running_on", 0.8)


def _speaks(parsed: Parsed, found: re.Match[str]) -> bool:
    """Whether what stands before a verb is a name, and no common word that begins like one (应主要, 简要)."""
    name, start = found["name"], found.start("name")
    if not is_name(name) or (len(name) > 3 and name[:2] not in surnames()):
        return False
    word = parsed.word_at(start)
    if word and word.word == name:
        return word.tag.startswith("n") and word.tag != "n"
    inner = parsed.word_at(start + 1)
    return not (
        name[0] in _COMMON_FIRST
        and inner
        and len(inner.word) > 1
        and inner.tag in {"v", "vn", "a", "b", "d", "n", "ad"}
    )


def _dotted(text: str) -> Iterator[Mention]:
    """埃隆·马斯克: foreign names by their dot, every part in the characters that render foreign names."""
    for found in _DOTTED.finditer(text):
        first, *rest = found["name"].split("·")
        while first and not set(first) <= _RENDER:
            first = first[1:]
        size = next((i for i, c in enumerate(rest[-1]) if c not in _RENDER), len(rest[-1]))
        if len(first) >= 2 and size >= 2 and all(set(part) <= _RENDER for part in rest[:-1]):
            end = found.end() - len(rest[-1]) + size
            start = found.start() + len(found["name"].split("·")[0]) - len(first)
            yield Mention(start, end, "Person", "person.dotted", 0.8)


def _beside(text: str, office: Hit) -> Iterator[Mention]:
    """The name after an office (市长王强), before a form of address (王强代表:), inside a run of text (王强总理)."""
    word = text[office.start : office.end]
    after = (_BYLINE_AFTER if word in _WRITERS else _NAME_AFTER).match(text, office.end)
    if after and is_name(after["name"], foreign=True):
        yield Mention(*after.span("name"), "Person", "person.after_office", 0.85)
    elif (spoken := _SPOKEN.match(text, office.end)) and word not in _WRITERS and not _is_plain(spoken["name"]):
        yield Mention(*spoken.span("name"), "Person", "person.spoken", 0.7)
    if word in _ADDRESS and _AFTER_ADDRESS.match(text, office.end):
        before = _NAME_BEFORE.search(text, max(0, office.start - 5), office.start)
        if before and is_name(before["name"]):
            yield Mention(*before.span("name"), "Person", "person.before_office", 0.85)
    if word in _TITLES:
        inner = _INNER_NAME.search(text, max(0, office.start - 3), office.start)
        if inner and is_name(inner[0]):
            yield Mention(*inner.span(), "Person", "person.title", 0.8)


def _is_plain(name: str) -> bool:
    """Whether a would-be name holds a word of the dictionary or a character that joins words."""
    words = any(has_word(name[i : i + 2]) for i in range(len(name) - 1))
    return words or has_word(name) or bool(set(name) & (_NEVER_LAST | _NEVER_FIRST))


def _others(text: str, end: int) -> Iterator[Mention]:
    """Names that follow a person's in a list: 张三、李四和王五."""
    found = _JOINED.match(text, end)
    while found and is_name(found["name"]):
        yield Mention(*found.span("name"), "Person", "person.list", 0.6)
        found = _JOINED.match(text, found.end("name"))


def is_name(name: str, foreign: bool = False) -> bool:
    """Whether `name` is built like a person's: a family name and one or two characters; or, if `foreign`, a foreign name."""
    if name.isascii():
        return foreign
    if _HOLDS_OFFICE.search(name):
        return False
    if name[0] in _NEVER_FIRST or name[-1] in _NEVER_LAST or name.endswith(("先生", "女士", "同志", "博士")):
        return False
    if (name[:2] in surnames() and 3 <= len(name) <= 4) or (name[:3] in surnames() and 4 <= len(name) <= 5):
        return True
    if name[0] in surnames() and 2 <= len(name) <= 3 and name not in lexicon.entries("no.person"):
        return name[1:] not in lexicon.entries("no.given")
    return foreign and (
        ("·" in name and len(set(name) - _RENDER - {"·"}) <= 1 and "的" not in name)
        or (2 <= len(name) <= 8 and set(name) <= _FOREIGN)
    )
