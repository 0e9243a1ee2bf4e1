"""A small graph made by hand: two chains of one district, with everything that the named queries ask for."""

from typing import Any

from kg.fact import Fact, edge_id
from kg.store.base import Batch


class Graph:
    """Collects things and facts; `batch()` is what the pipeline would write for them."""

    def __init__(self) -> None:
        self.documents: dict[str, dict[str, Any]] = {}
        self.entities: dict[str, dict[str, Any]] = {}
        self.edges: dict[str, dict[str, Any]] = {}
        self.facts: dict[str, Fact] = {}

    def document(self, key: str, name: str, **more: Any) -> str:
        id_ = f"doc:{key}"
        self.documents[id_] = {"id": id_, "name": name, "source": f"in/{name}", "sha256": "0" * 64, **more}
        return id_

    def thing(self, type_: str, key: str, name: str, doc: str, quote: str | None = None, **more: Any) -> str:
        id_ = f"{type_.lower()}:{key}"
        self.entities[id_] = {"id": id_, "type": type_, "name": name, "aliases": [], "tags": [], "sources": 1, **more}
        self.has(id_, "name", name, doc, quote or name)
        return id_

    def has(self, subject: str, property_: str, value: str, doc: str, quote: str, **more: Any) -> None:
        fact = Fact(subject, property_, doc, quote, "test.has", 0.9, value=value, **self._place(doc, quote), **more)
        self.facts[fact.id] = fact

    def says(
        self, subject: str, relation: str, object_: str, doc: str, quote: str, confidence: float = 0.8, **attrs: Any
    ) -> str:
        fact = Fact(
            subject, relation, doc, quote, "test.says", confidence, object=object_, **self._place(doc, quote),
            attrs=tuple((k, str(v)) for k, v in attrs.items()),
        )  # fmt: skip
        self.facts[fact.id] = fact
        id_ = edge_id(subject, relation, object_)
        edge = self.edges.setdefault(id_, {"id": id_, "type": relation, "facts": 0, "confidence": 0.0, **attrs})
        edge.update(
            source=subject, target=object_, facts=edge["facts"] + 1, confidence=max(edge["confidence"], confidence)
        )
        edge.update(source_type=self.entities[subject]["type"], target_type=self.entities[object_]["type"])
        return id_

    def batch(self) -> Batch:
        return Batch(
            documents=list(self.documents.values()),
            entities=list(self.entities.values()),
            edges=list(self.edges.values()),
            facts=[_row(f) for f in self.facts.values()],
        )

    def _place(self, doc: str, quote: str) -> dict[str, Any]:
        text = self.documents[doc].get("text")
        if text is None:
            return {"place": f"{self.documents[doc]['name']} / row {len(self.facts) + 2}"}
        start = text.index(quote)
        return {"start": start, "end": start + len(quote)}


def _row(fact: Fact) -> dict[str, Any]:
    names = (
        "subject",
        "relation",
        "object",
        "value",
        "quote",
        "start",
        "end",
        "place",
        "rule",
        "confidence",
        "since",
        "until",
    )
    row = {name: getattr(fact, name) for name in names}
    keys = {"subject_key": fact.subject, "object_key": fact.object}
    return {"id": fact.id, "document": fact.document, "edge": fact.edge, **row, **keys}


PLAN = (
    "萧山区重点发展智能汽车和生命健康两大产业，打造智能汽车产业链、生物医药产业链。"
    "区经信局联合区科技局印发《支持智能汽车产业链若干政策》（萧经信〔2022〕8号），第三条对智能汽车产业链给予奖励。"
    "《动力电池扶持办法》支持动力电池。"
)
NEWS = (
    "钱江电池有限公司落户萧山科技城，向湘湖汽车有限公司供应动力电池。钱江电池注册资本2亿元。"
    "钱江电池投资20亿元建设钱江电池二期项目。运河制药有限公司与萧山医院合作。吴越论坛开幕。"
)


def sample() -> Graph:
    """The graph; see the tests for what each question must answer."""
    g = Graph()
    _documents(g)
    _places(g)
    _chains(g)
    _enterprises(g)
    _policies(g)
    _news(g)
    return g


def _documents(g: Graph) -> None:
    g.document(
        "plan",
        "plan.txt",
        title="产业链计划",
        number="萧政〔2022〕1号",
        issuer="萧山区政府",
        date="2022-01-05",
        text=PLAN,
    )
    g.document("news", "news.txt", title="钱江电池落户", date="2022-03", text=NEWS)
    g.document("list", "enterprises.csv")


def _places(g: Graph) -> None:
    for code, name, aliases in (
        ("330000", "浙江省", ["浙江"]),
        ("330100", "杭州市", ["杭州"]),
        ("330109", "萧山区", ["萧山"]),
        ("330500", "湖州市", ["湖州"]),
    ):
        g.thing("Region", code, name, "doc:list", division_code=code, aliases=aliases)
    g.says("region:330109", "PART_OF", "region:330100", "doc:list", "萧山区 | 杭州市", 1.0)
    g.thing("Park", "kjc", "萧山科技城", "doc:news")
    g.says("park:kjc", "LOCATED_IN", "region:330109", "doc:list", "萧山科技城 | 萧山区")
    g.thing("Hospital", "xs", "萧山医院", "doc:news", grade="三级甲等")
    g.says("hospital:xs", "LOCATED_IN", "region:330109", "doc:list", "萧山医院 | 萧山区")


