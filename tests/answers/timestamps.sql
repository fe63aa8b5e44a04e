-- Times: parts, arithmetic, beginnings, epochs.
SELECT hour(TIMESTAMP '2024-02-29 13:14:15.5'), minute(TIMESTAMP '2024-02-29 13:14:15.5'), second(TIMESTAMP '2024-02-29 13:14:15.5'), hour('2024-02-29 13:14:15'), hour(TIMESTAMP_NTZ '2024-02-29 13:14:15'), minute(DATE '2024-02-29'), second(NULL), hour(TIMESTAMP '1969-12-31 23:59:59.999');
SELECT second('13:14:15') IS NULL;
SELECT hour('x');
SELECT hour(1);
SELECT hour(true);

-- Units added and counted.
SELECT timestampadd(YEAR, 1, TIMESTAMP '2024-02-29 10:00:00'), timestampadd(QUARTER, 1, TIMESTAMP '2024-11-30 10:00:00'), timestampadd(MONTH, 1, TIMESTAMP '2024-01-31 10:00:00'), timestampadd(WEEK, 1, TIMESTAMP '2024-02-29 10:00:00'), timestampadd(DAY, -1, TIMESTAMP '2024-03-01 10:00:00'), timestampadd(DAYOFYEAR, 1, TIMESTAMP '2024-02-29 10:00:00');
SELECT timestampadd(HOUR, 1, TIMESTAMP '2024-02-29 23:30:00'), timestampadd(MINUTE, 90, TIMESTAMP '2024-02-29 23:30:00'), timestampadd(SECOND, -1, TIMESTAMP '2024-03-01 00:00:00'), timestampadd(MILLISECOND, 1500, TIMESTAMP '2024-02-29 10:00:00'), timestampadd(MICROSECOND, 1, TIMESTAMP '2024-02-29 10:00:00'), dateadd(MONTH, 1, DATE '2024-01-31'), date_add(HOUR, 2, DATE '2024-01-31');
SELECT timestampadd(DAY, 1, DATE '2024-02-29'), timestampadd(MONTH, 1, TIMESTAMP_NTZ '2024-01-31 10:00:00'), timestampadd(DAY, NULL, DATE '2024-02-29'), timestampadd(DAY, 1, NULL), timestampadd(DAY, 1, '2024-02-29'), timestampadd(DAY, '2', DATE '2024-02-29'), dateadd(day, 5, TIMESTAMP '2024-02-29 10:00:00'), timestampadd(DAY, 1L, DATE '2024-02-29');
SELECT timestampadd(CENTURY, 1, DATE '2024-02-29');
SELECT timestampadd('DAY', 1, DATE '2024-02-29');
SELECT timestampadd(DAY, 'x', DATE '2024-02-29');
SELECT timestampadd(YEAR, 2147483647, TIMESTAMP '2024-02-29 10:00:00');
SELECT timestampadd(HOUR, 9223372036854775807, TIMESTAMP '2024-02-29 10:00:00');
SELECT timestampadd(DAY, 1, 1);
SELECT timestampadd(DAY, 1);
SELECT timestampdiff(YEAR, TIMESTAMP '2020-02-29 00:00:00', TIMESTAMP '2024-02-28 00:00:00'), timestampdiff(YEAR, DATE '2020-02-29', DATE '2024-02-29'), timestampdiff(QUARTER, DATE '2020-01-31', DATE '2020-04-30'), timestampdiff(MONTH, DATE '2020-01-31', DATE '2020-02-29'), timestampdiff(MONTH, DATE '2020-02-29', DATE '2020-01-31'), timestampdiff(WEEK, DATE '2020-01-01', DATE '2020-01-14'), timestampdiff(DAY, TIMESTAMP '2020-01-01 12:00:00', TIMESTAMP '2020-01-02 11:59:59');
SELECT timestampdiff(HOUR, TIMESTAMP '2020-01-01 12:00:00', TIMESTAMP '2020-01-02 11:59:59'), timestampdiff(MINUTE, TIMESTAMP '2020-01-01 12:00:00', TIMESTAMP '2020-01-01 11:00:30'), timestampdiff(SECOND, TIMESTAMP '2020-01-01 12:00:00', TIMESTAMP '2020-01-01 12:00:00.999'), timestampdiff(MILLISECOND, TIMESTAMP '2020-01-01 12:00:00', TIMESTAMP '2020-01-01 12:00:00.9999'), timestampdiff(MICROSECOND, TIMESTAMP '2020-01-01 12:00:00', TIMESTAMP '2020-01-01 12:00:01'), datediff(DAY, DATE '2020-01-01', DATE '2020-03-01'), date_diff(MONTH, '2020-01-01', '2020-03-01');
SELECT timestampdiff(DAY, NULL, DATE '2020-01-01'), timestampdiff(MONTH, TIMESTAMP_NTZ '2020-01-31 10:00:00', TIMESTAMP_NTZ '2020-02-29 09:00:00'), timestampdiff(MICROSECOND, TIMESTAMP '0001-01-01 00:00:00', TIMESTAMP '9999-12-31 00:00:00'), timedelta_is_none IS NULL FROM VALUES (NULL) AS v(timedelta_is_none);
SELECT timestampdiff(FOO, DATE '2020-01-01', DATE '2020-01-01');
SELECT timestampdiff(DAY, 1, DATE '2020-01-01');
SELECT datediff('DAY', DATE '2020-01-01', DATE '2020-03-01');

