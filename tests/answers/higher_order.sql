-- Functions that take functions.

-- ---- transform, filter
SELECT transform(array(1, 2, NULL), x -> x + 1), transform(array('a', 'b'), (x, i) -> concat(x, i)), transform(array(), x -> 1), transform(CAST(NULL AS ARRAY<INT>), x -> x), transform(array(1, 2), x -> NULL), transform(array(1, 2), x -> 'k'), transform(array(1), x -> array(x, x));
SELECT transform(array(1, 2), (x, i) -> i), transform(array(1, 2), (x, i) -> struct(i, x)), transform(array(struct(1 AS a, 'p' AS b)), s -> s.a + length(s.b)), transform(array(array(1, 2), array(3)), a -> transform(a, x -> x * size(a)));
SELECT transform(arr, x -> x + base), transform(arr, (x, i) -> x * i + base), transform(arr, x -> transform(arr, y -> x * y + base)) FROM VALUES (array(1, 2), 10), (array(3), 20), (NULL, 1), (array(NULL, 4), NULL) AS t(arr, base);
SELECT transform(array('Ab', 'é', NULL), x -> upper(x)), transform(array(' a '), x -> trim(x)), transform(array('a,b', 'c'), x -> split(x, ',')), transform(array('2026-01-02'), x -> to_date(x)), transform(array('1.50', NULL), x -> CAST(x AS DECIMAL(10, 2))), transform(array('x1y22'), x -> regexp_replace(x, '[0-9]+', '#'));
SELECT transform(array(1, 0), x -> 1 / x);
SELECT transform(array('1', 'x'), x -> CAST(x AS INT));
SELECT transform(array(2147483647), x -> x + 1);
SELECT transform(array('1', 'x'), x -> try_cast(x AS INT)), transform(array('1', 'x'), x -> CASE WHEN x = '1' THEN CAST(x AS INT) END), transform(array(1, 0), x -> IF(x = 0, NULL, 1 / x));
SELECT transform(array(1, 2), x -> x > 1 AND 10 / (x - 1) > 3);
SELECT transform(array(1), (x, i, j) -> x);
SELECT transform(array(1), (x, x) -> x);
SELECT transform(array(1), y);
SELECT transform(array(1, 2), 7), filter(array(1, 2), true), transform(array(1), c) FROM VALUES (5) AS t(c);
SELECT transform(1, x -> x);
SELECT transform(map(1, 2), x -> x);
SELECT transform(x -> x, array(1));
SELECT transform(array(1));
SELECT upper(x -> x);
SELECT transform(array(1), x -> nope(x));
SELECT transform(array(1), x -> z);
SELECT filter(array(1, 2, NULL, 3), x -> x > 1), filter(array(1, NULL), x -> NULL), filter(array(), x -> true), filter(CAST(NULL AS ARRAY<INT>), x -> true), filter(array(1, NULL), x -> x IS NULL), filter(array('a', 'b', 'c'), (x, i) -> i % 2 = 0);
SELECT filter(arr, x -> x.qty > lim AND x.name LIKE 'a%') FROM VALUES (array(struct('ab' AS name, 3 AS qty), struct('b' AS name, 9 AS qty), struct('a' AS name, NULL AS qty)), 1) AS t(arr, lim);
SELECT filter(array(1, 2), x -> x);
SELECT filter(array(1, 2), x -> 'true');
SELECT filter(array(0, 1), x -> 1 / x > 0);
SELECT filter(array(array(1, 2), array(3)), a -> exists(a, x -> x > 2)), size(filter(array(1, 2, 3), x -> x <> 2)), filter(array(1, 2, 3), x -> x <> 2)[1];

-- ---- exists, forall: three truth values
SELECT exists(array(1, 2), x -> x = 2), exists(array(1, NULL), x -> x = 2), exists(array(1, NULL), x -> x = 1), exists(array(), x -> true), exists(CAST(NULL AS ARRAY<INT>), x -> true), exists(array(1, NULL), x -> x IS NULL), exists(array(1), x -> NULL);
SELECT forall(array(1, 2), x -> x > 0), forall(array(1, NULL), x -> x > 0), forall(array(-1, NULL), x -> x > 0), forall(array(), x -> false), forall(CAST(NULL AS ARRAY<INT>), x -> true), forall(array(1), x -> NULL);
SELECT exists(array(1, 0), x -> 1 / x > 0), forall(array(-1, 0), x -> 1 / x > 0), exists(array('1', 'x'), x -> CAST(x AS INT) = 1);
SELECT exists(array(0, 1), x -> 1 / x > 0);
SELECT exists(array(1), x -> 'a');
SELECT exists(array(1), (x, i) -> true);
SELECT exists(1, x -> true);
SELECT forall(array(1), x -> 1);

