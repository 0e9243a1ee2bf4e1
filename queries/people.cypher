// name: people
// zh: 人物及其任职
// en: Persons and where they work
// param organization: str = null - 任职单位名称含此文字 | the organization's name contains this text
// column person: str - 人物 | person
// column position: str - 职务 | position
// column organization: str - 单位 | organization
// column sentence: str - 原文 | sentence
MATCH (p:Person)-[v:WORKS_FOR]->(o:Entity)
WHERE $organization IS NULL OR o.name CONTAINS $organization OR $organization IN o.aliases
OPTIONAL MATCH (f:Fact {edge: v.id})
WITH p, v, o, f ORDER BY f.confidence DESC, f.id
WITH p, v, o, head(collect(f.quote)) AS sentence
RETURN p.name AS person, v.position AS position, o.name AS organization, sentence AS sentence
ORDER BY organization, person, o.id, p.id
