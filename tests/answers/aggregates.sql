-- ---- Aggregates over no rows, over NULLs only, over one row
SELECT count(*), count(x), count(x, y), sum(x), avg(x), min(x), max(x), first(x), last(x), any_value(x) FROM VALUES (1, 2) AS t(x, y) WHERE x > 5;
SELECT collect_list(x), collect_set(x), array_agg(x), count_if(x > 0), bool_and(x > 0), bool_or(x > 0), every(x > 0), some(x > 0) FROM VALUES (1) AS t(x) WHERE x > 5;
SELECT stddev(x), stddev_pop(x), variance(x), var_pop(x), skewness(x), kurtosis(x) FROM VALUES (1) AS t(x) WHERE x > 5;
SELECT stddev(x), stddev_pop(x), stddev_samp(x), std(x), variance(x), var_samp(x), var_pop(x), skewness(x), kurtosis(x) FROM VALUES (7) AS t(x);
SELECT covar_pop(x, y), covar_samp(x, y), corr(x, y), regr_count(x, y), regr_slope(x, y), regr_intercept(x, y), regr_r2(x, y) FROM VALUES (1, 2) AS t(x, y) WHERE x > 5;
SELECT covar_pop(x, y), covar_samp(x, y), corr(x, y), regr_count(x, y), regr_slope(x, y), regr_intercept(x, y), regr_r2(x, y) FROM VALUES (1, 2) AS t(x, y);
SELECT median(x), percentile(x, 0.5), percentile_approx(x, 0.5), mode(x), approx_count_distinct(x), max_by(x, x), min_by(x, x) FROM VALUES (1) AS t(x) WHERE x > 5;
SELECT bit_and(x), bit_or(x), bit_xor(x), listagg(x, ','), histogram_numeric(x, 3), try_sum(x), try_avg(x) FROM VALUES (1) AS t(x) WHERE x > 5;
SELECT sum(x), avg(x), min(x), max(x), stddev(x), count(x), collect_list(x), bool_or(x > 1) FROM VALUES (CAST(NULL AS INT)), (NULL) AS t(x);
SELECT x, count(*) FROM VALUES (1) AS t(x) WHERE x > 5 GROUP BY x;
SELECT sum(NULL), avg(NULL), min(NULL), max(NULL), count(NULL), first(NULL), stddev(NULL), collect_list(NULL);

-- ---- sum and avg: types, overflow, NaN
SELECT sum(CAST(x AS TINYINT)), sum(CAST(x AS SMALLINT)), sum(x), sum(CAST(x AS BIGINT)), sum(CAST(x AS FLOAT)), sum(CAST(x AS DOUBLE)) FROM VALUES (1), (2), (NULL) AS t(x);
SELECT sum(CAST(x AS DECIMAL(10,2))), avg(CAST(x AS DECIMAL(10,2))), sum(CAST(x AS DECIMAL(38,10))), avg(CAST(x AS DECIMAL(38,10))), avg(CAST(x AS DECIMAL(5,0))) FROM VALUES (1.5), (2.25), (NULL) AS t(x);
SELECT sum(x), avg(x) FROM VALUES ('1'), ('2.5'), (NULL) AS t(x);
SELECT sum(x) FROM VALUES ('1'), ('b') AS t(x);
SELECT sum(x) FROM VALUES (9223372036854775807L), (1L) AS t(x);
SELECT sum(x) FROM VALUES (9223372036854775807L), (-1L) AS t(x);
SELECT sum(x) FROM VALUES (CAST('99999999999999999999999999999999999999' AS DECIMAL(38,0))), (CAST(1 AS DECIMAL(38,0))) AS t(x);
SELECT try_sum(x) FROM VALUES (CAST('99999999999999999999999999999999999999' AS DECIMAL(38,0))), (CAST(1 AS DECIMAL(38,0))) AS t(x);
SELECT avg(x), try_avg(x) FROM VALUES (CAST('99999999999999999999999999999999999999' AS DECIMAL(38,0))), (CAST('99999999999999999999999999999999999998' AS DECIMAL(38,0))) AS t(x);
SELECT avg(x) FROM VALUES (CAST('99999999999999999999999999999999.0' AS DECIMAL(34,1))) AS t(x);
SELECT sum(x), avg(x), min(x), max(x), stddev(x) FROM VALUES (1.0D), (CAST('NaN' AS DOUBLE)), (2.0D) AS t(x);
SELECT sum(x), avg(x), min(x), max(x) FROM VALUES (CAST('Infinity' AS DOUBLE)), (CAST('-Infinity' AS DOUBLE)) AS t(x);
SELECT sum(x), min(x), max(x) FROM VALUES (0.1D), (0.2D), (0.3D) AS t(x);
SELECT avg(x) = 9223372036854775807D / 3 * 2 FROM VALUES (9223372036854775807L), (9223372036854775807L), (1L) AS t(x);
SELECT sum(INTERVAL '1' MONTH * x), avg(INTERVAL '1' MONTH * x), sum(INTERVAL '1' DAY * x), avg(INTERVAL '1' DAY * x) FROM VALUES (1), (2) AS t(x);
SELECT sum(x), avg(x) FROM VALUES (INTERVAL '1' MONTH), (INTERVAL '4' MONTH) AS t(x);
SELECT sum(x), avg(x), min(x), max(x) FROM VALUES (INTERVAL '1 02' DAY TO HOUR), (INTERVAL '4 03' DAY TO HOUR) AS t(x);
SELECT avg(x) FROM VALUES (INTERVAL '1' MONTH), (INTERVAL '2' MONTH) AS t(x);
SELECT try_sum(x) FROM VALUES (INTERVAL '2147483647' MONTH), (INTERVAL '1' MONTH) AS t(x);
SELECT sum(x) FROM VALUES (INTERVAL '2147483647' MONTH), (INTERVAL '1' MONTH) AS t(x);
SELECT try_sum(x), try_avg(x) FROM VALUES (1.5), (2.5) AS t(x);
SELECT sum(true);
SELECT sum(DATE '2024-01-01');
SELECT avg(array(1));
SELECT avg(DATE '2024-01-01');
SELECT sum();
SELECT sum(1, 2);
SELECT avg();
SELECT sum(DISTINCT x), avg(DISTINCT x), count(DISTINCT x), min(DISTINCT x), max(DISTINCT x) FROM VALUES (1), (1), (4), (NULL) AS t(x);
SELECT sum(DISTINCT x), avg(DISTINCT x), try_sum(DISTINCT x) FROM VALUES (1.50), (1.5), (4.25), (NULL) AS t(x);

