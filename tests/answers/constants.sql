-- Arguments that must be constant: any expression without a column will do, not only a literal.

-- ---- Schemas and options
SELECT from_json('{"a":1}', schema_of_json('{"a":1}')), from_csv('1,b', schema_of_csv('1,b'));
SELECT from_json('{"a":1,"b":[2]}', concat('a INT, ', 'b ARRAY<INT>'));
SELECT from_json('{"a":1}', upper('a int'));
SELECT from_json('{"a":1}', trim(' a INT '), map('mode', concat('FAIL', 'FAST')));
SELECT from_json('{"a":1}', CAST(NULL AS STRING));
SELECT from_json('{"a":1}', s) FROM VALUES ('a INT') AS t(s);
SELECT from_json('{"a":1}', 1 + 1);
SELECT from_json('{"a":1}', 12);
SELECT from_json('{"a":1}', concat('a ', 'NOTYPE'));
-- differs: Spark fails inside of itself; an option that is no constant is refused
SELECT from_json('{"a":1}', 'a INT', map('mode', s)) FROM VALUES ('FAILFAST') AS t(s);
SELECT from_json('{"a":1}', 'a INT', map('mode', 1));
SELECT from_json('{"a":"x"}', 'a INT', map_from_arrays(array('mode'), array('FAILFAST')));
SELECT from_csv('1,b', concat('a INT, ', 'b STRING'));
SELECT from_csv('1|b', concat('a INT, ', 'b STRING'), map(lower('SEP'), '|'));
SELECT from_csv('1,b', 7);
SELECT from_csv('1,b', s) FROM VALUES ('a INT') AS t(s);
SELECT schema_of_json(concat('{"a":', '1}')), schema_of_csv(concat('1', ',b'));
SELECT schema_of_json(s) FROM VALUES ('{"a":1}') AS t(s);
SELECT schema_of_json(CAST(NULL AS STRING));
SELECT to_json(named_struct('a', DATE '2024-01-02'), map('dateFormat', concat('dd', '/MM')));
SELECT json_tuple('{"a":1,"b":2}', lower('A'), concat('b', ''));
SELECT json_tuple('{"it\'s":1,"b":2}', 'it\'s', 'b');

-- ---- Aggregates
SELECT percentile(x, array(0.25, 1 - 0.5)) FROM VALUES (1), (2) AS t(x);
SELECT percentile(x, array(0.25D, 1 - 0.5D)) FROM VALUES (1), (2) AS t(x);
SELECT percentile(x, array(0.5, NULL)) FROM VALUES (1), (2) AS t(x);
SELECT percentile(x, 0.25 + 0.25), percentile(x, CAST('0.5' AS DOUBLE)) FROM VALUES (1), (2), (10) AS t(x);
SELECT percentile(x, 0.5 + 1) FROM VALUES (1), (2) AS t(x);
SELECT percentile(x, array(0.5, 1.0 + 0.5)) FROM VALUES (1), (2) AS t(x);
SELECT percentile(x, array_repeat(0.5D, 2)) FROM VALUES (1), (2) AS t(x);
SELECT percentile(x, CAST(NULL AS DOUBLE)) FROM VALUES (1), (2) AS t(x);
SELECT percentile(x, y) FROM VALUES (1, 0.5), (2, 0.5) AS t(x, y);
SELECT percentile(x, rand()) FROM VALUES (1), (2) AS t(x);
SELECT percentile(x, (SELECT 0.5)) FROM VALUES (1), (2) AS t(x);
SELECT percentile_approx(x, 0.25 * 2, 10 * 10), percentile_approx(x, array(0.1 + 0.2, 0.9)) FROM VALUES (1), (2), (10) AS t(x);
SELECT percentile_approx(x, 0.5, 1 - 1) FROM VALUES (1), (2) AS t(x);
SELECT percentile_approx(x, 0.5, -(1 + 2)) FROM VALUES (1), (2) AS t(x);
SELECT percentile_approx(x, 0.5, y) FROM VALUES (1, 3), (2, 3) AS t(x, y);
SELECT percentile_cont(0.25 * 2) WITHIN GROUP (ORDER BY x), percentile_disc(0.25 * 2) WITHIN GROUP (ORDER BY x) FROM VALUES (1), (2), (10) AS t(x);
SELECT percentile_cont(1.5 * 2) WITHIN GROUP (ORDER BY x) FROM VALUES (1), (2) AS t(x);
SELECT approx_count_distinct(x, 0.01 + 0.01) FROM VALUES (1), (2), (2) AS t(x);
SELECT approx_count_distinct(x, y) FROM VALUES (1, 0.1) AS t(x, y);
SELECT histogram_numeric(x, 1 + 1) FROM VALUES (1), (2), (10) AS t(x);
SELECT histogram_numeric(x, 2 - 1) FROM VALUES (1), (2), (10) AS t(x);
SELECT first(x, 1 = 1), last(x, NOT false), any_value(x, 1 > 2) FROM VALUES (NULL), (1), (NULL) AS t(x);
SELECT first(x, y) FROM VALUES (1, true) AS t(x, y);
SELECT mode(x, 1 = 1) FROM VALUES (2), (1), (1), (2) AS t(x);
SELECT mode(x, y) FROM VALUES (2, true) AS t(x, y);
SELECT listagg(x, concat(',', ' ')) FROM VALUES ('a'), ('b') AS t(x);
SELECT listagg(x, y) FROM VALUES ('a', '-'), ('b', '-') AS t(x, y);
SELECT max_by(x, y, 1 + 1), min_by(x, y, 3 - 1) FROM VALUES ('a', 1), ('b', 2), ('c', 3) AS t(x, y);
SELECT max_by(x, y, 1 - 1) FROM VALUES ('a', 1) AS t(x, y);
SELECT max_by(x, y, y) FROM VALUES ('a', 1) AS t(x, y);

