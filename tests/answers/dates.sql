-- Dates: parts, arithmetic, beginnings and ends.
SELECT year(DATE '2024-02-29'), quarter(DATE '2024-02-29'), month(DATE '2024-02-29'), day(DATE '2024-02-29'), dayofmonth(DATE '2024-02-29'), dayofweek(DATE '2024-02-29'), weekday(DATE '2024-02-29'), dayofyear(DATE '2024-02-29'), weekofyear(DATE '2024-02-29');
SELECT year('2024-02-29'), month(TIMESTAMP '2024-02-29 23:00:00'), day(TIMESTAMP_NTZ '2024-02-29 23:00:00'), weekofyear('2021-01-03'), weekofyear('2020-12-31'), dayofyear('2024-12-31'), dayofweek('2024-03-03'), weekday('2024-03-03');
SELECT year(NULL), dayofweek(NULL), year(DATE '0001-01-01'), year(DATE '9999-12-31'), quarter('2024-12-01');
SELECT dayname(DATE '2024-02-29'), monthname(DATE '2024-02-29'), dayname('2024-03-03'), monthname(TIMESTAMP '2024-12-01 00:00:00'), dayname(NULL), monthname(NULL);
SELECT year(d), dayname(d), monthname(d), weekofyear(d) FROM VALUES (DATE '1582-10-15'), (DATE '1582-10-04'), (DATE '1969-12-31'), (DATE '2000-02-29') AS v(d) ORDER BY d;
SELECT year('x');
SELECT year(1);
SELECT year(true);
SELECT year();
SELECT dayname(1);
SELECT monthname('2024-13-01');

