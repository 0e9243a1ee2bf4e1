// name: owners
// zh: 谁投资、控制谁
// en: Who invests in or owns whom
// param name: str = null - 任一方的名称、别名或编号 | name, alias or id of either side
// column owner: str - 投资方、上级单位 | owner or parent
// column owned: str - 被投资方、下属单位 | owned or branch
// column relation: relation - 关系（投资；下属单位隶属于上级） | relation (invests in; the branch is a subsidiary of its parent)
// column amount: money - 金额 | amount (yuan)
// column share: float - 持股比例 | share held
// column sentence: str - 原文 | sentence
MATCH (a:Entity)-[v:INVESTS_IN|SUBSIDIARY_OF]->(b:Entity)
WHERE $name IS NULL OR any(e IN [a, b] WHERE e.id = $name OR e.name = $name OR $name IN e.aliases)
OPTIONAL MATCH (f:Fact {edge: v.id})
WITH a, v, b, f ORDER BY f.confidence DESC, f.id
WITH a, v, b, head(collect(f.quote)) AS sentence
WITH v, sentence, CASE WHEN type(v) = 'INVESTS_IN' THEN a.name ELSE b.name END AS owner,
     CASE WHEN type(v) = 'INVESTS_IN' THEN b.name ELSE a.name END AS owned
RETURN owner AS owner, owned AS owned, type(v) AS relation, v.amount AS amount, v.share AS share, sentence AS sentence
ORDER BY owner, owned, relation, v.id
