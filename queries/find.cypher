// name: find
// zh: 按名称或别名的一部分查找实体
// en: Find entities by part of their name or another name
// param text: str - 名称或别名含此文字 | the name or another name contains this text
// param type: str = null - 只看此类型（如 Enterprise） | only this type (such as Enterprise)
// column name: str - 名称 | name
// column type: type - 类型 | type
// column aliases: list - 别名 | other names
// column sources: int - 文件数 | documents
// column id: str - 编号 | id
MATCH (n:Entity)
WHERE ($type IS NULL OR n.type = $type)
  AND (n.name CONTAINS $text OR any(a IN coalesce(n.aliases, []) WHERE a CONTAINS $text))
RETURN n.name AS name, n.type AS type, n.aliases AS aliases, n.sources AS sources, n.id AS id
ORDER BY n.name <> $text, size(n.name), name, id LIMIT 200
