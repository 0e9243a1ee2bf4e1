// name: isolated
// zh: 没有任何关系的实体
// en: Entities without any relation
// param type: str = null - 只看此类型（如 Enterprise） | only this type (such as Enterprise)
// column name: str - 名称 | name
// column type: type - 类型 | type
// column sources: int - 文件数 | documents
// column id: str - 编号 | id
MATCH (n:Entity) WHERE ($type IS NULL OR n.type = $type) AND NOT EXISTS { (n)--() }
RETURN n.name AS name, n.type AS type, n.sources AS sources, n.id AS id
ORDER BY type, name, id LIMIT 500
