"""A type that the models have not learned: what its recogniser proposes is found by both ways of reading."""

import pytest

from kg.document import Document
from kg.loaders import recognise as room
from kg.loaders.parsed import Parsed
from kg.mention import Mention

TEXT = "甲公司牵头起草国家标准《动力电池电性能要求》。"
TITLE = "《动力电池电性能要求》"


@pytest.mark.parametrize("fast", [True, False])
def test_a_type_without_training_is_found(monkeypatch: pytest.MonkeyPatch, fast: bool) -> None:
    start = TEXT.index(TITLE)
    mention = Mention(start, start + len(TITLE), "Standard", "standard.title", 0.98)
    monkeypatch.setattr(room, "RECOGNISERS", (*room.RECOGNISERS, lambda _: [mention]))
    found = room.recognise(Parsed(Document.of_text(TEXT)), fast=fast)
    assert [r.mentions for r in found if r.type == "Standard"] == [[mention]]
