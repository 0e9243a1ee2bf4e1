// name: why_entity
// zh: 一个实体背后的全部事实
// en: The facts behind an entity
// param id: str - 实体编号 | id of the entity
// column subject: str - 主体 | subject
// column relation: relation - 属性或关系 | property or relation
// column object: str - 客体或值 | object or value
// column sentence: str - 原文 | sentence
// column document: str - 文件 | document
// column number: str - 文号 | number
// column date: date - 日期 | date
// column start: int - 位置 | offset
// column place: str - 表格位置 | place in a table
// column rule: str - 规则 | rule
// column confidence: float - 置信度 | confidence
CALL {
  MATCH (f:Fact {subject: $id}) RETURN f
  UNION
  MATCH (f:Fact {object: $id}) RETURN f
}
MATCH (f)-[:STATED_IN]->(d:Document)
MATCH (s:Entity {id: f.subject})
OPTIONAL MATCH (o:Entity {id: f.object})
RETURN s.name AS subject, f.relation AS relation, coalesce(o.name, f.value) AS object, f.quote AS sentence,
       coalesce(d.title, d.name) AS document, d.number AS number, d.date AS date, f.start AS start, f.place AS place,
       f.rule AS rule, f.confidence AS confidence
ORDER BY f.edge IS NOT NULL, relation, object, subject, confidence DESC, d.id, start, place, f.id