-- ---- count
SELECT count(*), count(1), count(NULL), count(x), count(x, y), count(DISTINCT x), count(DISTINCT x, y) FROM VALUES (1, 2), (1, NULL), (NULL, 2), (1, 2) AS t(x, y);
SELECT count(t.*) FROM VALUES (1, 2) AS t(x, y);
SELECT count(DISTINCT *) FROM VALUES (1, 2), (1, 2), (2, 2) AS t(x, y);
SELECT count(DISTINCT 1), count(ALL x) FROM VALUES (1), (1) AS t(x);
SELECT count();
SELECT count(DISTINCT s), count(DISTINCT a) FROM VALUES (named_struct('p', 1), array(1, 2)), (named_struct('p', 1), array(1, 2)), (named_struct('p', 2), array(1)) AS t(s, a);
SELECT count(DISTINCT x) FROM VALUES (map(1, 2)), (map(1, 2)) AS t(x);
SELECT count_if(x), count_if(DISTINCT y > 1) FROM VALUES (true, 2), (NULL, 3), (false, 0) AS t(x, y);
SELECT count_if(1);
SELECT count_if(x), bool_and(x) FROM VALUES ('true'), ('false') AS t(x);

-- ---- min, max, first, last, any_value
SELECT min(x), max(x) FROM VALUES ('b'), ('B'), ('é'), ('') AS t(x);
SELECT min(x), max(x) FROM VALUES (X'01'), (X'FF'), (X'') AS t(x);
SELECT min(x), max(x) FROM VALUES (true), (false), (NULL) AS t(x);
SELECT min(x), max(x) FROM VALUES (array(1, NULL)), (array(1, 0)), (array(1)) AS t(x);
SELECT min(x), max(x) FROM VALUES (named_struct('a', 1, 'b', 'x')), (named_struct('a', CAST(NULL AS INT), 'b', 'y')), (named_struct('a', 1, 'b', 'a')) AS t(x);
SELECT max(map(1, 2));
SELECT min(x), max(x) FROM VALUES (DATE '2024-01-01'), (DATE '1999-12-31') AS t(x);
SELECT min(x), max(x) FROM VALUES (CAST('NaN' AS FLOAT)), (1.0F), (CAST('-Infinity' AS FLOAT)) AS t(x);
SELECT max(1, 2);
SELECT first(x), last(x), first(x, true), last(x, true), first_value(x), last_value(x), any_value(x) FROM VALUES (NULL), (1), (2), (NULL) AS t(x);
SELECT first(x) IGNORE NULLS, last(x) IGNORE NULLS, first_value(x) IGNORE NULLS, last_value(x) IGNORE NULLS, any_value(x) IGNORE NULLS FROM VALUES (NULL), (1), (2), (NULL) AS t(x);
SELECT first(x) RESPECT NULLS, last(x) RESPECT NULLS, first_value(x) RESPECT NULLS FROM VALUES (NULL), (1) AS t(x);
SELECT first(x IGNORE NULLS), last(x IGNORE NULLS), any_value(x IGNORE NULLS) FROM VALUES (NULL), (1), (2), (NULL) AS t(x);
SELECT first_value(x, false), last_value(x, true), any_value(x, true) FROM VALUES (NULL), (1), (2) AS t(x);
SELECT first(x, y) FROM VALUES (1, true) AS t(x, y);
SELECT first(x, 'true') FROM VALUES (1) AS t(x);
SELECT sum(x) IGNORE NULLS FROM VALUES (1) AS t(x);
SELECT max(x) IGNORE NULLS FROM VALUES (1) AS t(x);
SELECT max_by(x, y), min_by(x, y) FROM VALUES ('a', 1), (NULL, 5), ('c', NULL), ('d', -1) AS t(x, y);
SELECT max_by(x, y, 2), min_by(x, y, 2), max_by(x, y, 9) FROM VALUES ('a', 1), (NULL, 5), ('c', NULL), ('d', -1) AS t(x, y);
SELECT max_by(x, y, 0) FROM VALUES ('a', 1) AS t(x, y);
SELECT max_by(x, y, y) FROM VALUES ('a', 1) AS t(x, y);
SELECT max_by(x, map(1, 2)) FROM VALUES (1) AS t(x);
SELECT max_by(x, y) FROM VALUES (1, CAST(NULL AS INT)) AS t(x, y);
SELECT max_by(x, named_struct('a', y, 'b', x)), min_by(named_struct('x', x), -y), max_by(x, array(y, NULL)) FROM VALUES (1, 10), (2, 12), (3, 5) AS t(x, y);

