"""What the list of divisions, levels of organs and the form of a text rule out, for rules and the encoder alike."""

import pytest

from kg.document import Document
from kg.loaders.encoder.linking import Chance
from kg.loaders.encoder.reading import Reading
from kg.loaders.encoder.weights import Weights
from kg.loaders.parsed import Parsed
from kg.loaders.relate import prepare, relate
from kg.loaders.relate.beyond import further, hear
from tests.loaders.marked import lines, read

REPORT = (
    "政府工作报告\n——2026年1月9日在[R 株洲市]第十六届人民代表大会第六次会议上\n[R 株洲市]市长 [N 王某]\n\n"
    "一、去年工作\n[R 醴陵市][I 陶瓷]、[R 攸县][I 盐化工]、[R 茶陵县][I 纺织]产业加快集聚。[R 攸县]投产5个项目。\n"
    "二、今年工作\n做大产业，重点发展[I 轨道交通]、[I 储能]产业。推动[R 炎陵县]加快转型。\n"
)


def told(marked: str, *relations: str) -> set[str]:
    parsed, referents = read(marked)
    return {line for line in lines(relate(parsed, referents), referents) if line.split()[0] in relations}


def heard(monkeypatch: pytest.MonkeyPatch, marked: str, relation: str, source: str, target: str) -> set[str]:
    """What is claimed where the encoder is sure of one relation, by the first mentions of its ends."""
    parsed, referents = read(marked)
    by_name = {r.name: r for r in referents}
    ends = [by_name[source], by_name[target]]
    spans = [e.mentions[0] for e in ends]
    start, end = min(s.start for s in spans), max(s.end for s in spans)
    chance = Chance(relation, ends[0].id, ends[1].id, 0.98, start, end)
    monkeypatch.setattr("kg.loaders.relate.beyond.chances", lambda *_: iter([chance]))
    scene = prepare(parsed, referents)
    return lines(list(further(scene, hear(scene, Reading(Weights({}, {}), [], [])), [])), referents)


def test_a_citys_report_speaks_for_the_city_and_of_each_county_its_own() -> None:
    assert told(REPORT, "DEVELOPS") == {
        "DEVELOPS 醴陵市 陶瓷",
        "DEVELOPS 攸县 盐化工",
        "DEVELOPS 茶陵县 纺织",
        "DEVELOPS 株洲市 轨道交通",
        "DEVELOPS 株洲市 储能",
    }


def test_the_name_of_the_file_counts_for_the_documents_place() -> None:
    parsed, referents = read("政府工作报告\n\n[R 醴陵市]增长，[R 攸县]增长，[R 株洲市]增长。重点发展[I 储能]产业。\n")
    named = Parsed(Document.of_text(parsed.text, "2026年株洲市政府工作报告.txt"))
    assert prepare(parsed, referents).setting.home is None
    home = prepare(named, referents).setting.home
    assert [r.name for r in referents if r.id == home] == ["株洲市"]


@pytest.mark.parametrize(
    ("marked", "relation", "source", "target"),
    [
        (REPORT, "PART_OF", "攸县", "醴陵市"),
        ("[R 攸县]工作方案\n\n[R 攸县]加快发展。原在[R 我县]的厂已迁往[R 醴陵市]。", "PART_OF", "醴陵市", "我县"),
        (REPORT, "DEVELOPS", "醴陵市", "盐化工"),
        (REPORT, "DEVELOPS", "株洲市", "盐化工"),
        (REPORT, "DEVELOPS", "炎陵县", "储能"),
        ("[A 株洲市委]领导到[R 攸县]调研。", "PART_OF", "株洲市委", "攸县"),
        ("[A 市委]领导到[R 攸县]调研。", "PART_OF", "市委", "攸县"),
        ("[K 湘江新区]与[K 甲经济开发区]相邻。", "PART_OF", "湘江新区", "甲经济开发区"),
        ("[K 攸县经开区]与[R 醴陵市]一河之隔。", "LOCATED_IN", "攸县经开区", "醴陵市"),
        ("[H 甲医院南院区]竣工。[U 乙学院]招生。", "SUBSIDIARY_OF", "甲医院南院区", "乙学院"),
        ("瞄准[E 甲公司]，推动[R 攸县]转型。", "LOCATED_IN", "甲公司", "攸县"),
        ("[K 甲园区]的[E 丙公司]客户为[E 乙汽车]。", "LOCATED_IN", "乙汽车", "甲园区"),
        ("[L 《甲政策》]\n不支持[P 铅酸电池]类项目。", "SUPPORTS", "《甲政策》", "铅酸电池"),
        ("[R 攸县]没有[I 整车]企业。", "DEVELOPS", "攸县", "整车"),
        (
            "环节 | 重点企业 | 主要产品\n关键件 | [E 甲公司]、[E 乙公司] | [P 轮对]、[P 闸片]\n",
            "PRODUCES",
            "甲公司",
            "闸片",
        ),
    ],
)
def test_the_encoder_is_not_heard_against_the_text(
    monkeypatch: pytest.MonkeyPatch, marked: str, relation: str, source: str, target: str
) -> None:
    assert not heard(monkeypatch, marked, relation, source, target)


