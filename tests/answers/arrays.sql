-- Arrays: what their functions take, give, and refuse.

-- ---- array(): elements meet in one type
SELECT array(), array(NULL), array(1, NULL), array(1, 2L), array(1, 2.5), array(1, 2.5D), array('a', NULL);
SELECT typeof(array()), typeof(array(NULL)), typeof(array(array())), typeof(array(array(NULL), array(1)));
SELECT typeof(array(DATE'2026-01-01', TIMESTAMP'2026-01-01 00:00:00')), typeof(array(1S, 1Y)), typeof(array(1, '2'));
SELECT array(1, 'x');
SELECT array(1, true);
SELECT array(1, array(1));
SELECT array(array(1), array(2L), array('3'));
SELECT array(struct(1 AS a), struct(2L AS a)), array(struct(1 AS a), struct(2 AS A));
SELECT array(struct(1 AS a), struct(2 AS b));
SELECT array(named_struct('a', 1, 'b', 2), named_struct('b', 3, 'a', 4));
SELECT array(map('a', 1), map('b', 2L));

-- ---- looking into one
SELECT size(array(1, 2)), size(array()), size(CAST(NULL AS ARRAY<INT>)), size(map(1, 2)), size(CAST(NULL AS MAP<INT, INT>)), cardinality(array(1));
SELECT array_size(array(1, NULL)), array_size(array()), array_size(CAST(NULL AS ARRAY<INT>));
SELECT array_size(map(1, 2));
SELECT size('abc');
SELECT size(NULL);
SELECT size();
SELECT array_contains(array(1, 2), 2), array_contains(array(1, NULL), 2), array_contains(array(1, NULL), 1), array_contains(array(), 1);
SELECT array_contains(array(1, 2), 2L), array_contains(array(1.5, 2), 2), array_contains(CAST(NULL AS ARRAY<INT>), 1), array_contains(array(1), CAST(NULL AS INT));
SELECT array_contains(array(1D, DOUBLE('NaN')), DOUBLE('NaN')), array_contains(array(0.0D), -0.0D);
SELECT array_contains(array(struct(1, 'a'), struct(2, 'b')), struct(2, 'b')), array_contains(array(array(1), array(2, NULL)), array(2, NULL));
SELECT array_contains(array(1), NULL);
SELECT array_contains(array(1), 'x');
SELECT array_contains(array('1'), 1);
SELECT array_contains(array(1.5), 1.50), array_contains(array(1), 1.0), array_contains(array(1), 1.5D);
SELECT array_position(array(1.5), 1.50);
SELECT array_union(array(1.5), array(1.50));
SELECT array_union(array(1), array(1.5D)), arrays_overlap(array(1F), array(1));
SELECT array_contains(array(map(1, 2)), map(1, 2));
SELECT array_contains(1, 1);
SELECT array_contains(array(1));
SELECT array_position(array(3, 2, NULL, 2), 2), array_position(array(3, NULL), 2), array_position(array(3), CAST(NULL AS INT)), array_position(CAST(NULL AS ARRAY<INT>), 1), array_position(array('a', 'b'), 'b');
SELECT array_position(array(DOUBLE('NaN'), 1D), DOUBLE('NaN')), array_position(array(array(1), array(2)), array(2)), array_position(array(1, 2), 2L);
SELECT array_max(array(1, NULL, 3)), array_min(array(1, NULL, 3)), array_max(array()), array_min(CAST(array() AS ARRAY<STRING>)), array_max(CAST(NULL AS ARRAY<INT>)), array_max(CAST(array(NULL) AS ARRAY<INT>));
SELECT array_max(array(1D, DOUBLE('NaN'), DOUBLE('Infinity'))), array_min(array(DOUBLE('NaN'), 2D)), array_max(array('a', 'B', 'é')), array_min(array(DATE'2026-02-01', DATE'2025-02-01'));
SELECT array_max(array(struct(1, 'b'), struct(1, 'c'))), array_min(array(array(2), array(1, 5), NULL)), array_min(array(struct(CAST(NULL AS INT), 1), struct(0, 0)));
SELECT array_max(array(map(1, 2)));
SELECT array_max(1);
SELECT arrays_overlap(array(1, 2), array(2)), arrays_overlap(array(1), array(2)), arrays_overlap(array(1, NULL), array(2)), arrays_overlap(array(1), array(2, NULL)), arrays_overlap(array(1, NULL), array(1)), arrays_overlap(array(), array(1, NULL)), arrays_overlap(CAST(NULL AS ARRAY<INT>), array(1));
SELECT arrays_overlap(array(array(1)), array(array(1))), arrays_overlap(array(1), array(1L)), arrays_overlap(array('a'), array('b', 'a')), arrays_overlap(array(DOUBLE('NaN')), array(DOUBLE('NaN'))), arrays_overlap(array(NULL), array(NULL));
SELECT arrays_overlap(array(1), array('x'));
SELECT arrays_overlap(array(1), 1);

