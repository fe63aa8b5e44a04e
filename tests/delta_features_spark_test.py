"""Tables that Spark writes with deletion vectors, mapped columns, V2 checkpoints and wider types are
read by Tarn as Spark reads them; what Tarn writes into them, Spark reads."""

import json
from pathlib import Path

from support.project import Project, counted, expect_equal
from support.spark import open_spark

SPEC = """\
name: features
storage: storage
configuration:
  spark.sql.session.timeZone: UTC
libraries:
  - glob:
      include: transformations/**
"""

# Statements for Spark, {t} being the table.
TABLES = {
    # Three deletion vectors: scattered rows, runs of rows, and rows of a file that an UPDATE moved.
    "vectors": [
        "CREATE TABLE {t} (id BIGINT, name STRING, s STRUCT<a: INT, b: STRING>) USING delta"
        " TBLPROPERTIES ('delta.enableDeletionVectors' = 'true')",
        "INSERT INTO {t} SELECT /*+ COALESCE(1) */ id, concat('n', id),"
        " named_struct('a', CAST(id AS INT), 'b', 'x') FROM range(0, 200000)",
        "DELETE FROM {t} WHERE id % 3 = 0",
        "DELETE FROM {t} WHERE id BETWEEN 1000 AND 190000",
        "UPDATE {t} SET name = 'changed' WHERE id IN (7, 190007)",
    ],
    "vectors_in_partitions": [
        "CREATE TABLE {t} (id INT, p STRING) USING delta PARTITIONED BY (p)"
        " TBLPROPERTIES ('delta.enableDeletionVectors' = 'true')",
        "INSERT INTO {t} SELECT /*+ COALESCE(1) */ CAST(id AS INT), concat('p', id % 3) FROM range(90)",
        "DELETE FROM {t} WHERE id % 10 = 7",
        "INSERT INTO {t} VALUES (1000, NULL)",
    ],
    "by_name": [
        "CREATE TABLE {t} (id BIGINT, `na me` STRING, s STRUCT<a: INT, b: STRING>,"
        " l ARRAY<STRUCT<x: INT>>, m MAP<STRING, STRUCT<y: INT>>, p STRING) USING delta"
        " PARTITIONED BY (p) TBLPROPERTIES ('delta.columnMapping.mode' = 'name')",
        "INSERT INTO {t} VALUES (1, 'a', named_struct('a', 1, 'b', 'x'),"
        " array(named_struct('x', 5)), map('k', named_struct('y', 6)), 'p/1'),"
        " (2, 'b', NULL, NULL, NULL, NULL)",
        "ALTER TABLE {t} RENAME COLUMN id TO key",
        "ALTER TABLE {t} RENAME COLUMN p TO part",
        "ALTER TABLE {t} RENAME COLUMN s.a TO alpha",
        "ALTER TABLE {t} DROP COLUMN `na me`",
        "ALTER TABLE {t} ADD COLUMN `na me` INT",
        "INSERT INTO {t} VALUES (3, named_struct('alpha', 3, 'b', 'z'),"
        " array(named_struct('x', 9)), map(), 'p2', 33)",
    ],
    "by_id": [
        "CREATE TABLE {t} (id BIGINT, s STRUCT<a: INT, b: ARRAY<STRUCT<c: INT>>>) USING delta"
        " TBLPROPERTIES ('delta.columnMapping.mode' = 'id')",
        "INSERT INTO {t} VALUES (1, named_struct('a', 1, 'b', array(named_struct('c', 5)))), (2, NULL)",
        "ALTER TABLE {t} RENAME COLUMN s.b.element.c TO gamma",
        "ALTER TABLE {t} RENAME COLUMN id TO key",
    ],
    "v2": [
        "CREATE TABLE {t} (id BIGINT) USING delta TBLPROPERTIES ('delta.checkpointPolicy' = 'v2',"
        " 'delta.checkpointInterval' = '3', 'delta.enableDeletionVectors' = 'true')",
        "INSERT INTO {t} SELECT /*+ COALESCE(1) */ id FROM range(10)",
        "DELETE FROM {t} WHERE id = 4",
        "INSERT INTO {t} VALUES (100)",
        "INSERT INTO {t} VALUES (200)",
    ],
    "wider": [
        "CREATE TABLE {t} (a TINYINT, b INT, c FLOAT, d DATE, e DECIMAL(5,2), s STRUCT<x: INT>,"
        " l ARRAY<INT>, m MAP<INT, INT>, w INT) USING delta"
        " TBLPROPERTIES ('delta.enableTypeWidening' = 'true')",
        "INSERT INTO {t} VALUES (1, 2, 3.25, DATE'2020-01-02', 4.25, named_struct('x', 6), array(7),"
        " map(8, 9), 10)",
        "ALTER TABLE {t} CHANGE COLUMN a TYPE INT",
        "ALTER TABLE {t} CHANGE COLUMN b TYPE DOUBLE",
        "ALTER TABLE {t} CHANGE COLUMN c TYPE DOUBLE",
        "ALTER TABLE {t} CHANGE COLUMN e TYPE DECIMAL(10,4)",
        "ALTER TABLE {t} CHANGE COLUMN s.x TYPE BIGINT",
        "ALTER TABLE {t} CHANGE COLUMN l.element TYPE BIGINT",
        "ALTER TABLE {t} CHANGE COLUMN m.key TYPE DECIMAL(12, 1)",
        "ALTER TABLE {t} CHANGE COLUMN w TYPE DECIMAL(14, 2)",
        "INSERT INTO {t} VALUES (100000, 2.5, 3.14159265358979, DATE'2021-01-02', 4.2525,"
        " named_struct('x', 6000000000), array(7000000000), map(8.5, 9), 10.25)",
    ],
    "generated": [
        "CREATE TABLE {t} (ts TIMESTAMP, v STRING, day DATE GENERATED ALWAYS AS (CAST(ts AS DATE)),"
        " up STRING GENERATED ALWAYS AS (upper(v))) USING delta PARTITIONED BY (day)",
        "INSERT INTO {t} (ts, v) VALUES (TIMESTAMP'2026-01-02 03:04:05', 'a'), (NULL, 'b')",
    ],
}