-- Beginnings.
SELECT date_trunc('YEAR', TIMESTAMP '2024-08-15 13:14:15.123456'), date_trunc('quarter', TIMESTAMP '2024-08-15 13:14:15.123456'), date_trunc('MM', TIMESTAMP '2024-08-15 13:14:15.123456'), date_trunc('WEEK', TIMESTAMP '2024-08-15 13:14:15.123456'), date_trunc('DD', TIMESTAMP '2024-08-15 13:14:15.123456'), date_trunc('HOUR', TIMESTAMP '2024-08-15 13:14:15.123456'), date_trunc('MINUTE', TIMESTAMP '2024-08-15 13:14:15.123456'), date_trunc('SECOND', TIMESTAMP '2024-08-15 13:14:15.123456'), date_trunc('MILLISECOND', TIMESTAMP '2024-08-15 13:14:15.123456'), date_trunc('MICROSECOND', TIMESTAMP '2024-08-15 13:14:15.123456');
SELECT date_trunc('x', TIMESTAMP '2024-08-15 13:14:15'), date_trunc(NULL, TIMESTAMP '2024-08-15 13:14:15'), date_trunc('DAY', NULL), date_trunc('DAY', DATE '2024-08-15'), date_trunc('HOUR', '2024-08-15 13:14:15'), date_trunc('DAY', TIMESTAMP_NTZ '2024-08-15 13:14:15'), date_trunc('', TIMESTAMP '2024-08-15 13:14:15'), date_trunc('HOUR', TIMESTAMP '1969-12-31 23:59:59');
SELECT date_trunc('DAY', 'x');
SELECT date_trunc('DAY', 1);
SELECT date_trunc(1, TIMESTAMP '2024-08-15 13:14:15');

-- Made of numbers.
SELECT make_timestamp(2024, 2, 29, 13, 14, 15.123456), make_timestamp(2024, 2, 29, 13, 14, 15), make_timestamp(2024, 2, 29, 23, 59, 60), make_timestamp(NULL, 2, 29, 13, 14, 15), make_timestamp(2024, 2, 29, 13, 14, NULL), make_timestamp(2024, 2, 29, 13, 14, '15.5'), make_timestamp(2024, 2, 29, 13, 14, 15.5D), make_timestamp(1, 1, 1, 0, 0, 0), make_timestamp(2024, 2, 29, 13, 14, 15.1234567);
SELECT make_timestamp(2024, 2, 29, 13, 14, 15, 'Europe/Paris'), make_timestamp(2024, 2, 29, 13, 14, 15, '+05:30'), make_timestamp(2024, 2, 29, 13, 14, 15, 'UTC'), make_timestamp(2024, 2, 29, 13, 14, 15, NULL);
SELECT make_timestamp_ntz(2024, 2, 29, 13, 14, 15.5), make_timestamp_ltz(2024, 2, 29, 13, 14, 15.5), make_timestamp_ltz(2024, 2, 29, 13, 14, 15.5, 'Asia/Tokyo'), try_make_timestamp(2024, 2, 30, 13, 14, 15), try_make_timestamp_ntz(2024, 2, 29, 24, 14, 15), try_make_timestamp_ltz(2024, 2, 29, 13, 60, 15), try_make_timestamp(2024, 2, 29, 13, 14, 15.5), try_make_timestamp_ntz(2024, 2, 29, 13, 14, 15.5), try_make_timestamp(2024, 2, 29, 13, 14, 61);
SELECT make_timestamp(2024, 2, 30, 13, 14, 15);
SELECT make_timestamp(2024, 2, 29, 24, 14, 15);
SELECT make_timestamp(2024, 2, 29, 13, 60, 15);
SELECT make_timestamp(2024, 2, 29, 13, 14, 60.5);
SELECT make_timestamp(2024, 2, 29, 13, 14, 61);
SELECT make_timestamp(2024, 2, 29, 13, 14, -1);
SELECT make_timestamp(2024, 13, 29, 13, 14, 0);
SELECT make_timestamp(2024, 2, 29, 13, 14, 15, 'Nowhere');
SELECT make_timestamp(2024, 2, 29, 13, 14, 'x');
SELECT make_timestamp(2024, 2, 29, 13, 14);
SELECT make_timestamp(2024, 2, 29, 13, 14, 150.5);
SELECT make_timestamp_ntz(2024, 2, 29, 13, 14, 15, 'UTC');
SELECT make_timestamp_ltz(2024, 2, 30, 13, 14, 15);
SELECT make_timestamp_ntz(2024, 2, 29, 13, 14, 60.1);