-- ---- elements by place
SELECT array(1, 2, 3)[0], array(1, 2, 3)[2], array(1, NULL)[1], CAST(NULL AS ARRAY<INT>)[0], array(1)[CAST(NULL AS INT)];
SELECT array(1, 2, 3)[3];
SELECT array(1, 2, 3)[-1];
SELECT array(1)['a'];
SELECT array(1, 2)[1L], array(1, 2)[1Y];
SELECT array(1, 2)[1.0];
SELECT element_at(array(1, 2, 3), 1), element_at(array(1, 2, 3), -1), element_at(array(1, 2, 3), -3), element_at(array(1, NULL), 2), element_at(CAST(NULL AS ARRAY<INT>), 1), element_at(array(1), CAST(NULL AS INT));
SELECT element_at(array(1, 2, 3), 4);
SELECT element_at(array(1, 2, 3), -4);
SELECT element_at(array(1, 2, 3), 0);
SELECT element_at(array(1, 2, 3), 1L);
SELECT element_at(array(1, 2, 3), '1');
SELECT element_at('abc', 1);
SELECT try_element_at(array(1, 2, 3), 4), try_element_at(array(1, 2, 3), -4), try_element_at(array(1, 2, 3), 3), try_element_at(map('a', 1), 'b'), try_element_at(map('a', 1), 'a');
SELECT try_element_at(array(1, 2, 3), 0);
SELECT get(array(1, 2), 0), get(array(1, 2), 2), get(array(1, 2), -1), get(CAST(NULL AS ARRAY<INT>), 0), get(array(1), CAST(NULL AS INT));
SELECT get(array(1), 'x');
SELECT get(map(1, 2), 1);

