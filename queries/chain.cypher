// name: chain
// zh: 一条产业链的环节和企业，按上游、中游、下游排列
// en: The segments and enterprises of a chain, by stage
// param chain: str - 产业链名称、别名或编号 | name, alias or id of the chain
// column stage: str - 阶段 | stage
// column segment: str - 环节 | segment
// column enterprises: int - 企业数 | enterprises
// column names: list - 企业 | who
MATCH (c:Chain) WHERE c.id = $chain OR c.name = $chain OR $chain IN c.aliases
MATCH (s:Product)-[p:PART_OF]->(c)
OPTIONAL MATCH (e:Enterprise)-[:PRODUCES]->(s)
WITH p.stage AS stage, s, e ORDER BY e.name
WITH stage, s, collect(DISTINCT e.name) AS names
RETURN stage AS stage, s.name AS segment, size(names) AS enterprises, names AS names
ORDER BY CASE stage WHEN '上游' THEN 1 WHEN '中游' THEN 2 WHEN '下游' THEN 3 ELSE 4 END, segment, s.id
