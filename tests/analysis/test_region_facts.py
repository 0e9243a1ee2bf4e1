"""What a graph says of a region and counts for it: who issued, what is being built or gone, which zone is whose, told once."""

from datetime import date
from pathlib import Path

import pytest

from kg.analysis import support
from kg.analysis.area import find_area
from kg.analysis.firms import coming, gone
from kg.analysis.gaps import gaps
from kg.analysis.landscape import Landscape
from kg.analysis.local import Aim, Local, Place, Thing, read_local
from kg.analysis.match import find_firm, match_hospitals, match_parks, park_facts
from kg.analysis.places import division_of
from kg.analysis.projects import projects_for
from kg.analysis.reasons import left_out
from kg.analysis.view import view_of
from kg.chains import templates
from kg.chains.place import Segments
from kg.store import Batch, Store
from tests.analysis.world import template

TODAY = date(2026, 11, 23)
HERE, THERE = "开化县", "常山县"


def thing(kind: str, name: str, *, makes: str | None = None, place: Place | None = None, **properties: str) -> Thing:
    aims = [Aim("Product", makes, f"makes:{name}")] if makes else []
    return Thing(f"{kind.lower()}:{name}", kind, name, dict(properties), [place] if place else [], aims)


def landscape(tmp_path: Path, *things: Thing) -> Landscape:
    one = template(tmp_path)
    return Landscape({one.name: one}, local=Local(things={t.id: t for t in things}))


HOME = Place("330824", None, "stands")


@pytest.mark.parametrize(
    ("status", "out"),
    [
        ("在建", "在建"), ("筹建中", "在建"), ("拟建", "拟建"), ("停产", "停产"), ("已注销", "注销"), ("吊销，未注销", "吊销"),
        ("迁出", "迁出"), ("在业", None), ("存续", None), ("", None),
    ],
)  # fmt: skip
def test_a_status_says_whether_a_firm_is_there(status: str, out: str | None) -> None:
    one = thing("Enterprise", "甲公司", status=status)
    assert (gone(one) or coming(one)) == out


def test_a_firm_being_built_is_under_way_and_one_gone_is_told(tmp_path: Path) -> None:
    rising = thing("Enterprise", "乙公司", makes="丁件", place=HOME, status="在建")
    still = thing("Enterprise", "丙公司", makes="甲矿", place=HOME, status="停产")
    planned = thing("Enterprise", "丁公司", makes="乙具", place=HOME, status="拟建")
    there = thing("Enterprise", "戊公司", makes="己机", place=HOME)
    made = landscape(tmp_path, rising, still, planned, there)
    assert made.counts("330824").sum() == pytest.approx(made.counts("330824")[made.segments.index["己机"]])
    area = find_area(HERE)
    assert [(o.name, o.basis) for o in projects_for(made, area, "丁件", TODAY)] == [("乙公司", "在建")]
    assert projects_for(made, find_area(THERE), "丁件", TODAY) == []
    assert projects_for(made, area, "乙具", TODAY) == []
    rows = {r.segment: r for r in gaps(made, HERE, today=TODAY)}
    assert rows["丁件"].kinds == ("在建",)
    assert left_out(view_of(made, HERE)) == [
        "未计入的本地企业3家：停产1家（丙公司）、在建1家（乙公司）、拟建1家（丁公司）"
    ]
    assert left_out(view_of(made, THERE)) == []


def test_a_project_of_two_tellings_is_one(tmp_path: Path) -> None:
    told = thing("Project", "丁件二期项目", place=HOME, stage="投产")
    listed = Thing(
        "project:x", "Project", "丁件二期项目", {"stage": "已投产", "opened": "2025-08"}, [Place("330824", None, "b")]
    )
    elsewhere = Thing("project:y", "Project", "丁件二期项目", {"stage": "在建"}, [Place("330822", None, "c")])
    made = landscape(tmp_path, told, listed, elsewhere)
    found = projects_for(made, find_area(HERE), "丁件", TODAY)
    assert [(o.basis, o.date, set(o.evidence)) for o in found] == [("投产", "2025-08", {"stands", "b"})]
    assert [o.basis for o in projects_for(made, find_area(THERE), "丁件", TODAY)] == ["在建"]