-- ---- aggregate, reduce
SELECT aggregate(array(1, 2, 3), 0, (a, x) -> a + x), aggregate(array(), 0, (a, x) -> a + x), aggregate(CAST(NULL AS ARRAY<INT>), 0, (a, x) -> a + x), aggregate(array(1, NULL), 0, (a, x) -> a + x), aggregate(array(1, NULL), 0, (a, x) -> a + coalesce(x, 0)), aggregate(array(1, 2), CAST(NULL AS INT), (a, x) -> coalesce(a, 0) + x);
SELECT aggregate(array('a', 'b'), '', (a, x) -> concat(a, x)), aggregate(array(1, 2), '', (a, x) -> concat(a, x)), aggregate(CAST(NULL AS ARRAY<INT>), 0, (a, x) -> a, a -> 5);
SELECT aggregate(array(1, 2, 3), array(), (a, x) -> array_append(a, x));
SELECT aggregate(array('a', 'b'), '', (a, x) -> concat(a, x)), aggregate(array(1, 2), '', (a, x) -> concat(a, x)), aggregate(array(1, 2, 3), CAST(array() AS ARRAY<INT>), (a, x) -> array_prepend(a, x));
SELECT aggregate(array(1.5, 2.5), CAST(0 AS DOUBLE), (a, x) -> a + x), aggregate(array(1, 2, 3), named_struct('s', 0, 'n', 0), (a, x) -> named_struct('s', a.s + x, 'n', a.n + 1), a -> a.s / a.n), aggregate(array(3, 1, 2), 0L, (a, x) -> greatest(a, CAST(x AS BIGINT)), a -> concat('max ', a));
SELECT aggregate(array(1L, 2L), 0, (a, x) -> a + x);
SELECT aggregate(array(1, 2), 0L, (a, x) -> a + x), aggregate(array(1, 2), named_struct('a', 0), (a, x) -> named_struct('b', a.a + x));
SELECT aggregate(array(1, 2), 0, (a, x) -> 'a');
SELECT aggregate(array(1.5, 2.5), 0, (a, x) -> a + x);
SELECT aggregate(array(2147483647, 1), 0, (a, x) -> a + x);
SELECT aggregate(array(1, 0), 1D, (a, x) -> a / x);
SELECT aggregate(array(1, 2), 0, (a, x) -> a + x, a -> NULL), aggregate(array(1, 2), 0, (a, x) -> a + x, a -> struct(a, a * 2)), reduce(array(1, 2), 10, (a, x) -> a - x), reduce(array('x', 'y'), map('n', 0), (a, x) -> map('n', a['n'] + 1));
SELECT aggregate(array(1, 2), 0, (a, x) -> a + x, (a, b) -> a);
SELECT aggregate(array(1, 2), 0, a -> a);
SELECT aggregate(array(1, 2), 0);
SELECT aggregate(1, 0, (a, x) -> a);
SELECT aggregate(arr, base, (a, x) -> a * 10 + x + base), aggregate(transform(arr, x -> x + 1), 0, (a, x) -> a + x) FROM VALUES (array(1, 2), 1), (array(3), 2), (array(), 3), (NULL, 4), (array(1, 2, 3, 4, 5), 0) AS t(arr, base);
SELECT aggregate(array(array(1, 2), array(3)), 0, (a, x) -> a + aggregate(x, 0, (b, y) -> b + y)), aggregate(sequence(1, 100), 0, (a, x) -> a + x), aggregate(array('a'), map(), (m, x) -> m);
SELECT aggregate(array(array(1, 2), array(3)), 0, (a, x) -> a + aggregate(x, 0, (b, y) -> b + y)), aggregate(sequence(1, 100), 0, (a, x) -> a + x);

-- ---- zip_with
SELECT zip_with(array(1, 2), array(10, 20), (x, y) -> x + y), zip_with(array(1, 2, 3), array('a'), (x, y) -> concat(x, y)), zip_with(array(1), array('a', 'b'), (x, y) -> struct(x, y)), zip_with(array(), array(), (x, y) -> 1), zip_with(CAST(NULL AS ARRAY<INT>), array(1), (x, y) -> x), zip_with(array(1, NULL), array(NULL, 2), (x, y) -> coalesce(x, y));
SELECT zip_with(a, b, (x, y) -> x * k + y) FROM VALUES (array(1, 2), array(3, 4), 100), (array(1), array(), 5), (NULL, array(1), 1) AS t(a, b, k);
SELECT zip_with(array(1), array(2), x -> x);
SELECT zip_with(array(1), 2, (x, y) -> x);

