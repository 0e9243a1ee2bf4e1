// name: entity_counts
// zh: 各类实体的数量
// en: How many entities of each type
// column type: type - 类型 | type
// column count: int - 数量 | count
MATCH (n:Entity)
WITH n.type AS type, count(n) AS count
RETURN type AS type, count AS count
ORDER BY count DESC, type