-- ---- collections
SELECT collect_list(x), sort_array(collect_set(x)), array_agg(x) FROM VALUES (2), (1), (NULL), (2) AS t(x);
SELECT sort_array(collect_list(DISTINCT x)), sort_array(array_agg(DISTINCT x)) FROM VALUES (2), (1), (NULL), (2) AS t(x);
SELECT collect_list(named_struct('a', x, 'b', y)) FROM VALUES (1, 'p'), (NULL, NULL) AS t(x, y);
SELECT collect_set(map(1, 2));
SELECT sort_array(collect_set(x)) FROM VALUES (CAST('NaN' AS DOUBLE)), (CAST('NaN' AS DOUBLE)), (0.0D), (-0.0D) AS t(x);
SELECT sort_array(collect_set(x)) FROM VALUES (array(1)), (array(1)), (array(2)) AS t(x);
SELECT k, collect_list(x) FROM VALUES ('a', 1), ('b', NULL), ('a', 3) AS t(k, x) GROUP BY k ORDER BY k;
SELECT collect_list(x) FILTER (WHERE x > 1), count(x) FILTER (WHERE x > 100), sum(x) FILTER (WHERE x > 100) FROM VALUES (1), (2), (3) AS t(x);
SELECT listagg(DISTINCT x, ',') WITHIN GROUP (ORDER BY x) FROM VALUES ('b'), ('a'), (NULL), ('b') AS t(x);
SELECT listagg(x), listagg(x, ','), string_agg(x, '-') FROM VALUES ('b'), ('a'), (NULL), ('b') AS t(x);
SELECT listagg(x, ',') WITHIN GROUP (ORDER BY x DESC), listagg(x, ',') WITHIN GROUP (ORDER BY y), string_agg(x) WITHIN GROUP (ORDER BY y DESC NULLS LAST, x) FROM VALUES ('b', 2), ('a', 3), ('c', NULL) AS t(x, y);
SELECT listagg(x, ','), listagg(y) FROM VALUES (1, 1.5), (2, 2.5) AS t(x, y);
SELECT listagg(x), listagg(x, X'2C') FROM VALUES (X'41'), (X'42') AS t(x);
SELECT listagg(x, y) FROM VALUES ('a', ',') AS t(x, y);
SELECT listagg(x, 1) FROM VALUES ('a'), ('b') AS t(x);
SELECT listagg(array(1));
SELECT listagg(DISTINCT x, ',') WITHIN GROUP (ORDER BY y) FROM VALUES ('b', 2), ('a', 3) AS t(x, y);
SELECT listagg(x, '') , listagg(x, NULL) FROM VALUES (''), ('a') AS t(x);
SELECT listagg(x, ',') FILTER (WHERE x <> 'a') FROM VALUES ('a'), ('b'), ('c') AS t(x);
SELECT sum(x) WITHIN GROUP (ORDER BY x) FROM VALUES (1) AS t(x);

