-- spark.sql.ansi.enforceReservedKeywords: the words that SQL reserves name nothing.
SET spark.sql.ansi.enforceReservedKeywords = true;
SELECT 1 AS where;
SELECT 1 AS `where`, 2 AS date, 3 AS key, 4 AS value;
SELECT left('abc', 2), right('abc', 1), current_date IS NULL, filter(array(1, -1), x -> x > 0);
SELECT any(true);
SELECT order FROM VALUES (1) t(`order`);
SELECT `order` FROM VALUES (1) t(`order`) ORDER BY `order`;
SELECT 1 AS end;
SELECT 1 AS sql;
SELECT a FROM VALUES (1) AS user(a);
WITH table AS (SELECT 1) SELECT * FROM table;
SELECT CASE WHEN true THEN 1 ELSE 2 END, CAST('1' AS INT), NOT true, 1 IN (1), NULL IS NULL;
SELECT transform(array(1), all -> all + 1);
SELECT count(DISTINCT a), sum(ALL a) FROM VALUES (1) AS t(a) GROUP BY () HAVING true;
SELECT EXTRACT(YEAR FROM DATE'2024-01-01'), TRIM(BOTH 'x' FROM 'xax'), OVERLAY('abc' PLACING 'x' FROM 1);
