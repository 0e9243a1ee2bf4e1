// name: projects
// zh: 项目的金额、日期、地点和投资方
// en: Projects with amounts, dates, places and investors
// param region: str = null - 地区名称、别名或编号，含其下辖地区 | name, alias or id of the region, with all below it
// column project: str - 项目 | project
// column investment: money - 投资额 | investment (yuan)
// column stage: str - 阶段 | stage
// column signed: date - 签约 | signed
// column started: date - 开工 | started
// column opened: date - 投产 | in production
// column places: list - 地点 | places
// column investors: list - 投资方 | investors
// column makes: list - 产品 | makes
OPTIONAL MATCH (r:Region) WHERE r.id = $region OR r.name = $region OR $region IN r.aliases
WITH r, CASE WHEN r.division_code ENDS WITH '0000' THEN left(r.division_code, 2)
             WHEN r.division_code ENDS WITH '00' THEN left(r.division_code, 4)
             ELSE r.division_code END AS code
OPTIONAL MATCH (place:Region)
WHERE place.id = r.id OR place.division_code STARTS WITH code OR EXISTS { (place)-[:PART_OF*1..4]->(r) }
WITH collect(DISTINCT place.id) AS within
MATCH (p:Project)
OPTIONAL MATCH (p)-[:LOCATED_IN*1..2]->(r:Entity)
WITH p, within, r ORDER BY r.name
WITH p, within, collect(DISTINCT r) AS found
WHERE $region IS NULL OR any(r IN found WHERE r.id IN within)
OPTIONAL MATCH (i:Entity)-[:INVESTS_IN|OPERATES]->(p)
WITH p, found, i ORDER BY i.name
WITH p, found, collect(DISTINCT i.name) AS investors
OPTIONAL MATCH (p)-[:PRODUCES]->(x:Product)
WITH p, found, investors, x ORDER BY x.name
WITH p, found, investors, collect(DISTINCT x.name) AS makes
RETURN p.name AS project, p.investment AS investment, p.stage AS stage, p.signed AS signed, p.started AS started,
       p.opened AS opened, [r IN found | r.name] AS places, investors AS investors, makes AS makes
ORDER BY coalesce(p.investment, 0) DESC, project, p.id