-- ---- booleans and bits
SELECT bool_and(x), bool_or(x), every(x), some(x), any(x) FROM VALUES (true), (NULL), (false) AS t(x);
SELECT bool_and(1);
SELECT bit_and(x), bit_or(x), bit_xor(x) FROM VALUES (CAST(12 AS TINYINT)), (CAST(10 AS TINYINT)), (NULL) AS t(x);
SELECT bit_and(x), bit_or(x), bit_xor(x) FROM VALUES (-1L), (255L) AS t(x);
SELECT bit_and(1.5);
SELECT bit_or('a');
SELECT bit_xor(DISTINCT x), bit_or(DISTINCT x) FROM VALUES (5), (5), (3) AS t(x);

-- ---- moments
SELECT stddev(x), stddev_pop(x), variance(x), var_pop(x), skewness(x), kurtosis(x) FROM VALUES (1), (2), (4), (8.5), (NULL) AS t(x);
SELECT stddev(x), var_samp(x), skewness(x), kurtosis(x) FROM VALUES (3), (3), (3) AS t(x);
SELECT stddev(DISTINCT x), variance(DISTINCT x) FROM VALUES (1), (2), (2) AS t(x);
SELECT std(x), stddev_samp(x), var_samp(x) FROM VALUES ('1'), ('2'), ('2') AS t(x);
SELECT variance(x), kurtosis(x), skewness(x) FROM VALUES (1.1D), (2.7D), (3.14D), (100.25D), (-7.5D), (0.1D) AS t(x);
SELECT k, stddev(x), skewness(x) FROM VALUES ('a', 1), ('b', 5), ('a', 2), ('a', 9) AS t(k, x) GROUP BY k ORDER BY k;
SELECT stddev(true);
SELECT kurtosis('x');
SELECT covar_pop(x, y), covar_samp(x, y), corr(x, y) FROM VALUES (1, 2.5), (2, 3.5), (NULL, 1), (4, NULL), (7, 1.25) AS t(x, y);
SELECT corr(x, y), covar_samp(x, y) FROM VALUES (1, 5), (2, 5), (3, 5) AS t(x, y);
SELECT regr_avgx(y, x), regr_avgy(y, x), regr_count(y, x), regr_intercept(y, x), regr_r2(y, x), regr_slope(y, x), regr_sxx(y, x), regr_sxy(y, x), regr_syy(y, x) FROM VALUES (1, 2.5), (2, 3.5), (NULL, 1), (4, NULL), (7, 1.25) AS t(y, x);
SELECT regr_r2(y, x), regr_slope(y, x), regr_intercept(y, x) FROM VALUES (5, 1), (5, 2) AS t(y, x);
SELECT regr_r2(y, x), regr_slope(y, x), regr_intercept(y, x) FROM VALUES (1, 5), (2, 5) AS t(y, x);
SELECT corr(1);
SELECT covar_pop(DATE '2024-01-01', 1);
SELECT regr_slope('a', 1);