-- Later and earlier.
SELECT date_add(DATE '2024-02-28', 1), date_add('2024-02-28', 2), date_sub(DATE '2024-03-01', 1), date_add(DATE '2024-02-28', -1), date_add(DATE '2024-02-28', 1S), date_add(DATE '2024-02-28', CAST(1 AS TINYINT)), date_add(DATE '2024-02-28', '3'), date_add(TIMESTAMP '2024-02-28 10:00:00', 1), date_add(NULL, 1), date_add(DATE '2024-02-28', NULL), dateadd(DATE '2024-02-28', 1);
SELECT DATE '2024-02-28' + 1, DATE '2024-02-28' - 1, 1 + DATE '2024-02-28', DATE '2024-02-28' + 1S, DATE '2024-02-28' - '2024-02-01', DATE '2024-03-01' - DATE '2024-02-01', DATE '2024-02-01' - DATE '2024-03-01', DATE '2024-02-01' - NULL;
SELECT date_add(DATE '2024-02-28', 1L);
SELECT date_add(DATE '2024-02-28', 1.5);
SELECT date_add(DATE '2024-02-28', '1.5');
SELECT date_add(DATE '2024-02-28', 'x');
SELECT date_add(DATE '2024-02-28', true);
SELECT date_add(DATE '9999-12-31', 2147483647);
SELECT date_sub(DATE '0001-01-01', -2147483648);
SELECT date_add(1, 1);
SELECT DATE '2024-02-28' + 1L;
SELECT DATE '2024-02-28' + 'x';
SELECT DATE '2024-02-28' + DATE '2024-02-28';
SELECT DATE '2024-02-28' * 2;
SELECT datediff(DATE '2024-03-01', DATE '2024-02-01'), datediff('2024-03-01', '2024-03-02'), date_diff(TIMESTAMP '2024-03-01 00:00:00', TIMESTAMP '2024-02-29 23:59:59'), datediff(NULL, '2024-01-01'), datediff(DATE '9999-12-31', DATE '0001-01-01');
SELECT datediff('x', '2024-01-01');
SELECT datediff(DATE '2024-01-01');
SELECT add_months(DATE '2024-01-31', 1), add_months('2024-02-29', 12), add_months(DATE '2024-02-29', -12), add_months(DATE '2024-03-31', -1), add_months(DATE '2024-01-15', 0), add_months(DATE '2024-02-29', 1), add_months(NULL, 1), add_months(DATE '2024-01-31', NULL), add_months(DATE '2024-01-31', '1'), add_months(TIMESTAMP '2024-01-31 23:00:00', 1), add_months(DATE '0001-01-31', 1);
SELECT add_months(DATE '2024-01-31', 1L);
SELECT add_months(DATE '2024-01-31', 2147483647);
SELECT add_months(DATE '2024-01-31', -2147483648);
SELECT add_months(DATE '2024-01-31', 1.5);
SELECT months_between('2024-03-31', '2024-02-29'), months_between('2024-03-31', '2024-02-28'), months_between('2024-03-15', '2024-02-15'), months_between('2024-03-15 12:00:00', '2024-02-15'), months_between('2024-02-15', '2024-03-20'), months_between(DATE '2024-03-15', DATE '2023-03-16', false), months_between('2024-03-15 12:00:00', '2024-02-14 11:00:00', true), months_between(NULL, '2024-01-01'), months_between('2024-03-15', '2024-02-16', NULL);
SELECT months_between('2024-03-31 10:00:00', '2024-02-29 23:00:00'), months_between(TIMESTAMP '2024-03-31 00:00:00.5', TIMESTAMP '2024-03-30 00:00:00'), months_between(TIMESTAMP_NTZ '2024-03-31 00:00:00', DATE '2023-01-01');
SELECT months_between('x', '2024-01-01');
SELECT months_between('2024-01-01');
SELECT months_between('2024-01-01', '2024-01-01', 'x');
SELECT last_day('2024-02-10'), last_day(DATE '2023-02-10'), last_day(DATE '2024-12-31'), last_day(TIMESTAMP '2024-04-10 10:00:00'), last_day(NULL), last_day(DATE '9999-12-01');
SELECT last_day('x');
SELECT last_day(1);
SELECT next_day('2024-02-28', 'MO'), next_day('2024-02-28', 'wed'), next_day('2024-02-28', 'WEDNESDAY'), next_day(DATE '2024-02-28', 'Su'), next_day(DATE '2024-02-28', 'tue'), next_day(NULL, 'MO'), next_day('2024-02-28', NULL), next_day(TIMESTAMP '2024-02-28 23:00:00', 'th');
SELECT next_day('2024-02-28', 'tu'), next_day('2024-02-28', 'TUE'), next_day('2024-02-28', 'Tuesday'), next_day('2024-02-28', 'fr'), next_day('2024-02-28', 'FRI'), next_day('2024-02-28', 'Sa'), next_day('2024-02-28', 'sunday');
SELECT next_day('2024-02-28', 'xx');
SELECT next_day('2024-02-28', '');
SELECT next_day('2024-02-28', ' MO');
SELECT next_day('2024-02-28', 1);
SELECT next_day(d, w) FROM VALUES (DATE '2024-02-28', 'MO'), (DATE '2024-02-28', 'Friday'), (NULL, 'xx') AS v(d, w);

-- Beginnings.
SELECT trunc(DATE '2024-08-15', 'year'), trunc(DATE '2024-08-15', 'YYYY'), trunc(DATE '2024-08-15', 'yy'), trunc(DATE '2024-08-15', 'quarter'), trunc(DATE '2024-08-15', 'month'), trunc(DATE '2024-08-15', 'MM'), trunc(DATE '2024-08-15', 'mon'), trunc(DATE '2024-08-15', 'week'), trunc('2024-08-15', 'MONTH');
SELECT trunc(DATE '2024-08-15', 'day'), trunc(DATE '2024-08-15', 'x'), trunc(DATE '2024-08-15', ''), trunc(DATE '2024-08-15', NULL), trunc(NULL, 'month'), trunc(TIMESTAMP '2024-08-15 10:00:00', 'month'), trunc(DATE '2024-08-15', 'DD'), trunc(DATE '2024-08-15', 'hour');
SELECT trunc(d, u) FROM VALUES (DATE '2024-08-15', 'week'), (DATE '2024-08-15', 'quarter'), (DATE '0001-01-01', 'week') AS v(d, u);
SELECT trunc('x', 'month');
SELECT trunc(DATE '2024-08-15');
SELECT trunc(1, 'month');

