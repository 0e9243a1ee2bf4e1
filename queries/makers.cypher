// name: makers
// zh: 谁生产某产品
// en: Who makes a product
// param product: str - 产品名称含此文字 | the product's name contains this text
// column product: str - 产品 | product
// column maker: str - 生产者 | maker
// column type: type - 类型 | type
// column regions: list - 地区 | regions
// column sentence: str - 原文 | sentence
MATCH (x:Product) WHERE x.name CONTAINS $product OR any(a IN coalesce(x.aliases, []) WHERE a CONTAINS $product)
MATCH (m:Entity)-[v:PRODUCES]->(x)
OPTIONAL MATCH (m)-[:LOCATED_IN*1..2]->(r:Region)
WITH x, m, v, r ORDER BY r.name
WITH x, m, v, collect(DISTINCT r.name) AS regions
OPTIONAL MATCH (f:Fact {edge: v.id})
WITH x, m, regions, f ORDER BY f.confidence DESC, f.id
WITH x, m, regions, head(collect(f.quote)) AS sentence
RETURN x.name AS product, m.name AS maker, m.type AS type, regions AS regions, sentence AS sentence
ORDER BY product, maker, x.id, m.id