-- ---- arrays made of arrays
SELECT array_append(array(1, 2), 3), array_append(array(1, 2), NULL), array_append(array(), 1), array_append(CAST(NULL AS ARRAY<INT>), 1), array_append(array(1), 2L), array_append(array('a'), 'b');
SELECT typeof(array_append(array(1), 2L)), array_append(array(array(1)), array(2)), typeof(array_append(array(1), 2.5D)), typeof(array_append(array(1F), 2));
SELECT array_append(array(1), 2.5);
SELECT array_append(array(1), 'x');
SELECT array_append(array(1), array(1));
SELECT array_append(1, 1);
SELECT array_append(array(1));
SELECT array_prepend(array(1, 2), 0), array_prepend(array(1), NULL), array_prepend(array(), 'a'), array_prepend(CAST(NULL AS ARRAY<INT>), 1), array_prepend(array(2), 1L);
SELECT array_insert(array(1, 2, 3), 1, 0), array_insert(array(1, 2, 3), 4, 4), array_insert(array(1, 2, 3), 6, 9), array_insert(array(1, 2, 3), -1, 4), array_insert(array(1, 2, 3), -2, 9), array_insert(array(1, 2, 3), -4, 0), array_insert(array(1, 2, 3), -6, 0);
SELECT array_insert(array(1), 1, NULL), array_insert(CAST(NULL AS ARRAY<INT>), 1, 1), array_insert(array(1), CAST(NULL AS INT), 1), array_insert(array(), 1, 1), array_insert(array(), 3, 1), array_insert(array(1), 2, 2L);
SELECT array_insert(array(1), 0, 1);
SELECT array_insert(array(1), '1', 1);
SELECT array_insert(array(1), 1, 'x');
SELECT array_compact(array(1, NULL, 2, NULL)), array_compact(array(NULL)), array_compact(array()), array_compact(CAST(NULL AS ARRAY<INT>)), array_compact(array(array(NULL), NULL));
SELECT array_compact(1);
SELECT array_remove(array(1, 2, NULL, 2), 2), array_remove(array(1), CAST(NULL AS INT)), array_remove(CAST(NULL AS ARRAY<INT>), 1), array_remove(array(1, 2), 1L), array_remove(array('a', 'b'), 'a'), array_remove(array(DOUBLE('NaN'), 1D), DOUBLE('NaN')), array_remove(array(array(1), array(2)), array(1));
SELECT array_remove(array(1), 'a');
SELECT array_remove(array(1), NULL);
SELECT array_distinct(array(3, 1, 3, NULL, 1, NULL)), array_distinct(array()), array_distinct(CAST(NULL AS ARRAY<INT>)), array_distinct(array('b', 'a', 'b')), array_distinct(array(DOUBLE('NaN'), DOUBLE('NaN'), 0.0D, -0.0D)), array_distinct(array(array(1, NULL), array(1, NULL), array(1)));
SELECT array_distinct(array(struct(1, NULL), struct(1, NULL), struct(2, 'a'))), array_distinct(array(1.50, 1.5)), array_distinct(array(X'01', X'01', X'02')), array_distinct(array(true, true, false));
SELECT array_distinct(array(map(1, 2), map(1, 2)));
SELECT array_union(array(1, 2, 2), array(3, 1, NULL, NULL)), array_union(array(), array(1)), array_union(CAST(NULL AS ARRAY<INT>), array(1)), array_union(array(1), array(1L)), array_union(array('b'), array('a', 'b')), array_union(array(DOUBLE('NaN')), array(DOUBLE('NaN'), -0.0D, 0.0D));
SELECT array_intersect(array(1, 2, 2, NULL), array(2, NULL, 3)), array_intersect(array(1), array()), array_intersect(CAST(NULL AS ARRAY<INT>), array(1)), array_intersect(array('a', 'b'), array('b')), array_intersect(array(array(1)), array(array(1)));
SELECT array_except(array(1, 2, 2, NULL, 3), array(3)), array_except(array(1, NULL), array(NULL, 5)), array_except(array(), array(1)), array_except(array(1), CAST(NULL AS ARRAY<INT>)), array_except(array(1, 1), array()), array_except(array(array(1), array(2)), array(array(2)));
SELECT array_union(array(1), array('a'));
SELECT array_except(array(1), 1);
SELECT array_intersect(array(map(1, 2)), array(map(1, 2)));
SELECT concat(array(1, 2), array(3)), concat(array(1), array(2L)), concat(array(1), CAST(NULL AS ARRAY<INT>)), concat(array()), concat(array(), array()), concat(array(NULL), array('a')), array(1) || array(2);
SELECT concat(array(1), 'a');
SELECT flatten(array(array(1, NULL), array(), array(2))), flatten(array(array(1), NULL)), flatten(CAST(NULL AS ARRAY<ARRAY<INT>>)), flatten(array(array(array(1)), array(array(2))));
SELECT flatten(array(1));
SELECT flatten(1);
SELECT flatten(array());
SELECT reverse(array(1, NULL, 3)), reverse(array()), reverse(CAST(NULL AS ARRAY<INT>)), reverse('aé漢'), reverse(123), reverse(NULL), reverse(array(array(1, 2), array(3)));
SELECT reverse(map(1, 2));
SELECT slice(array(1, 2, 3, 4), 2, 2), slice(array(1, 2, 3), 2, 10), slice(array(1, 2, 3), 5, 1), slice(array(1, 2, 3), -2, 1), slice(array(1, 2, 3), -5, 2), slice(array(1, 2), 1, 0), slice(CAST(NULL AS ARRAY<INT>), 1, 1), slice(array(1), CAST(NULL AS INT), 1);
SELECT slice(array(1), 0, 1);
SELECT slice(array(1), 1, -1);
SELECT slice(array(1), 'a', 1);
SELECT slice(array(1, 2, 3), 2147483647, 2147483647), slice(array('a', 'b'), 2L, 1);
SELECT array_repeat('a', 3), array_repeat(NULL, 2), array_repeat(1, 0), array_repeat(1, -1), array_repeat(1, CAST(NULL AS INT)), array_repeat(array(1), 2);
SELECT array_repeat('x', 2L);
SELECT array_repeat(1, 2147483647);
SELECT array_repeat(1, 'x');
SELECT array_join(array('a', NULL, 'c'), '-'), array_join(array('a', NULL), '-', '?'), array_join(array(), ','), array_join(CAST(NULL AS ARRAY<STRING>), ','), array_join(array('a'), NULL), array_join(array('a', NULL), ',', NULL), array_join(array(NULL, NULL), ','), array_join(array(NULL, 'x'), ',', '');
SELECT array_join(array(1, 2), ','), array_join(array(1.50, 2), ';'), array_join(array(DATE'2026-01-02'), ','), array_join(array('é', '漢'), '→'), array_join(array(true, NULL), '|', 'none');
SELECT array_join(array(array(1)), ',');
SELECT array_join('a', ',');
SELECT arrays_zip(array(1, 2), array('a')), arrays_zip(array(1), CAST(NULL AS ARRAY<INT>)), arrays_zip(array(), array(1)), arrays_zip(array(1, 2));
-- differs: a struct has at least one field here, as it has in Parquet
SELECT arrays_zip();
SELECT arrays_zip(a, b), arrays_zip(a, array(9)), arrays_zip(s.x, a) FROM VALUES (array(1, 2), array('x', 'y'), named_struct('x', array(7))) AS t(a, b, s);
SELECT arrays_zip(array(1), 1);

