"""The reference as records: everything in it is allowed by the ontology, and no synonym joins two segments."""

from kg.chains import reference_records, templates
from kg.chains.place import Segments
from kg.chains.pool import pool
from kg.schema import ontology


def test_records_fit_the_ontology() -> None:
    known = ontology()
    names = []
    chains = set()
    for reference in reference_records():
        names.append(reference.name)
        assert len(reference.sha256) == 64
        for record in reference.records:
            kinds = {r.id: r.type for r in record.referents}
            assert record.place
            assert record.quote
            for referent in record.referents:
                assert set(referent.attrs) <= set(known.node(referent.type).properties)
            for claim in record.claims:
                assert known.relation(claim.relation).allows(kinds[claim.source], kinds[claim.target])
                assert 0 < claim.confidence <= 1
            chains |= {r.name for r in record.referents if r.type == "Chain"}
    assert len(names) == len(set(names)) == len(templates()) + 1
    assert chains == set(templates())


def test_a_synonym_means_one_segment() -> None:
    owner: dict[str, str] = {}
    for reference in reference_records():
        if not reference.name.endswith(".yaml"):
            continue
        for record in reference.records:
            segment = next(r for r in record.referents if r.id == "segment")
            for alias in segment.aliases:
                assert owner.setdefault(alias.upper(), segment.name) == segment.name


def test_the_same_reference_has_the_same_mark() -> None:
    assert [r.sha256 for r in reference_records()] == [r.sha256 for r in reference_records()]


def test_a_thing_that_several_segments_make_is_no_other_name_of_one_that_joins_two() -> None:
    makers: dict[str, set[str]] = {}
    for template in templates().values():
        for segment in template.segments:
            for word in segment.words:
                makers.setdefault(word.upper(), set()).add(segment.name)
    checked = 0
    for reference in reference_records():
        for record in reference.records if reference.name.endswith(".yaml") else ():
            thing = next(r for r in record.referents if r.id == "segment")
            for alias in thing.aliases if "与" in thing.name else ():
                checked += 1
                assert "与" in alias or "和" in alias or "及" in alias or makers[alias.upper()] == {thing.name}
    assert checked


def test_a_trade_class_alone_does_not_make_a_customer_a_maker() -> None:
    segments = Segments(templates().values())
    firms = {one.code: one for one in pool()}
    pool_records = next(r for r in reference_records() if not r.name.endswith(".yaml"))
    checked = 0
    for record in pool_records.records:
        made = {r.name for r in record.referents if r.type == "Product"}
        firm = next(r for r in record.referents if r.type == "Enterprise")
        for placement in segments.place_listed(firms[firm.attrs["stock_code"]]):
            only_class = not placement.why
            uses = segments.chains[placement.segment]
            use = placement.segment.endswith("应用") and all(one.stage == "下游" for _, one in uses)
            if only_class and use:
                checked += 1
                assert placement.segment not in made
            else:
                assert placement.segment in made
    assert checked


def test_a_class_wider_than_a_segment_places_nobody_in_it() -> None:
    segments = Segments(templates().values())
    silicone = next(one for one in pool() if "有机硅" in dict(one.products) and one.trade == "非金属材料Ⅲ")
    assert not any("超硬材料" in p.segment for p in segments.place_listed(silicone))
    assert not {"正极材料", "储能正极材料"}.intersection(segments.of_trade("电池化学品"))
