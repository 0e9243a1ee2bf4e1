"""Keys: codes before names; names that need a place get it from themselves or from their document."""

import pytest

from kg.identity.keys import Context, code_key, forms_of, is_pronoun, name_key, place_of

HERE = Context("doc:aa", "330109")
CITY = Context("doc:bb", "3301", "330109")
NOWHERE = Context("doc:cc")


@pytest.mark.parametrize(
    ("kind", "name", "context", "key"),
    [
        ("Enterprise", "杭州科百特过滤器材有限公司", HERE, "enterprise:杭州科百特过滤器材有限公司"),
        ("Enterprise", "科百特", HERE, "enterprise:科百特@330109"),
        ("Enterprise", "科百特公司", HERE, "enterprise:科百特@330109"),
        ("Enterprise", "科百特", NOWHERE, "enterprise:科百特"),
        ("Agency", "区科技局", HERE, "agency:科学技术局@330109"),
        ("Agency", "区科技局", CITY, "agency:科学技术局@330109"),
        ("Agency", "杭州市萧山区科学技术局", NOWHERE, "agency:科学技术局@330109"),
        ("Agency", "市发改委", HERE, "agency:发展和改革委员会@330100"),
        ("Agency", "市经信局", Context("doc:dd", "420583"), "agency:经济和信息化局@420583"),
        ("Agency", "市委", Context("doc:dd", "420583"), "agency:委@420583"),
        ("Agency", "市委", Context("doc:dd", "42"), "agency:市委@doc:dd"),
        ("Agency", "市委", Context("doc:dd", "31"), "agency:委@310000"),
        ("Agency", "国家发展改革委", HERE, "agency:国家发展和改革委员会"),
        ("Agency", "萧山区人民政府", NOWHERE, "agency:人民政府@330109"),
        ("Agency", "区政府", HERE, "agency:人民政府@330109"),
        ("Agency", "台州市委", NOWHERE, "agency:委@331000"),
        ("Agency", "区科技局", NOWHERE, "agency:区科学技术局@doc:cc"),
        ("Hospital", "第一人民医院", HERE, "hospital:第一人民医院@330109"),
        ("Hospital", "杭州市萧山区第一人民医院", NOWHERE, "hospital:第一人民医院@330109"),
        ("Hospital", "浙江大学医学院附属第二医院", HERE, "hospital:浙江大学医学院附属第二医院"),
        ("Park", "高新区", CITY, "park:高新技术产业开发区@330100"),
        ("Park", "枝江市高新技术产业园区", NOWHERE, "park:高新技术产业开发区@420583"),
        ("Park", "枝江经开区", NOWHERE, "park:经济开发区@420583"),
        ("Park", "安徽来安汊河经济开发区", NOWHERE, "park:汊河经济开发区@341100"),
        ("Park", "上海自贸区", NOWHERE, "park:自由贸易试验区@310000"),
        ("Park", "中国（上海）自由贸易试验区", NOWHERE, "park:自由贸易试验区@310000"),
        ("Park", "杭州湾经开区", NOWHERE, "park:杭州湾经开区@doc:cc"),
        ("Park", "萧山科技城", NOWHERE, "park:科技城@330109"),
        ("Institution", "清华大学", HERE, "institution:清华大学"),
        ("Region", "萧山", NOWHERE, "region:330109"),
        ("Region", "浙江省杭州市", NOWHERE, "region:330100"),
        ("Region", "朝阳区", Context("doc:dd", "11"), "region:110105"),
        ("Region", "朝阳区", NOWHERE, "region:朝阳区@doc:cc"),
        ("Region", "三河镇", Context("doc:dd", "340123"), "region:三河镇@340123"),
        ("Region", "深圳南山", NOWHERE, "region:440305"),
        ("Region", "河北", Context("doc:dd", "12"), "region:130000"),
        ("Region", "长三角", HERE, "region:长三角"),
        ("Region", "瓜沥镇", HERE, "region:瓜沥镇@330109"),
        ("Chain", "智能物联产业链", HERE, "chain:智能物联"),
        ("Industry", "生物医药产业", HERE, "industry:生物医药"),
        ("Policy", "《萧山区生物经济发展规划纲要》", HERE, "policy:萧山区生物经济发展规划纲要"),
        ("Policy", "《关于促进数字经济发展的若干政策》", HERE, "policy:关于促进数字经济发展的若干政策@330109"),
        ("Policy", "《清洁生产促进法》", HERE, "policy:清洁生产促进法"),
    ],
)
def test_keys_by_name(kind: str, name: str, context: Context, key: str) -> None:
    found = name_key(kind, name, context)
    assert found.id == key
    assert found.form in forms_of(key)


def test_codes_come_before_names_and_have_one_spelling() -> None:
    both = {"stock_code": "600373.SH", "credit_code": "91330109MA27W2M00B"}
    assert code_key("Enterprise", both).id == "enterprise:91330109MA27W2M00B"  # type: ignore[union-attr]
    assert code_key("Enterprise", {"stock_code": "600373.SH"}).id == "enterprise:600373"  # type: ignore[union-attr]
    assert code_key("Region", {"division_code": "3301"}).id == "region:330100"  # type: ignore[union-attr]
    assert code_key("Policy", {"number": "萧审管〔2021〕16号"}).id == "policy:萧审管〔2021〕16号"  # type: ignore[union-attr]
    assert code_key("Enterprise", {"capital": "1"}) is None


def test_the_place_of_a_key() -> None:
    assert place_of("hospital:第一人民医院@330109") == "330109"
    assert place_of("park:高新区@330100") == "3301"
    assert place_of("agency:区科学技术局@doc:cc") is None
    assert place_of("institution:清华大学") is None


@pytest.mark.parametrize("name", ["我区", "本办法", "本实施方案", "该公司", "全市", "公司", "我局"])
def test_what_only_points_is_no_name(name: str) -> None:
    assert is_pronoun(name)


@pytest.mark.parametrize("name", ["本田汽车", "全志科技", "我爱我家", "本溪市", "公司宝科技"])
def test_names_that_begin_like_pointers(name: str) -> None:
    assert not is_pronoun(name)


@pytest.mark.parametrize(
    ("name", "home", "key"),
    [
        ("东湖高新区", "4201", "park:东湖高新技术产业开发区@420100"),
        ("武汉东湖新技术开发区", None, "park:东湖高新技术产业开发区@420100"),
        ("东湖高新区", "420111", "park:东湖高新技术产业开发区@420100"),
        ("东湖高新区", "42", "park:东湖高新技术产业开发区@420100"),
        ("东湖高新区", None, "park:东湖高新技术产业开发区@420100"),
        ("东湖高新区", "36", "park:高新技术产业开发区@360102"),
        ("金山工业园区", "3501", "park:金山工业园区@350100"),
        ("金山工业园区", "33", "park:工业园区@310116"),
        ("江阴高新区", "3501", "park:高新技术产业开发区@320281"),
        ("江阴经开区", "3501", "park:江阴经开区@350100"),
        ("长春高新区", "4309", "park:高新技术产业开发区@220100"),
        ("昆山经开区", "4201", "park:经济技术开发区@320583"),
    ],
)
def test_a_zone_named_like_a_division_elsewhere_is_of_the_documents_place(
    name: str, home: str | None, key: str
) -> None:
    """Unless that division has a zone of the kind, and none is known here by that name."""
    assert name_key("Park", name, Context("doc:x", home)).id == key