@pytest.mark.parametrize(
    ("marked", "relation", "source", "target"),
    [
        (REPORT, "PART_OF", "攸县", "株洲市"),
        (REPORT, "DEVELOPS", "攸县", "盐化工"),
        ("[A 攸县县委]领导到[R 株洲市]调研。", "PART_OF", "攸县县委", "株洲市"),
        ("[K 甲产业园]在[K 湘江新区]。", "PART_OF", "甲产业园", "湘江新区"),
        ("[K 攸县经开区]属[R 株洲市]。", "LOCATED_IN", "攸县经开区", "株洲市"),
        ("[H 甲医院]是[U 乙大学]直属医院。", "SUBSIDIARY_OF", "甲医院", "乙大学"),
        ("[R 攸县]有[I 整车]企业。", "DEVELOPS", "攸县", "整车"),
    ],
)
def test_the_encoder_is_heard_where_nothing_speaks_against_it(
    monkeypatch: pytest.MonkeyPatch, marked: str, relation: str, source: str, target: str
) -> None:
    assert heard(monkeypatch, marked, relation, source, target) == {f"{relation} {source} {target}"}


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("支持[P 储能电池]项目", {"SUPPORTS 《甲政策》 储能电池"}),
        ("不支持[P 储能电池]项目", set()),
        ("对[P 储能电池]项目不予支持", set()),
        ("不再支持[P 储能电池]、[P 铅酸电池]项目", set()),
        ("严禁新建[P 水泥]、[P 电解铝]项目", set()),
        ("限制发展[I 印染]", set()),
        ("加快淘汰[P 水泥]产能，支持发展[I 储能]", {"SUPPORTS 《甲政策》 储能"}),
        ("推动有序退出[P 电解铝]", set()),
    ],
)
def test_a_policy_does_not_support_what_it_keeps_out(clause: str, expected: set[str]) -> None:
    assert told(f"[L 《甲政策》]\n第一条 {clause}。", "SUPPORTS") == expected


@pytest.mark.parametrize("words", ["没有{}企业", "尚无{}企业", "缺少{}龙头企业", "暂无成规模的{}产业", "{}产业空白"])
def test_a_place_does_not_develop_what_it_lacks(words: str) -> None:
    text = words.format("[I 整车]")
    assert not told(f"[R 攸县]产业调研\n\n[R 攸县]{text}。", "DEVELOPS", "ENGAGED_IN")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("[E 甲公司]、[E 乙公司] | [P 轮对]、[P 闸片]", set()),
        ("[E 甲公司] | [P 轮对]、[P 闸片]", {"PRODUCES 甲公司 轮对", "PRODUCES 甲公司 闸片"}),
        ("[E 甲公司]、[E 乙公司] | [P 轮对]", {"PRODUCES 甲公司 轮对", "PRODUCES 乙公司 轮对"}),
    ],
)
def test_a_row_of_several_firms_and_goods_does_not_say_who_makes_what(row: str, expected: set[str]) -> None:
    assert told(f"环节 | 重点企业 | 主要产品\n关键件 | {row}\n", "PRODUCES") == expected


def test_an_office_is_of_whom_it_stands_before() -> None:
    assert told("[A 市委]常委[N 甲某]，[A 县委]书记[N 乙某]出席。", "WORKS_FOR") == {
        "WORKS_FOR 甲某 市委",
        "WORKS_FOR 乙某 县委",
    }
    assert told("[N 甲某]，[A 县委]书记。", "WORKS_FOR") == {"WORKS_FOR 甲某 县委"}