-- Made of numbers.
SELECT make_date(2024, 2, 29), make_date(1, 1, 1), make_date(9999, 12, 31), make_date(NULL, 1, 1), make_date('2024', 1S, CAST(1 AS TINYINT)), make_date(2024, NULL, 1);
SELECT make_date(2023, 2, 29);
SELECT make_date(2024, 13, 1);
SELECT make_date(2024, 0, 1);
SELECT make_date(2024, 1, 32);
SELECT make_date(2024L, 1, 1);
SELECT make_date(2024.5, 1, 1);
SELECT make_date('x', 1, 1);
SELECT make_date(2024, 1);
SELECT unix_date('2024-01-01');
SELECT unix_date(DATE '1970-01-01'), unix_date(DATE '1969-12-31'), unix_date(NULL), date_from_unix_date(0), date_from_unix_date(-1), date_from_unix_date(NULL), date_from_unix_date(19782), date_from_unix_date('1');
SELECT date_from_unix_date(1L);
SELECT unix_date(1);

-- Parts by name.
SELECT extract(YEAR FROM DATE '2024-12-30'), extract(YEAROFWEEK FROM DATE '2024-12-30'), extract(QUARTER FROM DATE '2024-12-30'), extract(MONTH FROM DATE '2024-12-30'), extract(WEEK FROM DATE '2024-12-30'), extract(DAY FROM DATE '2024-12-30'), extract(DAYOFWEEK FROM DATE '2024-12-30'), extract(DOW FROM DATE '2024-12-30'), extract(DAYOFWEEK_ISO FROM DATE '2024-12-30'), extract(DOW_ISO FROM DATE '2024-12-30'), extract(DOY FROM DATE '2024-12-30');
SELECT extract(Y FROM DATE '2024-12-30'), extract(YEARS FROM DATE '2024-12-30'), extract(YR FROM DATE '2024-12-30'), extract(YRS FROM DATE '2024-12-30'), extract(QTR FROM DATE '2024-12-30'), extract(MON FROM DATE '2024-12-30'), extract(MONS FROM DATE '2024-12-30'), extract(MONTHS FROM DATE '2024-12-30'), extract(W FROM DATE '2024-12-30'), extract(WEEKS FROM DATE '2024-12-30'), extract(D FROM DATE '2024-12-30'), extract(DAYS FROM DATE '2024-12-30');
SELECT date_part('HOUR', TIMESTAMP '2024-12-30 13:14:15.5'), date_part('h', TIMESTAMP '2024-12-30 13:14:15.5'), date_part('hrs', TIMESTAMP '2024-12-30 13:14:15.5'), date_part('MIN', TIMESTAMP '2024-12-30 13:14:15.5'), date_part('m', TIMESTAMP '2024-12-30 13:14:15.5'), date_part('SECOND', TIMESTAMP '2024-12-30 13:14:15.5'), date_part('s', TIMESTAMP '2024-12-30 13:14:15.5'), datepart('sec', TIMESTAMP '2024-12-30 13:14:15.5'), datepart('mins', TIMESTAMP_NTZ '2024-12-30 13:14:15.5'), datepart('SECONDS', TIMESTAMP_NTZ '2024-12-30 13:14:15.5');
SELECT extract(HOUR FROM DATE '2024-12-30'), extract(SECOND FROM '2024-12-30 01:02:03.4'), extract(YEAR FROM '2024-12-30'), date_part('year', NULL), extract(YEAROFWEEK FROM DATE '2021-01-03'), extract(SECOND FROM CAST(NULL AS TIMESTAMP));
SELECT date_part(NULL, DATE '2024-12-30');
SELECT extract(FOO FROM DATE '2024-12-30');
SELECT date_part('millisecond', TIMESTAMP '2024-12-30 13:14:15.5');
SELECT date_part(c, DATE '2024-12-30') FROM VALUES ('year') AS v(c);
SELECT extract(YEAR FROM 1);
SELECT extract(YEAR FROM true);
SELECT date_part('year');
