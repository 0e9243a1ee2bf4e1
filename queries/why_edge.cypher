// name: why_edge
// zh: 一条关系背后的全部事实
// en: The facts behind a relation
// param id: str - 关系编号 | id of the relation
// column subject: str - 主体 | subject
// column relation: relation - 关系 | relation
// column object: str - 客体 | object
// column sentence: str - 原文 | sentence
// column document: str - 文件 | document
// column number: str - 文号 | number
// column date: date - 日期 | date
// column start: int - 位置 | offset
// column place: str - 表格位置 | place in a table
// column rule: str - 规则 | rule
// column confidence: float - 置信度 | confidence
MATCH (f:Fact {edge: $id})-[:STATED_IN]->(d:Document)
MATCH (s:Entity {id: f.subject})
MATCH (o:Entity {id: f.object})
RETURN s.name AS subject, f.relation AS relation, o.name AS object, f.quote AS sentence,
       coalesce(d.title, d.name) AS document, d.number AS number, d.date AS date, f.start AS start, f.place AS place,
       f.rule AS rule, f.confidence AS confidence
ORDER BY confidence DESC, d.id, start, place, f.id
