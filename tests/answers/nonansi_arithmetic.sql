-- Operators and functions where spark.sql.ansi.enabled is false: integers wrap around, what has no
-- result is NULL, and texts become numbers.
SET spark.sql.ansi.enabled = false;

-- Overflow of integers.
SELECT 2147483647 + 1, -2147483648 - 1, 2147483647 * 2, 9223372036854775807 + 1, 9223372036854775807 * 2, 127Y + 1Y, 127Y * 2Y, 32767S + 1S, -9223372036854775808 - 1L, 100000 * 100000;
SELECT -(-2147483648), abs(-2147483648), - CAST(-128 AS TINYINT), abs(CAST(-128 AS TINYINT)), negative(-9223372036854775808L), -CAST(-32768 AS SMALLINT);
SELECT -9223372036854775808 DIV -1, -2147483648 / -1, 5 DIV 0, 5 / 0, 5 % 0, 0 / 0, 5.0 / 0, 5.0D / 0, 5.0 % 0.0, 5 DIV 0.0, mod(5, 0), pmod(5, 0), pmod(-5, 3), -5 % 3, 5.5D % 0;
SELECT 1 / 3, 1.0 / 3, 7 DIV 2, 7.5 DIV 2, -7 DIV 2, 7 % 2.5, 1D / 0D, INT(7) / 2;
SELECT i + 1, i * 2, i - 1, i / 0, i % 0 FROM VALUES (2147483647), (-2147483648), (1), (NULL) AS t(i);
SELECT sum(i), sum(b), avg(i) FROM VALUES (2147483647, 9223372036854775807), (1, 1) AS t(i, b);
SELECT sum(d) FROM VALUES (99999999999999999999999999999999999999BD), (1BD) AS t(d);
SELECT sum(CAST(d AS DECIMAL(38, 0))), avg(CAST(d AS DECIMAL(38, 10))) FROM VALUES ('99999999999999999999999999999999999999'), ('99999999999999999999999999999999999999') AS t(d);
-- Decimals.
SELECT 99999999999999999999999999999999999999BD + 1BD, 99999999999999999999999999999999999999BD * 10BD, 1BD / 0BD, 99999999999999999999999999999999999999BD - -1BD, 1.5 + 1, 1.5 * 2.25;
SELECT CAST(1e20 AS DECIMAL(38, 18)) * CAST(1e20 AS DECIMAL(38, 18)), 12345678901234567890.123456789 * 12345678901234567890.123456789, round(99999999999999999999999999999999999999BD, -38), ceil(99999999999999999999999999999999999999BD), floor(-1.5), bround(2.5, 0);
-- Texts among numbers.
SELECT '1' + 1, '1' + '2', 'x' + 1, '1.5' * 2, 1 - '0.5', '10' / '4', '7' DIV 2, '7' % 4, '5' + 1L, '5' + 1.5, '5' + 1.5D, -'5', +'5', 'x' * 'y', '' + 1;
SELECT typeof('1' + 1), typeof('1' + 1L), typeof('1' + 1.5), typeof('7' DIV 2), typeof('7' % 4), typeof('1' + '2'), typeof(-'5'), typeof('5' + 1Y), typeof('1' / 2), typeof(1 + NULL), typeof('1' * NULL);
SELECT '5' & 3;
SELECT '5' | '3';
SELECT ~'5';
SELECT 5 & 3L, 5Y | 3, 5 ^ 1.5;
SELECT true + 1;
SELECT DATE '2024-01-01' + '1';
SELECT DATE '2024-01-01' + 1, date_add('2024-01-01', 1), date_add('2024-01-01', '1'), date_sub('x', 1);
SELECT date_add('2024-01-01', 1.9);
SELECT date_add('2024-01-01', 2L);
SELECT b = 1, b != 0, 0 = b, b = 2, b <=> 1, b = n FROM VALUES (true, 1), (false, 2), (NULL, 0) AS t(b, n);
SELECT DATE '2024-01-03' - '2024-01-01', '2024-01-03' - DATE '2024-01-01', TIMESTAMP '2024-01-03 00:00:00' - '2024-01-01';
SELECT '2024-01-01' + INTERVAL 1 DAY, 'x' + INTERVAL 1 DAY, DATE '2024-01-31' + INTERVAL 1 MONTH, DATE '2024-01-31' + INTERVAL 1 HOUR;
SELECT INTERVAL '2147483647' MONTH + INTERVAL 1 MONTH;
SELECT INTERVAL 1 DAY / 0;
SELECT make_interval(2147483647), make_interval(1, 2), make_interval(0, 0, 0, 1) + make_interval(178956970), make_interval(178956970) * 10, make_interval(1) / 0;
-- Comparison.
SELECT '1' = 1, 'x' = 1, '1.0' = 1, '1' < 2, '10' < '9', 1 = '1.5', '2' > 1.5, '01' = 1L, 'a' < 'b', 1.0D = '1', '1' <=> 1, NULL <=> 'x', '1' != 1, true = 'true', true = '1', true = 1, false = 0, true > 0, true = 1.0;
SELECT DATE '2024-01-01' = '2024-01-01', DATE '2024-01-01' > '2023', DATE '2024-01-01' = 'x', TIMESTAMP '2024-01-01 00:00:00' = '2024-01-01', DATE '2024-01-01' = TIMESTAMP '2024-01-01 00:00:00', '2024-01-01' < DATE '2024-06-01', TIMESTAMP '2024-01-01 00:00:00' > 'x', X'61' = 'a', 'a' = X'61';
SELECT DATE '2024-01-01' = 1;
SELECT TIMESTAMP '2024-01-01 00:00:00' = 1;
SELECT INTERVAL 1 DAY = '1';
SELECT 1 IN ('1', '2'), '1' IN (1, 2), 1 IN (1.0, 2), 'x' IN (1), 1 IN ('x', 1), DATE '2024-01-01' IN ('2024-01-01'), 1 BETWEEN '0' AND '2', '5' BETWEEN 1 AND 10, true IN ('true'), 1 IN (true);
SELECT CASE '1' WHEN 1 THEN 'yes' ELSE 'no' END, CASE 1 WHEN '1' THEN 'a' WHEN 'x' THEN 'b' END, decode(1, '1', 'a', 'b'), nullif('1', 1), nullif(1, 'x');
-- Common types.
SELECT coalesce(1, 'x'), coalesce('x', 1.5), coalesce(1, 1.5D), coalesce(NULL, DATE '2024-01-01', 'x'), coalesce(1, true);
SELECT coalesce(1, 'x'), typeof(coalesce(1, 'x')), typeof(coalesce(DATE '2024-01-01', 'x')), typeof(coalesce(1L, 1.5F)), typeof(coalesce(1, 1.5)), typeof(coalesce(DATE '2024-01-01', TIMESTAMP '2024-01-01 00:00:00'));
-- differs: iff is Databricks' name of if, which Tarn knows
SELECT if(true, 1, 'x'), if(false, 1, 'x'), nvl(NULL, 1), ifnull('a', 1), nvl2(1, 'a', 2), iff(true, DATE '2024-01-01', 'x');
SELECT if(true, 1, 'x'), if(false, 1, 'x'), nvl(NULL, 1), ifnull('a', 1), nvl2(1, 'a', 2), CASE WHEN true THEN 1 ELSE 'x' END, CASE WHEN false THEN 1.5 WHEN true THEN 'z' END, CASE WHEN true THEN DATE '2024-01-01' ELSE 'x' END;
SELECT array(1, 'x'), array(1, 2.5, '3'), map(1, 'a', 'b', 2), array(DATE '2024-01-01', 'x'), array(1, 2L, 3.5D), array(true, 'x');
SELECT array(1, true);
SELECT array(1, DATE '2024-01-01');
SELECT array(X'61', 'a');
SELECT greatest(1, '2', 3.5), least('a', 1), greatest(DATE '2024-01-01', '2023'), greatest(1, 2.5D), least(1, 'x');
SELECT concat(1, 'a', true), concat(1, 2), 1 || 'x', concat_ws(',', 1, 'a'), concat(X'61', 'b'), concat(DATE '2024-01-01', 'x');
SELECT 1 AS a UNION ALL SELECT 'x';
SELECT 1 AS a UNION SELECT '1';
SELECT 1.5 AS a UNION ALL SELECT 'x';
SELECT DATE '2024-01-01' AS a UNION ALL SELECT 'x';
SELECT true AS a UNION ALL SELECT 1;
SELECT 1 AS a UNION ALL SELECT 2.5D;
SELECT * FROM VALUES (1), ('x') AS t(a);
SELECT * FROM VALUES (1, 'a'), ('2', 3) AS t(a, b);
SELECT a.x, b.y FROM VALUES (1), (2) AS a(x) JOIN VALUES ('1'), ('x') AS b(y) ON a.x = b.y;
SELECT x FROM VALUES (1), (2) AS a(x) WHERE x IN (SELECT y FROM VALUES ('1'), ('x') AS b(y));
SELECT x FROM VALUES ('1'), ('x'), (NULL) AS a(x) WHERE x = 1;
SELECT x FROM VALUES ('true'), ('x'), ('0') AS a(x) WHERE x;
SELECT x FROM VALUES (1) AS a(x) WHERE x;
SELECT 'true' AND true, 'x' OR false, NOT 'false', NOT 'x';
SELECT 1 AND true;
-- Arrays and maps.
SELECT array(1, 2)[5], array(1, 2)[-1], element_at(array(1, 2), 5), element_at(map('a', 1), 'b'), map('a', 1)['b'], array(1, 2)['1'], element_at(array(1, 2), -1), elt(5, 'a', 'b'), elt(0, 'a');
SELECT element_at(array(1, 2), 0);
SELECT array_contains(array(1, 2), '1');
SELECT array_contains(array(1, 2), 1L), array_position(array('1'), 1), array_contains(array('a'), 1);
SELECT size(NULL), size(array(1)), cardinality(NULL), sequence(1, 3), slice(array(1, 2), 1, 5), array_insert(array(1), 3, 5), get(array(1), 4);
-- Functions.
SELECT length(123), substring(12345, 2, 2), upper(1), lpad(5, 3, 0), repeat('a', '2'), substring('abc', '2'), left('abc', 2L), instr(123, 2), replace(121, 1, 'x'), trim(5), ascii(5), concat_ws('-', array(1, 2));
SELECT sqrt('4'), abs('-1.5'), round('2.5'), ceil('1.2'), floor('x'), pow('2', 3), exp('x'), log(-1), log('10'), sqrt(-1), round('2.567', 2), sign('-3'), greatest('1', 2), hex('17'), bin('5'), factorial('5'), factorial(21), conv('ff', 16, 10), conv('zz', 36, 10), shiftleft('1', 2), unhex('zz'), isnan('NaN');
SELECT sum('1'), avg('2'), sum(x), max(x), avg(x) FROM VALUES ('1'), ('x'), ('2.5') AS t(x);
SELECT to_date('x'), to_timestamp('x'), to_date('2024-01-01', 'yyyy/MM/dd'), to_timestamp('2024', 'yyyy-MM'), unix_timestamp('x'), make_date(2024, 13, 1), make_date(2024, 2, 30), make_timestamp(2024, 1, 1, 25, 0, 0), to_unix_timestamp('x'), next_day('2024-01-01', 'xx'), make_timestamp(2024, 1, 1, 1, 1, 61);
SELECT date_add('x', 1), year('2024-05-01'), year('x'), month(DATE '2024-05-01'), dayofweek('2024-01-01'), datediff('2024-01-03', '2024-01-01'), months_between('2024-03-01', '2024-01-01'), last_day('x'), add_months('2024-01-31', '1'), trunc('2024-05-05', 'MM'), date_format('2024-01-01', 'yyyy'), quarter('2024-05-05'), weekofyear('2024-01-01');
SELECT parse_url('inva lid', 'HOST'), to_number('x', '999'), to_binary('zz', 'hex'), url_decode('%zz'), try_add(2147483647, 1), try_divide(1, 0), try_element_at(array(1), 5), bit_get(11, 0), str_to_map('a:1');
SELECT to_number('12', '99'), from_json('{"a": "x"}', 'a INT'), get_json_object('{"a": 1}', '$.a'), int(from_json('{"a": 1}', 'a STRING').a), schema_of_json('{"a": 1}'), to_json(struct('1' + 1 AS a));
SELECT date_part('year', '2024-01-01'), extract(DAY FROM '2024-01-05'), timestampadd(DAY, '1', '2024-01-01'), timestampdiff(DAY, '2024-01-01', '2024-01-05'), timestamp_seconds('5');
SELECT cast('2024-01-01' AS DATE) - 1, DATE '2024-01-05' - DATE '2024-01-01', TIMESTAMP '2024-01-02 00:00:00' - TIMESTAMP '2024-01-01 00:00:00', to_timestamp('2024-01-01') + INTERVAL '1' DAY;
SELECT count(*) FROM VALUES ('a'), ('1') AS t(x) WHERE CAST(x AS INT) > 0;
SELECT x, count(*) FROM VALUES ('1'), ('1.0'), ('x') AS t(x) GROUP BY x HAVING x = 1 ORDER BY x;
SELECT x, row_number() OVER (ORDER BY x + 1) AS n FROM VALUES ('2'), ('1'), ('x') AS t(x) ORDER BY n;
SELECT stack(2, 1, 'x');
SELECT explode(array(1, '2')), 1 AS n;
SELECT width_bucket('5', 0, 10, '5'), ceil(2.5, 0), round(2.5), round(1234567890, -10), round(2147483647, -1), bround(127Y, -1), typeof(round('2.5')), typeof(ceil('1.2'));
SELECT mean('x'), stddev('1'), percentile('5', 0.5), corr('1', '2'), sum(NULL), count_if('true'), bool_and('true'), max_by('a', 1);
SELECT LIKE('a1', 'a%'), 12 LIKE '1%', 1 RLIKE '1', regexp_replace(121, '1', 'x'), split(121, '2'), rlike(1, 1);
SELECT 1 LIMIT '1';
SELECT sum(i) OVER (ORDER BY i), sum(i) OVER (), avg(d) OVER () FROM VALUES (9223372036854775807, 1.5), (1, 2.5) AS t(i, d) ORDER BY i;
SELECT element_at(map(1, 'a'), '1'), array(1, 2)[0], map('a', 1)['b'], element_at(array(1, 2), -5), elt(3, 'a'), array(array(1))[0][3];
SELECT 'a' + 1 IS NULL, ('5' + 1) * 2, -('3'), +('x'), abs('x'), '3' > 2 AND '1' < 2;
SELECT 1 IN ('1', '2'), '1' IN (1, 2), 1 IN (1.0, 2), 'x' IN (1), 1 IN ('x', 1), DATE '2024-01-01' IN ('2024-01-01'), 1 BETWEEN '0' AND '2', '5' BETWEEN 1 AND 10;
SELECT '1' = 1, 'x' = 1, '1.0' = 1, '1' < 2, '10' < '9', 1 = '1.5', '2' > 1.5, '01' = 1L, 'a' < 'b', 1.0D = '1', '1' <=> 1, NULL <=> 'x', '1' != 1, true = 'true', true = '1', true = 1, false = 0, true = 1.0, 1 = true, true <=> 2;
SELECT coalesce(1, 'x'), coalesce('x', 1.5), coalesce(1, 1.5D), coalesce(NULL, DATE '2024-01-01', 'x'), array(1, 'x'), array(1, 2.5, '3'), map(1, 'a', 'b', 2), array(DATE '2024-01-01', 'x'), array(1, 2L, 3.5D);
SELECT greatest(1, 2.5D), least('a', 'b'), greatest(1Y, 2L, 3S), least(1, NULL), greatest(DATE '2024-01-01', TIMESTAMP '2024-01-02 00:00:00');
SELECT sqrt('4'), abs('-1.5'), round('2.5'), ceil('1.2'), floor('x'), pow('2', 3), exp('x'), log(-1), log('10'), sqrt(-1), round('2.567', 2), sign('-3'), hex('17'), bin('5'), factorial('5'), factorial(21), conv('ff', 16, 10), shiftleft('1', 2), unhex('zz'), isnan('NaN');
SELECT date_part('year', '2024-01-01'), extract(DAY FROM '2024-01-05'), timestampadd(DAY, '1', '2024-01-01'), timestampdiff(DAY, '2024-01-01', '2024-01-05');
SELECT mean('x'), stddev('1'), percentile('5', 0.5), corr('1', '2'), sum(NULL), max_by('a', 1);
SELECT TIMESTAMP '2024-01-03 00:00:00' - '2024-01-01';
SELECT '2024-01-03' - TIMESTAMP '2024-01-01 00:00:00';
SELECT '5' % '3', '1' * '2';
SELECT CASE WHEN 1 = '1' THEN 'a' ELSE 2 END, count(*) FROM VALUES ('1'), ('2') AS t(x) GROUP BY CASE WHEN x = 1 THEN 'a' ELSE 2 END;
SELECT sum(x + 1), max(x * 1), count(DISTINCT x + 0) FROM VALUES ('1'), ('x'), ('2') AS t(x);
SELECT x FROM VALUES ('3'), ('x'), ('10') AS t(x) ORDER BY x + 0, x;
WITH t AS (SELECT '5' AS s, 7 AS n) SELECT s + n, s = n, s < n, coalesce(s, n), (SELECT max(s + 1) FROM t) FROM t;
SELECT transform(array('1', 'x'), v -> v + 1), filter(array('1', '2'), v -> v = 1), aggregate(array(2147483647, 1), 0, (a, b) -> a + b), exists(array('a'), v -> v = 1);
SELECT 2147483647 + x AS a, x * x AS b, abs(-x) FROM VALUES (1), (2147483647) AS t(x);
SELECT bigint(9223372036854775807) + int(1), smallint(1) + tinyint(127), tinyint(1) - smallint(32767) - smallint(32767), 5Y * 100Y, 1S / 2S, 1Y DIV 2Y, 1 + 1.5F, 1L + 1.5F;
SELECT string(1) = 1, string(1.0) = 1, '1' = 1.0, '0.1' + 0.2, 0.1D + '0.2', 1 <=> '1', 1 = '' , 0 = '', NULL = '';
