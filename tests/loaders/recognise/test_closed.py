"""Regions, agencies, policies, persons, events, parks, hospitals, institutions, projects and funds: one sentence a rule."""

import pytest

from kg.document import Document
from kg.loaders.parsed import Parsed
from kg.loaders.recognise import recognise
from kg.loaders.recognise.group import SAME
from kg.loaders.recognise.park import parted
from kg.mention import Mention
from tests.loaders.marked import read

CLOSED = {"Region", "Agency", "Policy", "Person", "Event", "Park", "Hospital", "Institution", "Project", "Fund"}


@pytest.fixture(autouse=True)
def _rules_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests hold the rules to account; what the encoder adds and drops is tested elsewhere."""
    monkeypatch.setenv("KG_FAST", "1")


def found(text: str) -> set[tuple[str, str]]:
    """(type, form) of every mention of a closed type."""
    parsed = Parsed(Document.of_text(text))
    return {(r.type, text[m.start : m.end]) for r in recognise(parsed) if r.type in CLOSED for m in r.mentions}


MARKED = {
    "full and short divisions": "[R 浙江省]和[R 江西]签约,[R 宜春市]代表参加,[R 宜春]出席。",
    "short form that is a common word needs its full form": "我们要保持和平与资源。",
    "short form after its full form": "[R 义乌市]发布公告,[R 义乌]商户很多。",
    "places in a row": "公司位于[R 杭州市][R 萧山区]。",
    "common characters are no place": "商品大同小异,出海口很多。",
    "countries and regions": "产品销往[R 德国]、[R 东南亚],服务[R 长三角]。",
    "countries by initials": "与[R 德]、[R 法]、[R 日]等国家合作。",
    "China is not marked": "我国出口到[R 越南]。",
    "town of the table": "[R 遂昌县]的[R 石练镇]上报。",
    "road is no region": "展厅在南京东路12号。",
    "newspaper is no region": "据浙江日报报道。",
    "programme that is carried out": "去年启动[L 畜牧转型提升工程],还出台了[L 数据赋能现代物流实施方案]。",
    "counted programmes are not named": "实施五大专项行动,制定14个重点行业行动计划。",
    "a long dash parts": "校史沿革——[U 铜川职业学院]由两校合并而成。",
    "shared head": "同意郑州、[K 洛阳高新技术产业开发区]扩区。",
    "national agency": "经[A 国家发展改革委]、[A 工业和信息化部]同意。",
    "department of a place": "[A 江苏省工业和信息化厅]发文。",
    "department by level": "会同[A 区科技局]、[A 市农办]办理。",
    "department by unknown duty": "由[A 市科工信局]负责。",
    "Party and government": "[A 昆山市委]、[A 市政府]部署。",
    "a work report is its place's": "2026年[R 云南省]政府工作报告",
    "each county's bureau is none": "各县(市、区)人民政府要落实。",
    "committee of a park": "[A 扬州经开区管委会]批复。",
    "leading group": "纳入[A 国家制造强国建设领导小组]统筹。",
    "court": "[A 巴南区法院]公布案例。",
    "department inside an organ": "[A 财政部金融司]答复。",
    "titled policy": "根据[L 《关于支持氢能发展的若干意见》]办理。",
    "proposal is no policy": "您提出的《关于加快发展氢能的建议》收悉。",
    "newspaper in title marks is no policy": "《中国证券报》报道。",
    "named programme": "落实[L 创新驱动发展战略],融入“[L 一带一路]”。",
    "programme in quotation marks": "实施[L “蓝鲸”倍增计划]。",
    "plan by form": "编制[L 氢能产业发展规划]。",
    "person after an office": "市长[N 王小强]出席,董事长[N 李娜]致辞。",
    "person before a form of address": "[N 陈建国]代表:您好。",
    "foreign person": "总裁[N 盖尔克]说,[N 盖尔克]认为可行。",
    "person who speaks": "产能不足。[N 赵明亮]表示,还要扩产。",
    "office without a name": "局长表示,有关负责人介绍。",
    "congress session": "在[V 市十六届人大二次会议]上提出。",
    "known fair": "参加[V 第130届广交会]和[V 进博会]。",
    "forum of a place": "[V 合肥量子产业发展论坛]举行。",
    "meeting without a name": "召开座谈会和现场推介会。",
    "park of a place": "落户[K 宜兴环保科技工业园]。",
    "park by what it is called": "[K 成都高新区]扩区。",
    "park without a name": "建设一批特色产业园区。",
    "three zones are a count": "全区3个开发区开工。",
    "hospital": "与[H 南通市第一人民医院]合作。",
    "hospital without a name": "公立医院和社区卫生服务中心。",
    "university and institute": "[U 浙江大学]与[U 之江实验室]共建。",
    "branch of an academy": "[U 中国科学院上海药物研究所]落成。",
    "association of a place": "[U 江苏省氢能行业协会]成立。",
    "project by capacity": "实施[J 年产5万吨磷酸铁锂项目]。",
    "works": "加快建设[J 川藏铁路]、[J 白鹤滩水电站]。",
    "distance to works": "距虹桥机场60公里。",
    "project without a name": "推进重大项目和产业化项目。",
    "project that the text takes up again": "公司签约[J 石墨烯散热膜项目]。该项目总投资3亿元。",
    "ceremony of a project": "昨日[J 大功率芯片封装项目]奠基仪式举行。",
    "road that stands is no project": "沪渝高速公路穿过全境。",
    "programme of support is no project": "支持石墨烯散热膜项目申报。",
    "brand before a place": "托管[H 华西厦门医院]。",
    "numbered item": "1.[U 国家新能源汽车技术创新中心]。",
    "foreign ministry": "[A 美国能源部]公布数据。",
    "department of a zone": "由[A 苏州高新区经发委]牵头。",
    "youth league": "[A 团市委]主办。",
    "students are no university": "引导大学生创业。",
    "date is no part of a name": "2018年3月19日[A 中共东阳市委办公室]印发。",
    "market is no city": "[R 上海]市场报价上涨。",
    "fund of a place": "设立[F 泰州市大健康产业基金]。",
    "institute called by one word": "与[U 中科院长春光机所]、[U 中船重工716所]和[U 上海硅酸盐所]签约。",
    "universities abroad": "她在[U 麻省理工学院]和[U 科罗拉多大学]进修。",
    "city and university are two": "[R 芜湖市]与[U 安徽师范大学]共建。",
    "institute of a ministry": "送[U 工业和信息化部电子第五研究所]检测。",
    "vocational school": "[U 泰州市第二中等专业学校]招生。",
    "class of honours is no institution": "对新认定的省级产品质量检测中心给予奖励。",
    "person who takes office": "期间,[N 周立群]曾担任监事。[N 马晓红]上任后扩产。",
    "person and sex": "[N 吴海涛]:男,生于1970年。",
    "person after an office, any verb behind": "原董事长[N 丁国华]到会宣读声明。",
    "person by the dot of a foreign name": "[N 查尔斯·莫里森]的检举函已收到。",
    "foreign person before a verb": "总裁[N 卡洛斯·迪亚兹]表示乐观。",
    "labelled person": "联系人:[N 周海燕],电话见附件。",
    "words that begin like a name": "应主要介绍除尘,简要介绍引风机。经理高度重视,由分管副市长任组长。",
    "part of a longer office": "任本公司总工程师,党委副书记。",
    "works in a list": "加快建设[J 舟岱大桥]、[J 甬舟铁路]、[J 金塘海底隧道]、[J 绍兴新机场]。",
    "works with their phase": "推进[J 盐泰锡常宜铁路二期]建设。",
    "works that pipe or send": "推进[J 滇中引水工程]建设。",
    "project by its yearly output": "[J 3万吨/年电子级双氧水项目]签约落地。",
    "project of a place that is begun": "[J 惠州乙烯项目]开工。",
    "road of a company is no project": "由安徽省高速公路控股集团投资建设。",
    "prize is no project": "申报中国建筑工程“鲁班奖”。",
    "numbered item before a bureau": "(一)[A 县市场监管局]要做好服务。",
    "short court": "向[A 广州中院]、[A 湖南省高院]申请。",
    "head office is no ministry": "拜访集团[R 荷兰]总部。",
    "branch hides its place": "邮储银行重庆分行和北京朝阳支公司受理。",
    "public centre hides its place": "郑州市经济适用房管理中心公告。",
    "part of a city without it": "大厦西区招租,[R 攀枝花市][R 西区]开工。",
    "levels joined are no county": "由省财政资金和县财政资金承担。",
    "coast and cities are no county": "粤闽浙沿海城市群建设。",
    "seat in a foreign sea": "船队进入印度洋。",
    "numbered hospital of a university": "与[H 浙大一院]合作。",
    "names in a roll": "成员:[N 陈国华]([A 财政局]局长)、[N 李雪峰]([A 县政府])。",
    "alternative of two organs": "由[A 县政府]或[A 县创业促进领导小组]主办。",
    "letterhead before an organ": "文件余政发20215号[A 余姚市人民政府]印发。",
    "new pattern is no bureau": "形成[R 嵊州]旅游新格局。",
    "county after a word of place": "服务对象中东阳企业较多。",
    "fund without a name": "缴纳政府性基金。",
}


@pytest.mark.parametrize("marked", MARKED.values(), ids=MARKED.keys())
def test_rule(marked: str) -> None:
    parsed, things = read(marked)
    expected = {(t.type, parsed.text[m.start : m.end]) for t in things for m in t.mentions}
    assert found(parsed.text) == expected


def names(text: str, kind: str) -> dict[str, set[str]]:
    """Name to other forms, of the things of one type."""
    return {r.name: set(r.aliases) for r in recognise(Parsed(Document.of_text(text))) if r.type == kind}


def test_guizhou_is_no_word_for_your_prefecture() -> None:
    found = names("贵州省政府工作报告\n贵阳铁路开工。构建贵州“大水网”。", "Region")
    assert "贵州" in found["贵州省"]


def test_our_district_is_that_of_the_signature() -> None:
    text = "我区企业众多,我局将做好服务。\n杭州市余杭区商务局\n2022年3月1日"
    assert "我区" in names(text, "Region")["余杭区"]
    assert names(text, "Agency") == {"杭州市余杭区商务局": {"我局"}}


def test_our_province_is_above_the_city() -> None:
    assert names("合肥市上半年增长,安徽企业很多。今年我省受影响。", "Region")["安徽"] == {"我省"}


def test_short_agency_is_the_one_named_in_full() -> None:
    text = "嘉兴港区开发建设管理委员会发文,经港区管委会同意。该委负责。"
    assert names(text, "Agency") == {"嘉兴港区开发建设管理委员会": {"港区管委会", "该委"}}


def test_two_organs_of_one_place_stay_two() -> None:
    assert set(names("湖北省委、湖北省总工会主办。", "Agency")) == {"湖北省委", "湖北省总工会"}


def test_old_and_short_names_of_a_ministry_are_one() -> None:
    assert names("国家发展改革委批准,国家发改委要求。", "Agency") == {"国家发展改革委": {"国家发改委"}}


def test_defined_short_form_is_found_again() -> None:
    text = "按照《国务院关于投资体制改革的决定》（国发〔2004〕20号，以下简称《决定》）办理。依《决定》核准。"
    assert names(text, "Policy") == {"《国务院关于投资体制改革的决定》": {"《决定》"}}


def test_fund_defined_by_the_text_is_one() -> None:
    text = "第一条 为规范富阳区政府产业基金（以下简称“产业基金”）运作,制定本办法。第二条 产业基金设立专户。"
    assert names(text, "Fund") == {"富阳区政府产业基金": {"产业基金"}}


def test_own_policy_and_its_number() -> None:
    text = "关于印发《临海市智能工厂建设行动计划》的通知\n《临海市智能工厂建设行动计划》(临政发〔2020〕3号)已同意。按本行动计划执行。"
    (policy,) = [r for r in recognise(Parsed(Document.of_text(text))) if r.type == "Policy"]
    assert policy.name == "《临海市智能工厂建设行动计划》"
    assert policy.aliases == ["本行动计划"]
    assert policy.attrs["number"] == "临政发〔2020〕3号"


def test_date_of_issue_is_read_beside_the_title() -> None:
    text = "2021年12月,我市出台了《关于支持氢能发展的若干意见》。"
    (policy,) = [r for r in recognise(Parsed(Document.of_text(text))) if r.type == "Policy"]
    assert policy.attrs == {"date": "2021年12月"}


def test_our_city_of_a_district_is_its_prefecture() -> None:
    assert names("鄂尔多斯市康巴什区招商简报\n甲方有意在我市布局。", "Region")["鄂尔多斯市"] == {"我市"}


def test_a_place_before_a_project_is_no_company_of_that_name() -> None:
    text = "鄂尔多斯市招商简报\n隆基绿能科技股份有限公司鄂尔多斯年产46吉瓦单晶硅棒项目主体封顶。"
    assert "鄂尔多斯" not in names(text, "Enterprise")


def test_bare_park_is_the_one_named_before() -> None:
    text = "苏州生物医药产业园成立于2007年。园区占地两平方公里,园区内企业很多。全国各园区均可申报。"
    parsed = Parsed(Document.of_text(text))
    (park,) = [r for r in recognise(parsed) if r.type == "Park"]
    assert (park.name, park.aliases, len(park.mentions)) == ("苏州生物医药产业园", ["园区"], 3)


def test_same_place_under_two_forms_is_one() -> None:
    assert names("海口市发布,海口增长。", "Region") == {"海口市": {"海口"}}


def test_traditional_characters_are_read_as_simplified() -> None:
    assert ("Region", "廣東省") in found("廣東省發布。")
    assert ("Agency", "國家發展改革委") in found("經國家發展改革委同意。")


def test_folded_title_marks_and_full_width_letters() -> None:
    assert ("Policy", "〈關於支持氫能發展的若干意見〉") in found("根據〈關於支持氫能發展的若干意見〉辦理。")


def test_acronym_in_brackets_is_the_same_park() -> None:
    text = "苏州生物医药产业园(BioBAY)开园。目前BioBAY已有企业600家。"
    assert names(text, "Park")["苏州生物医药产业园"] == {"BioBAY"}


def test_governed_zone_settles_the_bare_word() -> None:
    text = "浙江省岱山经济开发区管理委员会发文。结合开发区实际,制定本政策。"
    assert "开发区" in names(text, "Park")["浙江省岱山经济开发区"]


def test_that_city_is_the_one_named_before() -> None:
    assert names("宜宾市和泸州市签约。该市将投资。", "Region")["泸州市"] == {"该市"}


def test_hospital_is_found_again_without_its_university() -> None:
    text = "中南大学湘雅医院始建于1906年。患者来到湘雅医院。"
    assert names(text, "Hospital") == {"中南大学湘雅医院": {"湘雅医院"}}


@pytest.mark.parametrize(
    ("text", "firm"),
    [
        ("收到山东山海华特科技股份有限公司函件。", "山东山海华特科技股份有限公司"),
        ("合格受让方为广东东方国际传媒控股有限公司。", "广东东方国际传媒控股有限公司"),
        ("第二大股东明光重机有限公司拥有五家工厂。", "明光重机有限公司"),
        ("接到镇江市城市建设投资公司通知。", "镇江市城市建设投资公司"),
        ("入股东莞证券和常熟农商行。", "东莞证券"),
    ],
)
def test_whole_name_of_a_company_with_its_place(text: str, firm: str) -> None:
    assert firm in names(text, "Enterprise")


def test_sector_of_a_place_is_no_company() -> None:
    assert not names("江苏证券市场活跃,上海银行业增长,深圳移动支付普及。", "Enterprise").keys() & {
        "江苏证券",
        "上海银行",
        "深圳移动",
    }


def test_company_before_its_project_is_named_apart() -> None:
    text = "总投资120亿元的宁德时代动力电池生产基地项目签约。"
    assert set(names(text, "Project")) == {"动力电池生产基地项目"}
    assert set(names(text, "Enterprise")) == {"宁德时代"}


@pytest.mark.parametrize(
    ("full", "short", "same"),
    [
        ("岭东经济技术开发区", "经开区", True),
        ("岭东高新技术产业开发区", "高新区", True),
        ("岭东家具产业园", "园区", True),
        ("岭东家具产业园", "经开区", False),
        ("岭东高新技术产业开发区", "新区", False),
    ],
)
def test_a_park_goes_by_its_kind_alone(full: str, short: str, same: bool) -> None:
    assert SAME["Park"](full, short) is same


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("甲工业园区家具产业园", ["甲工业园区", "家具产业园"]),
        ("示范区物流中心", ["示范区", "物流中心"]),
        ("家具产业园", ["家具产业园"]),
        ("苏州工业园区家具产业园", ["苏州工业园区家具产业园"]),
    ],
)
def test_a_park_in_a_park_is_one_of_its_own(name: str, parts: list[str]) -> None:
    parsed = Parsed(Document.of_text(f"入驻{name}。"))
    found = parted(parsed, [Mention(2, 2 + len(name), "Park", "park.named", 0.8)])
    assert [parsed.text[m.start : m.end] for m in found] == parts
