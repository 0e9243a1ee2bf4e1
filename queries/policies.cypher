// name: policies
// zh: 支持某产业链、产业、产品或企业的政策
// en: Policies that support a chain, industry, product or enterprise
// param target: str = null - 支持对象的名称、别名或编号；产业链和产业含其环节 | name, alias or id of what is supported; chains and industries with their parts
// column policy: str - 政策 | policy
// column number: str - 文号 | number
// column issuer: list - 发布机关 | issued by
// column date: date - 日期 | date
// column expires: date - 失效日期 | out of force after
// column state: str - 现状 | state today
// column supports: str - 支持对象 | supports
// column clause: str - 条款 | clause
// column sentence: str - 原文 | sentence
MATCH (p:Policy)-[v:SUPPORTS]->(t:Entity)
WHERE $target IS NULL OR t.id = $target OR t.name = $target OR $target IN t.aliases
   OR EXISTS { MATCH (t)-[:PART_OF*1..2]->(w:Entity) WHERE w.id = $target OR w.name = $target OR $target IN w.aliases }
OPTIONAL MATCH (p)-[:ISSUED_BY]->(a:Entity)
WITH p, v, t, a ORDER BY a.name
WITH p, v, t, collect(DISTINCT a.name) AS issuer
OPTIONAL MATCH (f:Fact {edge: v.id})
WITH p, v, t, issuer, f ORDER BY f.confidence DESC, f.id
WITH p, v, t, issuer, collect(f.quote) AS quotes
WITH p, v, t, issuer, head(quotes) AS sentence,
     reduce(best = '', a IN CASE WHEN t.type <> 'Product' OR any(q IN quotes WHERE q CONTAINS t.name) THEN [] ELSE coalesce(t.aliases, []) END |
       CASE WHEN size(a) > size(best) AND any(q IN quotes WHERE q CONTAINS a) THEN a ELSE best END) AS said
RETURN p.name AS policy, p.number AS number, issuer AS issuer, p.date AS date, p.expires AS expires,
       CASE WHEN '已废止' IN coalesce(p.tags, []) THEN '已废止'
            WHEN p.expires < left(toString(date()), size(p.expires)) THEN '已失效' END AS state,
       CASE WHEN said = '' THEN t.name ELSE said + '（' + t.name + '）' END AS supports,
       v.clause AS clause, sentence AS sentence
ORDER BY coalesce(p.date, '') DESC, policy, t.name, p.id, t.id