PARTITIONS = {"vectors_in_partitions": "p", "by_name": "part"}

# Statements for Tarn and then Spark alike: both tables must end the same.
CHANGES = {
    "vectors": ["DELETE FROM {t} WHERE id % 7 = 1", "UPDATE {t} SET name = 'ours' WHERE id < 100",
                "MERGE INTO {t} AS t USING (SELECT 11 AS id) AS u ON t.id = u.id"
                " WHEN MATCHED THEN UPDATE SET name = 'merged'",
                "INSERT INTO {t} VALUES (-1, 'new', NULL)"],
    "vectors_in_partitions": ["INSERT OVERWRITE {t} PARTITION (p = 'p1') VALUES (5)",
                              "DELETE FROM {t} WHERE p = 'p2' AND id < 50"],
    "by_name": ["INSERT INTO {t} VALUES (4, named_struct('alpha', 4, 'b', 'q'), NULL, NULL, 'é', 1)",
                "UPDATE {t} SET `na me` = 7 WHERE key = 1",
                "DELETE FROM {t} WHERE part = 'p2'"],
    "by_id": ["INSERT INTO {t} VALUES (4, named_struct('a', 4, 'b', array(named_struct('gamma', 8))))",
              "DELETE FROM {t} WHERE key = 2"],
    "v2": ["DELETE FROM {t} WHERE id = 100", "INSERT INTO {t} VALUES (300)",
           "INSERT INTO {t} VALUES (400)"],
    "wider": ["INSERT INTO {t} SELECT * FROM {t}"],
    "generated": ["INSERT INTO {t} (v, ts) VALUES ('c', TIMESTAMP'2026-01-03 03:04:05')",
                  "INSERT INTO {t} SELECT ts, v, day, up FROM {t} WHERE v = 'c'",
                  "UPDATE {t} SET v = concat(v, 'x') WHERE day IS NULL",
                  "MERGE INTO {t} AS t USING (SELECT 'a' AS v) AS u ON t.v = u.v WHEN MATCHED THEN"
                  " UPDATE SET ts = TIMESTAMP'2026-02-02 00:00:00'"],
}


