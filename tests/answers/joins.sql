-- l(k, v): 1 a, 2 b, 2 c, NULL d; r(k, w): 2 x, 3 y, NULL z
SELECT * FROM VALUES (1, 'a'), (2, 'b'), (2, 'c'), (NULL, 'd') AS l(k, v) JOIN VALUES (2, 'x'), (3, 'y'), (NULL, 'z') AS r(k, w) ON l.k = r.k;
SELECT * FROM VALUES (1, 'a'), (2, 'b'), (2, 'c'), (NULL, 'd') AS l(k, v) LEFT JOIN VALUES (2, 'x'), (3, 'y'), (NULL, 'z') AS r(k, w) ON l.k = r.k;
SELECT * FROM VALUES (1, 'a'), (2, 'b'), (2, 'c'), (NULL, 'd') AS l(k, v) RIGHT OUTER JOIN VALUES (2, 'x'), (3, 'y'), (NULL, 'z') AS r(k, w) ON l.k = r.k;
SELECT * FROM VALUES (1, 'a'), (2, 'b'), (2, 'c'), (NULL, 'd') AS l(k, v) FULL JOIN VALUES (2, 'x'), (3, 'y'), (NULL, 'z') AS r(k, w) ON l.k = r.k;
SELECT * FROM VALUES (1, 'a'), (2, 'b'), (2, 'c'), (NULL, 'd') AS l(k, v) LEFT SEMI JOIN VALUES (2, 'x'), (3, 'y'), (NULL, 'z') AS r(k, w) ON l.k = r.k;
SELECT * FROM VALUES (1, 'a'), (2, 'b'), (2, 'c'), (NULL, 'd') AS l(k, v) LEFT ANTI JOIN VALUES (2, 'x'), (3, 'y'), (NULL, 'z') AS r(k, w) ON l.k = r.k;
SELECT * FROM VALUES (1, 'a'), (2, 'b') AS l(k, v) SEMI JOIN VALUES (2, 'x') AS r(k, w) USING (k);
SELECT * FROM VALUES (1, 'a'), (2, 'b') AS l(k, v) ANTI JOIN VALUES (2, 'x') AS r(k, w) USING (k);
SELECT * FROM VALUES (1, 'a'), (2, 'b') AS l(k, v) CROSS JOIN VALUES (2, 'x'), (3, 'y') AS r(k, w);
SELECT * FROM VALUES (1, 'a'), (2, 'b') AS l(k, v), VALUES (2, 'x'), (3, 'y') AS r(k, w) WHERE l.k = r.k;
SELECT * FROM VALUES (1, 'a'), (2, 'b') AS l(k, v) JOIN VALUES (2, 'x') AS r(k, w);
SELECT * FROM VALUES (1, 'a'), (2, 'b') AS l(k, v) LEFT JOIN VALUES (2, 'x') AS r(k, w);
SELECT * FROM VALUES (1, 'a'), (NULL, 'd') AS l(k, v) JOIN VALUES (1, 'x'), (NULL, 'z') AS r(k, w) ON l.k <=> r.k;
-- ---- USING and NATURAL
SELECT * FROM VALUES (1, 'a'), (2, 'b') AS l(k, v) JOIN VALUES (2, 'x'), (3, 'y') AS r(k, w) USING (k);
SELECT * FROM VALUES (1, 'a'), (2, 'b') AS l(k, v) LEFT JOIN VALUES (2, 'x'), (3, 'y') AS r(k, w) USING (k);
SELECT * FROM VALUES (1, 'a'), (2, 'b') AS l(k, v) RIGHT JOIN VALUES (2, 'x'), (3, 'y') AS r(k, w) USING (k);
SELECT * FROM VALUES (1, 'a'), (2, 'b') AS l(k, v) FULL JOIN VALUES (2, 'x'), (3, 'y') AS r(k, w) USING (k);
SELECT k, l.k, r.k, v, w FROM VALUES (1, 'a'), (2, 'b') AS l(k, v) FULL JOIN VALUES (2, 'x'), (3, 'y') AS r(k, w) USING (k);
SELECT k, l.k, r.k FROM VALUES (1, 'a'), (2, 'b') AS l(k, v) LEFT JOIN VALUES (2, 'x'), (3, 'y') AS r(k, w) USING (k);
SELECT l.*, r.* FROM VALUES (1, 'a'), (2, 'b') AS l(k, v) JOIN VALUES (2, 'x'), (3, 'y') AS r(k, w) USING (k);
SELECT * FROM VALUES (1, 'a', 5), (2, 'b', 6) AS l(k, v, j) JOIN VALUES (6, 2, 'x') AS r(j, k, w) USING (k, j);
SELECT * FROM VALUES (1, 'a', 5), (2, 'b', 6) AS l(k, v, j) NATURAL JOIN VALUES (6, 2, 'x') AS r(j, k, w);
SELECT * FROM VALUES (1, 'a') AS l(k, v) NATURAL LEFT JOIN VALUES (2, 'x') AS r(k, w);
SELECT * FROM VALUES (1, 'a') AS l(k, v) NATURAL FULL OUTER JOIN VALUES (2, 'x') AS r(k, w);
SELECT * FROM VALUES (1) AS l(a) NATURAL JOIN VALUES (2) AS r(b);
SELECT * FROM VALUES (1, 'a') AS l(k, v) JOIN VALUES (1, 'x') AS r(k, w) USING (k) JOIN VALUES (1, 'p') AS s(k, z) USING (k);
SELECT * FROM VALUES (1, 'a') AS l(k, v) JOIN VALUES ('1', 'x') AS r(k, w) USING (k);
SELECT K, V FROM VALUES (1, 'a') AS l(k, v) JOIN VALUES (1L, 'x') AS r(K, w) USING (K);
SELECT count(*) FROM VALUES (1), (2) AS l(k) FULL JOIN VALUES (2), (3) AS r(k) USING (k) WHERE k > 1;
-- ---- conditions and types
SELECT * FROM VALUES (1), (5) AS l(a) JOIN VALUES (3), (9) AS r(b) ON a < b AND b - a > 3;
SELECT * FROM VALUES (1), (2) AS l(a) LEFT JOIN VALUES (1), (2) AS r(b) ON a = b AND b > 1;
SELECT * FROM VALUES (1), (2) AS l(a) JOIN VALUES ('1'), ('7') AS r(b) ON a = b;
SELECT * FROM VALUES (1), (2) AS l(a) JOIN VALUES (1.0), (2.5) AS r(b) ON a = b;
SELECT * FROM VALUES (1) AS l(a) JOIN VALUES (1) AS r(b) ON a;
SELECT * FROM VALUES (1) AS l(a) JOIN VALUES (array(1)) AS r(b) ON a = b;
SELECT * FROM VALUES (1) AS l(a) JOIN VALUES (1) AS r(b) ON nosuch = a;
SELECT k FROM VALUES (1) AS l(k) JOIN VALUES (1) AS r(k) ON l.k = r.k;
SELECT * FROM VALUES (1) AS l(a) JOIN VALUES (1) AS r(b) USING (a);
SELECT r.w FROM VALUES (1) AS l(k) LEFT SEMI JOIN VALUES (1, 2) AS r(k, w) ON l.k = r.k;
SELECT * FROM VALUES (1) AS l(a) JOIN VALUES (1) AS r(b) ON sum(a) = b;
SELECT * FROM VALUES (1), (2) AS l(a) JOIN (VALUES (1), (2) AS r(b) JOIN VALUES (2) AS s(c) ON b = c) ON a = c;
SELECT * FROM VALUES (1), (2) AS l(a) LEFT JOIN VALUES (2) AS r(b) ON true WHERE b = a OR b > a;
SELECT l.a, r.a FROM VALUES (1), (2) AS l(a), VALUES (1), (2) AS r(a) WHERE l.a < r.a;
-- ---- LATERAL
SELECT * FROM VALUES (1), (2) AS l(a), LATERAL (SELECT a * 10 AS b);
SELECT * FROM VALUES (1), (3) AS l(a) JOIN LATERAL (SELECT id FROM range(5) WHERE id < a) AS r;
SELECT * FROM VALUES (0), (2) AS l(a) LEFT JOIN LATERAL (SELECT id FROM range(5) WHERE id < a) AS r ON true;
SELECT * FROM VALUES (1), (3) AS l(a) CROSS JOIN LATERAL (SELECT max(id) AS m FROM range(5) WHERE id < a) AS r;
SELECT * FROM VALUES (array(1, 2)), (array()) AS l(a), LATERAL explode(a) AS e(x);
-- differs: Spark drops the row whose array is empty, although the join is a left one
SELECT * FROM VALUES (array(1, 2)), (array()) AS l(a) LEFT JOIN LATERAL explode(a) AS e(x);
SELECT * FROM VALUES (1), (2) AS l(a), LATERAL (SELECT a + 1 AS b), LATERAL (SELECT b * 2 AS c);
SELECT * FROM VALUES (1) AS l(a), (SELECT a AS b);
SELECT * FROM VALUES (array(1, 2)) AS l(a) LATERAL VIEW explode(a) e AS x LATERAL VIEW OUTER explode(array()) f AS y;