-- ---- percentiles, median, mode
SELECT percentile(x, 0.3), percentile(x, array(0, 0.5, 1)), median(x), percentile(x, 0.25, f) FROM VALUES (0, 1), (10, 2), (4, 3), (NULL, 9), (7, NULL) AS t(x, f);
SELECT percentile(x, '0.5') FROM VALUES (1), (2) AS t(x);
SELECT percentile(x, 1.5) FROM VALUES (1), (2) AS t(x);
SELECT percentile(x, -0.1) FROM VALUES (1), (2) AS t(x);
SELECT percentile(x, x) FROM VALUES (1), (2) AS t(x);
SELECT percentile(x, array(0.1, 2.0)) FROM VALUES (1), (2) AS t(x);
SELECT percentile(x, 0.5, -1) FROM VALUES (1), (2) AS t(x);
SELECT percentile(x, NULL) FROM VALUES (1), (2) AS t(x);
SELECT percentile(x, 0.5), median(x) FROM VALUES ('1'), ('4') AS t(x);
SELECT percentile(DATE '2024-01-01', 0.5);
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY x), percentile_cont(0.25) WITHIN GROUP (ORDER BY x DESC), percentile_disc(0.5) WITHIN GROUP (ORDER BY x), percentile_disc(0.25) WITHIN GROUP (ORDER BY x DESC) FROM VALUES (0), (1), (2), (10), (NULL) AS t(x);
SELECT percentile_cont(array(0.25, 0.5)) WITHIN GROUP (ORDER BY x), percentile_disc(array(0.25, 0.75)) WITHIN GROUP (ORDER BY x) FROM VALUES (0), (1), (2), (10) AS t(x);
SELECT percentile_cont(0.5) FROM VALUES (0) AS t(x);
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY x, x) FROM VALUES (0) AS t(x);
SELECT percentile_cont(DISTINCT 0.5) WITHIN GROUP (ORDER BY x) FROM VALUES (0) AS t(x);
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY x) FILTER (WHERE x > 1) FROM VALUES (0), (2), (4) AS t(x);
SELECT median(x), median(DISTINCT x) FROM VALUES (1), (1), (1), (5) AS t(x);
SELECT median(x) FROM VALUES (INTERVAL '1' DAY), (INTERVAL '4' DAY) AS t(x);
SELECT median(x), percentile(x, 0.9) FROM VALUES (1.5), (2.25), (9.75) AS t(x);
SELECT percentile_approx(x, 0.5), percentile_approx(x, 0.5, 10), approx_percentile(x, array(0.0, 0.25, 0.5, 1.0)), approx_percentile(CAST(x AS DOUBLE), 0.9) FROM VALUES (5), (1), (3), (NULL), (9), (7) AS t(x);
SELECT percentile_approx(x, 0.5) FROM VALUES (DATE '2024-01-03'), (DATE '2024-01-01'), (DATE '2024-01-09') AS t(x);
SELECT percentile_approx(x, 0.5) FROM VALUES (TIMESTAMP '2024-01-03 01:02:03'), (TIMESTAMP '2024-01-01 00:00:00'), (TIMESTAMP '2024-01-09 12:00:00') AS t(x);
SELECT percentile_approx(x, 0.5), percentile_approx(CAST(x AS DECIMAL(10,2)), array(0.1, 0.9)) FROM VALUES (1.5), (2.5), (9.5) AS t(x);
SELECT percentile_approx(x, 0.5) FROM VALUES ('1'), ('3') AS t(x);
SELECT percentile_approx(id, 0.5), percentile_approx(id, 0.5, 100), percentile_approx(id, array(0.01, 0.5, 0.99), 1000) FROM range(1000);
SELECT percentile_approx(x, 0.5, 0) FROM VALUES (1) AS t(x);
SELECT percentile_approx(x, 0.5, -1) FROM VALUES (1) AS t(x);
SELECT percentile_approx(x, 1.1) FROM VALUES (1) AS t(x);
SELECT percentile_approx(x, NULL) FROM VALUES (1) AS t(x);
SELECT percentile_approx('a', 0.5);
SELECT mode(x), mode(x, true), mode(x, false) FROM VALUES (3), (1), (3), (NULL), (NULL), (NULL) AS t(x);
SELECT mode(x, true), mode() WITHIN GROUP (ORDER BY x), mode() WITHIN GROUP (ORDER BY x DESC) FROM VALUES (3), (1), (3), (1), (2) AS t(x);
SELECT mode(x, true) FROM VALUES ('b'), ('a'), ('b'), ('a') AS t(x);
SELECT mode(DISTINCT x) FROM VALUES (1) AS t(x);
SELECT mode(map(1, 2));
SELECT histogram_numeric(x, 3), histogram_numeric(x, 10) FROM VALUES (1), (2), (10), (11), (50), (NULL) AS t(x);
SELECT histogram_numeric(x, 2) FROM VALUES (1.5D), (2.5D), (100D), (101D) AS t(x);
SELECT histogram_numeric(x, 2) FROM VALUES (DATE '2024-01-01'), (DATE '2024-01-03'), (DATE '2024-06-01') AS t(x);
SELECT histogram_numeric(x, 1) FROM VALUES (1) AS t(x);
SELECT histogram_numeric(x, x) FROM VALUES (1) AS t(x);

