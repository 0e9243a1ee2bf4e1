// name: chain_enterprises
// zh: 一条产业链在某地区（含下辖地区）的企业
// en: The enterprises of a chain in a region and below it
// param chain: str - 产业链名称、别名或编号 | name, alias or id of the chain
// param region: str - 地区名称、别名或编号 | name, alias or id of the region
// column enterprise: str - 企业 | enterprise
// column place: str - 所在地 | place
// column stages: list - 阶段 | stages
// column segments: list - 环节 | segments
// column tags: list - 标签 | tags
MATCH (r:Region) WHERE r.id = $region OR r.name = $region OR $region IN r.aliases
WITH r, CASE WHEN r.division_code ENDS WITH '0000' THEN left(r.division_code, 2)
             WHEN r.division_code ENDS WITH '00' THEN left(r.division_code, 4)
             ELSE r.division_code END AS code
MATCH (place:Region)
WHERE place.id = r.id OR place.division_code STARTS WITH code OR EXISTS { (place)-[:PART_OF*1..4]->(r) }
MATCH (place)<-[:LOCATED_IN*1..2]-(e:Enterprise)
WITH DISTINCT e, place
MATCH (c:Chain) WHERE c.id = $chain OR c.name = $chain OR $chain IN c.aliases
MATCH (e)-[:PRODUCES|ENGAGED_IN]->(s)
WHERE s.id = c.id OR EXISTS { (s)-[:PART_OF]->(c) }
OPTIONAL MATCH (s)-[p:PART_OF]->(c)
WITH e, place, s, p ORDER BY s.name
WITH e, min(place.name) AS place, collect(DISTINCT p.stage) AS stages,
     [n IN collect(DISTINCT CASE WHEN s:Chain THEN null ELSE s.name END) WHERE n IS NOT NULL] AS segments
RETURN e.name AS enterprise, place AS place, stages AS stages, segments AS segments, e.tags AS tags
ORDER BY enterprise, e.id
