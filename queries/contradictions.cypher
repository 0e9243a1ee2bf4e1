// name: contradictions
// zh: 互相矛盾的说法：同一属性的不同值，或互为上下游、互为子公司
// en: Statements that contradict each other: two values of one property, or each the other's upstream or subsidiary
// column subject: str - 主体 | subject
// column relation: relation - 属性或关系 | property or relation
// column values: list - 各种说法 | what is said
// column documents: list - 文件 | documents
CALL {
  MATCH (f:Fact)
  WHERE f.value IS NOT NULL AND NOT f.relation IN ['name', 'alias', 'aliases', 'tag', 'tags', 'lacks', 'seeks']
  WITH f.subject AS id, f.relation AS relation, count(DISTINCT f.value) AS different
  WHERE different > 1
  MATCH (f:Fact {subject: id})-[:STATED_IN]->(d:Document)
  WHERE f.relation = relation AND f.value IS NOT NULL
  WITH id, relation, f, d ORDER BY f.value, d.id
  WITH id, relation, collect(DISTINCT f.value) AS values, collect(DISTINCT coalesce(d.title, d.name)) AS documents
  MATCH (s:Entity {id: id})
  RETURN s.name AS subject, id AS id, relation AS relation, values AS values, documents AS documents
  UNION ALL
  MATCH (a:Entity)-[v:UPSTREAM_OF|SUBSIDIARY_OF]->(b:Entity)-[w:UPSTREAM_OF|SUBSIDIARY_OF]->(a)
  WHERE a.id < b.id AND type(v) = type(w)
  MATCH (f:Fact)-[:STATED_IN]->(d:Document) WHERE f.edge = v.id OR f.edge = w.id
  WITH a, b, v, d ORDER BY d.id
  WITH a, b, v, collect(DISTINCT coalesce(d.title, d.name)) AS documents
  RETURN a.name AS subject, a.id + b.id AS id, type(v) AS relation, [a.name + ' → ' + b.name, b.name + ' → ' + a.name] AS values,
         documents AS documents
}
RETURN subject AS subject, relation AS relation, values AS values, documents AS documents
ORDER BY relation, subject, id