# A stream over a table with deletion vectors, and one over a table that maps its columns.
STREAMS = """\
CREATE STREAMING TABLE kept AS SELECT * FROM STREAM delta.`{vectors}` WITH ('skipChangeCommits' = 'true');
CREATE STREAMING TABLE strict AS SELECT * FROM STREAM delta.`{vectors}`;
CREATE STREAMING TABLE mapped AS SELECT * FROM STREAM delta.`{mapped}`;
"""


def check_streams(spark, folder):
    vectors, mapped = str(folder / "stream_vectors"), str(folder / "stream_mapped")
    spark.sql(f"CREATE TABLE delta.`{vectors}` (id INT) USING delta"
              " TBLPROPERTIES ('delta.enableDeletionVectors' = 'true')")
    spark.sql(f"INSERT INTO delta.`{vectors}` SELECT /*+ COALESCE(1) */ CAST(id AS INT) FROM range(6)")
    spark.sql(f"DELETE FROM delta.`{vectors}` WHERE id = 3")
    spark.sql(f"CREATE TABLE delta.`{mapped}` (id INT, a INT) USING delta"
              " TBLPROPERTIES ('delta.columnMapping.mode' = 'name')")
    spark.sql(f"INSERT INTO delta.`{mapped}` VALUES (1, 2)")
    statements = STREAMS.format(vectors=vectors, mapped=mapped)
    with Project({"spark-pipeline.yml": SPEC, "transformations/a.sql": statements}) as project:
        project.tarn("run")
        first = counted([{"id": number} for number in (0, 1, 2, 4, 5)])
        expect_equal("a stream's first rows", project.rows("kept"), first)
        # A file comes again with one row less: its rows must not come again.
        spark.sql(f"DELETE FROM delta.`{vectors}` WHERE id = 4")
        spark.sql(f"INSERT INTO delta.`{vectors}` VALUES (100)")
        spark.sql(f"ALTER TABLE delta.`{mapped}` ADD COLUMN b INT")
        spark.sql(f"INSERT INTO delta.`{mapped}` VALUES (3, 4, 5)")
        code, out, err = project.call("run")
        expect_equal("the exit code where a stream met a deletion", code != 0, True)
        expect_equal("its condition", "DELTA_SOURCE_TABLE_IGNORE_CHANGES" in out + err, True)
        expect_equal("a stream that passes over changes", project.rows("kept"),
                     first + counted([{"id": 100}]))
        expect_equal("the strict stream", project.rows("strict"), first)
        expect_equal("a mapped table with a new column", project.rows("mapped"),
                     counted([{"id": 1, "a": 2, "b": None}, {"id": 3, "a": 4, "b": 5}]))
        spark.sql(f"ALTER TABLE delta.`{mapped}` RENAME COLUMN a TO c")
        code, out, err = project.call("run")
        expect_equal("the condition where a column was renamed",
                     "DELTA_STREAMING_INCOMPATIBLE_SCHEMA_CHANGE_USE_SCHEMA_LOG" in out + err, True)


def spark_rows(spark, path):
    return spark_rows_of(spark, f"SELECT * FROM delta.`{path}`")


def spark_rows_of(spark, query):
    lines = spark.sql(f"SELECT to_json(struct(*)) AS j FROM ({query})").collect()
    return counted([{"row": json.dumps(json.loads(line["j"]), sort_keys=True)} for line in lines])


def tarn_rows(project, path):
    query = f"SELECT to_json(struct(*)) AS j FROM delta.`{path}`"
    lines = project.tarn("sql", query, "--output", "json").splitlines()
    return counted([{"row": json.dumps(json.loads(json.loads(line)["j"]), sort_keys=True)}
                    for line in lines])