-- ---- Windows
SELECT x, ntile(1 + 1) OVER (ORDER BY x) FROM VALUES (1), (2), (3), (4) AS t(x) ORDER BY x;
SELECT ntile(1 - 1) OVER (ORDER BY x) FROM VALUES (1), (2) AS t(x);
SELECT ntile(x) OVER (ORDER BY x) FROM VALUES (1), (2) AS t(x);
SELECT ntile(CAST(NULL AS INT)) OVER (ORDER BY x) FROM VALUES (1), (2) AS t(x);
SELECT x, lag(x, 1 + 1) OVER (ORDER BY x), lead(x, 3 - 2, 10 + 1) OVER (ORDER BY x), nth_value(x, 1 + 1) OVER (ORDER BY x) FROM VALUES (1), (2), (3) AS t(x) ORDER BY x;
SELECT lag(x, x) OVER (ORDER BY x) FROM VALUES (1), (2) AS t(x);
-- differs: Spark fails inside of itself; no row stands a NULL number of rows before
SELECT x, lag(x, CAST(NULL AS INT)) OVER (ORDER BY x) FROM VALUES (1), (2) AS t(x) ORDER BY x;
SELECT nth_value(x, 1 - 1) OVER (ORDER BY x) FROM VALUES (1), (2) AS t(x);
SELECT nth_value(x, x) OVER (ORDER BY x) FROM VALUES (1), (2) AS t(x);
SELECT x, sum(x) OVER (ORDER BY x ROWS BETWEEN 1 + 1 PRECEDING AND CURRENT ROW) FROM VALUES (1), (2), (3), (4) AS t(x) ORDER BY x;
SELECT x, sum(x) OVER (ORDER BY x RANGE BETWEEN 2 - 1 PRECEDING AND 1 FOLLOWING) FROM VALUES (1), (2), (4) AS t(x) ORDER BY x;
SELECT x, sum(x) OVER (ORDER BY x ROWS BETWEEN x PRECEDING AND CURRENT ROW) FROM VALUES (1), (2) AS t(x);
SELECT x, sum(x) OVER (ORDER BY x ROWS BETWEEN 2 PRECEDING AND -1 FOLLOWING), sum(x) OVER (ORDER BY x ROWS BETWEEN -1 PRECEDING AND 2 FOLLOWING), sum(x) OVER (ORDER BY x RANGE BETWEEN -1 PRECEDING AND 3 FOLLOWING) FROM VALUES (1), (2), (3), (4) AS t(x) ORDER BY x;
SELECT x, sum(x) OVER (ORDER BY x ROWS BETWEEN 1 FOLLOWING AND -1 FOLLOWING) FROM VALUES (1), (2) AS t(x) ORDER BY x;
SELECT x, sum(x) OVER (ORDER BY x ROWS BETWEEN -(1) PRECEDING AND CURRENT ROW) FROM VALUES (1), (2) AS t(x) ORDER BY x;
-- differs: Spark wants a frame's bound typed before types are known; ours takes any constant
SELECT d, count(*) OVER (ORDER BY d RANGE BETWEEN INTERVAL 1 DAY * 2 PRECEDING AND CURRENT ROW) FROM VALUES (TIMESTAMP '2024-01-01 00:00:00'), (TIMESTAMP '2024-01-02 00:00:00'), (TIMESTAMP '2024-01-05 00:00:00') AS t(d) ORDER BY d;

