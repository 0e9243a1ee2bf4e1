// name: documents
// zh: 已载入的文件
// en: The documents in the graph
// column document: str - 文件名 | file
// column title: str - 标题 | title
// column number: str - 文号 | number
// column issuer: str - 发布机构 | issuer
// column date: date - 日期 | date
// column facts: int - 事实数 | facts
// column id: str - 编号 | id
MATCH (d:Document)
OPTIONAL MATCH (f:Fact)-[:STATED_IN]->(d)
WITH d, count(f) AS facts
RETURN d.name AS document, d.title AS title, d.number AS number, d.issuer AS issuer, d.date AS date, facts AS facts, d.id AS id
ORDER BY document, id
