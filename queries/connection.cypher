// name: connection
// zh: 两个实体之间最短的联系（有几条时取其一），每步附原文
// en: The shortest connection of two entities (one of them, if there are several), each step with its sentence
// param a: str - 一端的名称、别名或编号 | name, alias or id of one end
// param b: str - 另一端的名称、别名或编号 | name, alias or id of the other end
// column step: int - 步 | step
// column source: str - 主体 | from
// column relation: relation - 关系 | relation
// column target: str - 客体 | to
// column sentence: str - 原文 | sentence
// column document: str - 文件 | document
MATCH (x:Entity) WHERE x.id = $a OR x.name = $a OR $a IN x.aliases
MATCH (y:Entity) WHERE (y.id = $b OR y.name = $b OR $b IN y.aliases) AND y.id <> x.id
MATCH p = shortestPath((x)-[*..8]-(y))
WITH p ORDER BY length(p), x.id, y.id LIMIT 1
WITH relationships(p) AS steps
UNWIND range(0, size(steps) - 1) AS n
WITH n, steps[n] AS v
WITH n, v, startNode(v) AS s, endNode(v) AS t
OPTIONAL MATCH (f:Fact {edge: v.id})-[:STATED_IN]->(d:Document)
WITH n, v, s, t, f, d ORDER BY f.confidence DESC, d.id, f.start
WITH n, v, s, t, head(collect(f.quote)) AS sentence, head(collect(coalesce(d.title, d.name))) AS document
RETURN n + 1 AS step, s.name AS source, type(v) AS relation, t.name AS target, sentence AS sentence, document AS document
ORDER BY step