-- ---- approx_count_distinct
SELECT approx_count_distinct(x), approx_count_distinct(x, 0.1), approx_count_distinct(DISTINCT x) FROM VALUES (1), (2), (2), (NULL) AS t(x);
SELECT approx_count_distinct(id), approx_count_distinct(id % 50), approx_count_distinct(CAST(id % 200 AS STRING)), approx_count_distinct(id, 0.01) FROM range(300);
SELECT approx_count_distinct(CAST(id AS INT)), approx_count_distinct(CAST(id AS DOUBLE)), approx_count_distinct(CAST(id AS DECIMAL(10,2))), approx_count_distinct(CAST(id AS DECIMAL(30,2))), approx_count_distinct(DATE '2024-01-01' + CAST(id AS INT)) FROM range(150);
SELECT approx_count_distinct(named_struct('a', id, 'b', 'x')), approx_count_distinct(array(id, 1)), approx_count_distinct(id > 10), approx_count_distinct(CAST(CAST(id AS STRING) AS BINARY)) FROM range(100);
SELECT approx_count_distinct(id) FROM range(100000);
SELECT approx_count_distinct(x, 0.5) FROM VALUES (1) AS t(x);
SELECT approx_count_distinct(x) FROM VALUES (0.0D), (-0.0D), (CAST('NaN' AS DOUBLE)) AS t(x);

-- ---- bitmaps
SELECT hex(substring(bitmap_construct_agg(x), 1, 4)), length(bitmap_construct_agg(x)) FROM VALUES (0L), (8L), (NULL), (8L) AS t(x);
SELECT hex(substring(bitmap_or_agg(x), 1, 2)), hex(substring(bitmap_and_agg(x), 1, 2)), length(bitmap_or_agg(x)) FROM VALUES (X'0F'), (X'F1'), (NULL) AS t(x);

-- ---- FILTER, DISTINCT and what may not stand where
SELECT sum(x) FILTER (WHERE k = 'a'), count(*) FILTER (WHERE x IS NULL), avg(x) FILTER (WHERE false) FROM VALUES ('a', 1), ('b', 2), ('a', NULL) AS t(k, x);
SELECT sum(DISTINCT x) FILTER (WHERE x > 1), count(DISTINCT x) FILTER (WHERE x < 3), max_by(x, x) FILTER (WHERE x < 3), stddev(x) FILTER (WHERE x > 1) FROM VALUES (1), (2), (2), (3) AS t(x);
SELECT sum(x) FILTER (WHERE x) FROM VALUES (1) AS t(x);
SELECT sum(x) FILTER (WHERE sum(x) > 1) FROM VALUES (1) AS t(x);
SELECT sum(1 / x) FILTER (WHERE x <> 0) FROM VALUES (0), (2) AS t(x);
SELECT abs(DISTINCT x) FROM VALUES (1) AS t(x);
SELECT abs(x) FILTER (WHERE true) FROM VALUES (1) AS t(x);
SELECT sum(sum(x)) FROM VALUES (1) AS t(x);
SELECT sum(x) + max(y) * 2 AS z, sum(x + y), sum(x) / count(*) FROM VALUES (1, 2), (3, 4) AS t(x, y);
SELECT * FROM VALUES (1) AS t(x) WHERE sum(x) > 1;
SELECT x FROM VALUES (1) AS t(x) GROUP BY sum(x);
SELECT nosuch_aggregate(x) FROM VALUES (1) AS t(x);
SELECT regr_avgy(0.5D, s) FROM VALUES ('a') t(s);
SELECT regr_avgx(s, 0.5D) FROM VALUES ('a') t(s);
SELECT regr_avgy(id, s) FROM VALUES (1, 'a') t(id, s);
SELECT regr_avgy(id, s) FROM VALUES (1, true) t(id, s);
SELECT regr_avgy(id, s) FROM VALUES (1, DATE'2020-01-01') t(id, s);
SELECT regr_avgx(id, s) FROM VALUES (1, 2.5) t(id, s);
SELECT regr_avgx(id, s) FROM VALUES (1, '2.5') t(id, s);
SELECT regr_avgy(id, s) FROM VALUES (1, INTERVAL '1' DAY) t(id, s);
SELECT regr_avgx(id, s) FROM VALUES (1, INTERVAL '1' DAY) t(id, s);
SELECT regr_avgx(id, s) FROM VALUES (1.5, 2.55BD) t(id, s);
SELECT regr_avgx(id, s) FROM VALUES (1.5, 2.55BD), (NULL, 3.5), (4.5, NULL) t(id, s);
