"""Sectors, products, enterprises and chains: each rule by itself, the model that weighs them, a document's agreement."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.document import Document
from kg.loaders.encoder.examples import written
from kg.loaders.extract import extract
from kg.loaders.parsed import Parsed
from kg.loaders.recognise import (
    RECOGNISERS,
    agree,
    chain,
    enterprise,
    industry,
    lists,
    open_names,
    product,
    recognise,
    sums,
    tagger,
    train,
)
from kg.loaders.recognise.crf import Crf
from kg.loaders.recognise.features import features, rows
from kg.loaders.recognise.group import SAME
from kg.loaders.recognise.phrases import phrases
from kg.mention import Mention
from tests.paths import SHARED

SEED = SHARED / "gold" / "dev" / "seed.txt"


def parsed(text: str) -> Parsed:
    return Parsed(Document.of_text(text))


def found(proposals: Iterable[Mention], text: str, rule: str | None = None) -> set[str]:
    return {text[m.start : m.end] for m in proposals if rule is None or m.rule == rule}


def named(text: str, kind: str) -> set[str]:
    return {form for r in recognise(parsed(text)) if r.type == kind for form in [r.name, *r.aliases]}


@pytest.mark.parametrize(
    ("text", "name", "rule"),
    [
        ("由湖南澜拓精工股份有限公司投资建设。", "湖南澜拓精工股份有限公司", "enterprise.full"),
        ("恒睿智装（常州）有限公司由双方合资设立。", "恒睿智装（常州）有限公司", "enterprise.full"),
        ("记者从子公司科澜新材料有限公司获悉。", "科澜新材料有限公司", "enterprise.full"),
        ("与Nordwind Turbines Co., Ltd签约。", "Nordwind Turbines Co., Ltd", "enterprise.english"),
        ("福耀玻璃（600660）公告称。", "福耀玻璃", "enterprise.code"),
        ("去年，恒砺建筑材料有限公司（以下简称“恒砺建材”）落户。", "恒砺建材", "enterprise.defined"),
        ("昨日宁德时代宣布扩产。", "宁德时代", "enterprise.list"),
        ("深圳市拓远集团表示。", "深圳市拓远集团", "enterprise.short"),
    ],
)
def test_enterprise_rules(text: str, name: str, rule: str) -> None:
    assert name in found(enterprise.find(parsed(text)), text, rule)


@pytest.mark.parametrize(
    "text", ["该公司表示", "两家上市公司", "全资子公司", "一批知名集团", "保险公司和证券公司", "有限公司"]
)
def test_a_company_without_a_name_is_none(text: str) -> None:
    assert not list(enterprise.find(parsed(text)))


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("湖南澜拓精工股份有限公司", "澜拓精工"),
        ("澜拓电气绿能科技(苏州)有限公司", "澜拓电气绿能科技"),
        ("杭州恒砺模具有限公司", "恒砺模具"),
        ("恒砺控股集团", "恒砺"),
    ],
)
def test_short_forms_of_a_full_name(full: str, short: str) -> None:
    assert short in set(enterprise.short_forms(full))
    assert enterprise.same(full, short)
    assert not enterprise.same(full, "澜沧江水电")


def test_short_form_is_found_after_the_full_name() -> None:
    text = "湖南澜拓精工股份有限公司昨日开工。澜拓精工成立于2009年。"
    assert {"湖南澜拓精工股份有限公司", "澜拓精工"} <= named(text, "Enterprise")


def test_list_of_firms_with_its_tags() -> None:
    text = "近年来引入了澜拓科技、恒砺精工和远岚生物等三家龙头企业。"
    proposals = list(lists.firms(parsed(text)))
    assert found(proposals, text) == {"澜拓科技", "恒砺精工", "远岚生物"}
    assert all(m.tags == ("龙头",) for m in proposals)


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("碳酸锂龙头企业恒砺锂业表示", ("龙头",)),
        ("恒砺锂业是国内阀门行业的首家上市公司", ("上市公司",)),
        ("世界500强企业恒砺锂业为专精特新企业", ("世界500强", "专精特新")),
        ("恒砺锂业扩产。它的客户是上市公司", ()),
    ],
)
def test_standing_that_the_text_gives(text: str, tags: tuple[str, ...]) -> None:
    assert enterprise.with_tags(parsed(text), mention(text, "恒砺锂业", "Enterprise")).tags == tags


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("甲、乙和丙", ["甲", "乙", "丙"]),
        ("甲、乙以及丙丁", ["甲", "乙", "丙丁"]),
        ("智能汽车及关键部件", ["智能汽车及关键部件"]),
        ("智能汽车及关键部件、芯片", ["智能汽车及关键部件", "芯片"]),
        ("甲、“乙” 、以及丙", ["甲", "乙", "丙"]),
    ],
)
def test_items_of_an_enumeration(text: str, parts: list[str]) -> None:
    assert [text[a:b] for a, b in lists.items(text, 0, len(text))] == parts


@pytest.mark.parametrize(
    ("text", "count"), [("14", 14), ("十四", 14), ("两", 2), ("二十", 20), ("十", 10), ("若干", None)]
)
def test_numbers_of_lists(text: str, count: int | None) -> None:
    assert lists.number(text) == count


def test_chains_by_form_and_not_without_a_name() -> None:
    text = "打造智能汽车及关键部件产业链、国际结算（石化材料）产业链以及生物医药智造链，完善重点产业链和上下游产业链，着力培育6条产业链，攻坚十二条产业链。"
    assert found(chain.find(parsed(text)), text) == {
        "智能汽车及关键部件产业链",
        "国际结算（石化材料）产业链",
        "生物医药智造链",
    }


def test_a_counted_list_of_chains_is_checked_by_its_count() -> None:
    right = "全市4条重点产业链：白酒、精细化工、新型建材和现代纺织。"
    wrong = "全市9条重点产业链：白酒、精细化工、新型建材和现代纺织。"
    assert found(chain.find(parsed(right)), right, "chain.counted") == {"白酒", "精细化工", "新型建材", "现代纺织"}
    assert not found(chain.find(parsed(wrong)), wrong, "chain.counted")


def proposals(module: object, text: str) -> list[Mention]:
    read = parsed(text)
    return list(module.propose(read, phrases(read.folded)))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "name", "rule"),
    [
        ("大力发展海洋生物技术产业。", "海洋生物技术", "industry.sector"),
        ("聚焦轨道交通、碳纤维等行业", "轨道交通", "industry.sector"),
        ("支持碳酸锂企业扩产。", "碳酸锂", "industry.firm"),
        ("运输设备制造业增长。", "运输设备制造业", "industry.trade"),
    ],
)
def test_industry_rules(text: str, name: str, rule: str) -> None:
    assert name in {text[m.start : m.end] for m in proposals(industry, text) if m.rule == rule}


@pytest.mark.parametrize("text", ["主导产业", "战略性新兴产业", "传统行业", "相关领域", "就业和毕业", "该行业"])
def test_a_class_of_sectors_is_no_sector(text: str) -> None:
    assert not [
        m
        for m in proposals(industry, text)
        if m.rule.startswith(("industry.sector", "industry.trade")) and m.confidence > 0.5
    ]


@pytest.mark.parametrize(
    ("text", "name", "rule"),
    [
        ("年产动力电池20GWh。", "动力电池", "product.list"),
        ("引进制造执行系统（MES）一套", "制造执行系统（MES）", "product.spelled"),
        ("环氧氯丙烷价格上涨。", "环氧氯丙烷", "product.list"),
    ],
)
def test_product_rules(text: str, name: str, rule: str) -> None:
    assert name in {text[m.start : m.end] for m in proposals(product, text) if m.rule == rule}


def mention(text: str, name: str, kind: str, sure: float = 0.9, at: int = 0) -> Mention:
    start = text.index(name, at)
    return Mention(start, start + len(name), kind, "model", sure)


def agreed(text: str, *mentions: Mention) -> dict[tuple[str, int], str]:
    read = parsed(text)
    return {(text[m.start : m.end], m.start): m.type for m in agree.agree(read, phrases(read.folded), list(mentions))}


def test_a_list_is_of_the_type_its_end_tells() -> None:
    text = "主要有闸阀、截止阀、止回阀等产品。"
    got = agreed(text, mention(text, "闸阀", "Industry"), mention(text, "截止阀", "Product"))
    assert {name: kind for (name, _), kind in got.items()} == {
        "闸阀": "Product",
        "截止阀": "Product",
        "止回阀": "Product",
    }


def test_a_sector_read_once_is_read_again_as_what_follows_it_says() -> None:
    text = "海上风电产业增长。去年，海上风电价格下降。"
    assert set(agreed(text, mention(text, "海上风电", "Industry")).values()) == {"Industry", "Product"}
    assert len(agreed(text, mention(text, "海上风电", "Industry"))) == 2


def test_what_stands_before_a_name_is_no_part_of_it() -> None:
    text = "全市各类农产品加工和核定石化"
    got = agreed(text, mention(text, "全市各类农产品加工", "Industry"), mention(text, "核定石化", "Industry"))
    assert {name for name, _ in got} == {"农产品加工", "石化"}


def test_products_that_stand_together_are_one() -> None:
    text = "显示屏用LED芯片"
    assert set(agreed(text, mention(text, "显示屏", "Product"), mention(text, "LED芯片", "Product"))) == {
        ("显示屏用LED芯片", 0)
    }


def test_plain_nouns_are_dropped() -> None:
    text = "原材料价格上涨"
    assert not agreed(text, mention(text, "原材料", "Product"))


def test_numpy_reads_the_model_as_crfsuite_does(tmp_path: Path) -> None:
    import pycrfsuite

    trainer, read = pycrfsuite.Trainer(verbose=False), []
    for example in list(written())[:6]:
        seen, made, marks = train.read(example)
        read.append((example, seen))
        for a, b in tagger.sentences(seen.words):
            trainer.append(made[a:b], marks[a:b])
    trainer.set_params({**train.SETTINGS, "max_iterations": 15})
    trainer.train(str(tmp_path / "m"))
    theirs = pycrfsuite.Tagger()
    theirs.open(str(tmp_path / "m"))
    theirs.dump(str(tmp_path / "d"))
    ours = Crf.from_dump((tmp_path / "d").read_text(encoding="utf-8"))
    for example, _ in read:
        text = parsed(example.text)
        seen, made_columns = features(text, [m for find in RECOGNISERS for m in find(text)])
        columns = list(made_columns)
        made = rows(columns, len(seen.words))
        ranges = list(tagger.sentences(seen.words))
        scores = ours.score(columns, len(seen.words))
        best, marginal = ours.tag(scores, ranges), ours.chances(scores, ranges)
        for a, b in ranges:
            labels = theirs.tag(made[a:b])
            assert [ours.labels[k] for k in best[a:b]] == labels
            chances = [theirs.marginal(label, k) for k, label in enumerate(labels)]
            assert np.allclose(marginal[np.arange(a, b), best[a:b]], chances, atol=1e-3)
    ours.write(tmp_path / "kept")
    again = Crf.read(tmp_path / "kept")
    assert again.labels == ours.labels
    assert again.rows == ours.rows
    assert np.allclose(again.weights, ours.weights, atol=0.01)


@pytest.mark.parametrize("held", [0, 300_000])
def test_a_score_does_not_depend_on_the_texts_before(held: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sums, "_HELD", held)
    model = Crf.read(tagger.MODEL)
    texts = [example.text for example in list(written())[:12]] + ["甲|乙||丙|", "。", "|"]
    for text in texts + texts[::-1]:
        read = parsed(text)
        seen, made = features(read, [m for find in RECOGNISERS for m in find(read)])
        columns = list(made)
        plain = [
            model.weights[[model.rows[name] for name in row if name in model.rows]].sum(axis=0)
            for row in rows(columns, len(seen.words))
        ]
        assert np.allclose(model.score(columns, len(seen.words)), np.array(plain), atol=1e-4)


def test_long_sentences_are_cut() -> None:
    ranges = list(tagger.sentences(["字"] * 1001))
    assert [b - a for a, b in ranges] == [400, 400, 201]
    assert not list(tagger.sentences([]))


@given(
    st.text(
        alphabet=st.sampled_from("公司集团有限产业链行业领域生产等、，。和与及企业价格（）()A1é\u202e😀\n \t制造业股份")
        | st.characters(exclude_categories=["Cs"]),
        max_size=200,
    )
)
@settings(max_examples=60, deadline=None)
def test_any_text_is_read_and_every_span_slices(text: str) -> None:
    read = parsed(text)
    for m in tagger.adjust(read, list(open_names.find(read))):
        assert 0 <= m.start < m.end <= len(text)
        assert 0 < m.confidence <= 1


@pytest.mark.parametrize(
    "unit", ["有限公司", "、引入了甲", "集团公司", "产业链", "价格（A）", "A-b ", "10条产业链:甲、"]
)
def test_time_grows_with_length_only(unit: str) -> None:
    import time

    def spent(times: int) -> float:
        read = parsed(unit * times)
        start = time.process_time()
        list(open_names.find(read))
        return time.process_time() - start

    spent(10)
    assert spent(8000) < 40 * (spent(1000) + 0.02)


@pytest.mark.shared
def test_the_seed_document() -> None:
    if not SEED.exists():
        pytest.skip("the shared folder is missing")
    text = SEED.read_text(encoding="utf-8")
    assert len([r for r in recognise(parsed(text)) if r.type == "Chain"]) == 14
    assert {"赛默飞", "健新原力CDMO", "睿丽科技", "药源新地CRO", "美迪西CRO", "科百特"} <= named(text, "Enterprise")


def test_a_chain_in_a_list_keeps_its_first_word() -> None:
    text = "全市实施3条产业链，分别为智能家居产业链、国际物流产业链以及全球贸易产业链。"
    names = {r.name for r in extract(Document.of_text(text)).referents if r.type == "Chain"}
    assert names == {"智能家居产业链", "国际物流产业链", "全球贸易产业链"}


@pytest.mark.parametrize(
    ("full", "short"),
    [("深圳新宙邦股份有限公司", "新宙邦"), ("浙江万里扬股份有限公司", "万里扬"), ("宁波韵升股份有限公司", "宁波韵升")],
)
def test_a_company_may_be_called_without_its_place(full: str, short: str) -> None:
    assert enterprise.same(full, short)
    assert not enterprise.same(full, full[:2])


def test_a_product_is_the_same_with_its_letters_behind_it() -> None:
    assert SAME["Product"]("聚碳酸酯(PC)", "聚碳酸酯")
    assert not SAME["Product"]("聚碳酸酯(PC)", "聚酯")
