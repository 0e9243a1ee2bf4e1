// name: well_sourced
// zh: 来源文件最多的实体
// en: The entities with the most source documents
// param type: str = null - 只看此类型（如 Enterprise） | only this type (such as Enterprise)
// column name: str - 名称 | name
// column type: type - 类型 | type
// column sources: int - 文件数 | documents
// column relations: int - 关系数 | relations
MATCH (n:Entity) WHERE $type IS NULL OR n.type = $type
OPTIONAL MATCH (n)-[v]-()
WITH n, count(v) AS relations
RETURN n.name AS name, n.type AS type, n.sources AS sources, relations AS relations
ORDER BY sources DESC, relations DESC, name, n.id LIMIT 100