-- ---- order
SELECT sort_array(array(3, 1, NULL, 2)), sort_array(array(3, NULL, 1), true), sort_array(array(3, NULL, 1), false), sort_array(CAST(NULL AS ARRAY<INT>)), sort_array(array()), sort_array(array('b', 'A', 'a'));
SELECT sort_array(array(DOUBLE('NaN'), 1D, DOUBLE('-Infinity'), NULL)), sort_array(array(struct(2, 'a'), struct(1, 'z'), NULL, struct(1, NULL))), sort_array(array(array(2), array(1, 1), array(1))), sort_array(array(NULL, NULL));
SELECT sort_array(array(map(1, 2)));
SELECT sort_array(array(1), 'x');
SELECT sort_array(array(2, 1), NULL);
SELECT sort_array(array(2, 1), a) FROM VALUES (true) AS t(a);
SELECT sort_array(1);
SELECT array_sort(array(3, NULL, 1)), array_sort(array('b', NULL, 'a')), array_sort(CAST(NULL AS ARRAY<INT>)), array_sort(array(DOUBLE('NaN'), 1D, NULL));
SELECT array_sort(array(struct(2, 'a'), NULL, struct(1, 'z')));
SELECT array_sort(array(map(1, 2)));
SELECT size(shuffle(array(1, 2, 3))), sort_array(shuffle(array(3, 1, NULL))), shuffle(CAST(NULL AS ARRAY<INT>)), shuffle(array()), shuffle(array(1));
SELECT array_size(shuffle(array(1, 2), 7));
SELECT shuffle(array(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), 42), shuffle(array('a', 'b', 'c'), 0L), shuffle(array(1, 2, 3, 4), -5);
SELECT a, shuffle(a, 3) FROM VALUES (array(1, 2, 3, 4)), (array(5, 6, 7)), (NULL), (array(8, 9)) AS t(a);
SELECT shuffle(1);