-- Epochs.
SELECT timestamp_seconds(1230219000), timestamp_seconds(-1), timestamp_seconds(1.5), timestamp_seconds(1.5D), timestamp_seconds(NULL), timestamp_seconds(CAST(1.25 AS FLOAT)), timestamp_seconds(1S), timestamp_seconds(1.123456BD), timestamp_seconds(CAST('NaN' AS DOUBLE)), timestamp_seconds(-1.5);
SELECT timestamp_millis(1230219000123), timestamp_millis(-1), timestamp_millis(NULL), timestamp_micros(1230219000123123), timestamp_micros(-1), timestamp_micros(NULL), timestamp_millis(1S), timestamp_micros(CAST(1 AS TINYINT));
-- differs: Spark lets Java's bare ArithmeticException through; ours is ARITHMETIC_OVERFLOW
SELECT timestamp_seconds(9223372036854775807);
-- differs: Spark lets Java's bare ArithmeticException through; ours is ARITHMETIC_OVERFLOW
SELECT timestamp_seconds(1.1234567);
SELECT timestamp_seconds('1');
-- differs: Spark lets Java's bare ArithmeticException through; ours is ARITHMETIC_OVERFLOW
SELECT timestamp_millis(9223372036854775807);
SELECT timestamp_millis(1.5);
SELECT timestamp_millis('1');
SELECT timestamp_micros(1.5);
SELECT timestamp_seconds(true);
SELECT unix_seconds(TIMESTAMP '2024-02-29 13:14:15.999999'), unix_millis(TIMESTAMP '2024-02-29 13:14:15.999999'), unix_micros(TIMESTAMP '2024-02-29 13:14:15.999999'), unix_seconds(TIMESTAMP '1969-12-31 23:59:59.5'), unix_millis(TIMESTAMP '1969-12-31 23:59:59.9995'), unix_seconds(NULL), unix_millis(NULL);
SELECT unix_millis('2024-02-29 13:14:15');
SELECT unix_seconds(DATE '2024-02-29');
SELECT unix_micros(TIMESTAMP_NTZ '2024-02-29 13:14:15');
SELECT unix_seconds(1);
SELECT unix_millis('x');
SELECT typeof(now()), typeof(current_timestamp()), typeof(localtimestamp()), typeof(current_date()), current_timezone(), typeof(curdate()), now() = current_timestamp(), unix_timestamp() IS NOT NULL, typeof(unix_timestamp());
SELECT localtimestamp;
SELECT TIMESTAMP '2024-03-01 00:00:00' - TIMESTAMP '2024-02-28 12:30:00.5', TIMESTAMP '2024-02-28 00:00:00' - TIMESTAMP '2024-03-01 00:00:00', TIMESTAMP '2024-03-01 00:00:00' - DATE '2024-02-28', DATE '2024-02-28' - TIMESTAMP '2024-03-01 00:00:00', TIMESTAMP_NTZ '2024-03-01 00:00:00' - TIMESTAMP_NTZ '2024-02-28 00:00:00', TIMESTAMP '2024-03-01 00:00:00' - '2024-02-28 00:00:00', TIMESTAMP '2024-03-01 00:00:00' - NULL;
SELECT TIMESTAMP '2024-03-01 00:00:00' + 1;
SELECT TIMESTAMP '2024-03-01 00:00:00' + TIMESTAMP '2024-03-01 00:00:00';
SELECT TIMESTAMP '2024-03-01 00:00:00' - TIMESTAMP_NTZ '2024-02-28 00:00:00';
SELECT TIMESTAMP '2024-03-01 00:00:00' > DATE '2024-03-01', TIMESTAMP '2024-03-01 00:00:00' = '2024-03-01', DATE '2024-03-01' < '2024-03-02', TIMESTAMP_NTZ '2024-03-01 00:00:00' = TIMESTAMP '2024-03-01 00:00:00', DATE '2024-03-01' = TIMESTAMP_NTZ '2024-03-01 00:00:00';

