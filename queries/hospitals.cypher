// name: hospitals
// zh: 各地医院和同地区的医药健康企业
// en: Hospitals and the medical enterprises of the same region
// param region: str = null - 地区名称、别名或编号，含其下辖地区 | name, alias or id of the region, with all below it
// param words: list = 医,药,健康,生物 - 产业、产业链或产品名称含其一即算医药健康 | what a medical industry's, chain's or product's name contains
// column hospital: str - 医院 | hospital
// column grade: str - 等级 | grade
// column region: str - 地区 | region
// column enterprises: list - 同地区医药健康企业 | medical enterprises there
OPTIONAL MATCH (r:Region) WHERE r.id = $region OR r.name = $region OR $region IN r.aliases
WITH r, CASE WHEN r.division_code ENDS WITH '0000' THEN left(r.division_code, 2)
             WHEN r.division_code ENDS WITH '00' THEN left(r.division_code, 4)
             ELSE r.division_code END AS code
OPTIONAL MATCH (place:Region)
WHERE place.id = r.id OR place.division_code STARTS WITH code OR EXISTS { (place)-[:PART_OF*1..4]->(r) }
WITH collect(DISTINCT place.id) AS within
MATCH (h:Hospital)-[:LOCATED_IN]->(r:Region)
WHERE $region IS NULL OR r.id IN within
OPTIONAL MATCH (r)<-[:LOCATED_IN*1..2]-(e:Enterprise)-[:ENGAGED_IN|PRODUCES]->(x:Entity)
WHERE any(w IN $words WHERE x.name CONTAINS w)
WITH h, r, e ORDER BY e.name
WITH h, r, collect(DISTINCT e.name) AS enterprises
RETURN h.name AS hospital, h.grade AS grade, r.name AS region, enterprises AS enterprises
ORDER BY region, hospital, r.id, h.id
