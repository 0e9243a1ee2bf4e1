// name: enterprises
// zh: 一个地区（含下辖地区）的企业
// en: The enterprises of a region and below it
// param region: str - 地区名称、别名或编号 | name, alias or id of the region
// column enterprise: str - 企业 | enterprise
// column place: str - 所在地 | place
// column park: str - 园区 | park
// column fields: list - 领域 | fields
// column products: list - 产品 | products
// column tags: list - 标签 | tags
MATCH (r:Region) WHERE r.id = $region OR r.name = $region OR $region IN r.aliases
WITH r, CASE WHEN r.division_code ENDS WITH '0000' THEN left(r.division_code, 2)
             WHEN r.division_code ENDS WITH '00' THEN left(r.division_code, 4)
             ELSE r.division_code END AS code
MATCH (place:Region)
WHERE place.id = r.id OR place.division_code STARTS WITH code OR EXISTS { (place)-[:PART_OF*1..4]->(r) }
MATCH (place)<-[:LOCATED_IN*1..2]-(e:Enterprise)
WITH e, min(place.name) AS place
OPTIONAL MATCH (e)-[:LOCATED_IN]->(k:Park)
WITH e, place, min(k.name) AS park
OPTIONAL MATCH (e)-[v:ENGAGED_IN|PRODUCES]->(x:Entity)
OPTIONAL MATCH (f:Fact {edge: v.id})
WITH e, place, park, v, x, collect(f.quote) AS quotes
WITH e, place, park, v, x,
     reduce(best = '', a IN CASE WHEN x.type <> 'Product' OR any(q IN quotes WHERE q CONTAINS x.name) THEN [] ELSE coalesce(x.aliases, []) END |
       CASE WHEN size(a) > size(best) AND any(q IN quotes WHERE q CONTAINS a) THEN a ELSE best END) AS said
WITH e, place, park, v, CASE WHEN said = '' THEN x.name ELSE said + '（' + x.name + '）' END AS name ORDER BY name
WITH e, place, park,
     [n IN collect(DISTINCT CASE WHEN type(v) = 'ENGAGED_IN' THEN name ELSE null END) WHERE n IS NOT NULL] AS fields,
     [n IN collect(DISTINCT CASE WHEN type(v) = 'PRODUCES' THEN name ELSE null END) WHERE n IS NOT NULL] AS products
RETURN e.name AS enterprise, place AS place, park AS park, fields AS fields, products AS products, e.tags AS tags
ORDER BY enterprise, e.id