@pytest.mark.parametrize(("first", "second"), [("在建", "终止"), ("终止", "签约")])
def test_a_project_that_one_telling_ends_has_ended(tmp_path: Path, first: str, second: str) -> None:
    one = Thing("project:x", "Project", "丁件项目", {"stage": first}, [HOME])
    other = Thing("project:y", "Project", "丁件项目", {"stage": second}, [HOME])
    found = projects_for(landscape(tmp_path, one, other), find_area(HERE), "丁件", TODAY)
    assert [o.basis for o in found] == ["终止"]


def test_a_hospital_without_makers_is_named(tmp_path: Path) -> None:
    made = landscape(tmp_path, thing("Hospital", "开化甲医院", place=HOME))
    rows = match_hospitals(made, HERE)
    assert [(r.what, r.whom, r.value) for r in rows] == [("开化甲医院", "", 0.0)]
    assert "未见" in rows[0].basis
    assert match_hospitals(made, THERE) == []


def test_a_park_fits_by_who_stands_in_it(tmp_path: Path) -> None:
    park = thing("Park", "甲园", place=HOME)
    inside = thing("Enterprise", "乙公司", makes="丙材", place=Place("330824", None, "in", park.id))
    stopped = thing(
        "Enterprise", "丙公司", makes="丙材", place=Place("330824", None, "out", "park:乙园"), status="停产"
    )
    empty = thing("Park", "乙园", place=HOME)
    guest = thing("Enterprise", "丁公司", makes="己机", place=Place("440305"))
    made = landscape(tmp_path, park, empty, inside, stopped, guest)
    rows = match_parks(made, "丁公司", region=HERE)
    assert [(r.what, r.value, r.evidence) for r in rows] == [("甲园", 0.6, ("in",))]
    assert "乙公司" in rows[0].basis
    assert match_parks(made, "丁公司", region=THERE) == []
    assert "丙公司" not in "".join(park_facts(made, "park:乙园", next(iter(made.templates.values()))))


def test_a_name_means_its_enterprise_before_one_that_is_also_called_so(tmp_path: Path) -> None:
    other, own = thing("Enterprise", "一甲控股公司"), thing("Enterprise", "甲公司")
    other.properties["aliases"] = ["甲公司", "甲集团"]
    made = landscape(tmp_path, other, own)
    found = [find_firm(made, name) for name in ("甲公司", "甲集团", "enterprise:甲公司", "乙公司")]
    assert [f and f.name for f in found] == ["甲公司", "一甲控股公司", "甲公司", None]


@pytest.mark.parametrize(
    ("identity", "code", "division"),
    [
        ("region:330100", None, "3301"), ("region:汊河镇@341122", None, "341122"), ("region:x", "330824", "330824"),
        ("region:某开发区", None, ""), ("region:新安镇@doc:1a", None, ""),
    ],
)  # fmt: skip
def test_the_division_of_a_region(identity: str, code: str | None, division: str) -> None:
    assert division_of(identity, code) == division


class Made:
    """A graph written an entity and an edge at a time."""

    def __init__(self) -> None:
        self.batch = Batch(documents=[{"id": "doc:1", "name": "a.txt", "source": "a.txt", "sha256": "1"}])

    def add(self, kind: str, key: str, name: str, **properties: str | float) -> str:
        row = {"id": f"{kind.lower()}:{key}", "type": kind, "name": name, **properties}
        self.batch.entities.append(row)
        return str(row["id"])

    def join(self, source: str, relation: str, target: str, confidence: float = 0.9) -> None:
        types = {e["id"]: e["type"] for e in self.batch.entities}
        row = {"id": f"edge:{source}-{relation}-{target}", "type": relation, "source": source, "target": target}
        more = {"facts": 1, "confidence": confidence, "source_type": types[source], "target_type": types[target]}
        self.batch.edges.append(row | more)