-- ---- array_sort with a comparator
SELECT array_sort(array(3, 1, 2), (a, b) -> b - a), array_sort(array('aaa', 'b', 'cc'), (a, b) -> length(a) - length(b)), array_sort(array(), (a, b) -> 0), array_sort(CAST(NULL AS ARRAY<INT>), (a, b) -> 0), array_sort(array(1), (a, b) -> CAST(NULL AS INT)), array_sort(array(3, 1, 2), (a, b) -> 0), array_sort(array(2, NULL, 1), (a, b) -> CASE WHEN a IS NULL THEN -1 WHEN b IS NULL THEN 1 WHEN a < b THEN -1 WHEN a > b THEN 1 ELSE 0 END);
SELECT array_sort(array(5, 3, 8, 1, 9, 2), (a, b) -> IF(a < b, -1, 1)), array_sort(array(5, 3, 8, 1, 9, 2, 5, 3), (a, b) -> IF(a < b, 1, -1)), array_sort(array(5, 3, 8, 1), (a, b) -> IF(a < b, -1, 0)), array_sort(array(5, 3, 8, 1), (a, b) -> 1), array_sort(array(5, 3, 8, 1), (a, b) -> -1);
SELECT array_sort(array(struct(2 AS k, 'a' AS v), struct(1 AS k, 'b' AS v), struct(2 AS k, 'c' AS v), struct(1 AS k, 'd' AS v)), (l, r) -> l.k - r.k), array_sort(arr, (l, r) -> (l - r) * sign) FROM VALUES (array(1, 3, 2), -1), (array(9, 7), 1) AS t(arr, sign);
SELECT array_sort(transform(sequence(1, 100), x -> (x * 37) % 101), (a, b) -> a - b), array_sort(transform(sequence(1, 70), x -> struct(x % 5 AS k, x AS i)), (l, r) -> l.k - r.k);
SELECT array_sort(array(1, 2), (a, b) -> NULL);
SELECT array_sort(array(1, 2), (a, b) -> 'x');
SELECT array_sort(array(1, 2), (a, b) -> a < b);
SELECT array_sort(array(1, 2), (a, b) -> 1L);
SELECT array_sort(array(1, 2), a -> a);
-- differs: Spark's COMPARATOR_RETURNS_NULL comes inside another error, which has no condition
SELECT array_sort(array(1, 2), (a, b) -> CAST(NULL AS INT));
-- differs: Spark's COMPARATOR_RETURNS_NULL comes inside another error, which has no condition
SELECT array_sort(sequence(1, 40), (a, b) -> IF(a = 30 OR b = 30, CAST(NULL AS INT), a - b));
-- differs: all pairs of elements are compared here, so one that raises is met although Java's sort would not ask for it
SELECT array_sort(array(1, 0), (a, b) -> CAST(a / b AS INT));
SELECT transform(NULL, x -> x);
SELECT aggregate(NULL, 0, (a, x) -> a);
SELECT map_filter(NULL, (k, v) -> true);
SELECT zip_with(array(1), NULL, (x, y) -> x);
SELECT array_sort(NULL);
SELECT array_sort(1, (a, b) -> 0);

