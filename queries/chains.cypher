// name: chains
// zh: 文件提到的产业链，各附一句原文
// en: The chains that documents name, each with its sentence
// param region: str = null - 只看该地区发展的产业链 | only chains that this region develops
// param document: str = null - 只看该文件（编号、路径、文件名、标题或文号） | only this document (id, path, file name, title or number)
// column chain: str - 产业链 | chain
// column documents: int - 文件数 | documents
// column regions: list - 发展地区 | developed by
// column sentence: str - 原文 | sentence
// column document: str - 文件 | document
MATCH (c:Chain)
OPTIONAL MATCH (r:Region)-[:DEVELOPS]->(c)
WITH c, r ORDER BY r.name
WITH c, collect(DISTINCT r) AS found
WITH c, [r IN found | r.name] AS regions,
     $region IS NULL OR any(r IN found WHERE r.id = $region OR r.name = $region OR $region IN r.aliases) AS wanted
WHERE wanted
OPTIONAL MATCH (a:Fact {subject: c.id})
WITH c, regions, collect(a) AS named
OPTIONAL MATCH (b:Fact {object: c.id})
WITH c, regions, named, collect(b) AS told
UNWIND named + told AS f
MATCH (f)-[:STATED_IN]->(d:Document)
WHERE $document IS NULL OR d.id = $document OR d.source = $document OR d.name = $document OR d.title = $document OR d.number = $document
WITH c, regions, f, d
ORDER BY f.start IS NULL, f.relation <> 'DEVELOPS', NOT f.quote CONTAINS c.name, size(f.quote) DESC, d.id, f.start, f.id
WITH c, regions, count(DISTINCT d.id) AS documents, head(collect(f.quote)) AS sentence,
     head(collect(coalesce(d.title, d.name))) AS document
RETURN c.name AS chain, documents AS documents, regions AS regions, sentence AS sentence, document AS document
ORDER BY documents DESC, chain, c.id
