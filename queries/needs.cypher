// name: needs
// zh: 地区、园区或产业链自述的短板和招引对象
// en: What places and chains say that they lack or want to attract
// param region: str = null - 地区、园区或产业链的名称、别名或编号 | name, alias or id of a region, park or chain
// param kind: str = null - lacks（短板）或 seeks（招引） | lacks or seeks
// column holder: str - 主体 | who
// column kind: relation - 说法 | says
// column name: str - 环节、产品、产业或企业 | good, sector or firm
// column sentence: str - 原文 | sentence
// column document: str - 文件 | document
// column number: str - 文号 | number
// column date: date - 日期 | date
// column place: str - 表格位置 | place in a table
// column rule: str - 规则 | rule
// column confidence: float - 置信度 | confidence
CALL {
  MATCH (s:Region) RETURN s
  UNION
  MATCH (s:Park) RETURN s
  UNION
  MATCH (s:Chain) RETURN s
}
WITH s WHERE $region IS NULL OR s.id = $region OR s.name = $region OR $region IN s.aliases
MATCH (f:Fact {subject: s.id}) WHERE f.relation IN ['lacks', 'seeks'] AND ($kind IS NULL OR f.relation = $kind)
MATCH (f)-[:STATED_IN]->(d:Document)
RETURN s.name AS holder, f.relation AS kind, f.value AS name, f.quote AS sentence, coalesce(d.title, d.name) AS document,
       d.number AS number, d.date AS date, f.place AS place, f.rule AS rule, f.confidence AS confidence
ORDER BY holder, kind, document, f.start, place, name, f.id
