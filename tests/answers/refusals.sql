-- What may not stand where it stands, and what Spark says of it: subqueries, window functions and aggregates in
-- clauses that cannot have them, names of queries further out, aggregates of the outer query in HAVING.
SELECT a, row_number() OVER (ORDER BY a) AS r FROM VALUES (1), (2) t(a) ORDER BY row_number() OVER (ORDER BY a);
SELECT a, row_number() OVER (ORDER BY a) AS r FROM VALUES (1), (2) t(a) ORDER BY row_number() OVER (ORDER BY a) + 1;
SELECT a, row_number() OVER (ORDER BY a) AS r FROM VALUES (1), (2) t(a) ORDER BY r;
SELECT a, sum(b) FROM VALUES (1, 2), (2, 3) t(a, b) GROUP BY a ORDER BY row_number() OVER (ORDER BY a);
-- differs: found and not mended yet: error NESTED_AGGREGATE_FUNCTION / UNSUPPORTED_EXPR_FOR_OPERATOR
SELECT a, sum(b) FROM VALUES (1, 2), (2, 3) t(a, b) GROUP BY a ORDER BY sum(sum(b)) OVER (ORDER BY a);
SELECT a, sum(b) FROM VALUES (1, 2), (2, 3) t(a, b) GROUP BY a ORDER BY rank() OVER (ORDER BY sum(b) DESC);
-- differs: found and not mended yet: error UNRESOLVED_COLUMN.WITH_SUGGESTION / UNSUPPORTED_EXPR_FOR_OPERATOR
SELECT a, sum(b), rank() OVER (ORDER BY sum(b) DESC) FROM VALUES (1, 2), (2, 3) t(a, b) GROUP BY a ORDER BY rank() OVER (ORDER BY sum(b) DESC);
SELECT DISTINCT a FROM VALUES (1), (2) t(a) ORDER BY row_number() OVER (ORDER BY a);
(SELECT a FROM VALUES (1), (2) t(a)) UNION ALL SELECT 3 ORDER BY row_number() OVER (ORDER BY a);
SELECT a FROM VALUES (1), (2) t(a) SORT BY row_number() OVER (ORDER BY a);
SELECT a FROM VALUES (1), (2) t(a) DISTRIBUTE BY row_number() OVER (ORDER BY a);
VALUES (1) ORDER BY row_number() OVER (ORDER BY col1);
FROM VALUES (1), (2) t(a) |> ORDER BY row_number() OVER (ORDER BY a);
SELECT a FROM VALUES (1), (2) t(a) ORDER BY EXISTS (SELECT 1 FROM VALUES (1) u(b) WHERE b = a);
SELECT a FROM VALUES (1), (2) t(a) ORDER BY a IN (SELECT b FROM VALUES (1) u(b));
SELECT a FROM VALUES (1), (2) t(a) ORDER BY a IN (SELECT b FROM VALUES (1) u(b) WHERE b = a);
SELECT a, (SELECT max(b) FROM VALUES (1) u(b) WHERE b = a) AS s FROM VALUES (1), (2) t(a) ORDER BY s;
SELECT a, (SELECT max(b) FROM VALUES (1) u(b) WHERE b = a) AS s FROM VALUES (1), (2) t(a) ORDER BY (SELECT max(b) FROM VALUES (1) u(b) WHERE b = a);
-- differs: found and not mended yet: error UNRESOLVED_COLUMN.WITH_SUGGESTION / QUALIFY_AGGREGATE_NOT_ALLOWED
SELECT a, sum(b) AS s FROM VALUES (1, 2), (2, 3) t(a, b) GROUP BY a QUALIFY row_number() OVER (ORDER BY sum(b)) = 1;
SELECT a, sum(b) AS s FROM VALUES (1, 2), (2, 3) t(a, b) GROUP BY a QUALIFY row_number() OVER (ORDER BY s) = 1;
SELECT a, sum(b) AS s, row_number() OVER (ORDER BY a) AS r FROM VALUES (1, 2), (2, 3) t(a, b) GROUP BY a QUALIFY s > 2;
SELECT a, row_number() OVER (ORDER BY a) AS r FROM VALUES (1, 2), (2, 3) t(a, b) QUALIFY sum(b) OVER () > 2;
SELECT a, sum(b) AS s, row_number() OVER (ORDER BY a) AS r FROM VALUES (1, 2), (2, 3) t(a, b) GROUP BY a HAVING sum(b) > 1 QUALIFY count(*) > 2;
SELECT a, (SELECT max(b) FROM VALUES (1) u(b) WHERE b = c) AS s FROM VALUES (1, 2), (2, 3) t(a, c) GROUP BY a, c;
SELECT c, (SELECT max(b) FROM VALUES (1) u(b) WHERE b = c) + 1 FROM VALUES (1, 2), (2, 3) t(a, c) GROUP BY c, (SELECT max(b) FROM VALUES (1) u(b) WHERE b = c);
SELECT count(*), (SELECT max(b) FROM VALUES (1) u(b) WHERE b = a) FROM VALUES (1), (2) t(a);
SELECT a, EXISTS (SELECT 1 FROM VALUES (1) u(b) WHERE b = a) FROM VALUES (1), (2) t(a) GROUP BY a;
SELECT a, EXISTS (SELECT 1 FROM VALUES (1) u(b) WHERE b = c) FROM VALUES (1, 2), (2, 3) t(a, c) GROUP BY a;
SELECT a, a IN (SELECT b FROM VALUES (1) u(b) WHERE b = a) FROM VALUES (1), (2) t(a) GROUP BY a;
SELECT a, (SELECT max(b) FROM VALUES (1) u(b) WHERE b = a) FROM VALUES (1), (2) t(a) GROUP BY ALL;
SELECT a, max((SELECT max(b) FROM VALUES (1) u(b) WHERE b = a)) FROM VALUES (1), (2) t(a) GROUP BY a;
SELECT a, sum(a) FROM VALUES (1), (2) t(a) GROUP BY a HAVING (SELECT max(b) FROM VALUES (1) u(b) WHERE b = a) = 1;
SELECT a FROM VALUES (1), (2) t(a) GROUP BY a ORDER BY (SELECT max(b) FROM VALUES (1) u(b) WHERE b = a);
SELECT (SELECT max(b) FROM VALUES (1) u(b) WHERE b = a) s FROM VALUES (1), (2) t(a) GROUP BY s HAVING s = 1;
SELECT a FROM VALUES (1, 5), (2, 6) t(a, c) GROUP BY a HAVING EXISTS (SELECT max(c));
SELECT a FROM VALUES (1, 5), (2, 6) t(a, c) GROUP BY a HAVING (SELECT max(c)) = 5;
SELECT a FROM VALUES (1, 5), (2, 6) t(a, c) GROUP BY a HAVING (SELECT max(b) + max(c) FROM VALUES (1) u(b)) = 6;
SELECT a FROM VALUES (1, 5), (2, 6) t(a, c) GROUP BY a HAVING EXISTS (SELECT b FROM VALUES (5) u(b) GROUP BY b HAVING b = max(c));
SELECT a FROM VALUES (1, 5), (2, 6) t(a, c) GROUP BY a HAVING EXISTS (SELECT b FROM VALUES (5) u(b) WHERE count(*) = 1);
SELECT a FROM VALUES (1, 5), (2, 6) t(a, c) GROUP BY a HAVING EXISTS (SELECT b FROM VALUES (5) u(b) WHERE max(b + c) = 1);
SELECT a FROM VALUES (1, 5), (2, 6) t(a, c) GROUP BY a HAVING EXISTS (SELECT b FROM VALUES (5) u(b) JOIN VALUES (5) v(d) ON d = max(c));
-- differs: found and not mended yet: Tarn raises UNRESOLVED_COLUMN.WITH_SUGGESTION
SELECT a, max(c) AS m FROM VALUES (1, 5), (2, 6) t(a, c) GROUP BY a HAVING EXISTS (SELECT b FROM VALUES (5) u(b) WHERE b = m);
SELECT a, max(c) AS m FROM VALUES (1, 5), (2, 6) t(a, c) GROUP BY a HAVING EXISTS (SELECT b FROM VALUES (5) u(b) WHERE b = max(t.c) AND b = sum(t.c));
SELECT max(c) FROM VALUES (1, 5), (2, 6) t(a, c) HAVING EXISTS (SELECT b FROM VALUES (6) u(b) WHERE b = max(t.c));
SELECT 1 FROM VALUES (1, 5), (2, 6) t(a, c) HAVING EXISTS (SELECT b FROM VALUES (6) u(b) WHERE b = max(t.c));
SELECT a FROM VALUES (1, 5), (2, 6) t(a, c) GROUP BY a ORDER BY (SELECT max(b) FROM VALUES (1) u(b) WHERE b = max(c));
SELECT (SELECT max(b) FROM VALUES (1) u(b) WHERE b = a), count(*) FROM VALUES (1), (2) t(a) GROUP BY 1;
-- differs: found and not mended yet: Spark raises UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.MUST_AGGREGATE_CORRELATED_SCALAR_SUBQUERY
SELECT count(*) FROM VALUES (1), (2) t(a) GROUP BY (SELECT max(b) FROM VALUES (1) u(b) WHERE b = a);
SELECT count(*) FROM VALUES (1), (2) t(a) GROUP BY (SELECT max(b) FROM VALUES (1) u(b));
SELECT sum((SELECT max(b) FROM VALUES (1) u(b) WHERE b = a)) FROM VALUES (1), (2) t(a);
SELECT sum((SELECT max(b) FROM VALUES (1) u(b))) FROM VALUES (1), (2) t(a);
SELECT a, (SELECT max(b) FROM VALUES (1) u(b) WHERE b = a) FROM VALUES (1), (2) t(a) GROUP BY a;
SELECT (SELECT max(b) FROM VALUES (1) u(b) WHERE b = c) FROM VALUES (1, 2), (2, 3) t(a, c) GROUP BY a;
SELECT a, (SELECT max(b) FROM VALUES (1) u(b) WHERE b = c) FROM VALUES (1, 2), (2, 3) t(a, c) GROUP BY a;
SELECT a, (SELECT max(b) FROM VALUES (1) u(b) WHERE b = c) AS s FROM VALUES (1, 2), (2, 3) t(a, c) GROUP BY a, c, s;
SELECT a, (SELECT max(b) FROM VALUES (1) u(b) WHERE b = max(c)) FROM VALUES (1, 2), (2, 3) t(a, c) GROUP BY a;
SELECT a FROM VALUES (1, 2), (2, 3) t(a, c) GROUP BY a HAVING (SELECT max(b) FROM VALUES (3) u(b) WHERE b = max(c)) = 3;
SELECT a FROM VALUES (1, 2), (2, 3) t(a, c) GROUP BY a HAVING EXISTS (SELECT 1 FROM VALUES (3) u(b) WHERE b = max(c));
SELECT a FROM VALUES (1, 2), (2, 3) t(a, c) GROUP BY a HAVING EXISTS (SELECT 1 FROM VALUES (3) u(b) WHERE b = a);
-- differs: found and not mended yet: error MISSING_ATTRIBUTES.RESOLVED_ATTRIBUTE_MISSING_FROM_INPUT / UNRESOLVED_COLUMN.WITH_SUGGESTION
SELECT a FROM VALUES (1, 2), (2, 3) t(a, c) GROUP BY a HAVING EXISTS (SELECT 1 FROM VALUES (3) u(b) WHERE b = c);
SELECT a FROM VALUES (1, 2), (2, 3) t(a, c) GROUP BY a HAVING max(c) IN (SELECT b FROM VALUES (3) u(b));
SELECT a FROM VALUES (1, 2), (2, 3) t(a, c) GROUP BY a HAVING max(c) IN (SELECT b FROM VALUES (3) u(b) WHERE b = max(c));
SELECT a FROM VALUES (1, 2), (2, 3) t(a, c) GROUP BY a HAVING 3 IN (SELECT b FROM VALUES (3) u(b) WHERE b = max(c));
SELECT a FROM VALUES (1, 2), (2, 3) t(a, c) GROUP BY a HAVING (SELECT max(b) FROM VALUES (3) u(b) WHERE b > min(c) + a) = 3;
SELECT a, count(*) FROM VALUES (1, 2), (2, 3) t(a, c) GROUP BY a HAVING (SELECT count(*) FROM VALUES (3) u(b) WHERE b = max(t.c)) = 1 ORDER BY a;
SELECT a FROM VALUES (1, 2) t(a, c) WHERE (SELECT max(b) FROM VALUES (3) u(b) WHERE b > max(c)) = 3;
SELECT (SELECT (SELECT a)) FROM VALUES (1) t(a);
SELECT (SELECT (SELECT a + b) FROM VALUES (2) u(b)) FROM VALUES (1) t(a);
SELECT (SELECT max(d) FROM VALUES (2) u(b), LATERAL (SELECT a + b AS d)) FROM VALUES (1) t(a);
SELECT * FROM VALUES (1) t(a) WHERE EXISTS (SELECT 1 FROM VALUES (1) u(b) WHERE EXISTS (SELECT 1 FROM VALUES (1) v(c) WHERE c = a));
SELECT * FROM VALUES (1) t(a) WHERE a IN (SELECT b FROM VALUES (1) u(b) WHERE b IN (SELECT c FROM VALUES (1) v(c) WHERE c = a));
SELECT * FROM VALUES (1) t(a), LATERAL (SELECT b, (SELECT a) FROM VALUES (1) u(b));
SELECT * FROM VALUES (1) t(a), LATERAL (SELECT * FROM VALUES (1) u(b), LATERAL (SELECT a));
SELECT mode() WITHIN GROUP (ORDER BY a) OVER (PARTITION BY b) FROM VALUES (1, 2) t(a, b);
SELECT mode() WITHIN GROUP (ORDER BY a) OVER (PARTITION BY b ORDER BY a) FROM VALUES (1, 2), (1, 2), (3, 2) t(a, b);
SELECT mode() WITHIN GROUP (ORDER BY a) OVER () FROM VALUES (1, 2) t(a, b);
SELECT * FROM VALUES (array(1)) t(a) LATERAL VIEW explode(a);
SELECT * FROM VALUES (array(1)) t(a) LATERAL VIEW explode(a) AS x;
SELECT * FROM VALUES (array(1)) t(a) LATERAL VIEW explode(a) x;
SELECT * FROM VALUES (array(1)) t(a) LATERAL VIEW OUTER explode(a);
SELECT * FROM VALUES (array(1)) t(a) LATERAL VIEW explode(a) LATERAL VIEW explode(a);
SELECT * FROM VALUES (map(1, 2)) t(m), LATERAL explode(m);
-- differs: found and not mended yet: value
SELECT * FROM VALUES (array()) t(a) LEFT JOIN LATERAL explode(a);
SELECT * FROM VALUES (array(1)) t(a), LATERAL explode(a);
SELECT a FROM VALUES (1), (2) t(a) ORDER BY row_number() OVER (ORDER BY a DESC);
SELECT a FROM VALUES (1), (2) t(a) ORDER BY (SELECT max(b) FROM VALUES (1) u(b) WHERE b = a);
SELECT a FROM VALUES (1), (2) t(a) ORDER BY (SELECT max(b) FROM VALUES (1) u(b));
SELECT a FROM VALUES (1), (2) t(a) QUALIFY max(a) > 1;
SELECT a, row_number() OVER (ORDER BY a) FROM VALUES (1), (2) t(a) QUALIFY max(a) > 1;
SELECT a, row_number() OVER (ORDER BY a) AS r FROM VALUES (1), (2) t(a) GROUP BY a QUALIFY max(a) > 1;
SELECT a, row_number() OVER (ORDER BY a) AS r FROM VALUES (1), (2) t(a) GROUP BY a QUALIFY r = 1;
SELECT CAST(array(1) AS ARRAY<ARRAY<INT>>);
-- differs: found and not mended yet: error PARSE_SYNTAX_ERROR / DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE
SELECT array(1) >> 2;
SELECT DECIMAL '1';
SELECT json_tuple('{"a":1}', 'a', 'a');
SELECT json_tuple(NULL, 'a');
SELECT sum(a) OVER (ORDER BY a RANGE BETWEEN 1 + 1 PRECEDING AND CURRENT ROW) FROM VALUES (1) t(a);
-- differs: found and not mended yet: error _LEGACY_ERROR_TEMP_0064 / DATATYPE_MISMATCH.RANGE_FRAME_INVALID_TYPE
SELECT sum(1) OVER (ORDER BY d RANGE BETWEEN INTERVAL 1 DAY * 2 PRECEDING AND CURRENT ROW) FROM VALUES (DATE'2020-01-01') t(d);