# Tables that Tarn makes, {n} being the name and {at} where it lies; then statements for both.
MADE = {
    "made_by_name": [
        "CREATE TABLE {n} (`order id` BIGINT, s STRUCT<`x y`: INT, z: ARRAY<STRUCT<`k;v`: STRING>>>,"
        " m MAP<STRING, STRUCT<`in it`: INT>>, `p,q` STRING) USING delta PARTITIONED BY (`p,q`){at}"
        " TBLPROPERTIES ('delta.columnMapping.mode' = 'name', 'delta.minReaderVersion' = '2',"
        " 'delta.minWriterVersion' = '5')",
        "INSERT INTO {t} VALUES (1, named_struct('x y', 2, 'z', array(named_struct('k;v', 'a'))),"
        " map('k', named_struct('in it', 3)), 'p/1'), (2, NULL, NULL, NULL)",
        "ALTER TABLE {t} ADD COLUMNS (`a = b` INT, more STRUCT<`f g`: INT>)",
        "INSERT INTO {t} VALUES (3, NULL, NULL, 'é', 4, named_struct('f g', 5))",
        "UPDATE {t} SET `a = b` = 9 WHERE `order id` = 1",
    ],
    "made_by_id": [
        "CREATE TABLE {n} (`a b` INT, at TIMESTAMP_NTZ, s STRUCT<`c d`: INT>) USING delta{at}"
        " TBLPROPERTIES ('delta.columnMapping.mode' = 'id')",
        "INSERT INTO {t} VALUES (1, TIMESTAMP_NTZ'2026-01-01 10:00:00', named_struct('c d', 2))",
        "ALTER TABLE {t} ADD COLUMNS (`e f` STRING)",
        "INSERT INTO {t} VALUES (2, NULL, NULL, 'x'), (3, NULL, NULL, NULL)",
        "DELETE FROM {t} WHERE `a b` = 3",
    ],
    "begins_to_map": [
        "CREATE TABLE {n} (a INT, s STRUCT<b: INT>, p STRING) USING delta PARTITIONED BY (p){at}",
        "INSERT INTO {t} VALUES (1, named_struct('b', 2), 'x')",
        "ALTER TABLE {t} SET TBLPROPERTIES ('delta.columnMapping.mode' = 'name')",
        "ALTER TABLE {t} ADD COLUMNS (`x y` INT)",
        "INSERT INTO {t} VALUES (2, named_struct('b', 3), 'y', 4)",
        "DELETE FROM {t} WHERE p = 'x'",
    ],
    "made_generated": [
        "CREATE TABLE {n} (a INT, b INT GENERATED ALWAYS AS (a % 2), c STRING GENERATED ALWAYS AS"
        " (concat('n', CAST(a AS STRING))) COMMENT 'text') USING delta PARTITIONED BY (b){at}",
        "INSERT INTO {t} (a) VALUES (1), (2), (NULL)",
        "UPDATE {t} SET a = a + 1 WHERE a = 2",
    ],
}
# Spark's own, into Tarn's tables.
APPENDED = {
    "made_by_name": "INSERT INTO {t} VALUES (7, NULL, NULL, 'p/1', 8, named_struct('f g', 9))",
    "made_by_id": "INSERT INTO {t} VALUES (7, NULL, named_struct('c d', 8), 'y')",
    "begins_to_map": "INSERT INTO {t} VALUES (7, named_struct('b', 8), 'z', 9)",
    "made_generated": "INSERT INTO {t} (a) VALUES (9), (10)",
}


def writer_features(path):
    """The features that the table's first version asks writers to have."""
    first = (Path(path) / "_delta_log" / "00000000000000000000.json").read_text(encoding="utf-8")
    protocol = next(line["protocol"] for line in map(json.loads, first.splitlines()) if "protocol" in line)
    return protocol["minWriterVersion"], sorted(protocol.get("writerFeatures", []))


def check_made(spark, project):
    for name, statements in MADE.items():
        ours, twin = f"{project.folder}/{name}", f"{project.folder}/{name}_twin"
        for statement in statements:
            project.tarn("sql", statement.format(n=name, at=f" LOCATION '{ours}'", t=f"delta.`{ours}`"))
            spark.sql(statement.format(n=f"delta.`{twin}`", at="", t=f"delta.`{twin}`"))
            expect_equal(f"{name}: what Spark reads after {statement}", spark_rows(spark, ours),
                         spark_rows(spark, twin))
        if name == "made_generated":
            expect_equal("what writers of generated columns need", writer_features(ours), writer_features(twin))
        for table in (ours, twin):
            spark.sql(APPENDED[name].format(t=f"delta.`{table}`"))
        expect_equal(f"{name}: what Tarn reads of Spark's rows", tarn_rows(project, ours),
                     spark_rows(spark, twin))