-- ---- of maps
SELECT map_filter(map('a', 1, 'b', NULL, 'c', 3), (k, v) -> v > 1), map_filter(map(1, 2), (k, v) -> NULL), map_filter(map(), (k, v) -> true), map_filter(CAST(NULL AS MAP<INT, INT>), (k, v) -> true), map_filter(map('a', 1), (k, v) -> k = 'a' AND v = n) FROM VALUES (1) AS t(n);
SELECT map_filter(map(1, 2), (k, v) -> v);
SELECT map_filter(map(1, 2), k -> true);
SELECT map_filter(array(1), (k, v) -> true);
SELECT transform_keys(map('a', 1, 'b', 2), (k, v) -> concat(k, v)), transform_keys(map(1, 2), (k, v) -> k + 0.5), transform_keys(map(), (k, v) -> 1), transform_keys(CAST(NULL AS MAP<INT, INT>), (k, v) -> k), transform_keys(map('é', 1), (k, v) -> upper(k));
SELECT transform_keys(map(1, 2, 3, 4), (k, v) -> 1);
SELECT transform_keys(map(1, 2), (k, v) -> CAST(NULL AS INT));
SELECT transform_keys(map(1, 2), (k, v) -> map(k, v));
SELECT transform_values(map('a', 1, 'b', NULL), (k, v) -> v + 1), transform_values(map('a', 1), (k, v) -> concat(k, v)), transform_values(map(), (k, v) -> 1), transform_values(CAST(NULL AS MAP<INT, INT>), (k, v) -> v), transform_values(map('a', array(1, 2)), (k, v) -> aggregate(v, 0, (s, x) -> s + x)), transform_values(map('a', map('b', 1)), (k, v) -> transform_values(v, (k2, w) -> concat(k, k2, w)));
SELECT transform_values(map('a', 0), (k, v) -> 1 / v);
SELECT transform_values(map('a', 0), v -> 1);
SELECT map_zip_with(map('a', 1, 'b', 2), map('b', 20, 'c', 30), (k, x, y) -> coalesce(x, 0) + coalesce(y, 0)), map_zip_with(map(1, 'a'), map(2L, 'b'), (k, x, y) -> concat(k, coalesce(x, '-'), coalesce(y, '-'))), map_zip_with(map(), map(), (k, x, y) -> 1), map_zip_with(CAST(NULL AS MAP<INT, INT>), map(1, 2), (k, x, y) -> x), map_zip_with(map('a', 1), map('a', 'x'), (k, x, y) -> struct(k, x, y));
SELECT map_zip_with(map(1, 'a'), map(true, 'b'), (k, x, y) -> k);
SELECT map_zip_with(map(1, 'a'), map(1, 'b'), (x, y) -> x);

-- ---- names, captures and nesting
SELECT transform(arr, arr -> arr + 1), transform(array(1), X -> x), transform(arr, t -> t), transform(array(struct(1 AS a)), s -> s.A) FROM VALUES (array(1, 2)) AS t(arr);
SELECT transform(array(1, 2), x -> exists(array(1, 5), y -> y = x)), transform(array(1), x -> transform(array(2), x -> x)), filter(transform(array(1, 2, 3, 4), x -> x * 2), x -> x % 4 = 0), array_max(transform(array('a', 'bbb'), x -> length(x)));
SELECT sum(aggregate(arr, 0, (a, x) -> a + x)), max(size(filter(arr, x -> x > 1))) FROM VALUES (array(1, 2)), (array(3)) AS t(arr);
SELECT g, transform(collect_list(v), x -> x + g) FROM VALUES (1, 10), (1, 11), (2, 20) AS t(g, v) GROUP BY g ORDER BY g;
SELECT transform(array(1, 2), x -> (SELECT max(a) FROM VALUES (1) AS t(a)));
SELECT transform(array(1, 2), x -> explode(array(x)));
SELECT transform(array(1, 2), x -> uuid()) IS NOT NULL, any_match FROM VALUES (1) AS t(any_match);
SELECT id FROM VALUES (1, array(1, 2)), (2, array(3)), (3, NULL) AS t(id, a) WHERE exists(a, x -> x > id) ORDER BY transform(a, x -> -x);

-- ---- more rows than one chunk of the engine holds
SELECT sum(aggregate(array(id, id + 1), 0L, (a, x) -> a + x)), sum(size(filter(sequence(1, id % 7 + 1), x -> x * 2 > id % 5))), count_if(exists(array(id, NULL), x -> x % 3 = 0)), count_if(exists(array(id, NULL), x -> x % 3 = 0) IS NULL) FROM (SELECT explode(sequence(1, 5000)) AS id);
SELECT sum(m[k]), max(size(m)), count(n) FROM (SELECT id % 10 AS k, map_from_arrays(sequence(0, 9), transform(sequence(0, 9), x -> x * id)) AS m, IF(id % 2 = 0, map(id, id), NULL)[id] AS n FROM (SELECT explode(sequence(1, 5000)) AS id));
SELECT sum(array_sort(a, (l, r) -> (r - l) * s)[0]), sum(array_sort(a, (l, r) -> (r - l) * s)[size(a) - 1]), max(size(a)) FROM (SELECT IF(id % 2 = 0, 1, -1) AS s, transform(sequence(1, id % 40 + 1), x -> (x * 7919 + id) % 1009) AS a FROM (SELECT explode(sequence(1, 3000)) AS id));
SELECT count(DISTINCT array_distinct(a)), sum(cardinality(array_union(a, b))), sum(array_position(a, 3)), sum(array_max(array_intersect(a, b))) FROM (SELECT sequence(id % 4, id % 11) AS a, array(id % 3, 3, NULL) AS b FROM (SELECT explode(sequence(1, 5000)) AS id));
