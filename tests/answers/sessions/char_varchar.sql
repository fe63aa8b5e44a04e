-- CHAR(n) and VARCHAR(n): lengths are checked and padded where rows are stored.
-- with: delta
CREATE TABLE cv (c CHAR(5), v VARCHAR(3), s STRING) USING parquet;
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
DESCRIBE cv;
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
SHOW CREATE TABLE cv;
INSERT INTO cv VALUES ('ab', 'xyz', 's');
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
INSERT INTO cv VALUES ('abcdef', 'x', 's');
INSERT INTO cv VALUES ('abcde   ', 'x', 's');
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
INSERT INTO cv VALUES ('a', 'wxyz', 's');
INSERT INTO cv VALUES ('a', 'xyz   ', 's');
INSERT INTO cv VALUES ('a', 'x  ', 's');
INSERT INTO cv VALUES (NULL, NULL, NULL);
INSERT INTO cv VALUES ('', '', '');
INSERT INTO cv VALUES (12, 34, 56);
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
INSERT INTO cv VALUES (123456, 34, 56);
INSERT INTO cv VALUES ('äöü€x', '€€€', 's');
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
SELECT concat('[', c, ']'), concat('[', v, ']'), length(c), length(v) FROM cv ORDER BY c, v;
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
SELECT * FROM cv ORDER BY c, v;
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
SELECT c FROM cv WHERE c = 'ab';
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
SELECT c FROM cv WHERE c = 'ab   ';
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
SELECT c FROM cv WHERE c = 'ab      ';
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
SELECT c FROM cv WHERE 'ab' = c;
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
SELECT c FROM cv WHERE c IN ('ab', 'a') ORDER BY c;
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
SELECT c FROM cv WHERE c <=> 'ab';
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
SELECT c FROM cv WHERE c > 'ab' ORDER BY c;
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
SELECT c FROM cv WHERE c <> 'ab' ORDER BY c;
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
SELECT c FROM cv WHERE c LIKE 'ab';
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
SELECT v FROM cv WHERE v = 'x';
SELECT v FROM cv WHERE v = 'x  ';
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
SELECT c = v FROM cv ORDER BY c;
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
SELECT a.c FROM cv a JOIN cv b ON a.c = b.c WHERE a.c = 'ab';
SELECT typeof(c), typeof(v) FROM cv LIMIT 1;
SELECT CAST('abc' AS CHAR(2)), CAST('abc' AS VARCHAR(2)), typeof(CAST('abc' AS CHAR(2)));
SELECT CAST(1 AS CHAR(5));
CREATE TABLE cc (a CHAR(2), b CHAR(4), n INT) USING parquet;
INSERT INTO cc VALUES ('x', 'x', 1), ('yy', 'yyyy', 2);
SELECT n FROM cc WHERE a = b ORDER BY n;
SELECT n FROM cc WHERE a IN (b) ORDER BY n;
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
SELECT n FROM cc WHERE upper(a) = 'X';
SELECT n, CASE a WHEN 'x' THEN 1 ELSE 0 END FROM cc ORDER BY n;
SELECT count(*) FROM cc GROUP BY a ORDER BY 1;
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
SELECT n FROM cc WHERE a = (SELECT 'x');
SELECT n FROM cc WHERE a = concat('x', '');
-- In partitions.
CREATE TABLE pcv (n INT, p CHAR(3)) USING parquet PARTITIONED BY (p);
INSERT INTO pcv VALUES (1, 'a'), (2, 'abc');
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
INSERT INTO pcv VALUES (1, 'abcd');
INSERT INTO pcv PARTITION (p = 'b') VALUES (3);
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
INSERT INTO pcv PARTITION (p = 'bbbb') VALUES (3);
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
SELECT n, concat(p, '|') FROM pcv ORDER BY n;
SELECT n FROM pcv WHERE p = 'a';
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
SHOW PARTITIONS pcv;
DROP TABLE pcv;
-- Nested.
CREATE TABLE ncv (s STRUCT<c: CHAR(3), v: VARCHAR(2)>, l ARRAY<CHAR(2)>, m MAP<VARCHAR(2), CHAR(2)>) USING parquet;
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
DESCRIBE ncv;
INSERT INTO ncv VALUES (named_struct('c', 'a', 'v', 'b'), array('x'), map('k', 'v'));
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
INSERT INTO ncv VALUES (named_struct('c', 'a', 'v', 'bbb'), array('x'), map('k', 'v'));
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
INSERT INTO ncv VALUES (named_struct('c', 'a', 'v', 'b'), array('xxx'), map('k', 'v'));
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
INSERT INTO ncv VALUES (named_struct('c', 'a', 'v', 'b'), array('x'), map('kkk', 'v'));
INSERT INTO ncv VALUES (NULL, NULL, NULL);
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
SELECT * FROM ncv;
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
SELECT concat(s.c, '|'), concat(l[0], '|') FROM ncv;
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
SELECT 1 FROM ncv WHERE s.c = 'a';
DROP TABLE ncv;
-- Over Delta.
CREATE TABLE dcv (id INT, c CHAR(5), v VARCHAR(3)) USING delta;
DESCRIBE dcv;
INSERT INTO dcv VALUES (1, 'ab', 'xyz');
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
INSERT INTO dcv VALUES (2, 'abcdef', 'x');
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
INSERT INTO dcv VALUES (2, 'abc', 'wxyz');
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
INSERT INTO dcv VALUES (2, 'abcde  ', 'xyz  ');
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
SELECT id, concat(c, '|'), concat(v, '|') FROM dcv ORDER BY id;
UPDATE dcv SET c = 'q' WHERE id = 1;
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
UPDATE dcv SET c = 'qqqqqqq' WHERE id = 1;
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
UPDATE dcv SET v = 'qqqqqqq' WHERE id = 1;
UPDATE dcv SET id = 5 WHERE c = 'q';
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
SELECT id, concat(c, '|'), concat(v, '|') FROM dcv ORDER BY id;
DELETE FROM dcv WHERE c = 'abcde';
MERGE INTO dcv USING (SELECT 5 AS id, 'z' AS c, 'vv' AS v) s ON dcv.id = s.id WHEN MATCHED THEN UPDATE SET *;
MERGE INTO dcv USING (SELECT 5 AS id, 'zzzzzz' AS c, 'vv' AS v) s ON dcv.id = s.id WHEN MATCHED THEN UPDATE SET *;
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
MERGE INTO dcv USING (SELECT 6 AS id, 'z' AS c, 'vvvv' AS v) s ON dcv.id = s.id WHEN NOT MATCHED THEN INSERT *;
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
MERGE INTO dcv USING (SELECT 6 AS id, 'z' AS c, 'vvv' AS v) s ON dcv.id = s.id WHEN NOT MATCHED THEN INSERT *;
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
SELECT id, concat(c, '|'), concat(v, '|') FROM dcv ORDER BY id;
SELECT id FROM dcv WHERE c = 'z' ORDER BY id;
ALTER TABLE dcv ADD COLUMN n CHAR(2);
DESCRIBE dcv;
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
INSERT INTO dcv VALUES (7, 'a', 'b', 'ccc');
INSERT INTO dcv VALUES (7, 'a', 'b', 'c');
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
SELECT id, concat(n, '|') FROM dcv ORDER BY id;
ALTER TABLE cv ADD COLUMN n VARCHAR(2);
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
DESCRIBE cv;
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
INSERT INTO cv VALUES ('a', 'b', 's', 'ccc');
-- Where the types may stand.
CREATE TABLE x1 (c CHAR(0)) USING parquet;
CREATE TABLE x1 (c VARCHAR(0)) USING parquet;
CREATE TABLE x1 (c CHAR) USING parquet;
CREATE TABLE x1 (c VARCHAR) USING parquet;
CREATE TABLE x1 (c CHARACTER(3)) USING parquet;
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
DESCRIBE x1;
DROP TABLE x1;
CREATE TABLE x1 USING parquet AS SELECT c, v FROM cv;
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
DESCRIBE x1;
DROP TABLE x1;
CREATE TABLE x1 LIKE cv;
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
DESCRIBE x1;
DROP TABLE x1;
CREATE VIEW vv AS SELECT c, v FROM cv;
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
DESCRIBE vv;
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
SELECT c FROM vv WHERE c = 'ab';
DROP VIEW vv;
CREATE TABLE x1 (c CHAR(5) DEFAULT 'ab', n INT) USING parquet;
INSERT INTO x1 (n) VALUES (1);
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
SELECT concat(c, '|') FROM x1;
DROP TABLE x1;
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
CREATE TABLE x1 (c CHAR(2) DEFAULT 'abc', n INT) USING parquet;
-- differs: a schema of CHAR is taken as one of STRING
SELECT from_json('{"a":"abc"}', 'a CHAR(2)');
SELECT CAST(named_struct('a', 'abc') AS STRUCT<a: CHAR(2)>);
SELECT CAST(array('abc') AS ARRAY<VARCHAR(2)>);
SELECT try_cast('abc' AS CHAR(2));
SELECT 'abc'::CHAR(2);
-- Settings.
SET spark.sql.readSideCharPadding = false;
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
SELECT c FROM cv WHERE c = 'ab';
RESET;
SET spark.sql.legacy.charVarcharAsString = true;
CREATE TABLE x2 (c CHAR(2)) USING parquet;
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
DESCRIBE x2;
INSERT INTO x2 VALUES ('abcdef');
SELECT c FROM x2;
INSERT INTO cv VALUES ('abcdefgh', 'b', 's', 'c');
DROP TABLE x2;
RESET;
SET spark.sql.preserveCharVarcharTypeInfo = true;
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
SELECT CAST('abc' AS CHAR(5)), CAST('abc' AS VARCHAR(2));
-- differs: the lengths of CHAR and VARCHAR are not kept: both are STRING
SELECT c, v FROM cv ORDER BY c, v;
RESET;
DROP TABLE cv;
DROP TABLE cc;
DROP TABLE dcv;