-- ---- LIMIT, OFFSET, samples, table functions
SELECT x FROM VALUES (1), (2), (3) AS t(x) ORDER BY x LIMIT 1 + 1;
SELECT x FROM VALUES (1), (2), (3) AS t(x) ORDER BY x LIMIT 5 OFFSET 3 - 1;
SELECT x FROM VALUES (1), (2), (3) AS t(x) ORDER BY x LIMIT length('ab');
SELECT x FROM VALUES (1), (2), (3) AS t(x) LIMIT 1 - 2;
SELECT x FROM VALUES (1), (2), (3) AS t(x) LIMIT CAST(NULL AS INT);
SELECT x FROM VALUES (1), (2), (3) AS t(x) LIMIT 1L + 1;
SELECT x FROM VALUES (1), (2), (3) AS t(x) LIMIT x;
SELECT x FROM VALUES (1), (2), (3) AS t(x) LIMIT CAST(rand() * 2 AS INT);
SELECT x FROM VALUES (1), (2), (3) AS t(x) LIMIT (SELECT 1);
SELECT x FROM VALUES (1), (2), (3) AS t(x) LIMIT CAST('2' AS INT);
SELECT x FROM VALUES (1), (2), (3) AS t(x) LIMIT 'a';
SELECT x FROM VALUES (1), (2), (3) AS t(x) LIMIT CAST(1 / 0 AS INT);
SELECT x FROM VALUES (1), (2), (3) AS t(x) LIMIT day(current_date()) - day(current_date()) + 3;
SELECT count(*) FROM range(1 + 2, 10 * 2, sqrt(4));
SELECT count(*) FROM range(1 + 2, 10 * 2, CAST(sqrt(4) AS INT));
SELECT * FROM range(length('abc')) ORDER BY id;
SELECT * FROM range(CAST('3' AS BIGINT)) ORDER BY id;
SELECT * FROM range(NULL);
SELECT * FROM range(1 / 0);
SELECT * FROM stack(1 + 1, 1, 2, 3);
SELECT stack(x, 1, 2) FROM VALUES (1) AS t(x);
SELECT stack(CAST(NULL AS INT), 1, 2);

