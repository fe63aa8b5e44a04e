SELECT (SELECT 1), (SELECT max(x) FROM VALUES (1), (5) AS t(x)) + 1;
SELECT (SELECT x FROM VALUES (1) AS t(x) WHERE x > 5);
SELECT (SELECT 1, 2);
SELECT (SELECT 1 AS one) AS a, (SELECT 2 AS two);
SELECT k, (SELECT sum(v) FROM VALUES (1, 10), (1, 20), (3, 5) AS u(k, v) WHERE u.k = t.k) AS s FROM VALUES (1), (2), (3) AS t(k);
SELECT k, (SELECT count(*) FROM VALUES (1, 10), (1, 20) AS u(k, v) WHERE u.k = t.k) AS n FROM VALUES (1), (2) AS t(k);
SELECT k, (SELECT count(*) + 1 FROM VALUES (1, 10) AS u(k, v) WHERE u.k = t.k) AS n FROM VALUES (1), (2), (NULL) AS t(k);
SELECT k, (SELECT v FROM VALUES (1, 10) AS u(k, v) WHERE u.k = t.k) AS v FROM VALUES (1), (2) AS t(k);
SELECT k, (SELECT max(v) FROM VALUES (1, 10), (1, 30) AS u(k, v) WHERE u.k = t.k AND u.v < 25) AS v FROM VALUES (1), (2) AS t(k);
SELECT k, (SELECT v FROM VALUES (1, 10), (1, 5) AS u(k, v) WHERE u.k = t.k ORDER BY v LIMIT 1) AS v FROM VALUES (1), (2) AS t(k);
SELECT k, (SELECT v FROM VALUES (1, 10), (1, 20) AS u(k, v) WHERE u.k = t.k) AS v FROM VALUES (1), (2) AS t(k);
SELECT k, (SELECT first(v) FROM VALUES (1, 10), (1, 20) AS u(k, v) WHERE u.k = t.k) AS v FROM VALUES (1), (2) AS t(k);
SELECT k, (SELECT max(v) FROM VALUES (1, 10), (2, 20) AS u(k, v) WHERE u.k < t.k) AS v FROM VALUES (1), (2), (3) AS t(k);
SELECT k FROM VALUES (1), (2), (3) AS t(k) WHERE k > (SELECT avg(x) FROM VALUES (1), (2) AS u(x));
SELECT k FROM VALUES (1), (2) AS t(k) WHERE (SELECT max(v) FROM VALUES (1, 10), (2, 5) AS u(k, v) WHERE u.k = t.k) > 7;
SELECT k, sum(v) FROM VALUES (1, 10), (2, 20) AS t(k, v) GROUP BY k HAVING sum(v) > (SELECT min(x) FROM VALUES (15) AS u(x));
-- differs: Spark refuses a correlated subquery in ORDER BY; Tarn answers
SELECT k FROM VALUES (1), (2) AS t(k) ORDER BY (SELECT -t.k);
-- ---- IN
SELECT k FROM VALUES (1), (2), (NULL) AS t(k) WHERE k IN (SELECT x FROM VALUES (1), (NULL) AS u(x));
SELECT k FROM VALUES (1), (2), (NULL) AS t(k) WHERE k NOT IN (SELECT x FROM VALUES (1) AS u(x));
SELECT k FROM VALUES (1), (2), (NULL) AS t(k) WHERE k NOT IN (SELECT x FROM VALUES (1), (NULL) AS u(x));
SELECT k FROM VALUES (1), (NULL) AS t(k) WHERE k NOT IN (SELECT x FROM VALUES (1) AS u(x) WHERE x > 5);
SELECT k, k IN (SELECT x FROM VALUES (1), (NULL) AS u(x)) AS a, k NOT IN (SELECT x FROM VALUES (1) AS u(x)) AS b FROM VALUES (1), (2), (NULL) AS t(k);
SELECT k, v FROM VALUES (1, 'a'), (2, 'b') AS t(k, v) WHERE (k, v) IN (SELECT x, y FROM VALUES (1, 'a'), (2, 'z') AS u(x, y));
SELECT k FROM VALUES (1), (2) AS t(k) WHERE (k, k) IN ((1, 1), (2, 3));
SELECT k FROM VALUES (1), (2) AS t(k) WHERE k IN (SELECT x FROM VALUES ('1') AS u(x));
SELECT k FROM VALUES (1), (2) AS t(k) WHERE k IN (SELECT x, x FROM VALUES (1) AS u(x));
SELECT k FROM VALUES (1), (2) AS t(k) WHERE k IN (SELECT array(1));
SELECT k FROM VALUES (1), (2) AS t(k) WHERE k IN (SELECT x FROM VALUES (1), (2) AS u(x) WHERE u.x < t.k + 1 AND x > 1);
SELECT k FROM VALUES (1), (2) AS t(k) WHERE k + 1 IN (SELECT x FROM VALUES (2) AS u(x)) OR k = 2;
SELECT 1 IN (SELECT 1), 1 IN (SELECT 2), NULL IN (SELECT 1);
-- ---- EXISTS
SELECT k FROM VALUES (1), (2) AS t(k) WHERE EXISTS (SELECT 1 FROM VALUES (2) AS u(x) WHERE u.x = t.k);
SELECT k FROM VALUES (1), (2) AS t(k) WHERE NOT EXISTS (SELECT 1 FROM VALUES (2) AS u(x) WHERE u.x = t.k);
SELECT k, EXISTS (SELECT 1 FROM VALUES (2) AS u(x) WHERE u.x > t.k) AS e FROM VALUES (1), (2) AS t(k);
SELECT EXISTS (SELECT 1 WHERE false), EXISTS (SELECT NULL);
SELECT k FROM VALUES (1), (2) AS t(k) WHERE EXISTS (SELECT 1 FROM VALUES (2) AS u(x) WHERE u.x = t.k) OR k = 1;
SELECT k FROM VALUES (1), (2) AS t(k) WHERE EXISTS (SELECT count(*) FROM VALUES (2) AS u(x) WHERE u.x = t.k);
SELECT k FROM VALUES (1), (2), (3) AS t(k) WHERE EXISTS (SELECT 1 FROM VALUES (1), (2) AS u(x) WHERE u.x = t.k AND EXISTS (SELECT 1 FROM VALUES (2) AS w(y) WHERE w.y = u.x));
-- ---- CTEs
WITH a AS (SELECT 1 AS x), b AS (SELECT x + 1 AS y FROM a) SELECT * FROM a, b;
WITH a(p, q) AS (SELECT 1, 2) SELECT q, p FROM a;
WITH a(p) AS (SELECT 1, 2) SELECT * FROM a;
WITH a AS (SELECT 1 AS x) SELECT * FROM (WITH a AS (SELECT 2 AS x) SELECT * FROM a) UNION ALL SELECT * FROM a;
WITH a AS (SELECT 1 AS x), b AS (WITH a AS (SELECT 5 AS x) SELECT x FROM a) SELECT * FROM a, b;
WITH a AS (SELECT 1 AS x) SELECT (SELECT x FROM a) AS y, (WITH c AS (SELECT 3 AS z) SELECT z FROM c) AS w;
WITH a AS (SELECT 1), a AS (SELECT 2) SELECT * FROM a;
WITH b AS (SELECT * FROM a), a AS (SELECT 1) SELECT * FROM b;
WITH a AS (SELECT 1 AS x) SELECT t.x, u.x FROM a t JOIN a u ON t.x = u.x;
WITH t AS (SELECT 1 AS x UNION ALL SELECT 2) SELECT k, (SELECT count(*) FROM t WHERE t.x <= u.k) AS n FROM VALUES (1), (2) AS u(k);
WITH A AS (SELECT 1 AS X) SELECT a.x FROM a;
WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT * FROM r;
-- ---- what is refused
SELECT k FROM VALUES (1) AS t(k) WHERE k = (SELECT nosuch FROM VALUES (1) AS u(x));
SELECT * FROM VALUES (1) AS t(k) WHERE (SELECT 1, 2) = 1;
SELECT sum((SELECT max(x) FROM VALUES (1) AS u(x))) FROM VALUES (1) AS t(k);
SELECT k FROM VALUES (1) AS t(k) GROUP BY k HAVING max((SELECT 1)) = 1;
SELECT (SELECT sum(t.k) FROM VALUES (1) AS u(x)) FROM VALUES (1), (2) AS t(k);
