// name: suppliers
// zh: 谁向谁供货
// en: Who supplies whom
// param enterprise: str = null - 供方或需方的名称、别名或编号 | name, alias or id of either side
// column supplier: str - 供方 | supplier
// column product: str - 产品 | product
// column customer: str - 需方 | customer
// column sentence: str - 原文 | sentence
// column document: str - 文件 | document
MATCH (s:Enterprise)-[v:SUPPLIES]->(c:Enterprise)
WHERE $enterprise IS NULL OR any(e IN [s, c] WHERE e.id = $enterprise OR e.name = $enterprise OR $enterprise IN e.aliases)
OPTIONAL MATCH (f:Fact {edge: v.id})-[:STATED_IN]->(d:Document)
WITH s, v, c, f, d ORDER BY f.confidence DESC, d.id, f.start
WITH s, v, c, head(collect(f.quote)) AS sentence, head(collect(coalesce(d.title, d.name))) AS document
RETURN s.name AS supplier, v.product AS product, c.name AS customer, sentence AS sentence, document AS document
ORDER BY supplier, customer, s.id, c.id
