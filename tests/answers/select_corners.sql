-- What a hunt through the SELECT statement found: window functions of window functions, frames over
-- intervals, count() of a star, structs on the left of IN.

-- ---------------------------------------------------------------- window functions of window functions
SELECT k, sum(sum(k) OVER ()) OVER () FROM VALUES (1), (2), (2) AS t(k) ORDER BY k;
SELECT k, rank() OVER (ORDER BY rank() OVER (ORDER BY k)) FROM VALUES (1), (2), (2) AS t(k) ORDER BY k;
SELECT k, lag(sum(k) OVER ()) OVER (ORDER BY k) FROM VALUES (1), (2), (2) AS t(k) ORDER BY k;
SELECT k, sum(k) OVER (PARTITION BY rank() OVER (ORDER BY k)) FROM VALUES (1), (2), (2) AS t(k) ORDER BY k;
SELECT k, sum(1 + row_number() OVER (PARTITION BY k ORDER BY k)) OVER (ORDER BY k) AS x FROM VALUES (1), (2), (2) AS t(k) ORDER BY k;
SELECT k, max(sum(k) OVER (ORDER BY k)) OVER (PARTITION BY k) + 1 FROM VALUES (1), (2), (2) AS t(k) ORDER BY k;
SELECT k, max(sum(min(k) OVER ()) OVER (ORDER BY k)) OVER (PARTITION BY k) + 1 FROM VALUES (1), (2), (2) AS t(k) ORDER BY k;
SELECT k, max(sum(k) OVER (ORDER BY k)) FROM VALUES (1), (2), (2) AS t(k) GROUP BY k;
SELECT k, max(sum(k) OVER (ORDER BY k)) OVER (PARTITION BY k) FROM VALUES (1), (2), (2) AS t(k) GROUP BY k ORDER BY k;
SELECT k, max(sum(sum(k)) OVER (ORDER BY k)) OVER () FROM VALUES (1), (2), (2) AS t(k) GROUP BY k ORDER BY k;
SELECT k, sum(rank() OVER w) OVER w FROM VALUES (1), (2), (2) AS t(k) WINDOW w AS (ORDER BY k) ORDER BY k;
SELECT k, sum(k) FILTER (WHERE rank() OVER (ORDER BY k) > 1) OVER (ORDER BY k) FROM VALUES (1), (2), (2) AS t(k);
SELECT k, rank() OVER (ORDER BY k) AS r, sum(r) OVER (ORDER BY r) FROM VALUES (1), (2), (2) AS t(k);
SELECT k FROM VALUES (1), (2), (2) AS t(k) QUALIFY sum(rank() OVER (ORDER BY k)) OVER () > 1 ORDER BY k;
SELECT ntile(2) OVER (ORDER BY sum(k) OVER (PARTITION BY k)) AS n, nth_value(sum(k) OVER (PARTITION BY k), 2) OVER (ORDER BY k) AS s FROM VALUES (1), (2), (2) AS t(k) ORDER BY n, s;
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY sum(k) OVER (PARTITION BY k)) OVER () FROM VALUES (1), (2), (2) AS t(k);
SELECT first_value(sum(k) OVER (PARTITION BY k)) IGNORE NULLS OVER (ORDER BY k) FROM VALUES (1), (2), (2) AS t(k);
SELECT k, sum(rank() OVER (ORDER BY k)) OVER (ORDER BY k) AS a, max(rank() OVER (ORDER BY k)) OVER () AS b, rank() OVER (ORDER BY k) AS c FROM VALUES (1), (2), (2) AS t(k) ORDER BY k;