@pytest.fixture
def told(store: Store) -> Local:
    """Policies issued by a county, a province, the nation, by one that only the document names, and by nobody known."""
    made = Made()
    made.batch.documents[0] |= {"number": "常政发〔2026〕2号", "issuer": "常山县人民政府"}
    county = made.add("Region", "330824", HERE, division_code="330824")
    made.add("Region", "330800", "衢州市", division_code="330800")
    for key, agency in (
        ("1", made.add("Agency", "人民政府办公室@330824", "开化县人民政府办公室")),
        ("2", made.add("Agency", "经济和信息化厅@330000", "浙江省经济和信息化厅")),
        ("3", made.add("Agency", "工业和信息化部", "工业和信息化部")),
    ):
        made.join(made.add("Policy", key, f"《政策{key}》"), "ISSUED_BY", agency)
    made.join("agency:人民政府办公室@330824", "PART_OF", "region:330800", 0.84)
    made.add("Policy", "4", "《政策四》", number="常政发〔2026〕2号")
    made.add("Policy", "5", "《开化县支持丙材若干意见》")
    made.add("Policy", "6", "《若干意见》")
    zone = made.add("Region", "钱江源开发区", "钱江源开发区")
    made.join(made.add("Park", "钱江源开发区@330800", "钱江源开发区"), "LOCATED_IN", county)
    made.join(made.add("Project", "x", "甲项目"), "LOCATED_IN", zone)
    made.join(made.add("Project", "y", "乙项目"), "LOCATED_IN", made.add("Region", "开化经济开发区", "开化经济开发区"))
    made.join(made.add("Project", "z", "丙项目"), "LOCATED_IN", made.add("Region", "华埠镇@330824", "华埠镇"))
    store.apply(made.batch)
    return read_local(store)


def test_a_policy_is_of_the_place_of_its_issuer(told: Local) -> None:
    places = {t.id.partition(":")[2]: [p.division for p in t.places] for t in told.of("Policy")}
    assert places == {"1": ["330824"], "2": ["33"], "3": [""], "4": ["330822"], "5": ["330824"], "6": []}
    made = Landscape({}, local=told)
    here, there = find_area(HERE), find_area(THERE)
    levels = {p.id[-1]: support.level_of(p, here) for p in support.policies_of(made, here, TODAY)}
    assert levels == {"1": "district", "2": "province", "3": "nation", "5": "district", "6": "unknown"}
    assert {p.id[-1] for p in support.policies_of(made, there, TODAY)} == {"2", "3", "4", "6"}


def test_a_zone_written_as_a_place_lies_in_its_county(told: Local) -> None:
    assert {t.name: [p.division for p in t.places] for t in told.of("Project")} == {
        "甲项目": ["330824"],
        "乙项目": ["330824"],
        "丙项目": ["330824"],
    }


@pytest.fixture(scope="module")
def shipped() -> Segments:
    return Segments(templates().values())


@pytest.mark.parametrize(
    ("product", "chain", "segment"),
    [
        ("制动盘、闸片", "轨道交通产业链", "制动系统"), ("转向架构架", "轨道交通产业链", "转向架"),
        ("车厢座椅", "轨道交通产业链", "座椅与内饰"), ("内装板", "轨道交通产业链", "座椅与内饰"),
        ("光伏边框", "光伏产业链", "铝边框与支架"), ("储能柜", "新型储能产业链", "预制舱与开关设备"),
        ("刹车片", "新能源汽车产业链", "底盘与制动转向"), ("配电箱", "智能电网产业链", "中低压开关设备"),
    ],
)  # fmt: skip
def test_what_a_plain_maker_makes_fills_its_segment(shipped: Segments, product: str, chain: str, segment: str) -> None:
    if not any(t.name == chain for t in templates().values()):
        chain = next(n for n in templates() if n.startswith(chain[:4]))
    found = {name for name, _ in shipped.of_product(product)}
    assert segment in found
    assert any(t.name == chain for t, _ in shipped.chains[segment])


@pytest.mark.parametrize(
    ("product", "segment"),
    [
        ("汽车连接器", "车门与连接系统"), ("连接器", "车门与连接系统"), ("电梯导轨", "丝杠与导轨"), ("离心风机", "风电整机"),
        ("连花清瘟胶囊", "药用辅料"), ("服务器背板", "光伏背板"), ("封闭母线", "金刚线与切割耗材"), ("农药中间体", "医药中间体"),
        ("汽车车轮", "钢轨与车轮钢"), ("焊接工装", "梭织服装"), ("柴油发电机", "风力发电机"), ("电源滤波器", "射频芯片设计"),
    ],
)  # fmt: skip
def test_a_word_that_means_something_else_fills_nothing(shipped: Segments, product: str, segment: str) -> None:
    assert segment in shipped.index
    assert segment not in {name for name, _ in shipped.of_product(product)}
