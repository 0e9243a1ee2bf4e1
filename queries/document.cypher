// name: document
// zh: 一份文件说了什么
// en: What a document says
// param document: str - 文件编号、路径、文件名、标题或文号 | id, path, file name, title or number of the document
// column subject: str - 主体 | subject
// column relation: relation - 关系 | relation
// column object: str - 客体或值 | object or value
// column sentence: str - 原文 | sentence
// column start: int - 位置 | offset
// column place: str - 表格位置 | place in a table
// column rule: str - 规则 | rule
// column confidence: float - 置信度 | confidence
MATCH (d:Document)
WHERE d.id = $document OR d.source = $document OR d.name = $document OR d.title = $document OR d.number = $document
MATCH (f:Fact)-[:STATED_IN]->(d)
MATCH (s:Entity {id: f.subject})
OPTIONAL MATCH (o:Entity {id: f.object})
RETURN s.name AS subject, f.relation AS relation, coalesce(o.name, f.value) AS object, f.quote AS sentence,
       f.start AS start, f.place AS place, f.rule AS rule, f.confidence AS confidence
ORDER BY d.id, coalesce(f.start, 0), coalesce(f.place, ''), subject, relation, object, f.id
