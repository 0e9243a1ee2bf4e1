"""Training texts with exchanged names: the same words around other names, the same things, the same relations."""

import random

from kg.loaders.encoder.examples import Example, unmark, written
from kg.loaders.encoder.exchange import exchanged


def without_names(example: Example) -> str:
    """The text with each name replaced by the id of its thing."""
    parts, place = [], 0
    for span in sorted(example.spans):
        parts += [example.text[place : span.start], f"<{span.thing}>"]
        place = span.end
    return "".join(parts) + example.text[place:]


def names(example: Example) -> list[tuple[str, str]]:
    return [(span.thing, example.text[span.start : span.end]) for span in sorted(example.spans)]


def test_only_names_change() -> None:
    every = list(written())
    pairs = list(zip(every, exchanged(every, random.Random(1)), strict=True))
    for before, after in pairs:
        assert without_names(after) == without_names(before)
        assert [s.type for s in sorted(after.spans)] == [s.type for s in sorted(before.spans)]
        assert (after.relations, after.related, after.real) == (before.relations, before.related, before.real)
    kept = sum(names(before) == names(after) for before, after in pairs if before.related)
    assert kept < 0.1 * len(pairs)


def test_a_thing_has_one_name_for_each_of_its_own() -> None:
    every = list(written())
    for before, after in zip(every, exchanged(every, random.Random(2)), strict=True):
        given: dict[tuple[str, str], tuple[str, str]] = {}
        for old, new in zip(names(before), names(after), strict=True):
            assert given.setdefault(old, new) == new


def test_stand_ins_and_titles_stay() -> None:
    first = unmark("a", "[R1:临海市]印发[L1:临海市工业倍增计划]，[R1:我市]支持[E1:甲泵业有限公司]（简称[E1:甲泵业]）。")
    second = unmark("b", "[R1:招远市]的[E1:乙化工股份有限公司]即[E1:乙化工]，依据[L1:招远市黄金条例]。")
    texts = {next(exchanged([first, second], random.Random(seed))).text for seed in range(20)}
    assert texts == {
        "临海市印发临海市工业倍增计划，我市支持甲泵业有限公司（简称甲泵业）。",
        "临海市印发临海市工业倍增计划，我市支持乙化工股份有限公司（简称乙化工）。",
    }
