"""A load that meets another one: what the engine refuses because of it is read and written again, and ends the same."""

from pathlib import Path
from typing import Any

import pytest
from neo4j.exceptions import ConstraintError, DatabaseError, TransientError

from kg.identity.review import Reviews
from kg.pipeline import load
from kg.store import Store, open_store
from kg.store.base import Batch
from kg.store.client import BoltStore
from kg.store.cypher import write_batch
from kg.store.embedded import EmbeddedStore
from tests.pipeline.graph import export, write

TABLE = "企业名称,地区,主营产品\n杭州甲科技有限公司,萧山区,传感器\n杭州乙材料有限公司,杭州市,电解液\n"
DOCUMENT = "萧山区引入了赛默飞、科百特等企业，落地浙二医院。\n杭州市萧山区投资促进局\n2022年6月29日\n"


class Dropping(EmbeddedStore):
    """Before its first batches are written, somebody drops the places that their edges lead to."""

    left = 0

    def apply(self, batch: Batch) -> bool:
        """As the store's; a batch without its places has edges that lead nowhere."""
        if self.left and batch.edges:
            self.left -= 1
            gone = [e for e in batch.entities if e["type"] == "Region"]
            assert gone
            return super().apply(Batch(entities=[e for e in batch.entities if e not in gone], edges=batch.edges))
        return super().apply(batch)


@pytest.mark.parametrize("times", [1, 3])
def test_what_was_dropped_meanwhile_is_read_again(tmp_path: Path, embedded: Store, times: int) -> None:
    paths = [write(tmp_path, "表.csv", TABLE), write(tmp_path, "文.txt", DOCUMENT)]
    load(paths, embedded, reviews=Reviews())
    with Dropping(tmp_path / "store") as store:
        store.left = times
        assert load(paths, store, reviews=Reviews()).balanced
        assert store.left == 0
        assert export(store) == export(embedded)


@pytest.mark.parametrize("error", [DatabaseError, ConstraintError, TransientError])
def test_a_joined_load_writes_again_what_met_another_writer(
    tmp_path: Path, embedded: Store, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    path = write(tmp_path, "表.csv", TABLE)
    load([path], embedded, reviews=Reviews())
    calls = []

    def refusing(*arguments: Any) -> None:
        calls.append(1)
        if len(calls) % 3:
            raise error("Error executing Cypher command")
        write_batch(*arguments)

    monkeypatch.setattr("kg.store.client.write_batch", refusing)
    with open_store(tmp_path / "store") as store:
        monkeypatch.setattr(EmbeddedStore, "_put", BoltStore._write)  # as a process that joined another's engine
        assert load([path], store, reviews=Reviews()).balanced
        assert len(calls) % 3 == 0
        assert export(store) == export(embedded)
