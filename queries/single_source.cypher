// name: single_source
// zh: 只有一个来源支持的关系，把握小的在前
// en: Relations that only one document states, least certain first
// param relation: str = null - 只看此关系（如 LOCATED_IN） | only this relation (such as LOCATED_IN)
// column source: str - 主体 | from
// column relation: relation - 关系 | relation
// column target: str - 客体 | to
// column confidence: float - 置信度 | confidence
// column sentence: str - 原文 | sentence
// column document: str - 文件 | document
MATCH (f:Fact)-[:STATED_IN]->(d:Document)
WHERE f.edge IS NOT NULL AND ($relation IS NULL OR f.relation = $relation)
WITH f.edge AS edge, count(DISTINCT d.id) AS documents, max(f.confidence) AS confidence, min(f.id) AS fact
WHERE documents = 1
MATCH (f:Fact {id: fact})-[:STATED_IN]->(d:Document)
MATCH (s:Entity {id: f.subject})
MATCH (o:Entity {id: f.object})
RETURN s.name AS source, f.relation AS relation, o.name AS target, confidence AS confidence, f.quote AS sentence,
       coalesce(d.title, d.name) AS document
ORDER BY confidence, source, relation, target LIMIT 500
