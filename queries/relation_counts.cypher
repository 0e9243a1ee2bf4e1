// name: relation_counts
// zh: 各类关系的数量和事实数
// en: How many relations of each type, and their facts
// column relation: relation - 关系 | relation
// column count: int - 数量 | count
// column facts: int - 事实数 | facts
MATCH (:Entity)-[v]->(:Entity)
WITH type(v) AS relation, count(v) AS count, sum(v.facts) AS facts
RETURN relation AS relation, count AS count, facts AS facts
ORDER BY count DESC, relation
