"""Pages without a browser: what is on them, where it stands, and that no text can become markup."""

import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.chainmap import chain_map
from kg.errors import QueryError
from kg.store import Store
from kg.views.grades import UNSEEN
from kg.views.pages import around_page, chain_page, document_page, region_page
from kg.views.pages import region as region_module
from kg.views.pages.boxes import fit, part, units, wrapped
from kg.views.pages.chain import chain
from kg.views.pages.marks import gap_marks, makers
from kg.views.pages.render import initials, render, tint
from kg.views.pages.scene import Scene, Thing
from tests.queries.sample import NEWS, Graph, sample

CAR = "智能汽车产业链"
EVIL = """</script><script>alert(1)</script><img src=x onerror=alert(2)>"'&{{data}}\u2028]]>-->"""


class Elements(HTMLParser):
    """The elements and handlers that a parser sees."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}


def data(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)
    assert found
    result: dict[str, Any] = json.loads(found[1])
    return result


def test_a_chain_stands_left_to_right_by_stage(filled: Store) -> None:
    scene = chain(filled, CAR, "萧山区")
    at = {t.name: t for t in scene.things.values()}
    assert at["锂矿"].x < at["动力电池"].x < at["整车"].x
    assert [b.title for b in scene.bands] == ["产业 · 地区 · 政策 · 园区", "上游 2", "中游 1", "下游 1"]
    assert at["动力电池"].note == "本地 1 · 共 1 家"
    assert at["锂矿"].note == "本地 0 · 共 1 家"
    assert at["车规芯片"].note == "暂无企业"
    assert at["湘湖汽车有限公司"].strong
    assert not at["德清锂业有限公司"].strong
    assert scene.total == len(scene.things)
    for one in scene.things.values():
        if one.card:
            band = next(b for b in scene.bands if b.x < one.x < b.x + b.width and b.y < one.y < b.y + b.height)
            assert band.title != scene.bands[0].title


def test_boxes_of_a_chain_do_not_overlap_and_stay_in_their_band(store: Store) -> None:
    graph = sample()
    for n in range(90):
        stage = ("上游", "中游", "中游", "下游")[n % 4]
        if n < 40:
            graph.thing("Product", f"s{n}", f"第{n}个名称很长的环节与部件", "doc:list")
            graph.says(f"product:s{n}", "PART_OF", "chain:qc", "doc:list", str(n), stage=stage)
        graph.thing("Enterprise", f"n{n}", f"第{n}新材料科技股份有限公司", "doc:list")
        graph.says(f"enterprise:n{n}", "PRODUCES", f"product:s{n % 7}", "doc:list", str(n))
    store.apply(graph.batch())
    scene = chain(store, CAR, "萧山区", [{"segment": "product:s3", "grade": "未观察到", "reason": "无"}])
    boxes = list(scene.things.values())
    for n, one in enumerate(boxes):
        assert any(
            b.x <= one.x - one.width / 2 and one.x + one.width / 2 <= b.x + b.width and b.y <= one.y <= b.y + b.height
            for b in scene.bands
        ), one
        for other in boxes[:n]:
            apart_x = abs(one.x - other.x) >= (one.width + other.width) / 2
            assert apart_x or abs(one.y - other.y) >= (one.height + other.height) / 2, (one, other)
    assert max(b.x + b.width for b in scene.bands) < 1250, "wider than a screen shows at a readable size"


def test_a_region_shows_chains_with_gaps_and_all_that_is_there(filled: Store) -> None:
    gaps = [
        {"chain": CAR, "segment": f"环节{n}", "grade": "缺" if n else "弱 断", "reason": "本地没有企业"}
        for n in range(30)
    ]
    page = data(region_page(filled, "萧山区", gaps))
    names = {t["name"]: t for t in page["things"].values()}
    assert {CAR, "生物医药产业链", "智能汽车", "钱江电池有限公司", "萧山科技城", "萧山医院", "钱江电池二期项目"} <= set(
        names
    )
    assert "德清锂业有限公司" not in names
    node = next(n for n in page["network"]["nodes"] if n["id"] == "chain:qc")
    assert node["note"] == "缺 29 · 弱 断 1"
    assert page["overview"][0]["title"] == f"{CAR} · 最紧迫的缺口 20 / 30"
    assert page["overview"][0]["rows"][0]["label"] == "环节0"
    two = data(region_page(filled, "萧山区", [*gaps, {**gaps[0], "chain": "生物医药产业链"}]))
    assert two["overview"][0]["rows"][0]["label"] == f"环节0 — {CAR}"
    assert "湖州市" in region_page(filled, "湖州市")


def test_a_region_shows_types_that_no_group_names(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = {t["name"] for t in data(region_page(filled, "萧山区"))["things"].values()}
    few = tuple((key, kinds[:1], tone) for key, kinds, tone in region_module._GROUPS)
    monkeypatch.setattr(region_module, "_GROUPS", few)
    assert {t["name"] for t in data(region_page(filled, "萧山区"))["things"].values()} == whole


def test_where_nothing_was_observed_no_box_says_so(filled: Store) -> None:
    marks = [
        {"segment": "锂矿", "grade": "未观察到", "reason": "无"},
        {"segment": "整车", "grade": "缺", "reason": "无"},
    ]
    nodes = {n["id"]: n for n in data(render(chain(filled, CAR, "萧山区", marks)))["network"]["nodes"]}
    shown = {n["lines"][0]: (n["mark"], n["dashed"]) for n in nodes.values()}
    assert shown["锂矿"] == ("", True)
    assert shown["整车"] == ("缺", True)
    assert shown["动力电池"] == ("", False)


def test_a_segment_without_anybody_is_drawn_as_one(filled: Store) -> None:
    nodes = {n["id"]: n for n in data(chain_page(filled, CAR, "萧山区"))["network"]["nodes"]}
    bare = {n["lines"][0]: n["dashed"] for n in nodes.values() if n["card"]}
    assert bare == {"锂矿": True, "车规芯片": True, "动力电池": False, "整车": False}
    assert nodes["product:chip"]["border"] == UNSEEN[0] != nodes["product:cell"]["border"]
    whole = {n["lines"][0]: n["dashed"] for n in data(chain_page(filled, CAR))["network"]["nodes"] if n["card"]}
    assert whole == {"锂矿": False, "车规芯片": True, "动力电池": False, "整车": False}


def test_a_chain_of_a_region_opens_without_enterprises_from_elsewhere(filled: Store) -> None:
    scene = chain(filled, CAR, "萧山区")
    assert scene.fold
    left = set(scene.things) - set(scene.fold.at)
    assert {scene.things[i].name for i in left} == {"德清锂业有限公司"}
    for id_, (x, y) in scene.fold.at.items():
        assert any(b.x < x < b.x + b.width and b.y < y < b.y + b.height for b in scene.fold.bands), id_
    assert chain(filled, CAR).fold is None


def test_a_limit_leaves_out_who_is_elsewhere_before_anybody_local(store: Store) -> None:
    graph = sample()
    for n in range(12):
        graph.thing("Enterprise", f"far{n}", f"外地{n}公司", "doc:list")
        graph.says(f"enterprise:far{n}", "PRODUCES", "product:li", "doc:list", f"far {n}")
        graph.thing("Enterprise", f"near{n}", f"本地{n}公司", "doc:list")
        graph.says(f"enterprise:near{n}", "PRODUCES", "product:chip", "doc:list", f"near {n}")
        graph.says(f"enterprise:near{n}", "LOCATED_IN", "region:330109", "doc:list", f"near {n}")
    store.apply(graph.batch())
    shown = chain(store, CAR, "萧山区", limit=28).things
    assert {f"enterprise:near{n}" for n in range(12)} <= set(shown)
    assert len(shown) == 28


def test_a_document_is_found_by_its_path(filled: Store) -> None:
    assert document_page(filled, "in/plan.txt") == document_page(filled, "plan.txt")
    with pytest.raises(QueryError, match="no document is called 'in/none.txt'"):
        document_page(filled, "in/none.txt")


def test_a_page_counts_whom_the_table_counts(store: Store) -> None:
    """Not those that are closed, still being built or named without much confidence, and no projects."""
    name, segment = "智能汽车及关键部件产业链", "车载感知传感器"
    graph = sample()
    graph.thing("Chain", "full", name, "doc:list")
    graph.thing("Product", "lidar", segment, "doc:list")
    graph.says("product:lidar", "PART_OF", "chain:full", "doc:list", segment, stage="上游")
    for key, status, sure in (("on", "存续", 1.0), ("off", "停产", 1.0), ("soon", "在建", 1.0), ("doubt", "存续", 0.4)):
        one = graph.thing("Enterprise", key, f"雷达{key}科技公司", "doc:list", status=status)
        graph.says(one, "PRODUCES", "product:lidar", "doc:list", f"{key}生产车载感知传感器", confidence=sure)
        graph.says(one, "LOCATED_IN", "region:330109", "doc:list", f"{key}在萧山")
    plan = graph.thing("Project", "plan", "激光雷达项目", "doc:list", stage="在建")
    graph.says(plan, "PRODUCES", "product:lidar", "doc:list", "激光雷达项目生产车载感知传感器")
    store.apply(graph.batch())
    row = next(r for r in chain_map(store, name, "萧山区") if r.segment == segment)
    things = chain(store, name, "萧山区", makers=makers(store, "萧山区", name)).things
    assert things["product:lidar"].note == f"本地 {row.total} · 共 {row.total} 家" == "本地 1 · 共 1 家"
    assert chain(store, name, "萧山区").things["product:lidar"].note == "本地 1 · 共 1 家"
    assert [(things[f"enterprise:{k}"].note, things[f"enterprise:{k}"].strong) for k in ("on", "off", "soon")] == [
        ("", True),
        ("停产", False),
        ("在建", False),
    ]
    assert "enterprise:doubt" not in things


def test_a_segment_that_bears_another_name_in_the_graph_has_its_makers_and_its_mark(store: Store) -> None:
    graph = sample()
    graph.thing("Product", "screw", "丝杠", "doc:list", aliases=["丝杠与导轨"])
    graph.says("product:screw", "PART_OF", "chain:qc", "doc:list", "丝杠", stage="上游")
    store.apply(graph.batch())
    marks = [{"segment": "丝杠与导轨", "grade": "弱", "reason": "少"}]
    scene = chain(store, CAR, "萧山区", marks, makers={"丝杠与导轨": ["enterprise:of_the_pool"]})
    one = scene.things["product:screw"]
    assert (one.note, one.mark) == ("本地 1 · 共 1 家", "弱")
    assert [line.label for line in scene.overview[0][1]] == ["丝杠"]


def test_gaps_become_marks(store: Store) -> None:
    store.apply(sample().batch())
    marks = gap_marks(store, "合肥市", "智能汽车及关键部件产业链")
    assert {m["grade"] for m in marks} & {"缺", "弱"}
    assert all(m["segment"] and m["reason"] for m in marks)
    assert gap_marks(store, "合肥市", "生物医药产业链甲乙丙") == []


def test_who_makes_what_a_segment_stands_for_is_in_it_without_an_edge(store: Store) -> None:
    graph = sample()
    graph.thing("Product", "lidar", "激光雷达", "doc:list")
    graph.thing("Enterprise", "ray", "雷甲科技公司", "doc:list")
    graph.says("enterprise:ray", "PRODUCES", "product:lidar", "doc:list", "雷甲生产激光雷达")
    graph.says("enterprise:ray", "LOCATED_IN", "region:330109", "doc:list", "雷甲在萧山")
    store.apply(graph.batch())
    placed = makers(store, "萧山区", "智能汽车及关键部件产业链")
    assert any("enterprise:ray" in ids for ids in placed.values())
    assert makers(store, "合肥市", "智能汽车及关键部件产业链").keys() == placed.keys()
    assert not any("enterprise:ray" in ids for ids in makers(store, "合肥市", "智能汽车及关键部件产业链").values())
    assert makers(store, "萧山区", "生物医药产业链甲乙丙") == {}
    before, after = (
        chain(store, CAR, "萧山区", makers=m).things
        for m in (None, {"车规芯片": ["enterprise:ray", "enterprise:of_the_pool"]})
    )
    assert (before["product:chip"].note, after["product:chip"].note) == ("暂无企业", "本地 2 · 共 2 家")
    assert after["enterprise:ray"].strong
    assert not after["product:chip"].bare


def test_marks_stand_on_their_segments_and_first_in_the_list(filled: Store) -> None:
    marks = [{"segment": "车规芯片", "grade": "缺", "reason": "本地没有企业"}, {"segment": "product:li", "grade": "弱"}]
    page = data(chain_page(filled, CAR, marks=marks))
    assert page["things"]["product:chip"]["mark"] == "缺"
    assert page["things"]["product:chip"]["reason"] == "本地没有企业"
    assert page["overview"][0]["title"] == "缺口 2"
    assert {r["mark"] for r in page["overview"][0]["rows"]} == {"缺", "弱"}


def test_every_link_of_a_page_has_its_sentence_and_document(filled: Store) -> None:
    for page in (chain_page(filled, CAR), around_page(filled, "钱江电池", steps=3), document_page(filled, "news.txt")):
        found = data(page)
        evidence = found["evidence"]
        assert found["links"]
        for id_ in found["links"]:
            fact = evidence["facts"][evidence["of"][id_][0]]
            assert evidence["sentences"][fact["sentence"]]
            assert evidence["documents"][fact["document"]]["file"]


def test_a_document_shows_only_what_it_says(filled: Store) -> None:
    page = data(document_page(filled, "钱江电池落户"))
    assert page["text"] == NEWS
    assert {link["type"] for link in page["links"].values()} == {
        "LOCATED_IN",
        "SUPPLIES",
        "INVESTS_IN",
        "PARTNERS_WITH",
    }
    facts = [f for f in page["evidence"]["facts"] if "start" in f]
    assert facts
    for fact in facts:
        if page["evidence"]["documents"][fact["document"]]["file"] == "news.txt":
            assert NEWS[fact["start"] : fact["end"]] == page["evidence"]["sentences"][fact["sentence"]]


def test_a_limit_is_kept_and_said(filled: Store) -> None:
    page = around_page(filled, "萧山区", steps=2, limit=5)
    assert len(data(page)["things"]) == 5
    assert re.search(r"显示 5 / 共 \d+ 个实体", page)
    page = chain_page(filled, CAR, limit=10, lang="en")
    assert re.search(r"showing 10 of 1\d entities", page)


@pytest.mark.neo4j
@pytest.mark.xdist_group("neo4j")
def test_both_engines_give_the_same_bytes(embedded: Store, neo4j_store: Store) -> None:
    pages = []
    for one in (embedded, neo4j_store):
        one.apply(sample().batch())
        pages.append((chain_page(one, CAR, "萧山区"), around_page(one, "萧山区", 2), document_page(one, "plan.txt")))
    assert pages[0] == pages[1]


def test_no_text_becomes_markup(store: Store) -> None:
    graph = Graph()
    graph.document("x", EVIL + ".txt", title=EVIL, number=EVIL, issuer=EVIL, date=EVIL, text=EVIL)
    graph.thing("Chain", "c", EVIL, "doc:x", EVIL, aliases=[EVIL], tags=[EVIL])
    graph.thing("Product", "p", EVIL + "件", "doc:x", EVIL)
    graph.says("product:p", "PART_OF", "chain:c", "doc:x", EVIL, stage="上游")
    store.apply(graph.batch())
    plain = Elements(render(Scene("around", "x", "y")))
    marks = [{"segment": "product:p", "grade": EVIL, "reason": EVIL}]
    for page in (
        chain_page(store, "chain:c", marks=marks),
        around_page(store, "chain:c"),
        document_page(store, "doc:x"),
    ):
        seen = Elements(page)
        assert seen.tags == plain.tags
        assert seen.attributes == plain.attributes
        assert data(page)["things"]["chain:c"]["name"] == EVIL


def test_a_page_names_no_address(filled: Store) -> None:
    page = chain_page(filled, CAR)
    own = page.replace(re.findall(r"<script>\n(.*?)\n</script>", page, re.S)[0], "")
    assert not re.search(r"https?://|//cdn|@import|url\(", own)
    assert "default-src 'none'" in page


def test_what_is_unknown_or_ambiguous_is_said(filled: Store) -> None:
    with pytest.raises(QueryError, match=r"'无此链'"):
        chain_page(filled, "无此链")
    with pytest.raises(QueryError, match="did you mean 智能汽车产业链"):
        chain_page(filled, "汽车产业链")
    with pytest.raises(QueryError, match="no document is called"):
        document_page(filled, "nothing.txt")
    with pytest.raises(QueryError, match="无此区"):
        chain_page(filled, CAR, region="无此区")


def test_a_chain_without_segments_still_has_a_page(store: Store) -> None:
    graph = Graph()
    graph.document("x", "x.csv")
    graph.thing("Chain", "c", "空链", "doc:x")
    store.apply(graph.batch())
    assert list(data(chain_page(store, "空链"))["things"]) == ["chain:c"]


@given(
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 200), st.text(alphabet="萧山ab", min_size=1)), max_size=25)
)
def test_boxes_end_apart(places: list[tuple[int, int, str]]) -> None:
    boxes = [Thing(str(n), "Park", name, x=float(x), y=float(y)) for n, (x, y, name) in enumerate(places)]
    fit(boxes)
    part(boxes, rounds=2000)
    for n, one in enumerate(boxes):
        for other in boxes[:n]:
            apart_x = abs(one.x - other.x) - (one.width + other.width) / 2
            apart_y = abs(one.y - other.y) - (one.height + other.height) / 2
            assert max(apart_x, apart_y) > 0, (one, other)


@given(st.text(max_size=80), st.integers(4, 20))
def test_names_are_wrapped_without_loss(text: str, most: int) -> None:
    lines = wrapped(text, most, lines=10_000)
    assert "".join("".join(lines).split()) == "".join(text.split())
    closing = sum(units(c) for c in text if c in "》〉）)】」』”’、，。；：！？,.;:!?%")
    assert all(units(line) <= most + closing for line in lines)


def test_initials_and_tints() -> None:
    assert initials("萧山ABC-1号") == "xsabc1h"
    assert initials("重庆长安") == "cqca"
    assert tint("#000000", 0.0) == "#ffffff"
    assert tint("#123456", 1.0) == "#123456"
