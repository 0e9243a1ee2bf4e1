"""Two loads at once into one server end as if they had come one after the other."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kg.identity.review import Reviews
from kg.pipeline import forget, load
from kg.store import Store, open_store
from tests.pipeline.graph import export, write


def documents(folder: Path, who: str, count: int) -> list[Path]:
    """Documents that all speak of the same things, each with something of its own."""
    text = "萧山区引入了赛默飞、科百特、{who}{n}医药等企业，落地浙二医院。\n杭州市萧山区投资促进局\n2022年6月29日\n"
    return [write(folder, f"{who}{n}.txt", text.format(who=who, n="甲乙丙丁戊己"[n])) for n in range(count)]


@pytest.mark.neo4j
@pytest.mark.xdist_group("neo4j")
def test_two_loads_at_once(neo4j_store: Store, neo4j_url: str, tmp_path: Path) -> None:
    both = documents(tmp_path, "东方", 6), documents(tmp_path, "西方", 6)

    def one(paths: list[Path]) -> bool:
        with open_store(neo4j_url) as store:
            return all(load([path], store, reviews=Reviews()).balanced for path in paths)

    with ThreadPoolExecutor(2) as threads:
        assert all(threads.map(one, both))
    together = export(neo4j_store)
    for path in (*both[0], *both[1]):
        forget(str(path), neo4j_store, Reviews())
    assert export(neo4j_store) == ""
    load([*both[0], *both[1]], neo4j_store, reviews=Reviews())
    assert export(neo4j_store) == together
