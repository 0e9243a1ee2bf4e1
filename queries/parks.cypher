// name: parks
// zh: 产业链的园区：园区从事该链，或有该链的企业
// en: The parks of a chain: engaged in it, or with its enterprises
// param chain: str = null - 产业链名称、别名或编号 | name, alias or id of the chain
// column park: str - 园区 | park
// column region: str - 地区 | region
// column chain: str - 产业链 | chain
// column engaged: bool - 园区主导 | declared
// column enterprises: list - 园内企业 | enterprises in it
MATCH (c:Chain) WHERE $chain IS NULL OR c.id = $chain OR c.name = $chain OR $chain IN c.aliases
MATCH (c)<-[:PART_OF*0..1]-(s:Entity)<-[:ENGAGED_IN|PRODUCES]-(x:Entity)
OPTIONAL MATCH (x)-[:LOCATED_IN]->(inside:Park)
WITH c, x, CASE WHEN x:Park THEN x ELSE inside END AS k
WHERE k IS NOT NULL
WITH c, k, x ORDER BY x.name
WITH c, k, max(CASE WHEN x.id = k.id THEN 1 ELSE 0 END) = 1 AS engaged,
     [n IN collect(DISTINCT CASE WHEN x:Enterprise THEN x.name ELSE null END) WHERE n IS NOT NULL] AS enterprises
OPTIONAL MATCH (k)-[:LOCATED_IN]->(r:Region)
WITH c, k, engaged, enterprises, min(r.name) AS region
RETURN k.name AS park, region AS region, c.name AS chain, engaged AS engaged, enterprises AS enterprises
ORDER BY chain, size(enterprises) DESC, park, c.id, k.id
