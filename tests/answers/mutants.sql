-- Recorded statements, spoilt: `tests/random/mutate.py --record`.
-- differs: found and not mended yet: error AMBIGUOUS_LATERAL_COLUMN_ALIAS / UNRESOLVED_COLUMN.WITHOUT_SUGGESTION
SELECT 1 AS a, nosuch + 1 AS a, a + 1 AS c;
-- differs: found and not mended yet: error AMBIGUOUS_REFERENCE / UNRESOLVED_COLUMN.WITH_SUGGESTION
WITH s(r, q, q) AS (VALUES ('n', 1, 'x'), ('n', 1, 'y'), ('s', 2, 'z')) SELECT * FROM s PIVOT (min(v) AS lo, max(v) AS hi FOR q IN (1, 2)) ORDER BY r;
SELECT a b, b + 1 c, c * 2 AS d FROM VALUES (9223372036854775807) AS t(a);
WITH t(a, b) AS (SELECT * FROM VALUES (1, 2), (3, 4) AS t(a, b) NATURAL FULL OUTER JOIN VALUES (1, 5), (6, 7) AS u(a, c)) SELECT a FROM t;
-- differs: found and not mended yet: error CANNOT_MERGE_INCOMPATIBLE_DATA_TYPE / TABLE_OR_VIEW_NOT_FOUND
WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n || 'x' FROM r WHERE n < 3) SELECT n FROM t.r;
-- differs: found and not mended yet: error CANNOT_PARSE_INTERVAL / DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE
SELECT WINDOW(1, 'x')['a'];
SELECT t.*, u.* FROM (SELECT to_timestamp('2024-03-05 07:08:09+2', 'yyyy-MM-dd HH:mm:ssX')) t JOIN (SELECT to_timestamp('2024-03-05 07:08:09+2', 'yyyy-MM-dd HH:mm:ssX')) u;
SELECT nosuch.* ;
SELECT z FROM VALUES (1) v(z) WHERE z = (SELECT months_between('x', '2024-01-01'));
SELECT make_interval( 0, 0, 0, 2147483647, 2147483647, 999999999999.999999);
SELECT bitmap_bit_position('7'), 1 COLLATE nosuch ;
SELECT z FROM VALUES (1) v(z) WHERE z = (SELECT decode(to_binary('zz'), 'UTF-8'));
SELECT array_insert(1 % 0, 1, 'x');
SELECT array_except(array(2.5D), 1);
SELECT 1 BETWEEN 'a' AND array(1), mask(str => 'AbC1', upperChar => 'X', lowerChar => 'y');
SELECT '1' + '1', '1.5' * 2, '2' / '4', nosuch.a % 2, '5' - 1L, '1' + 1.5BD, -'1', +'1.5', ~'1';
SELECT schema_of_json(CAST(1 AS ARRAY<INT>));
SELECT CAST(TIMESTAMP '2020-01-01 00:00:00.5' AS BIGINT), CAST(1 AS TIMESTAMP), CAST(1.5 AS TIMESTAMP), CAST(TIMESTAMP '1970-01-01 00:00:01.5' AS DOUBLE), CAST(true AS TIMESTAMP) LIMIT -1;
-- differs: found and not mended yet: error DATATYPE_MISMATCH.CAST_WITH_FUNC_SUGGESTION / DATATYPE_MISMATCH.CAST_WITHOUT_SUGGESTION
SELECT CAST(array(DATE'2024-01-31') AS ARRAY<INT>);
SELECT map(INTERVAL '2' MONTH, 1, true, 3);
SELECT map(1,X'01', 'a', 3);
-- differs: found and not mended yet: error DATATYPE_MISMATCH.CREATE_NAMED_STRUCT_WITHOUT_FOLDABLE_STRING / USER_RAISED_EXCEPTION
SELECT CAST(named_struct(assert_true(false), 1) AS variant);
SELECT max_by(x, named_struct('a', y, 'b', x)), min_by(named_struct('x', x), -y), max_by(x, array(y,array(1, 2))) FROM VALUES (1, 10), (2, 12), (3, 5) AS t(x, y);
SELECT * FROM (SELECT 1 AS a, 2 AS a) WHERE NULL;
SELECT xxhash64(array(), array(map(1,2)));
WITH t AS (SELECT hash(parse_json('1'))) SELECT t.nosuch FROM t;
SELECT mask(str => 'AbC1', upperChar => 'X' 'X', lowerChar => 'y');
SELECT to_binary('abc', concat('utf', '-8', INTERVAL '1' DAY)), try_to_binary('abc', lower('UTF-8')), to_char(X'61', lower('HEX')), to_varchar(X'61', concat('base', '64'));
SELECT from_json(array(1, 2),'int');
SELECT z FROM VALUES (1), (2) v(z) GROUP BY z HAVING z IN (SELECT map(map(1, 2), 3));
SELECT explode(map(1, 2) = map(1, 2)) ;
SELECT z FROM VALUES (1), (2) v(z) GROUP BY z HAVING z IN (SELECT from_xml('<p><a>1</a></p>', 'm MAP<INT, INT>'));
SELECT from_xml(X'01', 'array<int>');
SELECT z FROM VALUES (1) v(z) WHERE z NOT IN (SELECT from_json('{"a":1,"b":[1,{"c":2}]}', 'a int, b variant'));
SELECT z FROM VALUES (1) v(z) WHERE z NOT IN (SELECT json_tuple('{"a": {"b": [1, 2]}, "n": null, "t": true, "x y": "q\\"z"}', 'a', 'n', 't', 'x y', 'none'));
SELECT - (map_concat(map(1, 'a'), array(1))) ;
SELECT map_contains_key(1 % 0, 'a');
SELECT map_zip_with(map(1, 'a'), map(array(), 'b'), (x, y) -> x);
SELECT to_number('12', s) FROM VALUES ('99') AS t(s) LIMIT nosuch;
SELECT json_tuple(array(1, 2), '{"a":1}', 1);
SELECT array_contains(array(1.5), 1.50), array_contains(array(1),NULL), array_contains(array(1), 1.5D);
SELECT window(t, '1 day 2 hours', 9223372036854775807) FROM VALUES (TIMESTAMP'2021-01-01 00:04:30') AS s(t);
SELECT sum(v) OVER (ORDER BY v, v + 1 RANGE BETWEEN 1 PRECEDING AND CURRENT ROW) FROM VALUES (1) AS t(v) GROUP BY nosuch;
SELECT - (sum(v) OVER (RANGE BETWEEN 1 PRECEDING AND CURRENT ROW)) FROM VALUES (1) AS t(v);
SELECT sum(array_sort(a, (l, r) -> (r - l) * s)[0]), sum(array_sort(a, (l, r) -> (r - l) * s)[size(a) - 1]), max(size(a)) FROM (SELECT IF(id % 2 = 0, 1, -1) AS s, transform(sequence(DATE'2024-01-31', id % 40 + 1), x -> (x * 7919 + id) % 1009) AS a FROM (SELECT explode(sequence(1, 3000)) AS id));
SELECT d, sum((SELECT count(*))) OVER (ORDER BY d RANGE BETWEEN INTERVAL '1' MONTH PRECEDING AND INTERVAL '1' DAY FOLLOWING) AS b FROM VALUES (DATE '2024-01-01', 1) AS t(d, x);
SELECT sum(a) OVER (ROWS BETWEEN UNBOUNDED FOLLOWING AND CURRENT ROW) FROM VALUES (1) AS t(a) GROUP BY ROLLUP(1, nosuch);
SELECT sum(a) OVER (ORDER BY b ROWS BETWEEN 1.5 PRECEDING AND CURRENT ROW) FROM VALUES (1, 2) AS CHAR(a, b);
SELECT stack(2,'', 2, 3), 5;
SELECT avg(i) FROM VALUES (make_interval(1)), (make_interval(0, 0, 0, 1)) AS DOUBLE(i);
SELECT schema_of_json(NULL) LIMIT nosuch;
SELECT array_sort(array(-1, 2), (a, b) -> 'x');
SELECT *, * FROM (SELECT to_csv(1)) t;
-- differs: found and not mended yet: error DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE / WINDOW_FUNCTION_WITHOUT_OVER_CLAUSE
SELECT nth_value(v, 0) FROM VALUES (1) AS t(v);
SELECT - cast(-9223372036854775808 as CHAR);
SELECT collect_set(make_date(2024, 1, 32)) ;
SELECT collect_set(timestampadd(YEAR, 2147483647, TIMESTAMP '2024-02-29 10:00:00')) ;
SELECT (SELECT z FROM (SELECT 1234567890123456789012345678901234567890)) FROM VALUES (1) v(z);
SELECT map('a', count(DISTINCT 1) OVER (), true, 3);
SELECT 1 / 0 , to_timestamp('2024-366', 'yyyy-DDD'), to_timestamp('065', 'DDD'), to_timestamp('2024-65', 'yyyy-D'), to_timestamp('2024-065 03-05', 'yyyy-DDD MM-dd');
WITH t AS (SELECT datediff('x', '2024-01-01')), t AS (SELECT datediff('x', '2024-01-01')) SELECT 1;
SELECT map(1, 2, 1, 3), ascii(''), ascii('é'), ascii('😀'), ascii(NULL), chr(-1), chr(256), chr(321), chr(NULL), char(97.9D), length(chr(0)), chr('65');
SELECT sum(mask('a', str => 'b')) ;
SELECT mask(str => 'a', str => X'0');
SELECT * EXCEPT (s, s.x) FROM VALUES (1, struct(true AS x, 2 AS y)) AS t(a, s);
SELECT sum(v) OVER (PARTITION BY map(1, v)) FROM VALUES (1) AS TIMESTAMP(v);
SELECT approx_count_distinct(x, 0.5) FROM VALUES ('a') AS t(x);
-- differs: found and not mended yet: error FIELD_NOT_FOUND / WRONG_NUM_ARGS.WITHOUT_SUGGESTION
SELECT EXISTS (s.zz) FROM VALUES (named_struct('a', 1)) AS t(s);
SELECT grouping(v) FROM VALUES (map('k', 1), 1) AS t(k, v) GROUP BY CUBE (k);
SELECT a, 9223372036854775807 , grouping_id(b, a) FROM VALUES (1, 2) AS t(a, b) GROUP BY CUBE (a, b);
SELECT format_string('%s') GROUP BY count(*);
SELECT mode() WITHIN GROUP (ORDER BY col), mode() WITHIN GROUP (ORDER BY col DESC) FROM VALUES (0), (10), (10), (NULL) AS tab(col) GROUP BY ROLLUP(1, nosuch);
SELECT nosuch FROM (SELECT a FROM VALUES (1) AS t(a) GROUP BY 3);
SELECT explode(array(1, 2)) FROM (SELECT parse_json('1') AS v) GROUP BY v;
SELECT * FROM IDENTIFIER IDENTIFIER('a.b.c.d');
SELECT next_day('2024-02-28', 'MO' 'MO'), next_day('2024-02-28', 'wed'), next_day('2024-02-28', 'WEDNESDAY'), next_day(DATE '2024-02-28', 'Su'), next_day(DATE '2024-02-28', 'tue'), next_day(NULL, 'MO'), next_day('2024-02-28', NULL), next_day(TIMESTAMP '2024-02-28 23:00:00', 'th');
WITH s(r, q, v) AS (VALUES ('n', map('k', 1), 10)) SELECT * FROM s PIVOT (sum(v) FOR q IN (1 + 1, 1 - 0, abs(-1) AS a));
SELECT collect_list(named_struct('a', x, 'b', y)) FROM VALUES (1, 'p'), (NULL, NULL) AS t(x, y) UNION SELECT array(1);
SELECT * FROM VALUES (1) AS a(k) NATURAL CROSS JOIN VALUES (map(1, 2, 1, 3)) AS b(k);
SELECT * FROM (SELECT to_timestamp('Tue', 'E')) t(a);
SELECT date_format(DATE '2024-03-05', 'e' 'e');
-- differs: found and not mended yet: error INTERVAL_ARITHMETIC_OVERFLOW.WITHOUT_SUGGESTION / WINDOW_FUNCTION_WITHOUT_OVER_CLAUSE
SELECT lag(1), INTERVAL '106751992' DAY;
SELECT *, INTERVAL '2147483647' MONTH + INTERVAL 1 MONTH;
SELECT make_interval() / 0;
SELECT sum(x) FILTER (WHERE sum(x) > 1) FROM VALUES (1) AS t(x) GROUP BY count(*);
SELECT first(1) FILTER (WHERE 1);
SELECT array(1)[5], aes_encrypt('a','0000111122223333','GCM','PKCS');
SELECT elt(31, (+ element_at(array(1700000000L, 0L, 86400L), 100Y)), (floor(CAST(NULL AS INT)) * -1L), TIMESTAMP'2024-01-31 10:00:00');
SELECT (date_format(DATE '2024-03-05', 'N')) || 'a' ;
SELECT sum(*) FROM (SELECT date_format(DATE '2024-03-05', 'XXXXXX'));
SELECT 'a' LIKE 'a' ESCAPE 'ab' |> SELECT nosuch;
SELECT 1.a UNION ALL SELECT 1 ORDER BY 2;
-- differs: found and not mended yet: error INVALID_EXTRACT_FIELD / DATATYPE_MISMATCH.DATA_DIFF_TYPES
SELECT 'a' || array(1), extract(FOO FROM DATE '2024-12-30');
-- differs: found and not mended yet: error INVALID_EXTRACT_FIELD_TYPE / MULTI_ALIAS_WITHOUT_GENERATOR
SELECT (named_struct('a', 1)[lower('A')]) AS (a, b) ;
SELECT to_number('a','');
-- differs: found and not mended yet: error INVALID_FORMAT.ESC_AT_THE_END / CAST_INVALID_INPUT
SELECT 'abc' LIKE 'a#' ESCAPE '#' HAVING count(*) > 'a';
SELECT to_number('abc','999') GROUP BY ALL;
SELECT explode(array(1, 2)), to_number('12', 'x9');
WITH t(a, b) AS (SELECT (to_varchar(try_subtract(12L, -7.5), 'abc') LIKE 'a/%b')) SELECT a FROM t;
SELECT to_number('5' '5','$$9');
SELECT sum(1), 1 AS a-b;
SELECT split_part('a,b','',0);
SELECT * FROM VALUES (posexplode(array(1))), (2) AS t(a) LEFT JOIN VALUES (1), (3) AS u(b) ON a = b AND b IN (SELECT 1);
SELECT a, b, sum(c) FROM VALUES (1, 1, 1), (1, 2, 2), (-'a', 1, 3) AS t(a, b, c) GROUP BY a, b WITH ROLLUP ORDER BY 1, 2, 3;
SELECT * FROM VALUES struct(TIME'10:00:00', 2), struct(3, 4) AS t(a, b);
SELECT u.n, u.v, u.id FROM VALUES (9, 1, 2) AS t(id, a) UNPIVOT (v FOR n IN (a, b)) AS u ORDER BY u.n;
-- differs: found and not mended yet: error INVALID_INTERVAL_FORMAT.ARITHMETIC_EXCEPTION / PARSE_SYNTAX_ERROR
SELECT INTERVAL '106751992' '106751992' DAY;
FROM (SELECT INTERVAL '1-13' YEAR TO MONTH) SELECT 1, nosuch;
SELECT (SELECT 1), INTERVAL '1.5' DAY;
WITH t(a, b) AS (SELECT INTERVAL '1' YEAR TO MONTH) SELECT a FROM t;
SELECT t.*, u.* FROM (SELECT INTERVAL '1 2' DAY TO SECOND) t JOIN (SELECT INTERVAL '1 2' DAY TO SECOND) u;
SELECT sum('1'), avg('2'), max('a'), sum(1Y), avg(1Y), sum(1.5), avg(1.5), sum(1F), avg(NULL), sum(INTERVAL '' DAY), avg(INTERVAL 1 MONTH), sum(DISTINCT 1);
SELECT date_add(DATE '2024-02-28', INTERVAL '1' YEAR TO DAY);
SELECT ((nullif(DATE'2000-01-31', DATE'2023-12-31') - (make_interval(1, 0, 3, 4, 5, 6.5) + make_interval(1, 2, 0, 3, 4, 5, 6.5))) - (DATE'0001-01-01' - nullif(INTERVAL -'1-11' YEAR TO MONTH, INTERVAL '178956970-7' YEAR TO MONTH)));
SELECT transform(array(9223372036854775807), (x, x) -> x);
SELECT parse_json(x -> x) IN (parse_json('1'));
SELECT transform(array(1), (x, y, z) -> x) ;
SELECT transform(x -> 1 = array(1), array(1));
SELECT z FROM VALUES (1), (2) v(z) GROUP BY z HAVING z IN (SELECT * FROM VALUES (1) AS a(k) FULL JOIN LATERAL (SELECT k + 1 AS j) ON true);
SELECT k, sum(v) FROM VALUES (1, 10), (2, 20) AS t(k, v) GROUP BY k HAVING sum(v) > (SELECT min(x) FROM VALUES (15) AS u(x)) LIMIT NULL;
WITH a AS (SELECT 1 AS x) (SELECT * FROM a) UNION ALL (SELECT * FROM a) ORDER BY x LIMIT -1;
SELECT (x) IS TRUE FROM (SELECT * FROM VALUES (1), (2), (3) AS t(x)) TABLESAMPLE (CAST(NULL AS INT) ROWS);
SELECT levenshtein('Spark SQL', CAST(bit_length('ABC') AS STRING)) LIMIT (SELECT 1);
SELECT 3.4028235E38F, (-3.4028235E38F) LIKE 'a' ;
SELECT to_xml(named_struct('a',named_struct('a', 1)), named_struct('mode', 'x'));
SELECT schema_of_xml('<p><a>1</a></p>'), schema_of_xml('<p><a attr="2">1</a><a>3</a></p>'), schema_of_xml('<p><a attr="2">1</a><a>3</a></p>', map(NULL, 'true')), schema_of_xml('<p><a>1</a><b>1.5</b><c>true</c><d>x</d><e>2020-01-01</e><f/></p>'), schema_of_xml('<p k="1"><a><b>1</b></a><a><c>x</c></a></p>');
-- differs: found and not mended yet: error INVALID_PARAMETER_VALUE.AES_KEY_LENGTH / UNSUPPORTED_FEATURE.AES_MODE
SELECT length(aes_encrypt('a', '\n', '0000111122223333', 'ECB'));
SELECT to_char(X'01','9.99'), to_char(1.5F,'9.9'), to_char('12','99');
-- differs: found and not mended yet: error INVALID_PARAMETER_VALUE.BOOLEAN / WRONG_NUM_ARGS.WITHOUT_SUGGESTION
SELECT v, nth_value(x, 1) OVER (ORDER BY v ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS a, nth_value(x, 3) OVER (ORDER BY v ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS b, nth_value(INTERVAL '2' MONTH, x, 9) OVER (ORDER BY v) AS c FROM VALUES (1, 10), (2, 20), (3, 30) AS t(v, x) ORDER BY v;
SELECT encode('aé','utf-8'), hex(encode('aé','UTF-16')), hex(encode('aé','UTF-16LE')), hex(encode('aé',TIME'10:00:00')), hex(encode('😀','UTF-32')), hex(encode('','UTF-16')), encode(NULL,'utf-8'), encode('a',NULL);
-- differs: found and not mended yet: error INVALID_PARAMETER_VALUE.DATETIME_UNIT / DATATYPE_MISMATCH.IN_SUBQUERY_LENGTH_MISMATCH
SELECT 1 IN (SELECT 1, 2), timestampadd('DAY', 1, DATE '2024-02-29');
SELECT upper('a' RLIKE '[]') ;
SELECT * FROM (SELECT regexp_extract('abc','b', 1)) t(a);
SELECT nosuch FROM (SELECT format_string('%0$s', 'x'));
WITH RECURSIVE r AS (SELECT '' FROM r) SELECT * FROM r ORDER BY ALL;
-- differs: found and not mended yet: error INVALID_RECURSIVE_REFERENCE.PLACE / UNRESOLVED_COLUMN.WITH_SUGGESTION
WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL (SELECT n + 1 FROM r WHERE n < 4 ORDER BY z)) SELECT * FROM r ORDER BY ALL;
SELECT abs(regexp_replace('abc','b','$1')) ;
SELECT try_variant_get(parse_json('{"a": "x"}'), '$.a', map());
SELECT (from_csv('1','array<int>')) AND true ;
SELECT 1 IN () |> DROP nosuch;
SELECT from_xml('<p><a>-INF</a></p>', 'a DOUBLE'), from_xml('<p><a>1,5</a></p>', 'a DOUBLE'), from_xml('<p><a>1,234.5x</a></p>', 'a FLOAT'), from_xml('<p><a>abc</a></p>', 'a DOUBLE'), from_xml('<p><a>INF</a></p>', 'a DOUBLE'), from_xml('<p><a>1d</a></p>', 'a DOUBLE'), from_xml('<p><a>1,5</a></p>', 'a INT'), abs(DISTINCT 1) , from_xml('<p><a>x</a></p>', 'a DECIMAL(5,1)');
SELECT (sum(a) OVER w3) IN (1, 'a') FROM VALUES (1), (2) AS t(a) WINDOW w1 AS (ORDER BY a), w2 AS w1, w3 AS w2;
SELECT * FROM VALUES (array('a')) AS t(a), LATERAL t;
SELECT transform(sum(a) OVER w, x -> x + 1) FROM VALUES (1), (2) AS t(a) WINDOW w AS (ORDER BY a), w AS (ORDER BY a DESC);
-- differs: found and not mended yet: error INVALID_SQL_SYNTAX.UNRESOLVED_WINDOW_REFERENCE / CAST_INVALID_INPUT
SELECT (day((DATE'1900-01-01' - 3)) = (weekday(DATE'1970-01-01') - ('a')::TINYINT)) WINDOW w AS (nosuch);
SELECT (SELECT try_to_timestamp('2024-03-05', 'yyyy-MM-dd'), try_to_timestamp('2024-13-05', 'yyyy-MM-dd'), try_to_timestamp('x'), try_to_timestamp('2024-03-05 07'), try_to_timestamp(NULL, 'yyyy'), try_to_timestamp(DATE '2024-03-05'), try_to_timestamp('2024', NULL));
SELECT (SELECT from_utc_timestamp('2024-01-01', 1));
SELECT collect_list(named_struct(TIMESTAMP'x', x, 'b', y)) FROM VALUES (1, 'p'), (NULL, NULL) AS t(x, y);
-- differs: found and not mended yet: Spark raises INVALID_USAGE_OF_STAR_OR_REGEX
WITH t AS (SELECT 1 AS x UNION ALL SELECT 2) SELECT k, (SELECT count(expr => *) FROM t WHERE t.x <= u.k) AS n FROM VALUES (1), (2) AS u(k);
SELECT count(*), count(t.*), count(DISTINCT *), count(1, NULL), count(DISTINCT a, struct(1).nosuch) FROM VALUES (1, NULL), (1, 2) AS t(a, b);
SELECT CAST('1' AS variant)::int, CAST('abc' AS variant)::string, CAST(CAST('2024-02-30' AS variant) AS date) HAVING 1;
SELECT (variant_get(parse_json('{"a":1}'), '$.a.', 'int')) = 1 ;
SELECT max(struct(*)) FROM (SELECT vector_norm(array(1F), 3.0F));
SELECT count(*) FROM VALUES (1), (2) AS l(k) FULL JOIN VALUES (2), (3) AS r(k) USING (k) WHERE k > sum(1);
-- differs: found and not mended yet: error INVALID_WINDOW_SPEC_FOR_AGGREGATION_FUNC / INVALID_LAMBDA_FUNCTION_CALL.NON_HIGHER_ORDER_FUNCTION
SELECT (x -> x), median(v) OVER (ORDER BY v) FROM VALUES (1) AS t(v);
SELECT nosuch FROM (SELECT mode(DISTINCT x) FROM VALUES (1) AS t(x));
SELECT percentile_cont(0.5) FROM VALUES (3), (1), (2) AS t(x) ORDER BY x LIMIT 1 OFFSET 1;
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY x, x) FROM VALUES (0) AS t(x) ORDER BY sum(1);
SELECT * FROM VALUES (parse_json('1')) AS l(a) JOIN VALUES (1) AS r(b) ON a;
SELECT (encode('é','us-ascii')) || 'a' ;
SELECT from_csv(x, 'a INT', map('mode', 'FAILFAST')) FROM VALUES ('x') AS TIMESTAMP(x);
SELECT a, b, (c) FROM VALUES (1, 1, 1), (1, 2, 2), (2, 1, 3) AS t(a, b, c) GROUP BY GROUPING SETS (GROUPING SETS ((a), (b)), CUBE (a)) ORDER BY 1, 2, 3;
-- differs: found and not mended yet: error MISSING_ATTRIBUTES.RESOLVED_ATTRIBUTE_APPEAR_IN_OPERATION / MISSING_AGGREGATION
SELECT explode(array(1, 2)), a, sum(c) FROM VALUES (1, 1), (2, 2) AS t(a, c) GROUP BY ROLLUP (1) ORDER BY 1;
SELECT count(*), * FROM (SELECT arrays_zip(array(1, 2), array('a')), arrays_zip(array(1), CAST(NULL AS ARRAY<INT>)), arrays_zip(array(), array(1)), arrays_zip(array(1, 2)));
-- differs: found and not mended yet: error MISSING_WINDOW_SPECIFICATION / INVALID_AGGREGATE_FILTER.NOT_BOOLEAN
SELECT first(1) FILTER (WHERE 1), sum(a) OVER nope FROM VALUES (1), (2) AS t(a) WINDOW w1 AS (ORDER BY a);
WITH t(x, y) AS (VALUES (0, 'abc'), (1, 'def')), o(a, b) AS (VALUES (1, 1), (1, 2), (2, 4)), st(id) AS (SELECT 1, struct(10 AS i1, 'v' AS i2)), cs(course, year, earnings) AS (VALUES ('dotNET', 2012, 10000), ('Java', 2012, 20000), ('dotNET', 2013, 48000), ('Java', 2013, 30000)) FROM t |> ORDER BY x DESC LIMIT 1;
SELECT (to_number('-$5','S$9')) AS (a, b) ;
SELECT xpath_boolean('<a>false</a>', 'string(a)'), xpath_number('<a>-0</a>', 'a'), xpath_double(nosuch => '<a>Infinity</a>', 'a');
SELECT percentile(x, 0.5, -1) FROM VALUES (1), (2) AS TIMESTAMP(x);
SELECT max(max(1)), x, from_xml(x, 'a INT, b STRING') FROM VALUES ('<p><a>1</a></p>'), (NULL), ('bad'), ('<p><b>q</b></p>') AS t(x) ORDER BY x;
SELECT date_part(f, TIMESTAMP '2024-05-06 07:08:09') FROM VALUES (TIMESTAMP'2024-01-31 10:00:00') AS t(f);
WITH cs(course, year, earnings) AS (VALUES ('dotNET', 2012, 10000), ('Java', 2012, 20000), ('dotNET', 2012, 5000), ('dotNET', 2013, 48000), ('Java', 2013, 30000)) SELECT EXISTS (*) FROM cs PIVOT (sum(earnings) FOR year IN (course)) ORDER BY ALL;
SELECT id, x FROM VALUES (1, array(1, 2)), (2, array()), (3, NULL) AS t(id, a) LATERAL VIEW OUTER explode(a) v AS x PIVOT (sum(1) FOR nosuch IN (1));
WITH t(x, y) AS (VALUES (0, 'abc'), (1, 'def')), o(a, b) AS (VALUES (1, 1), (1, 2), (2, 4)), s(id, col) AS (SELECT 1, struct(10 AS i1, 'v' AS i2)), cs(course, year, earnings) AS (VALUES ('dotNET', 2012, 10000), ('Java', 2012, 20000), ('dotNET', 2013, 48000), ('Java', 2013, 30000)) FROM cs |> UNPIVOT (v FOR n IN (year)) PIVOT (sum(earnings) FOR course IN ('dotNET'));
WITH t(x, y) AS (VALUES (0, 'abc'), (1e, 'def')), o(a, b) AS (VALUES (1, 1), (1, 2), (2, 4)), st(id, col) AS (SELECT 1, struct(10 AS i1, 'v' AS i2)), cs(course, year, earnings) AS (VALUES ('dotNET', 2012, 10000), ('Java', 2012, 20000), ('dotNET', 2013, 48000), ('Java', 2013, 30000)) FROM t |> WHERE x > 0 WINDOW w AS (ORDER BY x);
-- differs: found and not mended yet: error NOT_A_CONSTANT_STRING.NOT_CONSTANT / PARSE_SYNTAX_ERROR
SELECT IDENTIFIER(start => 't.a') FROM VALUES (1) AS t(a);
SELECT IDENTIFIER(CAST(NULL AS STRING)) FROM VALUES (1) AS t(z);
SELECT IDENTIFIER(true)(1);
SELECT range(true, 3);
SELECT a FROM  (map(1, 2)) AS t(a) ORDER BY a;
SELECT map(CAST(NULL AS STRING), 0);
SELECT round(cast(99999999999999999999999999999999999999 as decimal(38,0)), -38), posexplode(array(1)) , floor(cast(-0.001 as decimal(38,37)), 1);
-- differs: found and not mended yet: error NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION / UNSUPPORTED_DATATYPE
SELECT CAST(99999999999999999999999999999999999999 AS DECIMAL( 0)) + 1;
SELECT sum(NULL), avg(NULL), min(NULL), max(NULL), count(NULL), first(NULL), stddev(NULL), collect_list(NULL) INTERSECT SELECT map(1, 2);
SELECT aggregate(array(1), 0, (a, b) -> 'x') FROM explode(array(1)) AS t(x, y);
SELECT from_xml('<p><x><item>1</item></x></p>', 'x ARRAY<ARRAY<INT>>') ORDER BY 0;
SELECT IDENTIFIER('') FROM VALUES (1) AS INT(a);
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY x), percentile_cont("open) WITHIN GROUP (ORDER BY x DESC), percentile_disc(0.5) WITHIN GROUP (ORDER BY x DESC), mode() WITHIN GROUP (ORDER BY x), mode() WITHIN GROUP (ORDER BY x DESC) FROM VALUES (1) AS t(x);
WITH t(x, y) AS (VALUES (0, 'abc'), (1, 'def')), o(a, b) AS (VALUES (1, 1), (1, 2), (2, 4)), st(id, col) AS (SELECT 1, struct(10 AS i1, 'v' AS i2)), cs(course, year, earnings) AS (VALUES ('dotNET', 2012, 10000), ('Java', 2012, 20000), ('dotNET', 2013, 1), ('Java', 2013, 30000)) FROM o |> AGGREGATE a GROUP BY a |> ORDER BY ALL;
SELECT to_timestamp('2024-02-30', 'yyyy-MM-dd') |> EXTEND sum(1);
WITH cs(course, year, earnings) AS (VALUES ('dotNET', 2012, 10000), ('Java', 2012, 20000), ('dotNET', 2012, 5000), ('dotNET', 2013, 48000), ('Java', 2013, 30000)) SELECT sum(*) FROM cs PIVOT (sum(earnings) FOR (course, year) IN ('dotNET', 'Java')) ORDER BY ALL;
SELECT CAST(array('x') AS ARRAY<INT>) QUALIFY 1 = 1;
WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT n * 2 FROM r ;
SELECT mod(1,0);
SELECT * FROM inline_outer();
WITH RECURSIVE r(id, path) AS (SELECT 1, array(1) UNION ALL SELECT id + 1, concat(path, array(id + 1)) FROM a.b.c.r WHERE id < 4) SELECT * FROM r ORDER BY ALL;
SELECT - true, id, p, k, val FROM (SELECT 1 AS id, parse_json('[1,2]') AS v) LATERAL VIEW variant_explode(v) e AS p, k, val;
SELECT (SELECT c FROM VALUES (1), (2) u(c)) ;
SELECT * FROM (WITH t(x, y) AS (VALUES (0, 'abc'), (1, 'def')), o(a, b) AS (VALUES (1, 1), (1, 2), (2, 4)), st(id, col) AS (SELECT 1, struct(10 AS i1, 'v' AS i2)), cs(course, year, earnings) AS (VALUES ('dotNET', 2012, 10000), ('Java', 2012, 20000), ('dotNET', 2013, 48000), ('Java', 2013, 30000)) FROM t |> JOIN LATERAL (SELECT x + 1 AS lx) |> ORDER BY ALL) GROUP BY 1;
WITH a AS (SELECT 1 AS x) SELECT (SELECT x FROM a) AS y, (WITH q AS (SELECT 3 AS z) SELECT z FROM c) AS w;
SELECT filter(array(1), x -> 1), a, FROM t;
SELECT r'it''s' LATERAL VIEW explode(array(1)) v AS x, y;
SELECT from_xml('<p><a>x</a><b>1</b></p>', 'a INT, b INT'), from_xml('<p><b>1</b><a>x</a></p>',?), from_xml('<p><s><a>x</a><b>1</b></s><c>2</c></p>', 's STRUCT<a: INT, b: INT>, c INT');
SELECT /* unclosed 1 |> WHERE nosuch;
SELECT * FROM range(5, INTERVAL '1' DAY) OFFSET -1;
SELECT mask(lowerChar => 'q', 'AbC1', parse_json('1'));
WITH RECURSIVE r AS (SELECT count(*) UNION SELECT n + 1 FROM r WHERE n < 5) SELECT * FROM r ORDER BY ALL;
SELECT * FROM VALUES (1, NULL, NULL) AS t(id, a, b) UNPIVOT INCLUDE NULLS (v FOR n IN (a, a.b.c.b)) ORDER BY n;
SELECT * FROM (SELECT 1 AS a, TIME'10:00:00' AS b) UNPIVOT (v FOR n IN (a, b)) JOIN (SELECT 1 AS k) ON v = k;
SELECT inline(start => array(struct(1, 'a'), struct(2, 'b')));
SELECT collect_set(*) FROM nosuch_function(1);
SELECT a + sum(b) FROM VALUES (1, 'a' 'b') AS t(a, b) GROUP BY ALL;
WITH a AS (SELECT t.nosuch, 1 AS x), b AS (WITH a AS (SELECT 2 AS x) SELECT * FROM a) SELECT * FROM b;
SELECT k, v FROM VALUES ('a', 1), ('a', 3), ('b', 2) AS t(k, v) QUALIFY row_number() OVER (PARTITION BY k ORDER BY v DESC) = 1 ORDER BY nosuch;
-- differs: found and not mended yet: error UNRESOLVED_MAP_KEY.WITHOUT_SUGGESTION / UNRESOLVED_COLUMN.WITHOUT_SUGGESTION
SELECT map('a', 1)[k] ;
-- differs: found and not mended yet: error UNRESOLVED_MAP_KEY.WITH_SUGGESTION / UNRESOLVED_COLUMN.WITH_SUGGESTION
SELECT map('a', 1)[k] FROM VALUES ('a');
SELECT parse_jsn('1') <=> parse_json('1');
SELECT * FROM (VALUES (1, 2) AS x(a, b)) JOIN VALUES (1, 3) AS y(a, c) USING (q);
WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT CAST(1 AS nosuch) + 2 FROM r WHERE n < 4) SELECT * FROM r ORDER BY n;
SELECT X'', X'1', x'0A', X'Ff' ORDER BY row_number() OVER (ORDER BY 1);
SELECT aes_encrypt(X'01','0000111122223333','CBC','DEFAULT','','aad');
WITH t(x, y) AS (VALUES (0, 'abc'), (1, 'def')), o(a, b) AS (VALUES (1, 1), (1, 2), (2, 4)), st(id, col) AS (SELECT 'a' || array(1), 1, struct(10 AS i1, 'v' AS i2)), cs(course, year, earnings) AS (VALUES ('dotNET', 2012, 10000), ('Java', 2012, 20000), ('dotNET', 2013, 48000), ('Java', 2013, 30000)) FROM t |> ORDER BY x + 1 WINDOW w AS (ORDER BY x);
SELECT count(DISTINCT array_distinct(a)), sum(cardinality(array_union(a, b))), sum(array_position(a, 3)), sum(array_max(array_intersect(a, b))) FROM (SELECT sequence(id % 4, id % 11) AS a, array(id % 3, 3, NULL) AS b FROM (SELECT explode(sequence(1, 5000)) AS id)) CLUSTER BY 1 SORT BY 1;
SELECT a AS a2, array(sum(a2), 1) FROM VALUES (1) AS t(a) GROUP BY a;
SELECT *, a AS c, sum(c) OVER () FROM VALUES (1), (2) AS t(a);
WITH t(x, y) AS (VALUES (0, -1), (1, 'def')), o(a, b) AS (VALUES (1, 1), (1, 2), (2, 4)), st(id, col) AS (SELECT 1, struct(10 AS i1, 'v' AS i2)), cs(course, year, earnings) AS (VALUES ('dotNET', 2012, 10000), ('Java', 2012, 20000), ('dotNET', 2013, 48000), ('Java', 2013, 30000)) FROM o |> AGGREGATE sum(b) GROUP BY a WITH CUBE;
SELECT map(1, 2) AS a EXCEPT SELECT map(1,1 / 0);
SELECT parse_json('1') EXCEPT SELECT parse_json('2') ORDER BY sum(1);
-- differs: found and not mended yet: error UNSUPPORTED_GENERATOR.NESTED_IN_EXPRESSIONS / DATATYPE_MISMATCH.STACK_COLUMN_DIFF_TYPES
SELECT stack(2, 1, 2.5), (stack(1, 9)) = 1 ;
SELECT x FROM VALUES (array()) AS t(a) LATERAL VIEW upper(a) v AS x;
SELECT a FROM VALUES (1) AS t(a) ORDER BY explode(DATE'2024-01-31');
SELECT grouping_id(), * FROM stack(2, 1, 2), explode_outer(array()), posexplode_outer(map('a', 1)), variant_explode(parse_json('[1]'));
SELECT * FROM VALUES (1, 2), (3, 4) AS t(a, b) WHERE a IN (SELECT max(a) FROM VALUES (1) AS u(nosuch));
SELECT transform(arr, arr -> arr + 1), transform(array(1), X -> x), transform(arr, t -> t), transform(array(struct(1 AS a)),(SELECT sum(1) OVER ())) FROM VALUES (array(1, 2)) AS t(arr);
VALUES CASE WHEN EXISTS (SELECT 1) THEN 'y' ELSE 'n' END, if((SELECT true), 1, 2), coalesce((SELECT NULL), 3);
-- differs: found and not mended yet: error UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.UNSUPPORTED_IN_EXISTS_SUBQUERY / DATATYPE_MISMATCH.IN_SUBQUERY_LENGTH_MISMATCH
SELECT z FROM VALUES (1), (2) v(z) GROUP BY z HAVING z IN (SELECT conv('ff',16,10), conv('FF',16,-10), conv('-1',10,16), conv('-1',10,-16), conv('zz',36,10), conv('12',2,10), conv('',10,16), conv(NULL,10,16), conv('  11 ',2,10), conv('1',1,10), conv('1',10,37), conv('-',10,16), conv('11abc',10,16), conv('x',10,16));
SELECT to_binary('abc', concat('utf', '-8')), try_to_binary('abc', lower('UTF-8')), to_char(X'61', lower('HEX')), to_varchar(q'61', concat('base', '64'));
SELECT raise_error('x') ;
SELECT (vector_cosine_similarity(array(1F), array(1F, 2F))) IN (1, 'a') ;
SELECT map(1, row_number() OVER ())[1.5];
SELECT array_compact(array(1, NULL, 2, NULL)), array_compact(array(NULL)), array_compact(array()), array_compact(CAST(NULL AS ARRAY<INT>)), array_compact(array(array(NULL), NULL)) WHERE row_number() OVER (ORDER BY 1) = 1;
SELECT lag(1), xpath(x, 'a/b/text()') FROM VALUES ('<a><b>1</b></a>'), (NULL), ('<a/>') AS t(x);
SELECT vector_inner_product(array(1), array(1F), 1.5);
SELECT url_decode(count());
WITH t(x, y) AS (VALUES (0, 'abc'), (1, 'def')), other(a, b) AS (VALUES (1, 1), (1, 2), (2, 4)), j(k, j) AS (VALUES (1, 'x'), (2, 'y')) FROM t |> TABLESAMPLE ();
WITH t AS (SELECT INTERVAL '1' DAY FROM range(5)) SELECT * FROM t TABLESAMPLE (BUCKET 1 OUT OF 2 ON id);
WITH t AS (SELECT id FROM range(assert_true(false))) SELECT * FROM t TABLESAMPLE (5);
SELECT sum(i), avg(i), min(i), max(i) FROM VALUES (INTERVAL 'a' MONTH), (INTERVAL 2 MONTHS), (INTERVAL 2 MONTHS) AS v(i);
SELECT NOT (INTERVAL 1 DAY TO SECOND) ;
SELECT array_sort(array(INTERVAL 1 MONTH 2 DAYS, 2), a -> a);
WITH t( y) AS (VALUES (0, 'abc'), (1, 'def')), o(a, b) AS (VALUES (1, 1), (1, 2), (2, 4)), st(id, col) AS (SELECT 1, struct(10 AS i1, 'v' AS i2)), cs(course, year, earnings) AS (VALUES ('dotNET', 2012, 10000), ('Java', 2012, 20000), ('dotNET', 2013, 48000), ('Java', 2013, 30000)) FROM t |> SET t.x = 1;
SELECT (INTERVAL '10:61' HOUR TO MINUTE)[0] ;
-- differs: found and not mended yet: error _LEGACY_ERROR_TEMP_0064 / DATATYPE_MISMATCH.CAST_WITHOUT_SUGGESTION
WITH t AS (SELECT CAST(1 AS ARRAY<INT>), id FROM range(5)) SELECT * FROM t TABLESAMPLE (BUCKET 5 OUT OF 2);
WITH cs(course, year, earnings) AS (VALUES ('dotNET', 2012, 10000), ('Java', 2012, 20000), ('dotNET', 2012, 5000), ('dotNET', 2013, 48000), ('Java', 2013, 30000)) SELECT * FROM cs PIVOT (sum(earnings) + year FOR course IN ('Java')) ORDER BY ALL LIMIT -1;
SELECT sum(row_number() OVER (ORDER BY 1)) ;
SELECT rank() OVER (ORDER BY a ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM VALUES (1) AS TIMESTAMP(a);
SELECT window(t, '5 minutes'), window(t, '10 minutes') FROM VALUES (TIMESTAMP'2021-01-01 00:00:00', 1) AS s(t, vx);
SELECT a.* FROM VALUES (1) AS t(a);
-- differs: found and not mended yet: error _LEGACY_ERROR_TEMP_1104 / UNRESOLVED_COLUMN.WITH_SUGGESTION
SELECT nosuch, approx_count_distinct(x, y) FROM VALUES (1, 0.1) AS t(x, y);
SELECT window.start, count(*) FROM VALUES (TIMESTAMP'2021-01-01 00:00:00'), (TIMESTAMP'2021-01-01 00:04:30'), (TIMESTAMP'2021-01-01 00:06:00') AS s(t) GROUP BY window(t, '10 minutes',1Y) ORDER BY 1;
SELECT first(1.5, y) FROM VALUES (1, true) AS t(x, y);
SELECT CAST(INTERVAL '' DAY AS DECIMAL(2,5)) ;
SELECT map_from_arrays(array('a', 'b'), array(1.5));
SELECT window(t, '1 month') FROM VALUES (TIMESTAMP'2021-01-01 00:04:30') AS s(t) OFFSET 'x';
SELECT to_xml(('d', INTERVAL '1' DAY));
SELECT *, * FROM (SELECT 'abc' ILIKE 'A%', 'abc' RLIKE '^a.c$', 'abc' REGEXP 'b', 'abc' NOT RLIKE 'z') t;
SELECT x AS a, 1 AS a, a FROM VALUES (1Y) AS t(x);
SELECT * FROM VALUES (1, 'a'), (2, 'b') AS l(k, v), VALUES (2, 'x'), (3, 'y') AS r(k, k) WHERE l.k = r.k;
SELECT ascii(''), ascii('é'), ascii('😀'), chr(0), chr(256), chr(-1), chr(233), char(65), bin(-1), bin(5), hex(-1), hex('é'), hex(X''), unhex('4'), unhex('zz'), unhex(''), conv('ff', 16, 10), conv('-ff', 16, -10), conv('9', 8, 10), conv('', 10, 2), TIMESTAMP'2024-01-31 10:00:00' , conv('18446744073709551616', 10, 16);
-- differs: found and not mended yet: error ASSIGNMENT_ARITY_MISMATCH / NESTED_AGGREGATE_FUNCTION
WITH a(p) AS (SELECT 1, max(max(1))) SELECT * FROM a;
-- differs: found and not mended yet: error CANNOT_MERGE_INCOMPATIBLE_DATA_TYPE / GROUP_BY_AGGREGATE
WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1L FROM r WHERE n < 3 GROUP BY count(*)) SELECT n FROM r;
SELECT window(t, '5 minutes', '0 minutes', 'x') FROM VALUES (TIMESTAMP'2021-01-01 00:04:30') AS s(t);
SELECT to_timestamp('2024-03-05 07:08:09+19:00' '2024-03-05 07:08:09+19:00', 'yyyy-MM-dd HH:mm:ssXXX');
SELECT s.*, s.a ;
SELECT sum(a) OVER (ORDER BY a ROWS BETWEEN CURRENT ROW AND 1 PRECEDING) FROM VALUES ('') AS t(a);
SELECT make_interval(0, 0, 0, 2147483647, 2147483647, 999999999999.999999);
SELECT 1 COLLATE nosuch, s FROM VALUES (named_struct('a', 2, 'b', 'a')), (named_struct('a', 1, 'b', NULL)), (named_struct('a', 1, 'b', 'z')), (NULL) AS t(s) ORDER BY s DESC;
SELECT array_contains(array(1D, DOUBLE('NaN')), DOUBLE('NaN')), array_contains(array(EXISTS (SELECT 1)), -0.0D);
SELECT array_union(array(2147483648 + 'x'), array('a'));
SELECT (to_timestamp(s, 'yyyy-MM-dd HH:mm:ss')) IS TRUE FROM VALUES ('2024-03-05 00:00:00'), ('2024-02-29 23:59:59'), (NULL) AS v(s);
SELECT aes_encrypt('a'^'0000111122223333','GCM','PKCS');
SELECT CAST(array(1) AS INT), to_timestamp_ntz('2024', 'MM-dd');
SELECT CAST(TIMESTAMP '2020-01-01 00:00:00.5' AS BIGINT), CAST(1 AS TIMESTAMP), max(CAST(1.5 AS TIMESTAMP)) OVER () , CAST(TIMESTAMP '1970-01-01 00:00:01.5' AS DOUBLE), CAST(true AS TIMESTAMP);
WITH RECURSIVE r(n, s) AS (SELECT 1, 1.5D UNION ALL SELECT n + 1, CAST(n AS DATE) FROM r WHERE n < 3) SELECT * FROM r ORDER BY n;
SELECT transform(map(1, 'a', true, 'b'), x -> x + 1) ;
SELECT posexplode(map('a', X'01', 'b', 2)), id FROM VALUES (1) AS t(id);
SELECT s.*, s FROM VALUES (named_struct('a', 1, 'b', named_struct(named_struct('a', 1), 2))), (NULL) AS t(s);
SELECT substring(CASE WHEN true THEN CASE WHEN false THEN make_interval(1, 2, 0, 3, 4, 5, 6.5) ELSE make_interval(0, 0, 0, 0, 25) END WHEN false THEN to_json(array('1e3', NULL)) ELSE overlay('1e3' PLACING 'abcabc' FROM -2) END,parse_json('1'));
SELECT 1 IN ('a') WHERE NULL;
SELECT CAST((SELECT hash(parse_json('1'))) AS INT);
-- differs: found and not mended yet: error DATATYPE_MISMATCH.INVALID_ARG_VALUE / DATATYPE_MISMATCH.NON_FOLDABLE_INPUT
SELECT to_binary('xyz', 9223372036854775807);
SELECT to_json('a') LIMIT 'a';
SELECT from_csv('1|b', concat('a INT, ', 'b STRING'), map(map('k', 1), '|'));
SELECT array_position(array(make_interval(1)), make_interval(1.5)), array_remove(array(make_interval(1), make_interval(2)), make_interval(1)), array_except(array(make_interval(1)), array(make_interval(2)));
SELECT 1 IN (SELECT make_time(12, -1, 60));
SELECT z FROM VALUES (1) v(z) WHERE z NOT IN (SELECT a.k, b.k, k FROM VALUES (1, 'p') AS a(k, x) JOIN VALUES (1, 'q') AS b(k, y) USING (k));
SELECT map_concat(map(1, 'a'), (1, 'b'));
SELECT count(DISTINCT map_contains_key(map(1, 2), 'a')) ;
SELECT (max_by(x, y, y))[0] FROM VALUES ('a', 1) AS t(x, y);
SELECT json_tuple('x','a','b', INTERVAL '2' MONTH);
SELECT nosuch FROM (SELECT window(t, '5 minutes', '10 minutes') FROM VALUES (TIMESTAMP'2021-01-01 00:04:30') AS s(t));
SELECT sum(a) OVER (RANGE BETWEEN 1 PRECEDING AND CURRENT ROW) FROM VALUES (1) AS TIMESTAMP(a);
SELECT sequence(DATE'2026-01-01', DATE'2026-01-02', 1) ORDER BY *;
SELECT d, sum(x) OVER (ORDER BY d RANGE BETWEEN INTERVAL '1' MONTH PRECEDING AND INTERVAL '1' DAY FOLLOWING) AS b FROM VALUES (DATE '2024-01-01', INTERVAL '2' MONTH) AS t(d, x);
SELECT sum(a) OVER (ROWS BETWEEN CURRENT ROW AND UNBOUNDED PRECEDING) FROM VALUES (INTERVAL '2' MONTH) AS t(a);
SELECT v, first_value(v) OVER (ORDER BY v ROWS BETWEEN 1 PRECEDING AND 2.5D PRECEDING) AS a, last_value(v) OVER (ORDER BY v) AS b, last_value(v) OVER (ORDER BY v ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS c FROM VALUES (1), (1), (2) AS t(v) ORDER BY v, a;
SELECT array_repeat('x', 'a');
SELECT percentile(x, NULL) FROM VALUES (1), (struct(1).col1) AS t(x);
SELECT array_sort(array(1), (a, b) -> a < b);
SELECT row_number() OVER (ORDER BY 1), to_csv(1);
SELECT abs(ntile(CAST(NULL AS INT)) OVER (ORDER BY x)) FROM VALUES (1), (2) AS t(x);
SELECT (schema_of_json('x'))::CHAR ;
SELECT count(DISTINCT make_timestamp(2024, 2, 29, 24, 14, 15)) ;
SELECT date_trunc('YEAR', TIMESTAMP '10000-05-05 01:02:03'), extract(YEAR FROM TIMESTAMP '10000-05-05 01:02:03'), from_unixtime(253402300800), to_timestamp('10000-01-01 00:00:00'), to_date(99999999999999999999999999999999999999999);
SELECT count(DISTINCT 1) OVER () ;
SELECT aggregate(array(1, 0), 1D, (a, x) -> struct(1).col1 / x);
WITH t AS (SELECT * FROM VALUES (1, 'a'), (2, 'b') AS l(k, v) SEMI JOIN VALUES (2, 'x') AS r(k, w) USING (k)), t AS (SELECT * FROM VALUES (1, 'a'), (2, 'b') AS l(k, v) SEMI JOIN VALUES (2, 'x') AS r(k, w) USING (k)) SELECT 1;
SELECT map(1, 2, 1, 3), * FROM VALUES (1, 2) AS t(a, b) UNPIVOT (v FOR n IN (a)) UNPIVOT (w FOR m IN (b)) ORDER BY n;
-- differs: found and not mended yet: error DUPLICATE_ROUTINE_PARAMETER_ASSIGNMENT.BOTH_POSITIONAL_AND_NAMED / WRONG_NUM_ARGS.WITHOUT_SUGGESTION
SELECT * FROM variant_explode(INTERVAL '1' DAY, input => parse_json('{"b": true, "a": 3.14, "c": null}'));
SELECT * EXCEPT (a, a) FROM VALUES (1, 2) AS STRING(a, b);
SELECT row_number() OVER (PARTITION BY i ORDER BY n) FROM VALUES (make_interval(), 1) AS t(i, n);
SELECT t.nosuch FROM range(1, 5, 0);
SELECT struct(1).nosuch , is_valid_variant(NULL);
SELECT a, b, grouping('a'), grouping_id(), grouping_id(a, b), count(*) FROM VALUES (1, 2) AS t(a, b) GROUP BY CUBE (a, b) ORDER BY ALL;
SELECT grouping_id(v, INTERVAL '1' DAY) FROM VALUES ('a', 1) AS t(k, v) GROUP BY CUBE (k);
SELECT a FROM VALUES (1) AS t(a) GROUP BY count(*) LIMIT -1;
SELECT count(*), count(x), sum(x), avg(x), min(x), max(x) FROM VALUES (CAST(NULL AS INT)) AS t(x) GROUP BY ROLLUP(1, nosuch);
SELECT map() FROM VALUES ('a', 1) AS t(k, v) GROUP BY 0;
SELECT date_add((next_day(CAST('2024-02-29' AS DATE), 'it''s') + extract(HOUR FROM TIME'23:59:59.999999')), 1) ;
SELECT map_from_entries(array(struct(1, 'a'), struct(1, 'b'))) UNION SELECT array(1);
SELECT max(date_format(DATE '2024-03-05', 'ddd')) OVER () ;
SELECT to_timestamp('2024-065 03-06',EXISTS (SELECT 1));
SELECT make_dt_interval(2147483647, 1.5);
SELECT sum(*) FROM (SELECT sum(i) FROM VALUES (INTERVAL '2147483647' MONTH), (INTERVAL 1 MONTH) AS v(i));
SELECT (SELECT z FROM (SELECT sum(a) FILTER (WHERE sum(a) > 1) FROM VALUES (1) AS t(a))) FROM VALUES (1) v(z);
SELECT first(1) FILTER (WHERE 1), CAST('294248-01-01 00:00:00' AS TIMESTAMP);
SELECT bin(array(1)[5]);
SELECT to_timestamp('2024-03-05 07:60',INTERVAL '1' DAY);
SELECT date_format( '2024-03-05', 'XXXXXX');
WITH t(a, b) AS (SELECT 'a' LIKE 'a' ESCAPE 'ab') SELECT a FROM t;
SELECT (split_part('a,b',',',0))[0] ;
-- differs: found and not mended yet: error INVALID_EXTRACT_FIELD / DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE
SELECT aggregate(array(1), 0, (a, b) -> 'x'), date_part(concat('no', 'thing'), TIMESTAMP '2024-05-06 07:08:09');
SELECT named_struct('a', 1)[x] FROM VALUES ('a') AS BOOLEAN(x);
SELECT to_number(1Y,'');
SELECT * FROM VALUES (1) v(z), LATERAL (SELECT to_number('2,345','09,999'));
SELECT NOT (to_number('12', 'x9')) ;
SELECT 1 LIKE 'a', position('Straße', substring(to_char(-2147483648, 'ABC'), 31, 3));
SELECT to_number('5','9.9.9') UNION ALL SELECT 1, 2, 3, 4, 5, 6, 7;
SELECT 1 AS a-bx;
WITH RECURSIVE t AS (SELECT try_element_at(array(1, 2, 3), 0) UNION ALL SELECT * FROM t) SELECT * FROM t LIMIT 3;
-- differs: found and not mended yet: error INVALID_INLINE_TABLE.CANNOT_EVALUATE_EXPRESSION_IN_INLINE_TABLE / UNSUPPORTED_GROUPING_EXPRESSION
SELECT k FROM VALUES ('a', 1), ('b', 2), ('a', grouping(1)) AS t(k, v) GROUP BY k HAVING sum(v) > 2 ORDER BY k;
WITH s(r, q, v) AS (VALUES ('n', 1 % 0, 10), ('n', 2.50, 20)) SELECT * FROM s PIVOT (sum(v) FOR q IN (1.5, 2.5, 3)) ORDER BY r;
SELECT x FROM VALUES (2), (NULL), (X'01') AS t(x) ORDER BY x;
WITH cs(course, year, earnings) AS (VALUES ('dotNET', 2012, 10000)> ('Java', 2012, 20000), ('dotNET', 2012, 5000), ('dotNET', 2013, 48000), ('Java', 2013, 30000)) SELECT * FROM cs PIVOT (count(earnings), max(course) FOR year IN (2012, 2099)) ORDER BY ALL;
SELECT z FROM VALUES (1) v(z) WHERE z = (SELECT INTERVAL '178956971' YEAR);
SELECT max(struct(*)) FROM (SELECT INTERVAL '1-13' YEAR TO MONTH);
SELECT DISTINCT * FROM (SELECT INTERVAL '1.5' DAY) ORDER BY nosuch;
SELECT size(INTERVAL '1' YEAR TO MONTH) ;
SELECT grouping(INTERVAL '1 2' DAY TO SECOND) ;
-- differs: found and not mended yet: error INVALID_INTERVAL_FORMAT.UNRECOGNIZED_NUMBER / UNRESOLVED_COLUMN.WITHOUT_SUGGESTION
SELECT INTERVAL '' DAY WHERE EXISTS (SELECT nosuch);
SELECT interval FROM VALUES (INTERVAL '1' YEAR TO DAY) AS t(interval);
-- differs: found and not mended yet: error INVALID_LAMBDA_FUNCTION_CALL.DUPLICATE_ARG_NAMES / DISTINCT_WINDOW_FUNCTION_UNSUPPORTED
SELECT count(DISTINCT 1) OVER (), transform(array(1), (x, x) -> x);
SELECT vector_inner_product(array(1.0F, 2.0F, (x -> x)), array(4.0F, 5.0F, 6.0F)), vector_cosine_similarity(array(1.0F, 2.0F, 3.0F), array(4.0F, 5.0F, 6.0F)), vector_l2_distance(array(1.0F, 2.0F, 3.0F), array(4.0F, 5.0F, 6.0F));
WITH RECURSIVE r MAX RECURSION LEVEL 5 AS (SELECT transform(array(1), (x, y, z) -> x), 0 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT count(*), max(n) FROM r;
SELECT *, * FROM (SELECT transform(x -> x, array(1))) t;
SELECT * FROM VALUES (1) AS a(k) FULL JOIN LATERAL (SELECT k + 1 AS j) ON ALL;
SELECT * FROM VALUES (1) v(z), LATERAL (WITH t(x, y) AS (VALUES (0, 'abc'), (1, 'def')), o(a, b) AS (VALUES (1, 1), (1, 2), (2, 4)), st(id, col) AS (SELECT 1, struct(10 AS i1, 'v' AS i2)), cs(course, year, earnings) AS (VALUES ('dotNET', 2012, 10000), ('Java', 2012, 20000), ('dotNET', 2013, 48000), ('Java', 2013, 30000)) FROM t |> LIMIT 'a');
SELECT true FROM (SELECT * FROM VALUES (1) AS v(x)) TABLESAMPLE (-1 ROWS) AS t;
SELECT any(1) FROM (SELECT * FROM VALUES (1), (2), (3) AS t(x)) TABLESAMPLE (CAST(NULL AS INT) ROWS);
-- differs: found and not mended yet: error INVALID_LIMIT_LIKE_EXPRESSION.IS_UNFOLDABLE / INVALID_LAMBDA_FUNCTION_CALL.NON_HIGHER_ORDER_FUNCTION
SELECT 2 AS a UNION ALL SELECT 1 ORDER BY 1 DESC LIMIT x -> x;
SELECT regexp_replace('aaaa', 'a', 'b', 1 + 1E999);
-- differs: found and not mended yet: error INVALID_OPTIONS.NON_MAP_FUNCTION / DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE
SELECT schema_of_json('{"a":1}', 'x') LATERAL VIEW explode(1) v AS x;
-- differs: found and not mended yet: error INVALID_OPTIONS.NON_STRING_TYPE / DATATYPE_MISMATCH.CAST_WITHOUT_SUGGESTION
SELECT CAST(array(1) AS INT), from_json('{"a":1}', 'a INT', map('mode', 1));
SELECT encode(EXISTS (SELECT 1),'utf8');
-- differs: found and not mended yet: error INVALID_PARAMETER_VALUE.DATETIME_UNIT / UNSUPPORTED_TYPED_LITERAL
SELECT date_add('DAY', 1, GROUP '2020-01-01');
SELECT max('a' RLIKE '*') ;
WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 4 ORDER BY 1.a) SELECT * FROM r ORDER BY ALL;
-- differs: found and not mended yet: error INVALID_RECURSIVE_REFERENCE.PLACE / PARSE_SYNTAX_ERROR
WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL (SELECT n + 1 FROM r WHERE n < 4 ORDER BY n)) SELECT * FROM r ORDER ORDER BY ALL;
SELECT (regexp_replace('abc','b','$x')) IN (1, 'a') ;
SELECT variant_get(parse_json('{"a":1}'), '$.a.', TIME'10:00:00');
SELECT sum(x) IGNORE NULLS FROM VALUES (array('a')) AS t(x);
-- differs: found and not mended yet: error INVALID_SQL_SYNTAX.INVALID_WINDOW_REFERENCE / _LEGACY_ERROR_TEMP_1031
SELECT sum(row_number() OVER (ORDER BY 1)) FROM VALUES (1), (2) AS t(a) WINDOW w1 AS (ORDER BY a), w2 AS w1, w3 AS w2;
SELECT aggregate(array(1, 0), 1D, (a, x) -> a / x) WINDOW w AS (ORDER BY 1), w AS (ORDER BY 2);
-- differs: found and not mended yet: Spark raises INVALID_SQL_SYNTAX.UNRESOLVED_WINDOW_REFERENCE
SELECT x FROM (SELECT * FROM VALUES (1), (2), (3) AS v(x)) TABLESAMPLE (2 ROWS) AS t WINDOW w AS (nosuch);
SELECT CASE 'a' WHEN 1 THEN 2 END WHERE (SELECT 1, 2) = 1;
SELECT *, to_utc_timestamp('2024-01-01', '');
SELECT * FROM VALUES (DATE'2020-01-01', 1), (NULL, 2) t(d, v) PIVOT (sum(v) FOR d IN ('2020-01-01', DATE'', NULL)) ORDER BY ALL;
SELECT NOT (*) FROM range(5, 0, -2);
SELECT struct(t.*), count(*), count(t.*), count() FROM VALUES (1, NULL), (1, 2) AS t(a, b) GROUP BY ALL;
SELECT z FROM VALUES (1), (2) v(z) GROUP BY z HAVING z IN (SELECT CAST(parse_json('"x"') AS int));
SELECT try_variant_get(parse_json('{"a":1}' '{"a":1}'), '.a', 'int');
WITH t(x, a) AS (VALUES (0, 'abc'), (1, 'def')), o(a, b) AS (VALUES (1, 1), (1, 2), (2, 4)), st(id, col) AS (SELECT 1, struct(10 AS i1, 'v' AS i2)), cs(course, year, earnings) AS (VALUES ('dotNET', 2012, 10000), ('Java', 2012, 20000), ('dotNET', 2013, 48000), ('Java', 2013, 30000)) FROM t |> WHERE sum(x) > 1;
SELECT size(mode(DISTINCT x)) FROM VALUES (1) AS t(x);
WITH t(x, y) AS (VALUES (0, 'abc'), (1, 'def')), other(a, b) AS (VALUES (1, 1), (1, 2), (2, 4)), j(k, v) AS (VALUES (1, 'x'), (2, 'y')) FROM other |> AGGREGATE any_value(a) AS r, percentile_cont(0.5) WITHIN ;
SELECT percentile_cont('a') WITHIN GROUP (ORDER BY x, x) FROM VALUES (0) AS t(x);
SELECT parse_json('a');
SELECT *, * FROM (SELECT k, v FROM VALUES ('a', 1) AS t(k, v) GROUP BY k) t;
SELECT count(*), * FROM range(CAST('3' AS BIGINT)) ORDER BY id;
SELECT sum(x) + 1, sum(x) OVER ( OVER ), -sum(x), round(avg(x), 2) FROM VALUES (1) AS t(x) GROUP BY x;
WITH t(x, y) AS (VALUES (0, 'abc'), (1, 'def')), o(a, b) AS (VALUES (1, 1), (1, 2), (2, 4)), st(id, col) AS (SELECT 1, struct(1.5, 'v' AS i2)), cs(course, year, earnings) AS (VALUES ('dotNET', 2012, 10000), ('Java', 2012, 20000), ('dotNET', 2013, 48000), ('Java', 2013, 30000)) FROM t |> ORDER BY x DESC LIMIT 1;
WITH RECURSIVE r AS (SELECT (1) AS (a, b) UNION ALL SELECT n + 1L FROM r WHERE n < 3) SELECT n FROM r;
WITH cs(course, year, earnings) AS (VALUES ('dotNET', 2012, 10000), ('Java', 2012, 20000), ('dotNET', 2012, 5000), ('dotNET', 2013, 48000), ('Java', 2013, 30000)) SELECT * FROM cs PIVOT (sum(start => earnings) + year FOR course IN ('Java')) ORDER BY ALL;
SELECT sum(sum(substring_index(hex(try_to_binary('!', 'base64')), get_json_object('[1,2,3]', ''), -2))) ;
SELECT floor(1.5, NULL), ceil(1.5, 11);
WITH t(x, y) AS (VALUES (0, 'abc'), (1, 'def')), o(a, b) AS (VALUES (1, 1), (1, 2), (2, 4)), st(id, col) AS (SELECT 1, struct(10 AS i1, 'v' AS i2)), sum(course, year, earnings) AS (VALUES ('dotNET', 2012, 10000), ('Java', 2012, 20000), ('dotNET', 2013, 48000), ('Java', 2013, 30000)) FROM cs |> PIVOT (sum(earnings) FOR course IN ('dotNET')) UNPIVOT (v FOR n IN (year));
-- differs: found and not mended yet: error NOT_A_CONSTANT_STRING.NOT_CONSTANT / PARSE_SYNTAX_ERROR
SELECT a FROM VALUES (2), (1) AS t(a) ORDER BY IDENTIFIER(expr => 'a');
SELECT IDENTIFIER(CAST(NULL AS STRING)) FROM VALUES (NULL) AS t(a);
SELECT IDENTIFIER(1Y)(-1);
SELECT range(start => 3);
SELECT to_char(12, s) FROM GROUPING ('99') AS t(s);
SELECT map_from_arrays(array(1, NULL), array('', 'b'));
SELECT max(struct(*)) FROM (SELECT CAST(123.456 AS DECIMAL(5, 2)), CAST(123.456 AS DECIMAL(4, 2)));
WITH t AS (SELECT posexplode(array(1)) ) SELECT * FROM t UNION ALL (WITH t AS (SELECT 2 AS c) SELECT * FROM t);
SELECT * FROM explode(array(1)) AS t(q, y);
SELECT to_timestamp('+12024-03-05', 'yyyy-MM-dd') IS NOT NULL, to_timestamp('-24-03-05', 'y-MM-dd') IS NOT NULL, to_timestamp('0987-03-05', 'yyyy-MM-dd'), to_timestamp('987-3-5', 'y-M-d') |> ORDER BY 99;
SELECT from_xml('<p><a>1</a></p>', '');
SELECT 1 AS t.a UNION ALL SELECT '2';
WITH t(x, y) AS (VALUES (0, 'abc'), (1, 'def')), o(a, b) AS (VALUES (1, 1), (1, 2), (2, 4)), st(id, col) AS (SELECT 1, `no such` ), cs(course, year, earnings) AS (VALUES ('dotNET', 2012, 10000), ('Java', 2012, 20000), ('dotNET', 2013, 48000), ('Java', 2013, 30000)) FROM o |> AGGREGATE 1 AS one, sum(b);
SELECT 1 div 0 |> EXTEND sum(1);
WITH s(a, b, v) AS (VALUES (1, 'x', 10), (1, 'y', 5)) SELECT `no such` FROM s PIVOT (sum(v) FOR (a, b) IN ((1, 'x', 2)));
SELECT /*+ BROADCAST(t) */ a FROM VALUES (1) AS t(a) QUALIFY 1 = 1;
WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT 2 WHERE EXISTS (SELECT 1 FROM r )) SELECT * FROM r ORDER BY ALL;
SELECT 1 % 0, k, 1 AS one, count(*) FROM VALUES ('a', 1), ('b', 2) AS t(k, v) GROUP BY ALL ORDER BY k;
SELECT mask( lowerChar => 'q');
SELECT a.b.c.unix_millis('x');
SELECT 'a%c' LIKE concat('a', '%'), 'abc' LIKE ANY (concat('x', '%'), lower('A%')) LATERAL VIEW nosuch(1) v AS x;
SELECT element_at(array(1, 2, 3), 1), element_at(array(1, 2, 3), -1), (SELECT c FROM VALUES (1), (2) u(c)) , element_at(array(1, NULL), 2), element_at(CAST(NULL AS ARRAY<INT>), 1), element_at(array(1), CAST(NULL AS INT));
-- differs: found and not mended yet: error STAR_GROUP_BY_POS / CANNOT_RESOLVE_STAR_EXPAND
WITH t(x, y) AS (VALUES (0, 'abc'), (1, 'def')), other(a, b) AS (VALUES (1, 1), (1, 2), (2, 4)), j(k, v) AS (VALUES (1, 'x'), (2, 'y')) FROM other |> SELECT 3 AS x, t.* GROUP BY 1, 2;
SELECT * FROM STREAM AS nosuch;
SELECT (SELECT sum(1) OVER ()) , FROM t;
SELECT lpad('é', 3, '日本'), rpad('abc', 2, 'x'), lpad('abc', -1, 'x'), rpad('abc', 5, ''), lpad('', 2, 'x'), repeat('é', 0), repeat('ab', -1), space(0), space(-2), reverse('é日a') LATERAL VIEW explode(array(1)) v AS x, y;
SELECT abs(?) ;
SELECT /* nested /* comment */ of two ;
SELECT * FROM VALUES (0), (2) AS l(a) LEFT JOIN LATERAL (SELECT id FROM range(5, array(1, 2)) WHERE id < a) AS r ON true;
SELECT mask(lowerChar => 'q', 'AbC1', 2.5D);
SELECT count(*), * FROM (WITH cs(course, year, earnings) AS (VALUES ('dotNET', 2012, 10000), ('Java', 2012, 20000), ('dotNET', 2012, 5000), ('dotNET', 2013, 48000), ('Java', 2013, 30000)), yrs(y, s, a, m, d) AS (VALUES (2012, 1, array(1, 1), map('1', 1), struct(1, 'a')), (2013, 2, array(2, 2), map('2', 2), struct(2, 'b'))) SELECT * FROM yrs UNPIVOT (v FOR n IN (d.col1)) ORDER BY ALL);
SELECT * FROM (WITH cs(course, year, earnings) AS (VALUES ('dotNET', 2012, 10000), ('Java', 2012, 20000), ('dotNET', 2012, 5000), ('dotNET', 2013, 48000), ('Java', 2013, 30000)) SELECT * FROM cs UNPIVOT (v FOR n IN (course, year)) ORDER BY ALL) t(a);
SELECT * FROM explode(str => array(1)) AS t(x, y);
-- differs: found and not mended yet: error UNRESOLVABLE_TABLE_VALUED_FUNCTION / PARSE_SYNTAX_ERROR
SELECT * FROM IS (1) AS t(a) LEFT JOIN VALUES (2) AS u(b);
SELECT a + sum(b) FROM VALUES (1, 2) AS b(a, b) GROUP BY ALL;
SELECT to_xml(array(named_struct('a',nosuch)));
SELECT t.nosuch FROM VALUES (1) AS tx(x);
SELECT t.reverse('true');
SELECT * FROM VALUES (1, 2) AS nosuch(a, b) JOIN VALUES (1, 2) AS u(a, b) USING (c);
SELECT CAST('abc' AS nosuch(5, 2));
SELECT timestampadd(DAY, 1, TIMESTAMP '2020-01-01 00:00:00'), timestampdiff(MONTH, DATE '2020-01-01', DATE '2020-03-01'), dateadd(YEAR, 1, DATE '2020-02-29'), datediff(HOUR, TIMESTAMP '2020-01-01 00:00:00', TIMESTAMP '2020-01-02 01:00:00'), date_add(DATE '2020-01-01', 1), date_diff(DATE '2020-01-02', DATE '2020-01-01'), date_diff(DAY, DATE '2020-01-01', DATE '2020-01-02') ORDER BY sum(1);
WITH t(x, y) AS (VALUES (0, 'abc'), (1, 'def')), o(a, b) AS (VALUES (1, 1), (1, 2), (2, 4)), st(id, col) AS (SELECT 1, struct(10 AS i1, 'v' AS i2)), cs(course, year, earnings) AS (VALUES ('dotNET', 2012, 10000), ('Java', 2012, 20000), ('dotNET', 2013, 48000), ('Java', 2013, 30000)) FROM t |> ORDER BY x + 1 WINDOW w AS (ORDER BY x) ORDER BY ALL;
SELECT x FROM VALUES (array(1, 2, 3)) AS t(a) LATERAL VIEW explode(filter(a, e -> e <> 2)) v AS x WHERE x > 0 CLUSTER BY 1 SORT BY 1;
SELECT a AS c, sum(b) AS s, collect_set(s + c) FROM VALUES (1, 2), (1, 3) AS t(a, b) GROUP BY a;
SELECT x AS a, row_number() OVER (ORDER BY a) AS n FROM VALUES (5), (4) AS t(x) ;
WITH t(x, y) AS (VALUES (0, 'abc'), (1, 'def')), o( b) AS (VALUES (1, 1), (1, 2), (2, 4)), st(id, col) AS (SELECT 1, struct(10 AS i1, 'v' AS i2)), cs(course, year, earnings) AS (VALUES ('dotNET', 2012, 10000), ('Java', 2012, 20000), ('dotNET', 2013, 48000), ('Java', 2013, 30000)) FROM o |> AGGREGATE sum(b) GROUP BY a WITH CUBE;
SELECT DISTINCT m FROM VALUES (map(1, 2)) AS tx(m);
SELECT 1 IN (SELECT DISTINCT v FROM (SELECT parse_json('1') AS v));
SELECT aes_encrypt('a','0000111122223333',stack(2, 1, 2),'PKCS');
SELECT 1 BETWEEN 0 AND 2, 1 NOT BETWEEN 2 AND 3, 5 BETWEEN 6 AND 1, 1 BETWEEN NULL AND 2 WHERE explode(array(1)) = 1;
SELECT (SELECT k FROM VALUES ('a', 1) AS t(k, v) WHERE grouping(k) = 1 GROUP BY CUBE (k));
SELECT (SELECT sum(a) FROM VALUES (1, 2) AS u(c, d)) FROM VALUES (1, 2) AS t(a, b) LIMIT (SELECT 1);
VALUES (array((SELECT count(*)))), (NULL) ORDER BY 1;
-- differs: found and not mended yet: error UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.UNSUPPORTED_IN_EXISTS_SUBQUERY / DATATYPE_MISMATCH.IN_SUBQUERY_DATA_TYPE_MISMATCH
SELECT z FROM VALUES (1), (2) v(z) GROUP BY z HAVING z IN (SELECT from_json('{"a":1}', 'a INT, _corrupt_record INT'));
SELECT count(DISTINCT s), count(DISTINCT a) FROM VALUES (named_struct('p', 1), array(1, b'1')), (named_struct('p', 1), array(1, 2)), (named_struct('p', 2), array(1)) AS t(s, a);
SELECT 5 & 3, 5 | 3, 5 ^ 3, ~5, 1 << 3, -8 >> 1, -8 >>> 1, 1L << 40, 5Y & 3L, shiftleft(1,raise_error('x')), 1 << -1, 5 & '3';
SELECT map(vector_l2_distance(array(1F), array(1F, 2F)), 1) ;
-- differs: found and not mended yet: error WINDOW_FUNCTION_FRAME_NOT_ORDERED / WINDOW_FUNCTION_NOT_ALLOWED_IN_CLAUSE
SELECT x FROM VALUES (3) AS t(x) LIMIT CAST(row_number() OVER ());
SELECT from_json('{"t":"2020/01/02"}','t DATE',map('dateFormat','yyyy/MM/dd')), from_json('{"a":1,"b":2}','a INT, _corrupt_record STRING', map('mode','PERMISSIVE')), from_json('{"a":"y"}','a INT, _corrupt_record STRING') WHERE row_number() OVER (ORDER BY 1) = 1;
SELECT 1 !< 2, lag(1) , NOT 1 !< 2;
SELECT variant_get(parse_json(TIMESTAMP'2024-01-31 10:00:00', '{"a": 1}'), '$.a', 'int');
SELECT a FROM VALUES (1), (7), (NULL) AS t(a) WHERE NOT (a IN (SELECT c FROM VALUES (7), (NULL) AS u(c)) AND count() > 5);
WITH t AS (SELECT stack(2, 1, 2), id FROM range(5)) SELECT * FROM t TABLESAMPLE (1K);
WITH t AS (SELECT id FROM range(5)) SELECT * FROM t TABLESAMPLE (DATE'2020-13-01');
SELECT named_struct(CAST(NULL AS STRING), INTERVAL 'x' DAY);
SELECT INTERVAL 0 DAY TO SECOND;
SELECT coalesce(parse_json(INTERVAL 1 MONTH 2 DAYS), 'x');
WITH t(x, y) AS (VALUES (0, 'abc'), (1, 'def')), o(a, b) AS (VALUES (1, 1), (1, 2), (2, 4)), st(id, col) AS (SELECT 2.5D , struct(10 AS i1, 'v' AS i2)), cs(course, year, earnings) AS (VALUES ('dotNET', 2012, 10000), ('Java', 2012, 20000), ('dotNET', 2013, 48000), ('Java', 2013, 30000)) FROM st |> SET col.i1 = 1;
SELECT explode(array(1, 2)), INTERVAL '1 25:00:00' DAY TO SECOND;
-- differs: found and not mended yet: error _LEGACY_ERROR_TEMP_0064 / UNSUPPORTED_FEATURE.COMBINATION_QUERY_RESULT_CLAUSES
SELECT x FROM (SELECT * FROM VALUES (1) AS v(x)) TABLESAMPLE (200 PERCENT) AS t CLUSTER BY 1 SORT BY 1;
WITH s(a, b, v) AS (VALUES (1Y, 'x', 10), (1, 'y', 5)) SELECT * FROM s PIVOT (v FOR b IN ('x'));
(SELECT sum(row_number() OVER (ORDER BY 1)) LIMIT 1) UNION ALL (SELECT 2 LIMIT 1) ORDER BY 1;
SELECT rank() OVER (ORDER BY a ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM VALUES (1) AS rank(a);
-- differs: found and not mended yet: error _LEGACY_ERROR_TEMP_1039 / DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE
SELECT window(t, '5 minutes'), window(0, '10 minutes') FROM VALUES (TIMESTAMP'2021-01-01 00:00:00', 1) AS s(t, v);
SELECT a.* FROM VALUES (1, struct(1 AS x, 2 AS BINARY)) AS t(a, s);
SELECT window(t,parse_json('1')) FROM VALUES (TIMESTAMP'2021-01-01 00:04:30') AS s(t);
SELECT from_xml('<p><a>1</a><b>x</b></p>', 'a INT, xs_any STRING'), from_xml('<p><a>1</a><b>x</b><c>y</c></p>', 'a INT, xs_any ARRAY<STRING>'), from_xml('<p><a>1</a><b>x</b></p>', 'a INT, other STRING', FIRST('wildcardColName', 'other'));
SELECT collation(overlay(concat_ws(X'FF80', array('NaN'), '1e3'), to_json(map(3, map(-128Y, -1L), 10, map(0Y, CAST(NULL AS DECIMAL(2,5))))), 2));
SELECT CAST(array() AS ARRAY<INT>);
-- differs: found and not mended yet: error AMBIGUOUS_LATERAL_COLUMN_ALIAS / UNRESOLVED_COLUMN.WITH_SUGGESTION
SELECT x AS a, 1 AS a, a FROM VALUES (1) AS t(xx);
WITH cs(earnings, year, earnings) AS (VALUES ('dotNET', 2012, 10000), ('Java', 2012, 20000), ('dotNET', 2012, 5000), ('dotNET', 2013, 48000), ('Java', 2013, 30000)) SELECT * FROM cs PIVOT (sum(earnings) FOR year IN (2012)) UNPIVOT (v FOR n IN (course)) ORDER BY ALL;
SELECT 1 IN (SELECT 9223372036854775807 * 2);
WITH RECURSIVE r(a) AS (VALUES (1, 'a') UNION ALL SELECT a + 1, b FROM r WHERE a -> 3) SELECT * FROM r ORDER BY ALL;
-- differs: found and not mended yet: error CANNOT_MERGE_INCOMPATIBLE_DATA_TYPE / TABLE_OR_VIEW_NOT_FOUND
WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1L FROM r WHERE n < 3) SELECT n FROM  CAST r;
SELECT to_timestamp('2024-065', 'yyyy-DDD'), to_timestamp('2024-366', 'yyyy-DDD'), to_timestamp(parse_json('1'), 'DDD'), to_timestamp('2024-65', 'yyyy-D'), to_timestamp('2024-065 03-05', 'yyyy-DDD MM-dd');
SELECT nosuch.* EXCEPT (a) FROM VALUES (1, 2) AS t(a, b);
SELECT conv('9223372036854775808',10,-16), conv('-9223372036854775808',10,16), date_add(conv('18446744073709551615',10,16), 1) , conv('+5',10,16), conv(100,10,2);
-- differs: found and not mended yet: Spark raises CAST_OVERFLOW
SELECT lead(v, 2, 0) OVER (PARTITION BY v, v + 1 ORDER BY v DESC, v NULLS LAST), ntile(2) OVER (ORDER BY v), nth_value(v,9223372036854775807) OVER (ORDER BY v) FROM VALUES (1) AS t(v) ORDER BY 1;
SELECT 1 COLLATE nosuch ;
SELECT array_prepend(array(1, 2), 0), array_prepend(array(1), NULL), array_prepend(array(), 'a'), array_prepend(CAST(NULL AS ARRAY<INT>), 1), array_prepend(array('a'), 1L);
-- differs: found and not mended yet: error DATATYPE_MISMATCH.BINARY_ARRAY_DIFF_TYPES / MULTI_ALIAS_WITHOUT_GENERATOR
SELECT (arrays_overlap(array(1), array('x'))) AS (a, b) ;
WITH RECURSIVE r(n) AS (SELECT (1) LIKE 'a' UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT * FROM r UNION ALL SELECT 100 ORDER BY n;
SELECT 5 % 3, -5 % 3, 5 DIV 2, -5 DIV 2, 5 / 2, 1 || 2, 'a' / NULL, ~5, 6 & 3, 6 | 3, 6 ^ 3;
SELECT CAST(1 AS INTERVAL) |> DROP nosuch;
SELECT CAST(TIMESTAMP '2020-01-01 00:00:00.5' AS BIGINT), upper(CAST(1 AS TIMESTAMP)) , CAST(1.5 AS TIMESTAMP), CAST(TIMESTAMP '1970-01-01 00:00:01.5' AS DOUBLE), CAST(true AS TIMESTAMP);
SELECT map(1, 'a', 2, array(1)) LIMIT 'a';
SELECT named_struct(1 + 1,DATE'2024-01-31');
SELECT * FROM VALUES (1, 2) AS t(a, b) WHERE coalesce(DATE'2024-01-31', *) = 1;
SELECT map(1, 'a', true, 'b') WHERE NULL;
SELECT to_binary(array(1)[5],'foo');
SELECT struct(1).col1, to_json('a');
SELECT map(parse_json('1'),assert_true(false));
SELECT array_position(array(make_interval(1)), make_interval(1)), array_remove(array(make_interval(1, array(1, 2)), make_interval(2)), make_interval(1)), array_except(array(make_interval(1)), array(make_interval(2)));
SELECT z FROM VALUES (1) v(z) WHERE z NOT IN (SELECT from_csv('26/October/2015', 'time Timestamp', map('timestampFormat', 'dd/MMMM/yyyy')));
SELECT sort_array(array(2, 1), x) FROM VALUES (true) AS t(x) WHERE 1 IN (SELECT 1, 2);
SELECT map_concat(map(1, 'a'), map(1, 'b'), 0);
SELECT element_at(map(1.5, 'x'), CAST('a' AS INT));
SELECT to_number('$-5',(SELECT 1));
SELECT json_tuple(-1, 'a') AS x;
SELECT window(t, '5 minutes', '10 minutes') FROM VALUES (TIMESTAMP'2021-01-01 00:04:30') AS s(t) OFFSET 'x';
SELECT sequence(1.5, 3) LIMIT NULL;
SELECT variant_get(parse_json('{"a":"x"}'), CAST('a' AS INT), 'int');
SELECT NOT (percentile(x, CAST(NULL AS DOUBLE))) FROM VALUES (1), (2) AS t(x);
SELECT array_sort(array(1, 2, 9223372036854775807), (a, b) -> NULL);
SELECT max(to_csv(1)) OVER () ;
SELECT nth_value(v, 0) OVER (ORDER BY v) FROM VALUES (1) AS t(v) LIMIT (SELECT 1);
SELECT parse_json('123456789012345678.12'), parse_json('0.1'), parse_json('1.10'), parse_json('1E2'), parse_json('1.5e-3'), (parse_json('1e400'))::CHAR ;
SELECT * FROM (SELECT make_date(2024, 13, 1)) t(a);
SELECT to_number('1234','9999999999999999999999999999999999999999999') ORDER BY 0;
SELECT sequence(count(DISTINCT 1) OVER (), 5, -1);
SELECT parse_json('1') FROM range(1 / 0);
WITH t AS (SELECT nanvl(cot(tan(123456.789D)), CAST((2 + 2) AS DOUBLE))), t AS (SELECT nanvl(cot(tan(123456.789D)), CAST((2 + 2) AS DOUBLE))) SELECT 1;
SELECT sum(a) OVER w, map(1, 2, 1, 3) FROM VALUES (1), (2) AS t(a) WINDOW w AS (ORDER BY a);
SELECT mask('a', str => 1.5);
SELECT * EXCEPT (s, s.x) FROM VALUES (1, struct(1 AS x, 2 AS y)) AS t(a, s) GROUP BY GROUPING SETS ((1), (99));
-- differs: found and not mended yet: error FAILED_FUNCTION_CALL / INVALID_LIMIT_LIKE_EXPRESSION.IS_UNFOLDABLE
SELECT approx_count_distinct(x, 0.5) FROM VALUES (1) AS t(x) LIMIT (SELECT 1);
SELECT typeof(map_entries(map(1, 'a'))), typeof(map_from_entries(array(struct(1, 'a')))), typeof(struct(1).nosuch), typeof(map_from_arrays(array(1), array(1.5)));
-- differs: found and not mended yet: error GROUPING_COLUMN_MISMATCH / NESTED_AGGREGATE_FUNCTION
SELECT sum(sum(a)) , grouping(c) FROM VALUES (1, 1), (2, 2) AS t(a, c) GROUP BY ROLLUP (a);
SELECT INTERVAL 1 DAY, INTERVAL '1' DAY, INTERVAL -1 DAY, INTERVAL '-1' DAY, - INTERVAL '1' DAY, INTERVAL '1 day' GROUP BY count(*);
SELECT a, sum(b) FROM VALUES (1, 'a') AS t(a, b) GROUP BY 2;
SELECT date_format(DATE '2024-03-05', 'W') GROUP BY 99;
SELECT next_day('2024-02-28', 'tu'), next_day('2024-02-28', 'TUE'), next_day('2024-02-28', 'Tuesday'), next_day('2024-02-28', 'fr'), next_day('2024-02-28', ''), next_day('2024-02-28', 'Sa'), next_day('2024-02-28', 'sunday');
SELECT CAST('a' AS INT) UNION ALL SELECT struct(2.5 AS a);
SELECT date_format(DATE '2024-03-05',true);
SELECT INTERVAL '106751992' DAY DAY;
SELECT sum(i) FROM VALUES (INTERVAL '2147483647' MONTH), (INTERVAL 1 MONTH) AS CHAR(i);
SELECT sum(a) FILTER (WHERE sum(a) > 1) FROM VALUES (1) AS t(a) LIMIT NULL;
SELECT upper(first(1) FILTER (WHERE 1));
SELECT array(1)[5], INTERVAL 1 YEAR 2 MONTHS, INTERVAL '1-2' YEAR TO MONTH, INTERVAL -'1-2' YEAR TO MONTH, interval '1 year 2 months';
SELECT to_timestamp('2024-03-05 07:08:09 Nowhere/City',INTERVAL '2' MONTH);
SELECT (date_format(DATE '2024-03-05', 'b')) || 'a' ;
SELECT stack(2, 1, 2) LIKE 'a' ESCAPE 'ab';
SELECT k, EXISTS (SELECT 1 FROM VALUES (2) AS u(x) WHERE u.x > x.k) AS e FROM VALUES (1), (2) AS t(k);
SELECT date_part(concat('no', 'thing'), TIMESTAMP '2024-05-06 07:08:09') |> ORDER BY 99;
-- differs: found and not mended yet: error INVALID_EXTRACT_FIELD_TYPE / UNRESOLVED_COLUMN.WITH_SUGGESTION
SELECT named_struct('a', 1)[nosuch] FROM VALUES ('a') AS t(x);
-- differs: found and not mended yet: Spark raises INVALID_FORMAT.MISMATCH_INPUT
SELECT to_number('1,234.5','9,999.9'), to_number('345','00,000') FROM range(-1);
-- differs: found and not mended yet: error INVALID_FORMAT.UNEXPECTED_TOKEN / DATATYPE_MISMATCH.NON_FOLDABLE_INPUT
SELECT to_number('12x',9223372036854775807);
-- differs: found and not mended yet: error INVALID_FORMAT.WRONG_NUM_DIGIT / DATATYPE_MISMATCH.NON_FOLDABLE_INPUT
SELECT to_number('5',1.5);
SELECT to_number('-$5','S$9' 'S$9');
SELECT 1 IN (SELECT 1, 2) AS é;
SELECT split_part('a.b','a', 0);
SELECT t.id, v.x FROM VALUES (1, array(1, 2)), (count(DISTINCT 1) OVER (), array()) AS t(id, a) LATERAL VIEW explode(a) v AS x;
SELECT posexplode_outer(a), id FROM VALUES (1, array(TIME'10:00:00', 'y')), (2, array()), (3, NULL) AS t(id, a);
SELECT a FROM VALUES (DATE'2024-01-31'), (2) AS t(a) WINDOW w AS (ORDER BY a), W AS (ORDER BY a) ORDER BY a;
SELECT sum(a) OVER w1, max(a) OVER w2 FROM VALUES (1), (2) AS t(a, NULL) WINDOW w1 AS (ORDER BY a), w2 AS w1 ORDER BY 1;
SELECT make_date(2024.5, INTERVAL '1-13' YEAR TO MONTH, 1);
SELECT map(INTERVAL 1.5 HOURS, 1) ;
SELECT INTERVAL 'a' YEAR TO MONTH;
-- differs: found and not mended yet: error INVALID_INTERVAL_FORMAT.UNMATCHED_FORMAT_STRING_WITH_NOTICE / UNSUPPORTED_GENERATOR.NESTED_IN_EXPRESSIONS
SELECT explode(explode(array(array(1)))), INTERVAL '1 2' DAY TO SECOND;
SELECT stack(2, 1, 2), INTERVAL '' DAY;
SELECT INTERVAL '1' YEAR TO DAY, "100%", '_', 'a\\_';
SELECT aggregate(array(1, 2), 0L, (a, a) -> a + x), aggregate(array(1, 2), named_struct('a', 0), (a, x) -> named_struct('b', a.a + x));
SELECT variant_get(parse_json('true'), '$', 'int', x -> x), variant_get(parse_json('true'), '$', 'string'), variant_get(parse_json('1'), '$', 'boolean'), variant_get(parse_json('0'), '$', 'boolean');
SELECT schema_of_json('{"a":0.1}', map('prefersDecimal','true')), schema_of_json('{"a":1}', map('primitivesAsString','true')), schema_of_json('{"a":01}', map('allowNumericLeadingZeros',transform(array(1), (x, y, z) -> x)));
SELECT transform(x -> x, array());
SELECT (*) IS TRUE FROM VALUES (1) AS a(k) LEFT SEMI JOIN LATERAL (SELECT k + 1 AS j) ON true;
WITH cs(course, year, earnings) AS (VALUES ('dotNET', 2012, 10000), ('Java', 2012, 20000), ('dotNET', 2012, 5000), ('dotNET', 2013, 48000), ('Java', 2013, 30000)) SELECT * FROM cs UNPIVOT (v FOR n IN (year AS y, earnings e)) AS u WHERE u.v > 3000 ORDER BY ALL LIMIT NULL;
WITH t AS (SELECT id FROM range(5)) SELECT * FROM t TABLESAMPLE (-1 ROWS) OFFSET 'x';
SELECT posexplode(array(1)), x FROM VALUES (1), (2), (3) AS t(x) LIMIT CAST(NULL AS INT);
SELECT (SELECT z FROM (WITH t(x, y) AS (VALUES (0, 'abc'), (1, 'def')), o(a, b) AS (VALUES (1, 1), (1, 2), (2, 4)), st(id, col) AS (SELECT 1, struct(10 AS i1, 'v' AS i2)), cs(course, year, earnings) AS (VALUES ('dotNET', 2012, 10000), ('Java', 2012, 20000), ('dotNET', 2013, 48000), ('Java', 2013, 30000)) FROM t |> LIMIT x)) FROM VALUES (1) v(z);
SELECT to_xml(named_struct('a', 1), map('nosuch', 'x')), to_xml(named_struct(3.4e39f, 1), map('mode', 'x'));
SELECT to_xml(named_struct('a', 1),'a'), to_xml(named_struct('a', 1), map('nosuch', 'x')), to_xml(named_struct('a', 1), map('rowTag', '')), to_xml(named_struct('a b', 1)), to_xml(named_struct('1a', 1)), to_xml(named_struct('a', 1), map('declaration', 'x', 'rootTag', 'y', 'compression', 'z'));
SELECT from_json('{"a":1}', trim(' a INT '), map(true, concat('FAIL', 'FAST')));
SELECT decode(x'80',INTERVAL '1' DAY);
-- differs: found and not mended yet: error INVALID_PARAMETER_VALUE.DATETIME_UNIT / CANNOT_RESOLVE_STAR_EXPAND
SELECT nosuch.*, datediff('DAY', DATE '2020-01-01', DATE '2020-03-01');
SELECT max('a' RLIKE 'a**') OVER () ;
WITH RECURSIVE r AS (SELECT 1 AS r UNION ALL SELECT n + 1 FROM r WHERE n < 4 LIMIT 3) SELECT * FROM r ORDER BY ALL;
-- differs: found and not mended yet: error INVALID_RECURSIVE_REFERENCE.PLACE / PARSE_SYNTAX_ERROR
WITH RECURSIVE r AS (SELECT 1 AS  UNION ALL SELECT n + 1 FROM (SELECT 1 AS s) LEFT JOIN r ON n = s WHERE n < 4) SELECT * FROM r;
SELECT count(*), regexp_replace('abc','b','$1');
-- differs: found and not mended yet: error INVALID_SCHEMA.NON_STRING_LITERAL / INVALID_LAMBDA_FUNCTION_CALL.NON_HIGHER_ORDER_FUNCTION
SELECT from_xml('<p><a><b>1</b><c>x</c></a></p>', 'a STRUCT<b: INT, c: STRING>'), from_xml('<p><a b="1"><c>x</c></a></p>', 'a STRUCT<_b: INT, c: STRING>'), from_xml('<p><a b="1">t</a></p>',(x -> x)), from_xml('<p><a b="1">t</a></p>', 'a STRING'), from_xml('<p><a b="1"/></p>', 'a STRUCT<_b: INT>'), from_xml('<p><a/></p>', 'a STRUCT<b: INT>');
SELECT abs(DISTINCT 1) FROM VALUES ('a', 1) AS t(k, v) GROUP BY k;
-- differs: found and not mended yet: error INVALID_SQL_SYNTAX.INVALID_WINDOW_REFERENCE / NAMED_PARAMETERS_NOT_SUPPORTED
SELECT sum(start => a) OVER w3 FROM VALUES (1), (2) AS t(a) WINDOW w1 AS (ORDER BY a), w2 AS w1, w3 AS w2;
SELECT sum(a) OVER w FROM VALUES (1), (2) AS t(a) WINDOW w AS (), w AS (ORDER BY a DESC);
-- differs: found and not mended yet: error INVALID_SQL_SYNTAX.UNRESOLVED_WINDOW_REFERENCE / UNRESOLVED_COLUMN.WITHOUT_SUGGESTION
SELECT explode_outer WINDOW w AS (nosuch);
SELECT ((SELECT 1, 2)) + 1 ;
-- differs: found and not mended yet: error INVALID_TYPED_LITERAL / INVALID_EXTRACT_BASE_FIELD_TYPE
SELECT 'a'.b, DATE '2023-02-29';
SELECT CASE WHEN true THEN * END FROM VALUES (1) AS a(a);
SELECT (variant_get(parse_json('{"a":1}'), '', 'int')) || 'a' ;
SELECT CASE WHEN 1 THEN 2 END FROM VALUES (1) AS t(x) WHERE sum(x) > 1;
SELECT percentile_cont(DISTINCT 0.5) WITHIN GROUP (ORDER BY x) FROM VALUES (0) AS TINYINT(x);
SELECT percentile_cont(0.5), unix_date(DATE '1970-01-01'), unix_date(DATE '1969-12-31'), unix_date(NULL), date_from_unix_date(0), date_from_unix_date(-1), date_from_unix_date(NULL), date_from_unix_date(19782), date_from_unix_date('1');
SELECT try_variant_get(parse_json(''), '.a', 'int');
SELECT * FROM VALUES ('a', 1) AS q(k, v) GROUP BY k;
SELECT count(*), * FROM (SELECT concat_ws(',', t.*) FROM VALUES ('a', 'b') AS t(x, y));
SELECT sum(a) OVER nope FROM VALUES (1), (2) AS t(a) ;
SELECT (make_interval(1) / 0) AS (a, b) ;
SELECT url_decode(str => TRY_CAST(CAST('Straße' AS DATE) AS STRING));
WITH t(x, y) AS (VALUES (0, 'abc'), (1, 'def')), o(a, b) AS (VALUES (1, 1), (1, 2), (2, 4)), st(id, col) AS (SELECT sum(sum(1)) , struct(10 AS i1, 'v' AS i2)), cs(course, year, earnings) AS (VALUES ('dotNET', 2012, 10000), ('Java', 2012, 20000), ('dotNET', 2013, 48000), ('Java', 2013, 30000)) FROM o |> EXTEND row_number() OVER (PARTITION BY a ORDER BY b) AS n |> WHERE n = 1 |> ORDER BY a;
SELECT date_part(X'01', TIMESTAMP '2024-05-06 07:08:09');
WITH t(x, y) AS (VALUES (0, 'abc'), (1, 'def')), o(a, b) AS (VALUES (1, 1), (1, 2), (2, 4)), st(id, col) AS (SELECT 1, struct(10 AS i1, 'v' AS i2)), cs(course, year, earnings) AS (VALUES ('dotNET', 2012, 10000), (INTERVAL '1' DAY, 2012, 20000), ('dotNET', 2013, 48000), ('Java', 2013, 30000)) FROM cs |> PIVOT (sum(earnings) FOR course IN ('dotNET')) UNPIVOT (v FOR n IN (year));
SELECT CAST(array(1) AS INT), IDENTIFIER(a) FROM VALUES ('x') AS t(a);
SELECT IDENTIFIER(1.5) FROM VALUES (1) AS t(a);
SELECT * FROM variant_explode_outer(variant_explode_outer('1'));
SELECT * FROM array(start => 1);
SELECT transform_keys(map(1Y, 2), (k, v) -> CAST(NULL AS INT));
SELECT parse_json('12345678901234567890123456789.123456789'), parse_json('0.00000000000000000000000000000000000001'), parse_json('0.000000000000000000000000000000000000001') INTERSECT SELECT map(1, 2);
SELECT assert_true(false) FROM explode(array(1)) AS t(x, y);
(SELECT * FROM range(5, 0, -2)) UNION (SELECT * FROM range(5, 0, -2)) ORDER BY 2;
SELECT to_json(1;
-- differs: found and not mended yet: error PIPE_OPERATOR_AGGREGATE_EXPRESSION_CONTAINS_NO_AGGREGATE_FUNCTION / INVALID_LAMBDA_FUNCTION_CALL.NON_HIGHER_ORDER_FUNCTION
WITH t(x, y) AS (VALUES (0, 'abc'), (1, 'def')), o(a, b) AS (VALUES (1, 1), (1, x -> x), (2, 4)), st(id, col) AS (SELECT 1, struct(10 AS i1, 'v' AS i2)), cs(course, year, earnings) AS (VALUES ('dotNET', 2012, 10000), ('Java', 2012, 20000), ('dotNET', 2013, 48000), ('Java', 2013, 30000)) FROM o |> AGGREGATE 1 AS one, sum(b);
-- differs: found and not mended yet: error PIPE_OPERATOR_CONTAINS_AGGREGATE_FUNCTION / DATATYPE_MISMATCH.INVALID_ORDERING_TYPE
SELECT map(1, 2) = map(1, 2) |> EXTEND sum(1);
WITH s(a, b, v) AS (VALUES (1, 'x', 10), (1, 'y', 5)) SELECT 1 % 0 FROM s PIVOT (sum(v) FOR (a, b) IN ((1, 'x', 2)));
WITH t(a, b) AS (SELECT v FROM VALUES (1), (2) AS t(v) QUALIFY v > 1) SELECT a FROM t;
WITH RECURSIVE r AS (WITH RECURSIVE q AS (SELECT 1 AS k UNION ALL SELECT k + 1 FROM q WHERE k < 3) SELECT k AS n FROM q UNION ALL SELECT  + 10 FROM r WHERE n < 20) SELECT * FROM r ORDER BY n;
SELECT 1 % 0 ;
-- differs: found and not mended yet: error REQUIRED_PARAMETER_NOT_FOUND / UNSUPPORTED_GENERATOR.NESTED_IN_EXPRESSIONS
SELECT (explode()).nosuch ;
-- differs: found and not mended yet: error REQUIRES_SINGLE_PART_NAMESPACE / DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE
SELECT transform_keys(transform_keys(map_from_arrays(array(42, -7, 10), INTERVAL -'1-11' YEAR TO MONTH), (x1, x2) -> TIMESTAMP'9999-12-31 23:59:59.999999'), (x3, x4) -> (- a.b.c.replace('\t', '12:34:56')));
SELECT (x) IS TRUE FROM VALUES (array(1)) AS t(a) LATERAL VIEW nope(a) v AS x;
SELECT (SELECT c FROM VALUES (1), (2) u(c)), make_dt_interval(1L);
SELECT * FROM (SELECT CAST(CAST(CAST('NaN' AS double) AS variant) AS int)) GROUP BY 1;
WITH IDENTIFIER('q') AS (SELECT 1 AS a) SELECT * FROM q JOIN nosuch;
SELECT CAST(1D AS INTERVAL DAY) LATERAL VIEW explode(array(1)) v AS x, y;
WITH t(x, y) AS (VALUES (0, 'abc'), (1, 'def')), o(a, b) AS (VALUES (1, 1), (1, 2), (2, 4)), st(id, col) AS (SELECT ?, 1, struct(10 AS i1, 'v' AS i2)), cs(course, year, earnings) AS (VALUES ('dotNET', 2012, 10000), ('Java', 2012, 20000), ('dotNET', 2013, 48000), ('Java', 2013, 30000)) (SELECT x FROM t ORDER BY x LIMIT 1) |> SELECT x + 1;
SELECT /* nested /* comment */ of ;
SELECT floor(1.5, id) FROM range(2, named_struct('a', 1));
-- differs: found and not mended yet: error UNEXPECTED_POSITIONAL_ARGUMENT / UNRECOGNIZED_PARAMETER_NAME
SELECT mask(nope => 'x', str => 'b', named_struct('a', 1));
SELECT EXISTS (WITH cs(course, year, earnings) AS (VALUES ('dotNET', 2012, 10000), ('Java', 2012, 20000), ('dotNET', 2012, 5000), ('dotNET', 2013, 48000), ('Java', 2013, 30000)), yrs(y, s, a, m, d) AS (VALUES (2012, 1, array(1, 1), map('1', 1), struct(1, 'a')), (2013, 2, array(2, 2), map('2', 2), struct(2, 'b'))) SELECT * FROM yrs UNPIVOT (v FOR n IN (d.col1)) ORDER BY ALL);
SELECT a.x, b.x FROM explode(str => array(1, 2)) AS a(x) JOIN explode(array(2, 3)) AS b(x) ON a.x = b.x;
SELECT k, (SELECT count(*) + 1 FROM CUBE (1, 10) AS u(k, v) WHERE u.k = t.k) AS n FROM VALUES (1), (2), (NULL) AS t(k);
SELECT a + count(*) FROM VALUES (1, 2), (2, 1) AS z(a, b) GROUP BY ALL;
SELECT 0x1F | 2 ^ 3 & 4 << 1 + 1;
SELECT explode(array(1, 2)), explode(map('a', 1)) LIMIT nosuch;
SELECT date_formatDATE (  '2024-03-05', 'W');
SELECT k, (SELECT v FROM VALUES (1, 10), (1, 20) AS u(k, v) WHERE u.k = t.k) AS v FROM VALUES (1), (2) AS t(k) JOIN (SELECT 1 AS a) USING (nosuch);
SELECT * FROM VALUES (1) AS l(a) JOIN VALUES (array(CAST(1 AS nosuch))) AS r(b) ON a = b;
WITH t(x, y) AS (VALUES (0, 'abc'), (1, 'def')), o(a, b) AS (VALUES (1, 1), (1, 2), (2, 4)), st(id, col) AS (SELECT 1, struct(10 AS i1, 'v' AS i2)), cs(course, year, earnings) AS (VALUES ('dotNET', 2012, 10000), ('Java', 2012, 20000), ('dotNET', 2013, 48000), ('Java', 2013, 30000)) FROM o |> UNION ALL SELECT 1.5, 2L |> AGGREGATE sum(a), sum(b) ORDER BY row_number() OVER (ORDER BY 1);
WITH t(x, y) AS (VALUES (0, 'abc'), (1, 'def')), o(a, b) AS (VALUES (1, 1), (1, 2), (2, 4)), st(id, col) AS (SELECT 1, struct(10 AS i1,count())), cs(course, year, earnings) AS (VALUES ('dotNET', 2012, 10000), ('Java', 2012, 20000), ('dotNET', 2013, 48000), ('Java', 2013, 30000)) FROM t |> ORDER BY x + 1 WINDOW w AS (ORDER BY x);
WITH t(x, y) AS (VALUES (0, 'abc'), (1, 'def')), o(a, b) AS (VALUES (1, 1), (1, 2), (2, 4)), st(id, col) AS (SELECT 1, struct(10 AS i1, 'v' AS i2)), cs(course, year, earnings)  (VALUES ('dotNET', 2012, 10000), ('Java', 2012, 20000), ('dotNET', 2013, 48000), ('Java', 2013, 30000)) FROM t |> ORDER BY x SORT BY y;
SELECT a AS a2, sum(a2) FROM VALUES (1) AS INT(a) GROUP BY a;
SELECT a AS c, NOT (row_number() OVER (ORDER BY c)) , r + 1 FROM VALUES (2), (1) AS t(a) ORDER BY a;
SELECT * FROM (WITH t(x, y) AS (VALUES (0, 'abc'), (1, 'def')), o(a, b) AS (VALUES (1, 1), (1, 2), (2, 4)), st(id, col) AS (SELECT 1, struct(10 AS i1, 'v' AS i2)), cs(course, year, earnings) AS (VALUES ('dotNET', 2012, 10000), ('Java', 2012, 20000), ('dotNET', 2013, 48000), ('Java', 2013, 30000)) FROM o |> AGGREGATE sum(b) OVER () GROUP BY a |> ORDER BY ALL) t(a);
SELECT count(*), * FROM (SELECT map(1, 2) UNION SELECT map(1, 2));
SELECT explode(explode(array(array(1)))), first(a IGNORE NULLS), last(a) IGNORE NULLS, any_value(a IGNORE NULLS) FROM VALUES (NULL, 1), (5, 2) AS t(a, b);
-- differs: found and not mended yet: error UNSUPPORTED_GENERATOR.OUTSIDE_SELECT / INVALID_INLINE_TABLE.CANNOT_EVALUATE_EXPRESSION_IN_INLINE_TABLE
SELECT i FROM VALUES (make_interval(explode(explode(array(array(1)))))) AS t(i) ORDER BY i;
-- differs: found and not mended yet: error UNSUPPORTED_GROUPING_EXPRESSION / NESTED_AGGREGATE_FUNCTION
SELECT grouping(sum(i)) , avg(i) FROM VALUES (CAST(NULL AS INTERVAL DAY TO SECOND)) AS v(i);
SELECT (a) IS TRUE FROM VALUES (1, 2) AS t(a, b) WHERE EXISTS (SELECT max(b));
SELECT a, session_window.start, session_window.end, count(*) AS cnt FROM VALUES ('A1', '2021-01-01 00:00:00'), ((SELECT sum(1) OVER ()), '2021-01-01 00:04:30'), ('A1', '2021-01-01 00:10:00'), ('A2', '2021-01-01 00:01:00') AS tab(a, b) GROUP BY a, session_window(b, '5 minutes') ORDER BY a, start;
-- differs: found and not mended yet: error UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.UNSUPPORTED_IN_EXISTS_SUBQUERY / DATATYPE_MISMATCH.IN_SUBQUERY_LENGTH_MISMATCH
SELECT z FROM VALUES (1), (2) v(z) GROUP BY z HAVING z IN (SELECT *, * FROM VALUES (1) AS t(a));
SELECT 'abc' LIKE LIKE 'a%', 'abc' NOT LIKE '_b_', 'a_c' LIKE 'a\_c', 'abc' LIKE 'a\_c';
SELECT assert_true(false) FROM VALUES (1, 'a'), (2, 'b'), (2, 'c'), (NULL, 'd') AS l(k, v) LEFT JOIN VALUES (2, 'x'), (3, 'y'), (NULL, 'z') AS r(k, w) ON l.k = r.k;
SELECT from_xml('<p><a>t<b>1</b>u</a></p>', 'a STRUCT<b: INT, _VALUE: STRING>'), from_xml('<p><a>t<b>1</b>u</a></p>', 'a STRUCT<b: INT, _VALUE: ARRAY<STRING>>'), from_xml('<p>t<a>1</a>u</p>', 'a INT, _VALUE ARRAY<STRING>'), from_xml(row_number() OVER (), 'a INT, _VALUE STRING');
SELECT x LIKE ANY ('a', 'b'), x LIKE ALL ('a', 'b'), x NOT LIKE ANY ('a', 'b'), x NOT LIKE ALL ('a', 'b'), x ILIKE ANY ('a', 'b') FROM VALUES ('abc') AS t(x) WHERE row_number() OVER (ORDER BY 1) = 1;
SELECT lag(1), * FROM ((SELECT 1 AS a) UNION ALL (SELECT 2)) AS q ORDER BY a;
SELECT ltrim('x','xxa'), rtrim('a','baa'), trim('  a\t '), trim(LEADING FROM '  a '), trim(), trim('ab' FROM 'abcba'), btrim(x'20412020'), btrim(x'414241', x'41'), ltrim(x'2041'), trim(x'2041');
SELECT zip_with(array(1, 2), array(10, 20), (x, y) -> x + y), zip_with(array(1, 2, 3), array('a'), (x, y) -> concat(x, y)), zip_with(array(1), array('a', count()), (x, y) -> struct(x, y)), zip_with(array(), array(), (x, y) -> 1), zip_with(CAST(NULL AS ARRAY<INT>), array(1), (x, y) -> x), zip_with(array(1, NULL), array(NULL, 2), (x, y) -> coalesce(x, y));
WITH t AS (SELECT id FROM range(nosuch => 5)) SELECT * FROM t TABLESAMPLE (1K);
WITH t AS (SELECT id FROM range(5)) SELECT * FROM t TABLESAMPLE (array(1, 2));
SELECT CAST(INTERVAL 'a' MONTHS AS TINYINT);
SELECT format_string(INTERVAL 1 MONTH 2 DAYS);
WITH t(x, y) AS (VALUES (0, 'abc'), (1, 'def')), o(a, b) AS (VALUES (1, 1), (1, 2), (2, 4)), st(id, col) AS (SELECT 1, struct(10 AS t, 'v' AS i2)), cs(course, year, earnings) AS (VALUES ('dotNET', 2012, 10000), ('Java', 2012, 20000), ('dotNET', 2013, 48000), ('Java', 2013, 30000)) FROM st |> SET col.i1 = 1;
SELECT max(x) FROM (SELECT * FROM VALUES (1) AS v(x)) TABLESAMPLE (200 PERCENT) AS t;
WITH s(a, b, v) AS (VALUES (1, 'x', 10), (1, 'y', 5)) SELECT if(1, 2, 3), * FROM s PIVOT (v FOR b IN ('x'));
SELECT filter(array(array(1, 2), array(3)), a -> exists(a, x -> x > 2)), size(filter(array(1, 2, 3), x -> x <> 2)), sum(row_number() OVER (ORDER BY 1)) ;
SELECT session_window(t, '-5 minutes') FROM VALUES (TIMESTAMP'2021-01-01 00:00:00') AS s(t) GROUP BY session_window(t, array('a'));
SELECT a.* FROM VALUES (1, struct(1 AS x, 2 AS y, DATE'2024-01-31')) AS t(a, s);
-- differs: found and not mended yet: error _LEGACY_ERROR_TEMP_1207 / DUPLICATED_MAP_KEY
SELECT window(t,map(1, 2, 1, 3)) FROM VALUES (TIMESTAMP'2021-01-01 00:04:30', '5 minutes') AS s(t, d);
-- differs: found and not mended yet: error _LEGACY_ERROR_TEMP_1210 / DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES
SELECT 1 BETWEEN 'a' AND array(1), first(x, y) FROM VALUES (1, true) AS t(x, y);
SELECT CAST((SELECT CAST(1 AS DECIMAL(5, 6))) AS INT);
SELECT map(1, array())[1.5];
SELECT X'01' AS x, 2 AS x, x;
SELECT k FROM VALUES (1) AS l(k) JOIN VALUES (1) AS r(k) ON l.k = r.k UNION SELECT array(1);
SELECT make_interval(-1, 178956970) + make_interval(178956970);
WITH s(r, v) AS (VALUES ('n', 1, 10), ('s', 1, 3)) SELECT `1` + 1 AS z FROM s PIVOT (sum(v) FOR q IN (1)) WHERE r = 'n';
WITH RECURSIVE r(id, path) AS (SELECT 1, array(1) UNION ALL SELECT id + 1, (path, array(id + 1)) FROM r WHERE id < 4) SELECT * FROM r ORDER BY ALL;
SELECT to_timestamp('2024-03-05 07:08:09+19:00',1.5);
SELECT INTERVAL 1 DAY + INTERVAL 1 HOUR, nosuch.* ;
SELECT datediff('DAY', DATE '2020-03-01');
SELECT sum(1), CAST(1e20D AS BIGINT);
SELECT array_join('a',1 COLLATE nosuch);
SELECT size(array_position(array(1.5), 1.50)) ;
SELECT arrays_overlap((1), 1);
SELECT array(greatest(pmod(-1L, CAST(NULL AS BOOLEAN)), CAST(DATE'2021-01-03' AS STRING), atan(1E-5D)));
SELECT arrays_overlap(array(array(1)), array(array(1))), arrays_overlap(array(1), array(1L)), arrays_overlap(array('a'), array('b', 'a')), arrays_overlap(array(DOUBLE('NaN'))- array(DOUBLE('NaN'))), arrays_overlap(array(NULL), array(NULL));
SELECT CAST(make_interval() AS BOOLEAN);
SELECT sum(*) FROM (SELECT CAST(TIMESTAMP '2020-01-01 00:00:00.5' AS BIGINT), CAST(1 AS TIMESTAMP), CAST(1.5 AS TIMESTAMP), CAST(TIMESTAMP '1970-01-01 00:00:01.5' AS DOUBLE), CAST(true AS TIMESTAMP));
-- differs: found and not mended yet: error DATATYPE_MISMATCH.CREATE_MAP_VALUE_DIFF_TYPES / WINDOW_FUNCTION_WITHOUT_OVER_CLAUSE
SELECT size(map('1',lag(1), 'Straße', TIMESTAMP'2024-11-03 01:30:00'));
SELECT named_struct(map('k', 1), 1)[lower('A')];
SELECT array_sort(array(5, 3, 8, 1, 9, 2), (a, b) -> IF(a < b, -1, 1)), array_sort(array(5, 3, 8, 1, 9, 2, 5, 3), (a, b) -> IF(a < b, 1, -1)), array_sort(array(5, 3, 8, 1), (a, b) -> IF(a < b, -1, 0)), array_sort(array(5, 3, 8, 1), (a, b) -> 1), array_sort(array(map('k', 1), 5, 3, 8, 1), (a, b) -> -1);
SELECT * FROM VALUES (1, 2), (3, 4) AS t(a, b), LATERAL (SELECT sum(a) AS s FROM VALUES (1), (2) AS u(c) WHERE NULL);
SELECT (from_json('1','int')) = 1 ;
SELECT transform_keys(map(1, 2), (k, v) -> map(k, v)) OFFSET 'x';
SELECT map(1, 2) <=> map(1, 2) |> DROP nosuch;
-- differs: found and not mended yet: error DATATYPE_MISMATCH.IN_SUBQUERY_DATA_TYPE_MISMATCH / PARSE_SYNTAX_ERROR
SELECT 1 IN (SELECT and FROM VALUES (true) AS t(and) WHERE and AND and);
WITH RECURSIVE r AS (SELECT 1 IN (SELECT 1, 2) UNION ALL (SELECT n + 1 FROM r WHERE n < 4 ORDER BY n)) SELECT * FROM r ORDER BY ALL;
SELECT (element_at(map(1.5, 'x'), 1.50)) LIKE 'a' ;
SELECT z FROM VALUES (1) v(z) WHERE z = (SELECT listagg(x, y) FROM VALUES ('a', ',') AS t(x, y));
SELECT json_tuple('{"a":1}',array('a'));
SELECT sequence(1.5, 3, named_struct('a', 1));
SELECT timestampdiff(DAY, 1, DATE '2020-01-01') ORDER BY nosuch;
SELECT percentile(x, CAST(NULL AS DOUBLE)) FROM VALUES (1), (2) AS q(x);
SELECT (array_sort(array(1, 2), (a, b) -> NULL)) LIKE 'a' ;
SELECT to_csv(array('a'));
SELECT date_add(percentile_approx(x, 0.5, -1), 1) FROM VALUES (1) AS t(x);
SELECT CAST('12:34:56' AS CHAR), 1;
SELECT to_number('a','9999999999999999999999999999999999999999999');
SELECT sequence(1, 3), sequence(3, 1), sequence(1, 1), sequence(1, 10, 4), sequence(10, 1, -4), sequence(1L, 3), sequence(1Y, 3Y), sequence(1S, 3S, 2S), sequence(CAST(NULL AS INT),count(DISTINCT 1) OVER ()), sequence(1, 2, CAST(NULL AS INT));
SELECT exists(array(0), x -> 1 / x > 0);
WITH t AS (SELECT transform(array(1), (x, x) -> x)), t AS (SELECT transform(array(1), (x, x) -> x)) SELECT 1;
SELECT map(1, 2, 1, 3) ;
-- differs: found and not mended yet: error FAILED_FUNCTION_CALL / USER_RAISED_EXCEPTION
SELECT approx_count_distinct(raise_error('x'), 0.5) FROM VALUES (1) AS t(x);
SELECT to_number(struct(1).nosuch,'999PR');
SELECT a, grouping(named_struct('a', 1)), count(*) FROM VALUES (1), (NULL) AS t(a) GROUP BY ROLLUP (a) ORDER BY a, 2;
SELECT timestampadd(YEAR, 1, TIMESTAMP '2024-02-29 10:00:00'), timestampadd(QUARTER, 1, TIMESTAMP '2024-11-30 10:00:00'), timestampadd(MONTH, 1, TIMESTAMP '2024-01-31 10:00:00'), timestampadd(WEEK, 1, TIMESTAMP '2024-02-29 10:00:00'), timestampadd(DAY, -1, TIMESTAMP '2024-03-01 10:00:00'), timestampadd(DAYOFYEAR, 1, TIMESTAMP '2024-02-29 10:00:00') GROUP BY 99;
SELECT posexplode(array(1)), next_day('2024-02-28', 1);
SELECT struct() UNION SELECT struct(2 AS b);
SELECT INTERVAL '106751991' DAY + INTERVAL '106751991' DAY DAY;
SELECT first(1) FILTER (WHERE 1) , CAST(struct(make_interval(0, 0, 0, 1)) AS STRING);
SELECT array(1, 2, 3)[0], map('a', 1)['a'], struct(1 AS x).x, array(struct(1 AS x))[sum(1)].x;
SELECT upper(to_timestamp('1', 'Q')) ;
SELECT 1.a FROM VALUES (1, 2) AS t(a, b) GROUP BY a + b;
SELECT extract(DAY FROM CAST(lower('null') AS TIME(3)));
SELECT to_number(INTERVAL '1' DAY,'999');
SELECT sum(sum(to_number('5',' 9'))) ;
SELECT to_number('5','a');
-- differs: found and not mended yet: error INVALID_IDENTIFIER / PARSE_SYNTAX_ERROR
SELECT 1 AS - true, a + 1, a + a AS b, upper(CAST(a AS STRING));
SELECT array_insert(array(9223372036854775807, 1), 0, 1);
SELECT * FROM VALUES (count(DISTINCT 1) OVER ()), (2) AS t(a) MINUS ALL SELECT * FROM VALUES (1) AS t(a);
SELECT vector_sum(col), vector_avg(col) FROM VALUES (array(CAST('a' AS INT), 2.0F)) AS tab(col) WHERE false;
WITH t(x, y) AS (VALUES (0, 'abc'), (1, 'def')), o(a, b) AS (VALUES (1, true), (1, 2), (2, 4)), st(id, col) AS (SELECT 1, struct(10 AS i1, 'v' AS i2)), cs(course, year, earnings) AS (VALUES ('dotNET', 2012, 10000), ('Java', 2012, 20000), ('dotNET', 2013, 48000), ('Java', 2013, 30000)) FROM t SELECT x, y WHERE x = 1;
SELECT vector_sum(col), vector_avg(col) FROM VALUES (array(1.0F, NULL)), (array(3.0F, 4.0F)) AS tab(true, col);
WITH RECURSIVE r(n) AS (SELECT id FROM range(INTERVAL '1-13' YEAR TO MONTH) UNION ALL SELECT n + 3 FROM r WHERE n < 6) SELECT n FROM r ORDER BY n;
SELECT INTERVAL 1 DAY + INTERVAL 1.5 HOUR, INTERVAL 1 DAY + INTERVAL 1 MONTH;
-- differs: found and not mended yet: error INVALID_INTERVAL_FORMAT.UNMATCHED_FORMAT_STRING / PARSE_SYNTAX_ERROR
SELECT INTERVAL '1-13' '1-13' YEAR TO MONTH;
WITH t(a, b) AS (SELECT INTERVAL '5' HOUR TO MINUTE, INTERVAL '5:30' HOUR TO MINUTE, INTERVAL '5:30' MINUTE TO SECOND) SELECT a FROM t;
-- differs: found and not mended yet: error INVALID_INTERVAL_FORMAT.UNRECOGNIZED_NUMBER / DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE
SELECT any(1), INTERVAL '' DAY;
SELECT aggregate(array(1, 2), INTERVAL '1' YEAR TO DAY, a -> a);
SELECT array_sort(array(1, 2), (a, a) -> a < b);
-- differs: invalid UTF-8
SELECT lpad(rpad(array_min(array(X'FF80', X'C3A9', X'FF80')), 1, CAST('1' AS DOUBLE)),x -> x);
SELECT sum(sum(map_zip_with(map(1, 'a'), map(1, 'b'), (x, y) -> x))) ;
SELECT transform(x -> x, array(1)) EXCEPT SELECT 1;
SELECT percentile_approx(x, 0.5) FROM VALUES (DATE '2024-01-03'), (DATE '2024-01-01'), (DATE '2024-01-09') AS t(x) OFFSET 'x';
SELECT x FROM (SELECT * FROM VALUES (1) AS DATE(x)) TABLESAMPLE (-1 ROWS) AS t;
SELECT array_position(array(3, 2, NULL, 2), 2), array_position(array(3, NULL), 2), array_position(array(3), CAST(NULL AS INT)), array_position(CAST(NULL AS ARRAY<INT>), 1), array_position(array('a', 'b'), 'b') LIMIT (SELECT 1);
SELECT transform(1e400, x -> x + 1) ;
SELECT from_xml(grouping_id(), 'a INT', 'x');
SELECT to_xml(NULL, map());
SELECT concat(X'616263', encode(trim('x\u0000y'), ''));
SELECT timestampadd('DAY', 1 % 0, DATE '2024-02-29');
SELECT 'a' 'a' RLIKE '*';
SELECT * FROM (WITH RECURSIVE r AS (SELECT n + 1 FROM r UNION ALL SELECT 1 AS n) SELECT * FROM r ORDER BY ALL) GROUP BY 1;
WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT row_number() OVER (ORDER BY n) + n FROM r ) SELECT * FROM r ORDER BY ALL;
SELECT from_xml( 'a int', map('mode', 'DROPMALFORMED'));
-- differs: found and not mended yet: error INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX / DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN
SELECT sum(x) IGNORE NULLS FROM VALUES (1) AS t(x) WHERE 1;
-- differs: found and not mended yet: error INVALID_SQL_SYNTAX.INVALID_WINDOW_REFERENCE / INVALID_INLINE_TABLE.INCOMPATIBLE_TYPES_IN_INLINE_TABLE
SELECT sum(a) OVER w3 FROM VALUES (array('a')), (2) AS t(a) WINDOW w1 AS (ORDER BY a), w2 AS w1, w3 AS w2;
SELECT a, b, sum(c) FROM VALUES (1, 1, 1), (1, 2, 2), (2, 1, 3) AS t(a, b, c) GROUP BY GROUPING SETS (GROUPING SETS ((a), (b)), CUBE (a)) ORDER BY 1, 2, 3 WINDOW w AS (ORDER BY 1), w AS (ORDER BY 2);
-- differs: found and not mended yet: error INVALID_SQL_SYNTAX.UNRESOLVED_WINDOW_REFERENCE / DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE
SELECT aggregate(1, 0, (a, x) -> a) WINDOW w AS (nosuch);
SELECT (SELECT 1, TIMESTAMP'2024-01-31 10:00:00');
SELECT DATE'x', schema_of_variant_agg(parse_json(j)) FROM VALUES ('1') AS tab(j) WHERE false;
SELECT 'abc' LIKE 'a%', 'abc' NOT LIKE '_b_', 'a_c' LIKE 'a\_c', 'abc' LIKE *;
SELECT variant_get(parse_json(j), p, 'int') FROM VALUES ('{"a":1}', 'bad') AS BINARY(j, p);
SELECT CAST(1.9 AS INT), CAST(-1.9 AS INT), CAST('1' AS INT), CAST(' 1 ' AS INT), CAST('+1' AS INT), CAST(true AS INT), CAST(1.5D AS INT), CAST('1e2' AS DOUBLE), CAST('1' AS DECIMAL(3, 1)), CAST(X'31' AS STRING), CAST(12 AS BINARY), CAST('t' AS BOOLEAN), CAST('no' AS BOOLEAN), CAST(0 AS BOOLEAN), CAST(1.5 AS BOOLEAN) WHERE sum(1) > 0;
SELECT percentile_cont(0.5) ;
SELECT parse_json('');
SELECT (SELECT 1), k, sum(v) FROM VALUES ('a', 1), ('b', 2), ('a', 3) AS t(k, v) GROUP BY 1 ORDER BY 1;
SELECT *, schema_of_variant_agg(v) FROM VALUES (parse_json('{"a":1}')), (parse_json('{"a":"x","b":2}')) AS t(v);
SELECT sum(v) OVER nosuch FROM VALUES (2.5D) AS t(v);
-- differs: found and not mended yet: error MULTI_ALIAS_WITHOUT_GENERATOR / CAST_INVALID_INPUT
SELECT -'a'(x), count_if(DISTINCT y > 1) FROM VALUES (true, 2), (NULL, 3), (false, 0) AS t(x, y);
SELECT regexp('abc','B'), regexp_like('abc','(?i)B'), rlike('abc', 'c'), rlike(NULL,str => 'a'), regexp_like('abc', NULL);
SELECT max(max(1)), sort_array(array(2, 1), 1 = 1), sort_array(array(2, 1), NOT true);
SELECT date_part(f, TIMESTAMP '2024-05-06 07:08:09') FROM VALUES ('hour') AS date_part(f);
WITH t(x, y) AS (VALUES (0, 'abc'), (1, 'def')), o(a, b) AS (VALUES (1, 1), (1, 2), (2, 4)), st(id, col) AS (SELECT (1) AS (a, b) , struct(10 AS i1, 'v' AS i2)), cs(course, year, earnings) AS (VALUES ('dotNET', 2012, 10000), ('Java', 2012, 20000), ('dotNET', 2013, 48000), ('Java', 2013, 30000)) FROM cs |> PIVOT (sum(earnings) FOR course IN ('dotNET')) UNPIVOT (v FOR n IN (year));
SELECT IDENTIFIER(a) FROM VALUES ('x') AS z(a);
SELECT IDENTIFIER(1)(-1);
SELECT count(DISTINCT sql_keywords()) ;
SELECT * FROM sum(str => 1);
SELECT map_from_entries(array(struct(CAST(NULL AS INT), 1)));
SELECT * FROM VALUES (CAST('NaN' AS DOUBLE)), (0.0D) AS t(a) INTERSECT SELECT * ;
SELECT a, sum(a) FROM VALUES (1), (2) AS t(a) GROUP BY ROLLUP (a) HAVING grouping(a) = 1 ORDER BY 99;
RESET;
SET spark.sql.ansi.enabled = false;
SELECT CAST(1e20 AS DECIMAL(38, 18)) * CAST(1e20 AS DECIMAL(38, 18)), 12345678901234567890.123456789 * 12345678901234567890.123456789, round(99999999999999999999999999999999999999BD, -38), ceil(99999999999999999999999999999999999999BD), * , bround(2.5, 0);
RESET;
SET spark.sql.timeType.enabled = false;
-- differs: found and not mended yet: error UNSUPPORTED_TIME_TYPE / WRONG_NUM_ARGS.WITHOUT_SUGGESTION
SELECT hour(to_time('12:00:00'), true);
-- differs: found and not mended yet: error UNSUPPORTED_TIME_TYPE / WINDOW_FUNCTION_NOT_ALLOWED_IN_CLAUSE
SELECT hour(to_time('12:00:00')) WHERE row_number() OVER (ORDER BY 1) = 1;
-- differs: found and not mended yet: error UNSUPPORTED_TIME_TYPE / MULTI_ALIAS_WITHOUT_GENERATOR
SELECT (CAST(CAST('12:00:00' AS TIME) AS STRING)) AS (a, b) ;
RESET;
SET spark.sql.timeType.enabled = true;
SELECT to_time( 'yyyy-MM-dd');
SELECT count(map()) OVER (ORDER BY t RANGE BETWEEN INTERVAL 1 HOUR PRECEDING AND CURRENT ROW) FROM VALUES (TIME '12:00:00') AS v(t);
SELECT make_time(-1, 0,-1);
SELECT time_trunc('HOUR', TIME '09:32:05.359'), time_trunc('minute', TIME '09:32:05.359'), time_trunc('SECOND', TIME '09:32:05.359'), time_trunc('MILLISECOND', TIME '09:32:05.123456'), time_trunc('MICROSECOND', TIME '09:32:05.123456'), time_trunc(NULL, TIME '09:32:05'), time_trunc('HOUR', NULL), time_trunc(TIME'10:00:00', TIME '09:32:05.123456');
SELECT *, CAST('12:00:00' AS TIME(7));
SELECT count(1Y) OVER (ORDER BY t RANGE BETWEEN INTERVAL 1 HOUR PRECEDING AND CURRENT ROW) FROM VALUES (TIME '12:00:00') AS v(t);
SELECT make_time((SELECT count(*)), 0, 60);
SELECT (SELECT count(*)), TIME '12:00:00' + INTERVAL 1 DAY;
SELECT time_diff(EXISTS (SELECT 1), '20:30:29', TIME '21:30:29');
SELECT CAST('12:00:00' AS TIME(7)) LIMIT NULL;
SELECT row_number() OVER (ORDER BY 1), time_from_seconds(-1);
SELECT time_trunc(TIMESTAMP'2024-01-31 10:00:00', TIME '09:32:05');
-- differs: found and not mended yet: error INVALID_DATETIME_PATTERN.WITH_SUGGESTION / INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_WEEK_BASED_PATTERN
SELECT to_time( 'b', 'c');
