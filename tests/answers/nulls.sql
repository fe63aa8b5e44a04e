-- NULL in conditions, and in what chooses between values.
SELECT coalesce(NULL, NULL, 3), nvl(NULL, 'x'), nvl2(NULL, 1, 2), nullif(1, 1), ifnull(NULL, 2.50);
SELECT NULL <=> NULL, 1 <=> NULL, NULL = NULL, NULL AND false, NULL OR true, NOT NULL;
SELECT greatest(1, NULL, 3), least(NULL, 2, 1), greatest(NULL, CAST(NULL AS INT));
SELECT CASE WHEN NULL THEN 1 ELSE 2 END, IF(NULL, 1, 2), CASE NULL WHEN NULL THEN 1 ELSE 2 END;
SELECT 1 IN (2, NULL), 1 IN (1, NULL), NULL IN (1), 1 NOT IN (2, NULL);
SELECT count(*), count(x), sum(x), avg(x), min(x), max(x) FROM VALUES (CAST(NULL AS INT)) AS t(x);