# A materialized view and a streaming table whose columns change from one update to the next.
MAPPED = """\
CREATE MATERIALIZED VIEW view PARTITIONED BY (`the day`)
TBLPROPERTIES ('delta.columnMapping.mode' = 'name', 'delta.enableRowTracking' = 'true')
AS SELECT {columns}, 'd' AS `the day`;
CREATE STREAMING TABLE stream TBLPROPERTIES ('delta.columnMapping.mode' = 'name')
AS SELECT {columns} FROM STREAM delta.`{source}`;
"""
UPDATES = [
    "1 AS `a b`, named_struct('c d', 2) AS s",
    "1 AS `a b`, named_struct('c d', 2, 'e;f', 3) AS s, 'new' AS `g=h`",
]


def check_pipeline(spark, folder):
    source = str(folder / "mapped_source")
    spark.sql(f"CREATE TABLE delta.`{source}` (id INT) USING delta")
    spark.sql(f"INSERT INTO delta.`{source}` VALUES (1)")
    with Project({"spark-pipeline.yml": SPEC}) as project:
        for columns in UPDATES:
            project.write("transformations/a.sql", MAPPED.format(columns=columns, source=source))
            project.tarn("run")
            expected = spark_rows_of(spark, f"SELECT {columns}, 'd' AS `the day`")
            expect_equal(f"a mapped view of {columns}", spark_rows(spark, project.table_path("view")),
                         expected)
            spark.sql(f"INSERT INTO delta.`{source}` VALUES (2)")
        stream = project.table_path("stream")
        expect_equal("a mapped streaming table", spark_rows(spark, stream), tarn_rows(project, stream))
        expect_equal("its new column", spark.sql(f"SELECT `g=h` FROM delta.`{stream}` WHERE `g=h`"
                                                 " = 'new' AND s.`e;f` = 3").count(), 1)


def main():
    spark = open_spark()
    with Project({"spark-pipeline.yml": SPEC, "transformations/a.sql": "CREATE TEMPORARY VIEW v AS SELECT 1 AS x;"}) as project:
        for name, statements in TABLES.items():
            path = str(project.folder / name)
            for statement in statements:
                spark.sql(statement.format(t=f"delta.`{path}`"))
            expect_equal(f"{name}: what Tarn reads", tarn_rows(project, path), spark_rows(spark, path))
            if name == "v2":
                first = project.folder / name / "_delta_log" / f"{1:020}.json"
                first.unlink()  # from here on its checkpoint is needed
                expect_equal("v2 by its checkpoint", tarn_rows(project, path), spark_rows(spark, path))
            twin = path + "_twin"
            partitions = f"PARTITIONED BY ({PARTITIONS[name]})" if name in PARTITIONS else ""
            if name == "generated":  # CREATE TABLE AS would not generate
                for statement in statements:
                    spark.sql(statement.format(t=f"delta.`{twin}`"))
            else:
                spark.sql(f"CREATE TABLE delta.`{twin}` USING delta {partitions}"
                          " TBLPROPERTIES ('delta.columnMapping.mode' = 'name')"  # for the name with a blank
                          f" AS SELECT * FROM delta.`{path}`")
            for statement in CHANGES[name]:
                project.tarn("sql", statement.format(t=f"delta.`{path}`"))
                spark.sql(statement.format(t=f"delta.`{twin}`"))
            expected = spark_rows(spark, twin)
            expect_equal(f"{name}: what Spark reads of Tarn's writes", spark_rows(spark, path), expected)
            expect_equal(f"{name}: what Tarn reads of them", tarn_rows(project, path), expected)
        check_made(spark, project)
        check_streams(spark, project.folder)
        check_pipeline(spark, project.folder)
    spark.stop()


main()
