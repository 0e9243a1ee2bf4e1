"""Relations told by make-up, conversion, charge and aid, and by the document's own unnamed home: what counts and what does not."""

import pytest

from kg.loaders.relate import relate
from tests.loaders.marked import lines, read, scene


def _told(marked: str, *relations: str) -> set[str]:
    parsed, referents = read(marked)
    return {line for line in lines(relate(parsed, referents), referents) if line.split()[0] in relations}


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[P 水泵]由[P 叶轮]、[P 泵壳]和[P 转轴]三部分组成。", {"叶轮 水泵", "泵壳 水泵", "转轴 水泵"}),
        ("[P 水泵]由[P 叶轮]带动。", set()),
        ("[P 打印机]里最贵的是[P 喷头]和[P 主板]，其次是[P 墨盒]。", {"喷头 打印机", "主板 打印机", "墨盒 打印机"}),
        ("[C 茶产业链]延伸出[P 茶饮料]、[P 茶多酚]。", {"茶饮料 茶产业链", "茶多酚 茶产业链"}),
        ("[C 茶产业链]起步早。\n[P 茶饮料]销量上升。", set()),
        ("[C 茶产业链]不如[I 咖啡]，[P 咖啡豆]进口多。", set()),
        ("上游：[P 茶苗]由外地购入。\n中游：[P 绿茶]畅销。\n[C 茶产业链]完整。", {"茶苗 茶产业链", "绿茶 茶产业链"}),
        ("外地上游增多了许多，[P 茶苗]走俏。\n[C 茶产业链]完整。", set()),
    ],
)
def test_parts(marked: str, expected: set[str]) -> None:
    assert _told(marked, "PART_OF") == {f"PART_OF {pair}" for pair in expected}


def test_a_paragraph_gives_its_stage() -> None:
    parsed, referents = read("上游：[P 茶苗]由外地购入。\n中游：[P 绿茶]畅销。\n[C 茶产业链]完整。")
    assert [c.attrs for c in relate(parsed, referents)] == [(("stage", "上游"),), (("stage", "中游"),)]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("工人把[P 牛奶]制成[P 奶酪]。", {"牛奶 奶酪"}),
        ("[E 甲公司]购入[P 棉纱]织[P 毛巾]。", {"棉纱 毛巾"}),
        ("[P 牛奶]全部供给[E 甲乳业]生产[P 奶酪]。", {"牛奶 奶酪"}),
        ("[E 甲公司]生产[P 牛奶]，[E 乙公司]生产[P 毛巾]。", set()),
        ("[P 钢丝]由[P 盘条]拉丝而成。", {"盘条 钢丝"}),
        ("[P 钢丝]由[E 甲公司]生产。", set()),
        ("[P 奶酪]离不开[P 牛奶]。", {"牛奶 奶酪"}),
        ("[P 曲轴]加工精细，毛坯为[P 锻件]。", {"锻件 曲轴"}),
        ("[P 奶酪]以本地[P 牛奶]为原料。", {"牛奶 奶酪"}),
        ("[P 铜杆]再经拉丝、绞合成[P 导体]。", {"铜杆 导体"}),
        ("形成“[P 原煤]—[P 焦炭]—[P 生铁]”的格局。", {"原煤 焦炭", "焦炭 生铁"}),
        ("形成[P 原煤]—[P 焦炭]格局。", set()),
        ("[P 红粉]以[P 朱砂]为原料，[P 绿粉]另有来源。", {"朱砂 红粉"}),
        ("[P 煤焦油]提取[P 蒽油]，用于[P 炭黑]。", {"煤焦油 蒽油", "蒽油 炭黑"}),
        ("[P 水泵]用于输送[P 甲醇]。", set()),
    ],
)
def test_conversion(marked: str, expected: set[str]) -> None:
    assert _told(marked, "UPSTREAM_OF") == {f"UPSTREAM_OF {pair}" for pair in expected}


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (
            "[L 甲县陶瓷产业扶持办法=《甲县陶瓷产业扶持办法》]\n[I 陶瓷]起步早。\n本办法由[A 县工信局]负责解释。",
            {"县工信局 陶瓷"},
        ),
        ("[L 《甲县陶瓷产业扶持办法》]\n[I 陶瓷]起步早。\n[A 县工信局]在会上解释。", set()),
        ("[C 陶瓷产业链]：[A 县工信局]\n[C 茶产业链]：[A 县农业局]", {"县工信局 陶瓷产业链", "县农业局 茶产业链"}),
        ("[C 陶瓷产业链]起步早，[A 县工信局]来访。", set()),
        (
            "任务 | 内容 | 牵头单位\n一 | 扩大[P 绿茶]种植 | [A 县农业局]\n",
            {"县农业局 绿茶"},
        ),
        ("任务 | 内容 | 备注\n一 | 扩大[P 绿茶]种植 | [A 县农业局]\n", set()),
        ("[A 县工信局]\n关于第3号建议的答复\n一是支持[E 甲陶瓷公司]扩产。\n[A 县工信局]", {"县工信局 甲陶瓷公司"}),
    ],
)
def test_charge(marked: str, expected: set[str]) -> None:
    found = {line for line in _told(marked, "SUPPORTS") if "扶持办法" not in line.split()[1]}
    assert found == {f"SUPPORTS {pair}" for pair in expected}


