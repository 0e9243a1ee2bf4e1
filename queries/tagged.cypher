// name: tagged
// zh: 有某标签（链主、上市公司、专精特新……）的企业
// en: Enterprises that carry a tag (chain leader, listed, ...)
// param tag: str = null - 标签含此文字 | the tag contains this text
// param region: str = null - 地区名称、别名或编号，含其下辖地区 | name, alias or id of the region, with all below it
// column enterprise: str - 企业 | enterprise
// column tags: list - 标签 | tags
// column regions: list - 地区 | regions
// column fields: list - 领域 | fields
OPTIONAL MATCH (r:Region) WHERE r.id = $region OR r.name = $region OR $region IN r.aliases
WITH r, CASE WHEN r.division_code ENDS WITH '0000' THEN left(r.division_code, 2)
             WHEN r.division_code ENDS WITH '00' THEN left(r.division_code, 4)
             ELSE r.division_code END AS code
OPTIONAL MATCH (place:Region)
WHERE place.id = r.id OR place.division_code STARTS WITH code OR EXISTS { (place)-[:PART_OF*1..4]->(r) }
WITH collect(DISTINCT place.id) AS within
MATCH (e:Enterprise)
WHERE size(coalesce(e.tags, [])) > 0 AND ($tag IS NULL OR any(t IN e.tags WHERE t CONTAINS $tag))
OPTIONAL MATCH (e)-[:LOCATED_IN*1..2]->(r:Region)
WITH e, within, r ORDER BY r.id
WITH e, within, collect(DISTINCT r) AS found
WHERE $region IS NULL OR any(r IN found WHERE r.id IN within)
OPTIONAL MATCH (e)-[:ENGAGED_IN]->(x:Entity)
WITH e, found, x ORDER BY x.name
WITH e, found, collect(DISTINCT x.name) AS fields
RETURN e.name AS enterprise, e.tags AS tags, [r IN found | r.name] AS regions, fields AS fields
ORDER BY enterprise, e.id
