from kg.store import Batch


def test_put(store):
    b = Batch(entities=[{"id": "e:1", "type": "Enterprise", "name": "甲"}])
    store.apply(b)
    store.apply(b)
    assert store.read("MATCH (n:Entity) RETURN n") == [
        {"n": {"id": "e:1", "type": "Enterprise", "name": "甲", "labels": ["Enterprise", "Entity"]}}
    ]
    assert store.read("MATCH (n:Entity) RETURN n.id AS id, n.name AS name") == [{"id": "e:1", "name": "甲"}]


def test_empty(store):
    assert store.read("MATCH (n) RETURN n") == []