_OWN = "[L 《扶持办法》]\n"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("企业购进[P 注浆机]、[P 辊道窑]的，按投资额补助10%。", {"注浆机", "辊道窑"}),
        ("企业购进[P 注浆机]的较多。", set()),
        ("企业向[E 甲公司]购进[P 注浆机]的，按投资额补助10%。", {"注浆机"}),
        ("主营业务为[I 陶瓷]、[I 茶叶]的企业可以申报。", {"陶瓷", "茶叶"}),
        ("以[I 陶瓷]、[I 茶叶]为突破口。", {"陶瓷", "茶叶"}),
        ("加强与[E 甲公司]合作。", set()),
    ],
)
def test_aid(sentence: str, expected: set[str]) -> None:
    assert _told(_OWN + sentence, "SUPPORTS") == {f"SUPPORTS 《扶持办法》 {name}" for name in expected}
    assert _told(sentence, "SUPPORTS") == set()


@pytest.mark.parametrize(
    ("marked", "level"),
    [
        ("[A 东山县人民政府]文件\n[R 我县]陶瓷产业起步早。\n[A 县工信局]、[A 东山县财政局]负责。", "县"),
        ("[R 黄石]市场。[R 黄石]大力发展经济，[R 黄石]力争领先。", "市"),
    ],
)
def test_level_of_home(marked: str, level: str) -> None:
    assert scene(marked).setting.level == level


def test_organs_of_a_home_that_is_only_called_ours() -> None:
    told = _told(
        "[A 东山县人民政府]文件\n[R 我县]陶瓷产业起步早。\n[A 县工信局]、[A 东山县财政局]与[A 西海县财政局]来访。",
        "PART_OF",
    )
    assert told == {"PART_OF 东山县人民政府 我县", "PART_OF 县工信局 我县", "PART_OF 东山县财政局 我县"}


def test_a_country_is_no_home() -> None:
    assert scene("[R 德国]加快转型\n[R 德国]将升级，[R 德国]力争领先，[R 德国]已投产。").setting.home is None


def test_a_plan_that_is_only_begun_is_not_issued() -> None:
    assert _told("[A 县工信局]抓紧编制[L 《陶瓷规划》]。", "ISSUED_BY") == set()
    assert _told("[A 县工信局]编制[L 《陶瓷规划》]。", "ISSUED_BY") == {"ISSUED_BY 《陶瓷规划》 县工信局"}
    assert _told("[L 《陶瓷规划》]2013年8月由[A 县工信局]印发。", "ISSUED_BY") == {"ISSUED_BY 《陶瓷规划》 县工信局"}


def test_a_home_that_is_only_called_ours_has_its_divisions() -> None:
    told = _told("[A 淄博市人民政府]文件\n[R 我市]陶瓷产业起步早。\n[R 淄川区]、[R 贵州]来访。", "PART_OF")
    assert told == {"PART_OF 淄博市人民政府 我市", "PART_OF 淄川区 我市"}


def test_regions_that_no_sentence_joins_stay_apart() -> None:
    assert _told("[R 无锡]降价。\n[R 江苏]提价。", "PART_OF") == set()
    assert _told("[R 江苏]提价，[R 无锡]降价。", "PART_OF") == {"PART_OF 无锡 江苏"}
