// name: pillars
// zh: 一个地区重点发展的产业及其产业链
// en: The industries a region develops, with their chains
// param region: str - 地区名称、别名或编号 | name, alias or id of the region
// column industry: str - 产业 | industry
// column chains: list - 产业链 | chains
// column sentence: str - 原文 | sentence
// column document: str - 文件 | document
MATCH (r:Region) WHERE r.id = $region OR r.name = $region OR $region IN r.aliases
MATCH (r)-[v:DEVELOPS]->(i:Industry)
OPTIONAL MATCH (c:Chain)-[:PART_OF]->(i)
WITH v, i, c ORDER BY c.name
WITH v, i, collect(DISTINCT c.name) AS chains
OPTIONAL MATCH (f:Fact {edge: v.id})-[:STATED_IN]->(d:Document)
WITH i, chains, f, d ORDER BY f.confidence DESC, d.id, f.start
WITH i, chains, head(collect(f.quote)) AS sentence, head(collect(coalesce(d.title, d.name))) AS document
RETURN i.name AS industry, chains AS chains, sentence AS sentence, document AS document
ORDER BY size(chains) DESC, industry, i.id
