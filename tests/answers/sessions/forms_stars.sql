-- Stars among the arguments of calls that have forms of their own, or defaults that rest on the other arguments: what counts is the columns that a star stands for.

-- The epoch stands for time_bucket's origin behind a star, too; its width must be a constant, and a column is none.
SELECT time_bucket(INTERVAL '1' HOUR, t.*) FROM VALUES (TIMESTAMP'2024-01-01 10:11:12') t(b);
SELECT time_bucket(INTERVAL '1' HOUR, *) AS start FROM VALUES (TIMESTAMP_NTZ'2024-01-01 10:11:12'), (NULL) t(b);
SELECT time_bucket(INTERVAL '1' HOUR, * EXCEPT (c), TIMESTAMP'2024-01-01 00:30:00') FROM VALUES (TIMESTAMP'2024-01-01 10:11:12', 1) t(b, c);
SELECT time_bucket(INTERVAL '1' HOUR, t.*) FROM VALUES (TIMESTAMP'2024-01-01 10:11:12', TIMESTAMP'2024-01-01 00:30:00') t(b, c);
SELECT time_bucket(*) FROM VALUES (INTERVAL '1' HOUR, TIMESTAMP'2024-01-01 10:11:12') t(a, b);
SELECT time_bucket(t.*) FROM VALUES (INTERVAL '1' HOUR, TIMESTAMP_NTZ'2024-01-01 10:11:12') t(a, b);
SELECT time_bucket(* EXCEPT (c)) FROM VALUES (INTERVAL '1' HOUR, TIMESTAMP'2024-01-01 10:11:12', 1) t(a, b, c);
SELECT time_bucket(*) FROM VALUES (INTERVAL '1' HOUR, TIMESTAMP'2024-01-01 10:11:12', TIMESTAMP'2024-01-01 00:30:00') t(a, b, c);
SELECT time_bucket(*) FROM VALUES (1, 2) t(a, b);
SELECT time_bucket(*) FROM VALUES (INTERVAL '1' HOUR) t(a);
SELECT time_bucket(*) FROM VALUES (1, 2, 3, 4) t(a, b, c, d);
SELECT time_bucket(*);
SELECT time_bucket(x -> x, TIMESTAMP'2024-01-01 10:11:12');

-- The number in the message is that of the columns.
SELECT nvl2(*) FROM VALUES (1, 2) t(a, b);
SELECT nvl2(*) FROM VALUES (1, 2, 3) t(a, b, c);
SELECT if(*) FROM VALUES (true, 2) t(a, b);
SELECT equal_null(*) FROM VALUES (1, 2, 3) t(a, b, c);
SELECT typeof(*) FROM VALUES (1, 2) t(a, b);
SELECT mod(*, 2) FROM VALUES (1, 2) t(a, b);
SELECT bigint(*) FROM VALUES (1, 2) t(a, b);
SELECT zeroifnull(* EXCEPT (a)) FROM VALUES (1, 2) t(a, b);
SELECT nullifzero(*) FROM VALUES (1, 2) t(a, b);
SELECT lpad(*) FROM VALUES ('a', 3) t(a, b);
SELECT substring(*) FROM VALUES ('abc', 2) t(a, b);

-- No call of these takes a name.
SELECT 1 + nvl2(a => 1, 2, 3);
SELECT 1 + equal_null(a => 1, 2);
SELECT 1 + named_struct('a', b => 2);
SELECT 1 + abs(a => 1);
SELECT 1 + typeof(a => 1);