-- ---------------------------------------------------------------- frames over intervals, mode() over an order
SELECT k, sum(k) OVER (ORDER BY INTERVAL '1' DAY * k RANGE BETWEEN INTERVAL '24' HOUR PRECEDING AND INTERVAL '1' DAY FOLLOWING) FROM VALUES (1), (2), (2), (9), (NULL) AS t(k) ORDER BY k;
SELECT k, sum(k) OVER (ORDER BY INTERVAL '1' DAY * k DESC RANGE BETWEEN INTERVAL '1' DAY PRECEDING AND CURRENT ROW) FROM VALUES (1), (2), (2), (9) AS t(k) ORDER BY k;
SELECT k, sum(k) OVER (ORDER BY INTERVAL '1' DAY * k RANGE BETWEEN 1 PRECEDING AND CURRENT ROW) FROM VALUES (1), (2), (2) AS t(k) ORDER BY k;
SELECT k, sum(k) OVER (ORDER BY INTERVAL '1' MONTH * k RANGE BETWEEN INTERVAL '1' YEAR PRECEDING AND INTERVAL '-1' MONTH FOLLOWING) FROM VALUES (1), (2), (2), (-15) AS t(k) ORDER BY k;
SELECT k, mode() WITHIN GROUP (ORDER BY k) OVER (ORDER BY k) FROM VALUES (1), (2), (2) AS t(k) ORDER BY k;
SELECT k, mode() WITHIN GROUP (ORDER BY k DESC) OVER (ORDER BY k ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM VALUES (1), (2), (2) AS t(k) ORDER BY k;

-- ---------------------------------------------------------------- IGNORE NULLS between the parentheses
SELECT first(k IGNORE NULLS), last(k IGNORE NULLS), any_value(k IGNORE NULLS) FROM VALUES (1), (2), (2) AS t(k);
SELECT first(k RESPECT NULLS) FROM VALUES (1), (2), (2) AS t(k);
SELECT first_value(k IGNORE NULLS) FROM VALUES (1), (2), (2) AS t(k);
SELECT last_value(k IGNORE NULLS) OVER (ORDER BY k) FROM VALUES (1), (2), (2) AS t(k);
SELECT nth_value(k, 2 IGNORE NULLS) OVER (ORDER BY k) FROM VALUES (1), (2), (2) AS t(k);

-- ---------------------------------------------------------------- count() of a star
SELECT count(* EXCEPT (k)), count(DISTINCT * EXCEPT (k)) FROM VALUES (1, 2, NULL), (2, 3, 4) AS t(k, v, w);
SELECT count(* EXCEPT (v, w)), count(*) FROM VALUES (1, 2, NULL), (2, 3, 4) AS t(k, v, w);
SELECT count(* EXCEPT (k, v, w)) FROM VALUES (1, 2, NULL), (2, 3, 4) AS t(k, v, w);
SELECT count(* EXCEPT (v)) OVER () FROM VALUES (1, 2, NULL), (2, 3, 4) AS t(k, v, w);

-- ---------------------------------------------------------------- structs on the left of IN
SELECT struct(1, 2) IN (SELECT 1, 2);
SELECT struct(1, 2) IN (SELECT struct(1, 2));
SELECT struct(1) IN (SELECT 1);
SELECT (1, struct(2)) IN (SELECT 1, struct(2));
SELECT k, struct(k, 2) IN (SELECT 1, 2) FROM VALUES (1), (NULL) AS t(k) ORDER BY k;
SELECT named_struct('a', 1, 'b', 2) IN (SELECT 1, 2);
SELECT s IN (SELECT struct(1, 2)) FROM (SELECT struct(1, 2) AS s);
SELECT (1 + 1, 'a') IN (SELECT 2, 'a');

-- ---------------------------------------------------------------- the escape character that needs no mention
SELECT 'a_b' LIKE 'a\\_b' ESCAPE '\\', 'a_b' NOT LIKE 'a/_b' ESCAPE '/', 'A' ILIKE 'a' ESCAPE '\\';

-- ---------------------------------------------------------------- CSV into VARIANT
SELECT schema_of_variant(from_csv('1', 'v VARIANT', map('sep', '|')).v), from_csv('1', 'v VARIANT', map('sep', '|'));
SELECT schema_of_variant(from_csv('007', 'v VARIANT', map('sep', '|')).v), from_csv('007', 'v VARIANT', map('sep', '|'));
SELECT schema_of_variant(from_csv('2.5', 'v VARIANT', map('sep', '|')).v), from_csv('2.5', 'v VARIANT', map('sep', '|'));
SELECT schema_of_variant(from_csv('1e3', 'v VARIANT', map('sep', '|')).v), from_csv('1e3', 'v VARIANT', map('sep', '|'));
SELECT schema_of_variant(from_csv('1.5e-3', 'v VARIANT', map('sep', '|')).v), from_csv('1.5e-3', 'v VARIANT', map('sep', '|'));
SELECT schema_of_variant(from_csv('1e40', 'v VARIANT', map('sep', '|')).v), from_csv('1e40', 'v VARIANT', map('sep', '|'));
SELECT schema_of_variant(from_csv('NaN', 'v VARIANT', map('sep', '|')).v), from_csv('NaN', 'v VARIANT', map('sep', '|'));
SELECT schema_of_variant(from_csv('99999999999999999999', 'v VARIANT', map('sep', '|')).v), from_csv('99999999999999999999', 'v VARIANT', map('sep', '|'));
SELECT schema_of_variant(from_csv('9223372036854775808', 'v VARIANT', map('sep', '|')).v), from_csv('9223372036854775808', 'v VARIANT', map('sep', '|'));
SELECT schema_of_variant(from_csv('1,000', 'v VARIANT', map('sep', '|')).v), from_csv('1,000', 'v VARIANT', map('sep', '|'));
SELECT schema_of_variant(from_csv('2024-01-01', 'v VARIANT', map('sep', '|')).v), from_csv('2024-01-01', 'v VARIANT', map('sep', '|'));
SELECT schema_of_variant(from_csv('2024-01-01 10:00:00', 'v VARIANT', map('sep', '|')).v), from_csv('2024-01-01 10:00:00', 'v VARIANT', map('sep', '|'));
SELECT schema_of_variant(from_csv('2024-01-01T10:00:00Z', 'v VARIANT', map('sep', '|')).v), from_csv('2024-01-01T10:00:00Z', 'v VARIANT', map('sep', '|'));
SELECT schema_of_variant(from_csv('true', 'v VARIANT', map('sep', '|')).v), from_csv('true', 'v VARIANT', map('sep', '|'));
SELECT schema_of_variant(from_csv('FALSE', 'v VARIANT', map('sep', '|')).v), from_csv('FALSE', 'v VARIANT', map('sep', '|'));
SELECT schema_of_variant(from_csv('t', 'v VARIANT', map('sep', '|')).v), from_csv('t', 'v VARIANT', map('sep', '|'));
SELECT schema_of_variant(from_csv(' 5 ', 'v VARIANT', map('sep', '|')).v), from_csv(' 5 ', 'v VARIANT', map('sep', '|'));
SELECT schema_of_variant(from_csv('"5"', 'v VARIANT', map('sep', '|')).v), from_csv('"5"', 'v VARIANT', map('sep', '|'));
SELECT schema_of_variant(from_csv('""', 'v VARIANT', map('sep', '|')).v), from_csv('""', 'v VARIANT', map('sep', '|'));
SELECT schema_of_variant(from_csv('0x1F', 'v VARIANT', map('sep', '|')).v), from_csv('0x1F', 'v VARIANT', map('sep', '|'));
SELECT schema_of_variant(from_csv('.5', 'v VARIANT', map('sep', '|')).v), from_csv('.5', 'v VARIANT', map('sep', '|'));
SELECT schema_of_variant(from_csv('5.', 'v VARIANT', map('sep', '|')).v), from_csv('5.', 'v VARIANT', map('sep', '|'));
SELECT schema_of_variant(from_csv('-2.50', 'v VARIANT', map('sep', '|')).v), from_csv('-2.50', 'v VARIANT', map('sep', '|'));
SELECT schema_of_variant(from_csv('1E+3', 'v VARIANT', map('sep', '|')).v), from_csv('1E+3', 'v VARIANT', map('sep', '|'));
SELECT schema_of_variant(from_csv('1e37', 'v VARIANT', map('sep', '|')).v), from_csv('1e37', 'v VARIANT', map('sep', '|'));
SELECT schema_of_variant(from_csv('1_0', 'v VARIANT', map('sep', '|')).v), from_csv('1_0', 'v VARIANT', map('sep', '|'));
SELECT x, schema_of_variant(from_csv(x, 'v VARIANT').v) FROM VALUES ('2.5'), ('1'), ('true'), ('1'), ('2024-01-02') AS t(x);
SELECT x, schema_of_variant(from_csv(x, 'v VARIANT').v) FROM VALUES ('2024-01-01 10:00:00'), ('2024-01-02'), ('false'), ('2024-01-02') AS t(x);
SELECT from_csv('5;x', 'a VARIANT, b VARIANT', map('sep', ';', 'nullValue', 'x')), from_csv('05/01/2024', 'a VARIANT', map('dateFormat', 'dd/MM/yyyy')), from_csv('5', 'a VARIANT, b VARIANT'), from_csv('5,6', 'a VARIANT');
SELECT schema_of_variant(from_csv('05/01/2024 10', 'a VARIANT', map('timestampFormat', 'dd/MM/yyyy HH')).a), schema_of_variant(from_csv('2024-01-01', 'a VARIANT', map('preferDate', 'false')).a);
SELECT from_csv('1,a,2.5', 'v VARIANT', map('singleVariantColumn', 'v')), from_csv('', 'v VARIANT', map('singleVariantColumn', 'v')), from_csv(NULL, 'v VARIANT', map('singleVariantColumn', 'v')), from_csv('"a","b,c"', 'v VARIANT', map('singleVariantColumn', 'v'));
SELECT from_csv('1', 'v VARIANT, c STRING', map('singleVariantColumn', 'v', 'columnNameOfCorruptRecord', 'c'));
SELECT from_csv('1,a', 'v VARIANT', map('singleVariantColumn', 'true'));
SELECT from_csv('1,a', 'v INT', map('singleVariantColumn', 'v'));
SELECT schema_of_variant(from_csv('', 'v VARIANT').v), schema_of_variant(from_csv('1,,2', 'a VARIANT, b VARIANT, c VARIANT').b), schema_of_variant(from_csv('1', 'a VARIANT, b VARIANT').b), from_csv(' 2024-01-01', 'v VARIANT'), schema_of_variant(from_csv('2024-1-1', 'v VARIANT').v);
