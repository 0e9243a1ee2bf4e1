// name: upstream
// zh: 一种产品（环节）的全部上游，近者在前
// en: Everything upstream of a product or segment, nearest first
// param product: str - 产品或环节的名称、别名或编号 | name, alias or id of the product
// param steps: int 1..6 = 3 - 最多几步 | at most so many steps
// column steps: int - 步数 | steps
// column product: str - 上游产品 | upstream product
// column enterprises: list - 生产企业 | who makes it
MATCH (t:Product) WHERE t.id = $product OR t.name = $product OR $product IN t.aliases
MATCH p = (u:Product)-[:UPSTREAM_OF*1..6]->(t)
WHERE length(p) <= $steps AND u.id <> t.id
WITH u, min(length(p)) AS steps
OPTIONAL MATCH (e:Enterprise)-[:PRODUCES]->(u)
WITH u, steps, e ORDER BY e.name
WITH u, steps, collect(DISTINCT e.name) AS enterprises
RETURN steps AS steps, u.name AS product, enterprises AS enterprises
ORDER BY steps, product, u.id
