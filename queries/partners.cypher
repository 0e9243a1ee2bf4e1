// name: partners
// zh: 谁与谁合作
// en: Who works together with whom
// param name: str = null - 一方的名称、别名或编号 | name, alias or id of one side
// column one: str - 一方 | one
// column type: type - 类型 | type
// column other: str - 另一方 | other
// column other_type: type - 类型 | type
// column sentence: str - 原文 | sentence
// column document: str - 文件 | document
MATCH (a:Entity)-[v:PARTNERS_WITH]->(b:Entity)
WHERE $name IS NULL OR any(e IN [a, b] WHERE e.id = $name OR e.name = $name OR $name IN e.aliases)
WITH a, b, v.id AS edge
OPTIONAL MATCH (f:Fact {edge: edge})-[:STATED_IN]->(d:Document)
WITH a, b, f, d ORDER BY f.confidence DESC, d.id, f.start
WITH a, b, head(collect(f.quote)) AS sentence, head(collect(coalesce(d.title, d.name))) AS document
RETURN a.name AS one, a.type AS type, b.name AS other, b.type AS other_type, sentence AS sentence, document AS document
ORDER BY one, other, a.id, b.id
