// name: joint_issuers
// zh: 联合发文的机关
// en: Agencies that issue policies jointly
// column agency: str - 机关 | agency
// column partner: str - 联合机关 | with
// column policies: int - 联合发文数 | policies
// column names: list - 文件 | which
MATCH (a:Entity)<-[:ISSUED_BY]-(p:Policy)-[:ISSUED_BY]->(b:Entity)
WHERE a.id < b.id
WITH a, b, p ORDER BY p.name
WITH a, b, collect(DISTINCT p.name) AS names
RETURN a.name AS agency, b.name AS partner, size(names) AS policies, names AS names
ORDER BY policies DESC, agency, partner, a.id, b.id