-- ---- Numbers and texts
SELECT round(1234.567, 1 + 1), round(1234.567BD, -(1 + 1)), bround(2.5, 1 - 1), ceil(1.2345, 1 + 1), floor(1.2345, 3 - 1);
SELECT round(1234.567BD, CAST('1' AS INT)), round(12.5D, CAST(NULL AS INT));
SELECT round(2.5, x) FROM VALUES (1) AS t(x);
SELECT ceil(2.5, x) FROM VALUES (1) AS t(x);
SELECT ceil(2.567BD, CAST(NULL AS INT));
SELECT to_number('1,234', concat('9', ',999')), to_char(12.5, concat('99', '.9')), try_to_number('x', repeat('9', 3));
SELECT to_number('12', s) FROM VALUES ('99') AS t(s);
SELECT to_number('12', CAST(NULL AS STRING));
SELECT to_char(12, s) FROM VALUES ('99') AS t(s);
SELECT to_binary('abc', concat('utf', '-8')), try_to_binary('abc', lower('UTF-8')), to_char(X'61', lower('HEX')), to_varchar(X'61', concat('base', '64'));
SELECT to_binary('abc', s) FROM VALUES ('utf-8') AS t(s);
SELECT to_binary('abc', concat('utf', '-9'));
SELECT to_char(X'61', s) FROM VALUES ('hex') AS t(s);
SELECT mask('Ab1-', upper('q'), lower('R'), concat('d', '')), mask('Ab1-', 'q', 'r', 'd', CAST(NULL AS STRING));
SELECT mask('Ab1-', x) FROM VALUES ('q') AS t(x);
SELECT mask('Ab1-', concat('q', 'q'));
SELECT regexp_replace('aaaa', 'a', 'b', 1 + 1);
SELECT regexp_replace('aaaa', 'a', 'b', 1 - 1);
SELECT regexp_replace('aaaa', 'a', 'b', x) FROM VALUES (2) AS t(x);
SELECT 'a%c' LIKE concat('a', '%'), 'abc' LIKE ANY (concat('x', '%'), lower('A%'));
SELECT sort_array(array(2, 1), 1 = 1), sort_array(array(2, 1), NOT true);
SELECT sort_array(array(2, 1), x) FROM VALUES (true) AS t(x);
SELECT sort_array(array(2, 1), CAST(NULL AS BOOLEAN));
SELECT rand(1 + 1) = rand(2), randn(length('ab')) = randn(2), uniform(1 + 1, 5 - 1, 3) BETWEEN 2 AND 4;
SELECT rand(x) FROM VALUES (1) AS t(x);
SELECT uniform(x, 5) FROM VALUES (1) AS t(x);
SELECT randstr(1 + 2, 1 + 1) = randstr(3, 2);
SELECT randstr(x) FROM VALUES (1) AS t(x);
SELECT randstr(1 - 2);
SELECT format_number(1234.567, 1 + 1), format_string(concat('%', 'd'), 3);
SELECT format_string(s, 3) FROM VALUES ('%d') AS t(s);
SELECT sequence(1, 10, 1 + 2), sequence(DATE '2024-01-01', DATE '2024-01-10', INTERVAL 1 DAY * 3);

-- ---- Times, fields and names
SELECT date_trunc(concat('mo', 'nth'), TIMESTAMP '2024-05-06 07:08:09'), trunc(DATE '2024-05-06', upper('year')), date_part(concat('ho', 'ur'), TIMESTAMP '2024-05-06 07:08:09');
SELECT date_part(f, TIMESTAMP '2024-05-06 07:08:09') FROM VALUES ('hour') AS t(f);
SELECT date_part(CAST(NULL AS STRING), TIMESTAMP '2024-05-06 07:08:09');
SELECT date_part(concat('no', 'thing'), TIMESTAMP '2024-05-06 07:08:09');
SELECT named_struct(concat('a', 'b'), 1, lower('C'), 2);
SELECT named_struct(CAST(NULL AS STRING), 1);
SELECT named_struct(x, 1) FROM VALUES ('a') AS t(x);
SELECT named_struct(1 + 1, 1);
SELECT named_struct('a', 1)[lower('A')];
SELECT named_struct('a', 1)[x] FROM VALUES ('a') AS t(x);
SELECT make_timestamp(2024, 1, 2, 3, 4, 5, concat('Asia/', 'Tokyo')), to_timestamp('03/2024', concat('MM', '/yyyy')), from_utc_timestamp(TIMESTAMP '2024-01-01 00:00:00', concat('Asia/', 'Tokyo'));
SELECT x FROM (SELECT * FROM VALUES (1), (2), (3) AS t(x)) TABLESAMPLE (1 + 1 ROWS) ORDER BY x;
SELECT x FROM (SELECT * FROM VALUES (1), (2), (3) AS t(x)) TABLESAMPLE (1 - 2 ROWS);
SELECT x FROM (SELECT * FROM VALUES (1), (2), (3) AS t(x)) TABLESAMPLE (CAST(NULL AS INT) ROWS);
SELECT x FROM (SELECT * FROM VALUES (1), (2), (3) AS t(x)) TABLESAMPLE (x ROWS);
