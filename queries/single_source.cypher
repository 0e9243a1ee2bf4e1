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
CALL {
  MATCH (s:Entity)-[v]->(o:Entity)
  WHERE v.facts = 1 AND ($relation IS NULL OR type(v) = $relation)
  RETURN s.name AS source, type(v) AS relation, o.name AS target, v.id AS edge, v.confidence AS confidence
  ORDER BY confidence, source, relation, target, edge LIMIT 500
  UNION
  MATCH (s:Entity)-[v]->(o:Entity)
  WHERE v.facts > 1 AND ($relation IS NULL OR type(v) = $relation)
  WITH s.name AS source, type(v) AS relation, o.name AS target, v.id AS edge, v.confidence AS confidence
  MATCH (f:Fact {edge: edge})-[:STATED_IN]->(d:Document)
  WITH source, relation, target, edge, confidence, count(DISTINCT d.id) AS documents
  WHERE documents = 1
  RETURN source, relation, target, edge, confidence
  ORDER BY confidence, source, relation, target, edge LIMIT 500
}
WITH source, relation, target, edge, confidence ORDER BY confidence, source, relation, target, edge LIMIT 500
MATCH (f:Fact {edge: edge})-[:STATED_IN]->(d:Document)
WITH source, relation, target, edge, confidence, f, d ORDER BY f.confidence DESC, f.id
WITH source, relation, target, edge, confidence, head(collect(f.quote)) AS sentence,
     head(collect(coalesce(d.title, d.name))) AS document
RETURN source AS source, relation AS relation, target AS target, confidence AS confidence, sentence AS sentence,
       document AS document
ORDER BY confidence, source, relation, target, edge