def _chains(g: Graph) -> None:
    first = PLAN[: PLAN.index("。") + 1]
    for key, name in (("qc", "智能汽车"), ("jk", "生命健康")):
        g.thing("Industry", key, name, "doc:plan", first)
        g.says("region:330109", "DEVELOPS", f"industry:{key}", "doc:plan", first)
    for key, name, industry in (("qc", "智能汽车产业链", "qc"), ("yy", "生物医药产业链", "jk")):
        g.thing("Chain", key, name, "doc:plan", first)
        g.says("region:330109", "DEVELOPS", f"chain:{key}", "doc:plan", first)
        g.says(f"chain:{key}", "PART_OF", f"industry:{industry}", "doc:plan", first)
    for key, name, stage in (
        ("li", "锂矿", "上游"),
        ("chip", "车规芯片", "上游"),
        ("cell", "动力电池", "中游"),
        ("car", "整车", "下游"),
    ):
        g.thing("Product", key, name, "doc:list")
        g.says(f"product:{key}", "PART_OF", "chain:qc", "doc:list", f"{stage} | {name}", 1.0, stage=stage)
    for one, other in (("li", "cell"), ("cell", "car"), ("chip", "car"), ("car", "chip")):
        g.says(f"product:{one}", "UPSTREAM_OF", f"product:{other}", "doc:list", f"{one} > {other}", 1.0)


def _enterprises(g: Graph) -> None:
    g.thing(
        "Enterprise",
        "qj",
        "钱江电池有限公司",
        "doc:news",
        aliases=["钱江电池"],
        tags=["专精特新"],
        capital=200_000_000.0,
        sources=2,
    )
    g.thing("Enterprise", "xh", "湘湖汽车有限公司", "doc:news", tags=["链主", "上市公司"])
    g.thing("Enterprise", "dq", "德清锂业有限公司", "doc:list")
    g.thing("Enterprise", "yh", "运河制药有限公司", "doc:news")
    for key, place in (("xh", "region:330109"), ("dq", "region:330500"), ("yh", "region:330109")):
        g.says(f"enterprise:{key}", "LOCATED_IN", place, "doc:list", f"{key} | {place}", 0.95)
    g.says("enterprise:qj", "LOCATED_IN", "park:kjc", "doc:news", NEWS[: NEWS.index("。") + 1])
    for key, product in (("qj", "cell"), ("xh", "car"), ("dq", "li")):
        g.says(f"enterprise:{key}", "PRODUCES", f"product:{product}", "doc:list", f"{key} | {product}", 0.95)
    g.thing("Person", "lsf", "李书福", "doc:list")
    g.says("person:lsf", "WORKS_FOR", "enterprise:xh", "doc:list", "李书福 | 董事长", 0.95, position="董事长")
    g.says("enterprise:xh", "SUBSIDIARY_OF", "enterprise:dq", "doc:list", "xh | dq", 0.95)
    g.says("enterprise:yh", "ENGAGED_IN", "chain:yy", "doc:list", "运河制药 | 生物医药产业链", 0.95)


def _policies(g: Graph) -> None:
    g.thing("Agency", "jx", "区经信局", "doc:plan")
    g.thing("Agency", "kj", "区科技局", "doc:plan")
    quote = PLAN.split("。")[1] + "。"
    g.thing("Policy", "p1", "《支持智能汽车产业链若干政策》", "doc:plan", number="萧经信〔2022〕8号", date="2022-01")
    g.thing("Policy", "p2", "《动力电池扶持办法》", "doc:plan")
    for agency in ("jx", "kj"):
        g.says("policy:p1", "ISSUED_BY", f"agency:{agency}", "doc:plan", quote)
    g.says("policy:p1", "SUPPORTS", "chain:qc", "doc:plan", quote, clause="第三条")
    g.says("policy:p2", "SUPPORTS", "product:cell", "doc:plan", "《动力电池扶持办法》支持动力电池。")


def _news(g: Graph) -> None:
    supply, capital, project, partners = (s + "。" for s in NEWS.split("。")[:4])
    g.says("enterprise:qj", "SUPPLIES", "enterprise:xh", "doc:news", supply, product="动力电池")
    g.has("enterprise:qj", "capital", "200000000", "doc:news", capital)
    g.has("enterprise:qj", "capital", "100000000", "doc:list", "钱江电池 | 1亿元")
    g.thing("Project", "p", "钱江电池二期项目", "doc:news", investment=2_000_000_000.0, signed="2022-03")
    g.says("enterprise:qj", "INVESTS_IN", "project:p", "doc:news", project, amount=2_000_000_000.0)
    g.says("project:p", "LOCATED_IN", "park:kjc", "doc:list", "二期项目 | 萧山科技城")
    g.says("enterprise:yh", "PARTNERS_WITH", "hospital:xs", "doc:news", partners)
    g.has("region:330109", "lacks", "车规芯片", "doc:list", "短板 | 车规芯片")
    g.has("region:330109", "seeks", "某芯片公司", "doc:list", "拟招引 | 某芯片公司")
    g.thing("Event", "lt", "吴越论坛", "doc:news")
