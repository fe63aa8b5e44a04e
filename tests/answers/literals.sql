-- Literals of every kind, texts as they are written, hints, collations.
SELECT 1, 1L, 1S, 1Y, 1BD, 1.0BD, 1.5D, 1.5F, 1e3, 1E-3, 1.e3, .5, 5., .5e1, 1e3BD, 1e-3BD, 1.5e2F, 1e2D;
SELECT 2147483647, 2147483648, -2147483648, -2147483649, 9223372036854775807, 9223372036854775808, -9223372036854775808, -9223372036854775809;
SELECT 127Y, -128Y;
SELECT 128Y;
SELECT -129Y;
SELECT 32768S;
SELECT 9223372036854775808L;
SELECT -9223372036854775808L;
SELECT 1e400D;
SELECT 3.4028235E38F, -3.4028235E38F;
SELECT 3.5E38F;
SELECT 1234567890123456789012345678901234567890;
SELECT 1234567890123456789012345678901234567890BD;
SELECT 12345678901234567890123456789012345678.9;
SELECT 0.00000000000000000000000000000000000001, 0.000000000000000000000000000000000000001;
SELECT 1e39, 1e38BD;
SELECT 1e37BD;
SELECT .e3;
SELECT 1.1.1;
SELECT 0001, 00.10, 0x10;
SELECT X'', X'1', x'0A', X'0g';
SELECT X'', X'1', x'0A', X'Ff';
SELECT 'a' 'b', 'a'
'b', "c" 'd', "e" "f";
SELECT 'it''s', "it""s", 'say "x"', "it's";
SELECT 'a\'b', "a\"b", 'a\\b', 'a\nb', 'a\tb', 'a\rb', length('a\0b'), 'a\Zb' = 'a\032b', 'a\%b', 'a\_b', 'a\qb', '\u0041', '\U00000041', '\101', '\u00e9', '\U0001F600';
SELECT '\x', '\8', '\1', '\12', '\400', '\u12', '\U123';
SELECT r'a\nb', R"a\nb", r'\u0041', r'a"b', R"it's", r'\', r'a' 'b\n';
SELECT r'it''s';
SELECT 'ab\
cd';
SELECT null, NULL, Null, true, FALSE, True;
SELECT DATE '2020-01-01', DATE'2020-1-1', date "2020-01-01", DATE '2020', DATE '2020-02', DATE ' 2020-01-01 ', DATE '2020-01-01T00:00:00';
SELECT DATE '2020-13-01';
SELECT DATE 'abc';
SELECT DATE '';
SELECT TIMESTAMP '2020-01-01', TIMESTAMP '2020-01-01 1:2:3', TIMESTAMP '2020-01-01T01:02:03.123456Z', TIMESTAMP '2020-01-01 01:02:03+05:30', TIMESTAMP '2020-01-01 01:02:03 Europe/Berlin', TIMESTAMP '2020-01-01 01:02:03 UTC+3';
SELECT TIMESTAMP_LTZ '2020-01-01 00:00:00', TIMESTAMP_NTZ '2020-01-01 00:00:00', TIMESTAMP_NTZ '2020-01-01';
SELECT TIMESTAMP_NTZ '2020-01-01 00:00:00+01:00';
SELECT TIMESTAMP '2020-01-01 25:00:00';
SELECT TIMESTAMP_LTZ 'x';
SELECT TIMESTAMP_NTZ 'x';
SELECT INTERVAL '1' DAY, INTERVAL 1 DAY, INTERVAL '1 day', INTERVAL '1-2' YEAR TO MONTH, INTERVAL '1 2:3:4.5' DAY TO SECOND, INTERVAL -1 DAY, INTERVAL '-1' MONTH, INTERVAL - '1' DAY, -INTERVAL '1' DAY;
SELECT INTERVAL 1 DAY 2 HOURS, INTERVAL '1 day 2 hours', INTERVAL 1 YEAR 2 MONTHS, INTERVAL '1' WEEK, INTERVAL 10 MILLISECONDS, INTERVAL 5 MICROSECONDS, INTERVAL '1.5' SECOND;
SELECT INTERVAL 1 MONTH 1 DAY;
SELECT INTERVAL '1 month 1 day';
SELECT INTERVAL;
SELECT INTERVAL '1';
SELECT INTERVAL 1 FOO;
SELECT INTERVAL '1' YEAR TO DAY;
SELECT INTERVAL 'x' DAY;
SELECT INTERVAL '1-13' YEAR TO MONTH;
SELECT INTERVAL '10:61' HOUR TO MINUTE;
SELECT INTERVAL '1' DAY '2' HOUR;
SELECT INTERVAL '1 2' DAY TO HOUR, INTERVAL '1 02:03' DAY TO MINUTE, INTERVAL '12:34:56' HOUR TO SECOND, INTERVAL '34:56.789' MINUTE TO SECOND, INTERVAL '-12:34' HOUR TO MINUTE;
SELECT TIME '12:34:56', TIME '1:2:3.5', TIME '23:59:59.999999', TIME '12:34';
SELECT TIME '24:00:00';
SELECT GEO 'x';
SELECT FOO 'x';
SELECT BINARY 'x';
SELECT INT '1';
SELECT 'a' AS a, 'b' b, 'c' 'd';
SELECT 1 /* comment */ + 1 -- and one more
;
SELECT /* nested /* comment */ of two */ 1;
SELECT /* not closed /* */ 1;
SELECT /* unclosed 1;
SELECT 1 -- a \
comment
;
SELECT /*+ BROADCAST(t) */ * FROM VALUES (1) AS t(a);
SELECT /*+ MAPJOIN(t), COALESCE(1) */ a FROM VALUES (1) AS t(a);
SELECT /*+ NOSUCHHINT(1, 'x') */ 1;
SELECT /*+ REPARTITION(3) */ a FROM VALUES (1) AS t(a);
-- differs: what stands in a hint is not checked
SELECT /*+ REPARTITION(x) */ a FROM VALUES (1) AS t(a);
-- differs: what stands in a hint is not checked
SELECT /*+ COALESCE(1, 2) */ a FROM VALUES (1) AS t(a);
-- differs: an empty hint is a comment
SELECT /*+ */ 1;
SELECT '%SystemDrive%\Users\John', "100%", '_', 'a\\_';
SELECT '\'', "\"", '\b' = '\u0008', hex('\0\b\n\r\t\Z\\\%\_');
SET spark.sql.parser.escapedStringLiterals = true;
SELECT 'a\nb', 'a\\b', '\u0041', length('\0'), 'it''s', "x\ty", '\101';
SELECT 'a\'b';
SELECT 'a.b' RLIKE 'a\.b', regexp_replace('a1b', '\d', 'x'), 'a\b' LIKE 'a\\b', split('a.b', '\.'), '%a%' LIKE '\%a\%';
SELECT r'a\n', 'abc' RLIKE '^\w+$', regexp_extract('100-200', '(\d+)-(\d+)', 1), "\\";
RESET;
SELECT named_struct(), 1;
SELECT struct();
SELECT to_json(struct()), struct() = struct(), struct() IS NULL, size(array(struct()));
SELECT typeof(struct()), typeof(named_struct()), typeof(array(struct()));
SELECT CAST(NULL AS STRUCT<>), arrays_zip();
SELECT struct().a;
SELECT struct() AS s, count(*) FROM VALUES (1), (2) AS t(a) GROUP BY struct();
SELECT CAST(struct() AS STRING), hash(struct()), from_json('{}', 'STRUCT<>');
-- differs: COLLATE UTF8_BINARY has no effect: the type does not show it
SELECT 'a' COLLATE UTF8_BINARY, collation('a'), 'a' COLLATE utf8_binary = 'A', typeof('a' COLLATE UTF8_BINARY);
-- differs: collations other than UTF8_BINARY are refused
SELECT 'a' COLLATE UTF8_LCASE = 'A';
-- differs: collations other than UTF8_BINARY are refused
SELECT 'a' COLLATE UNICODE_CI;
SELECT 'a' COLLATE nosuch;
-- differs: COLLATE UTF8_BINARY has no effect: the type does not show it
SELECT collate('a', 'UTF8_BINARY'), collate('a', 'utf8_binary'), collation('x' COLLATE UTF8_BINARY);
SELECT collate('a', 'NOSUCH');
SELECT collate('a', NULL);
SELECT collate(1, 'UTF8_BINARY');
SELECT collate('a');
-- differs: COLLATE UTF8_BINARY has no effect: the type does not show it
SELECT CAST('a' AS STRING COLLATE UTF8_BINARY), CAST(NULL AS ARRAY<STRING COLLATE UTF8_BINARY>);
-- differs: the parser refuses every collation of a type but UTF8_BINARY in one way
SELECT CAST('a' AS STRING COLLATE NOSUCH);
-- differs: COLLATE UTF8_BINARY has no effect: the type does not show it
SELECT a COLLATE UTF8_BINARY FROM VALUES ('b'), ('a') AS t(a) ORDER BY a COLLATE UTF8_BINARY;
SELECT * FROM VALUES ('b'), ('a') AS t(a) WHERE a COLLATE UTF8_BINARY = 'a';
SELECT 1 COLLATE UTF8_BINARY;
-- differs: COLLATE UTF8_BINARY has no effect: the type does not show it
SELECT 'a' || 'b' COLLATE UTF8_BINARY, upper('a' COLLATE UTF8_BINARY), concat('a' COLLATE UTF8_BINARY, 'b');
SELECT collation(NULL), collation(1);