-- Typed literals.
SELECT DATE '2024-02-29', DATE'2024-2', DATE '2024', date '2024-02-29 12:00:00', TIMESTAMP '2024-02-29', TIMESTAMP '2024-02-29 12', TIMESTAMP '2024-02-29T12:30:00Z', TIMESTAMP '2024-02-29 12:30:00+02:00', TIMESTAMP_NTZ '2024-02-29 12:30:00.123', TIMESTAMP_LTZ '2024-02-29 12:30:00', timestamp_ntz '2024-02-29', X'1F', x'abc';
SELECT TIMESTAMP '2024-02-29 12:30:00 Europe/Paris', TIMESTAMP '2024-02-29 12:30:00UTC', TIMESTAMP_LTZ '2024-02-29 12:30:00 America/New_York';
SELECT DATE 'x';
SELECT DATE '2023-02-29';
SELECT TIMESTAMP 'x';
SELECT TIMESTAMP '2024-02-29 25:00:00';
SELECT TIMESTAMP_NTZ '2024-02-29 12:30:00+02:00';
SELECT TIMESTAMP_NTZ 'x';
SELECT X'xx';
SELECT GEO '1';
SELECT INTERVAL 'x';

-- A zone stands behind seconds only, and nothing ends in a separator.
RESET;
SELECT CAST('12' AS TIMESTAMP);
SELECT CAST('12:' AS TIMESTAMP);
SELECT CAST('T10Z' AS TIMESTAMP);
SELECT CAST('T' AS TIMESTAMP);
SELECT CAST(':12' AS TIMESTAMP);
SELECT CAST('12:60' AS TIMESTAMP);
SELECT CAST('24:00' AS TIMESTAMP);
SELECT CAST('123:00' AS TIMESTAMP);
SELECT CAST('12:345' AS TIMESTAMP);
SELECT CAST('12:34:5678' AS TIMESTAMP);
SELECT CAST('-12:34' AS TIMESTAMP);
SELECT CAST('+12:34' AS TIMESTAMP);
SELECT CAST('12:34' AS TIMESTAMP_NTZ);
SELECT CAST('T12:34' AS TIMESTAMP_NTZ);
SELECT CAST('2024-01-01T10Z' AS TIMESTAMP);
SELECT CAST('2024-01-01 10Z' AS TIMESTAMP);
SELECT CAST('2024-01-01 10+01:00' AS TIMESTAMP);
SELECT CAST('2024-01-01 10 UTC' AS TIMESTAMP);
SELECT CAST('2024-01-01 10' AS TIMESTAMP), CAST('2024-01-01T1' AS TIMESTAMP);
SELECT CAST('2024-01-01 10:00Z' AS TIMESTAMP);
SELECT CAST('2024-01-01Z' AS TIMESTAMP);
SELECT CAST('2024-01-01 Z' AS TIMESTAMP);
SELECT CAST('2024Z' AS TIMESTAMP);
SELECT CAST('2024-01Z' AS TIMESTAMP);
SELECT CAST('2024-01-01 10:0 +1' AS TIMESTAMP);
SELECT CAST('2024-01-01T' AS TIMESTAMP);
SELECT CAST('2024-01-01 ' AS TIMESTAMP), CAST('2024-01-01 10:' AS TIMESTAMP);
SELECT CAST('2024-01-01 10:00:' AS TIMESTAMP);
SELECT CAST('2024-01-01 10:00:00.' AS TIMESTAMP), CAST('2024-01-01 10:00:00.Z' AS TIMESTAMP);
SELECT CAST('2024-01-01 1:2:3' AS TIMESTAMP), CAST('2024-1-1 001:2:3' AS TIMESTAMP);
SELECT CAST('12:34' AS DATE);
SELECT CAST('T12:34' AS DATE);