-- ---- sequence
SELECT sequence(1, 3), sequence(3, 1), sequence(1, 1), sequence(1, 10, 4), sequence(10, 1, -4), sequence(1L, 3), sequence(1Y, 3Y), sequence(1S, 3S, 2S), sequence(CAST(NULL AS INT), 1), sequence(1, 2, CAST(NULL AS INT));
SELECT sequence(1, 1, 0), sequence(5, 5, -3), sequence(9223372036854775805L, 9223372036854775807L), sequence(-2, 2, 2);
SELECT sequence(1, 5, -1);
SELECT sequence(5, 1, 1);
SELECT sequence(1, 2, 0);
SELECT sequence(1, 2147483647);
SELECT sequence(1, 3, 'x');
SELECT sequence('1', '3');
SELECT sequence(1.5, 3);
SELECT sequence(1, 3, 2L), typeof(sequence(1, 3, 2L)), typeof(sequence(1Y, 3));
SELECT sequence(DATE'2026-01-30', DATE'2026-02-02'), sequence(DATE'2026-02-02', DATE'2026-01-31'), sequence(DATE'2026-01-31', DATE'2026-05-31', INTERVAL 1 MONTH), sequence(DATE'2026-01-01', DATE'2026-01-10', INTERVAL 4 DAYS), sequence(DATE'2026-01-10', DATE'2026-01-01', INTERVAL -1 WEEK), sequence(DATE'2024-02-29', DATE'2027-03-01', INTERVAL 1 YEAR);
SELECT sequence(TIMESTAMP'2026-01-01 00:00:00', TIMESTAMP'2026-01-01 02:00:00', INTERVAL 45 MINUTES), sequence(TIMESTAMP'2026-01-01 00:00:00', TIMESTAMP'2026-01-03 00:00:00'), sequence(TIMESTAMP'2026-01-31 12:00:00', TIMESTAMP'2026-04-01 00:00:00', INTERVAL '1' MONTH), sequence(TIMESTAMP_NTZ'2026-01-01 00:00:00', TIMESTAMP_NTZ'2026-01-02 00:00:00', INTERVAL 12 HOURS);
SELECT sequence(DATE'2026-01-01', TIMESTAMP'2026-01-02 00:00:00', INTERVAL 12 HOURS), sequence(DATE'2026-01-01', DATE'2026-01-03', INTERVAL 36 HOURS);
SELECT sequence(DATE'2026-01-01', DATE'2026-01-02', INTERVAL 1 HOUR);
SELECT sequence(DATE'2026-01-01', DATE'2026-01-02', 1);
SELECT sequence(DATE'2026-01-01', DATE'2026-01-05', INTERVAL -1 DAY);
SET spark.sql.session.timeZone = Europe/Paris;
SELECT sequence(TIMESTAMP'2026-03-28 12:00:00', TIMESTAMP'2026-03-30 12:00:00', INTERVAL 1 DAY), sequence(TIMESTAMP'2026-03-29 00:00:00', TIMESTAMP'2026-03-29 05:00:00', INTERVAL 1 HOUR), sequence(DATE'2026-03-28', DATE'2026-03-31');
RESET;

-- ---- comparison, order, grouping
SELECT array(1, 2) = array(1, 2), array(1, NULL) = array(1, NULL), array(1) < array(1, 0), array(2) > array(1, 9), array(1) <=> NULL, array(NULL) <=> array(NULL), array('a') != array('b');
SELECT array(1) = array(1L), array(1D) = array(1), array(NULL) = array(1);
SELECT array(1) = array('1');
SELECT array(1) = 1;
SELECT array(1, 2) IN (array(1, 2), array(3)), array(1) BETWEEN array(0) AND array(1, 1), greatest(array(1), array(2)), least(array(1), array(0, 5));
SELECT a, count(*) FROM VALUES (array(1, NULL)), (array(1, NULL)), (array()), (NULL), (NULL) AS t(a) GROUP BY a ORDER BY a;
-- differs: -0.0 inside a nested value stays -0.0 where the value is the key of a group
SELECT DISTINCT a FROM VALUES (array(1D, -0.0D)), (array(1D, 0.0D)), (array(DOUBLE('NaN'))), (array(DOUBLE('NaN'))) AS t(a);
SELECT a FROM VALUES (array(2)), (array(1, 5)), (array(1)), (NULL), (array(NULL)) AS t(a) ORDER BY a DESC;
SELECT max(a), min(a) FROM VALUES (array(2)), (array(1, 5)), (NULL), (array(NULL)) AS t(a);
SELECT CASE WHEN true THEN array(1) ELSE array(2.5) END, coalesce(NULL, array('a')), IF(false, array(), array(1)), nullif(array(1), array(1)), coalesce(CAST(NULL AS ARRAY<INT>), array());
SELECT CAST(array(1, NULL) AS ARRAY<STRING>), CAST(array('1', '2') AS ARRAY<INT>), CAST(array(1, 2) AS STRING), try_cast(array('1', 'x') AS ARRAY<INT>);
SELECT CAST(array('x') AS ARRAY<INT>);
SELECT id, array_agg(v)[0], array_contains(collect_list(v), 2) FROM VALUES (1, 2), (1, 2), (2, 3) AS t(id, v) GROUP BY id ORDER BY id;
