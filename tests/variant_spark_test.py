"""VARIANTs in Delta tables: Spark reads what Tarn writes, value by value and as Spark itself would have written it, and Tarn
reads what Spark writes; both write into one table; a pipeline reads a table of Spark's as it grows."""

import json

from support.project import Project, counted, expect_equal
from support.spark import open_spark

SPEC = """\
name: variants
storage: storage
configuration:
  spark.sql.session.timeZone: UTC
libraries:
  - glob:
      include: transformations/**
"""

COLUMNS = ("id INT, v VARIANT, s STRUCT<x: VARIANT, n: INT>, l ARRAY<VARIANT>, m MAP<STRING, VARIANT>,"
           " deep ARRAY<STRUCT<k: STRING, v: MAP<INT, VARIANT>>>")

# Of each a row: JSON's null and NULL, in every place where a VARIANT can stand, and every kind of value.
ROWS = [
    "1, parse_json('null'), named_struct('x', parse_json('null'), 'n', 1), array(parse_json('1'), NULL, parse_json('null')),"
    " map('k', parse_json('null'), 'n', NULL), array(named_struct('k', 'a', 'v', map(1, parse_json('{\"q\": []}'))))",
    "2, NULL, NULL, NULL, NULL, NULL",
    "3, parse_json('{\"z\": 1, \"a\": [1.5, true, null, \"x\"], \"c\": {\"d\": 12345678901234567890}, \"é\": {}}'),"
    " named_struct('x', parse_json('[]'), 'n', NULL), array(), map(), array(NULL)",
    "4, CAST(DATE'2020-01-02' AS VARIANT), named_struct('x', CAST(TIMESTAMP'2020-01-02 03:04:05.678901' AS VARIANT), 'n', 4),"
    " array(CAST(TIMESTAMP_NTZ'0001-01-01 00:00:00' AS VARIANT)), map('b', CAST(X'00ff' AS VARIANT)), NULL",
    "5, CAST(1.25D AS VARIANT), named_struct('x', CAST(CAST(1.5 AS FLOAT) AS VARIANT), 'n', 5),"
    " array(CAST(1Y AS VARIANT), CAST(300S AS VARIANT), CAST(70000 AS VARIANT), CAST(9223372036854775807L AS VARIANT)),"
    " map('d', CAST(CAST('99999999999999999999999999.123' AS DECIMAL(38, 3)) AS VARIANT),"
    " 'e', CAST(CAST('-0.05' AS DECIMAL(4, 2)) AS VARIANT)), NULL",
    "6, parse_json(concat('\"', repeat('long ', 1000), '\"')), NULL, NULL, NULL, NULL",
    "7, parse_json(concat('{\"a\": [', repeat('[1, {\"b\": \"x\"}], ', 300), '0]}')), NULL, NULL, NULL, NULL",
]

# What a table holds, to the byte that JSON would hide.
SEEN = ("SELECT to_json(struct(*), map('ignoreNullFields', 'false')) AS row FROM (SELECT id, to_json(v) AS v, v IS NULL AS no_v, is_variant_null(v) AS null_v, schema_of_variant(v) AS kind,"
        " to_json(s.x) AS x, s.x IS NULL AS no_x, schema_of_variant(s.x) AS kind_x, s.n,"
        " transform(l, e -> e IS NULL) AS no_l, transform(l, e -> schema_of_variant(e)) AS kinds, to_json(l) AS l,"
        " to_json(m) AS m, schema_of_variant(m['d']) AS kind_d, schema_of_variant(m['e']) AS kind_e,"
        " m['n'] IS NULL AS no_n, is_variant_null(m['k']) AS null_k, to_json(deep) AS deep FROM delta.`{}`)")


def spark_rows(spark, path):
    return counted([row.asDict() for row in spark.sql(SEEN.format(path)).collect()])


def tarn_rows(project, path):
    lines = project.tarn("sql", SEEN.format(path), "--output", "json").splitlines()
    return counted([json.loads(line) for line in lines])


CHANGES = [
    "UPDATE {t} SET v = parse_json('[1, {{\"u\": null}}]') WHERE id = 2",
    "DELETE FROM {t} WHERE is_variant_null(v)",
    "MERGE INTO {t} AS t USING (SELECT 5 AS id, parse_json('null') AS v UNION ALL SELECT 8, CAST(X'ab' AS VARIANT)) AS u"
    " ON t.id = u.id WHEN MATCHED THEN UPDATE SET v = u.v WHEN NOT MATCHED THEN INSERT (id, v) VALUES (u.id, u.v)",
    "INSERT INTO {t} (id, v, l) SELECT id + 100, v, array(v) FROM {t} WHERE id < 5",
]


def features(path):
    """What the newest protocol in a table's log says."""
    newest = None
    for entry in sorted((path / "_delta_log").glob("*.json")):
        for line in entry.read_text().splitlines():
            newest = json.loads(line).get("protocol", newest)
    return newest


def check_both_ways(spark, project):
    ours, twin = project.folder / "ours", project.folder / "twin"
    project.tarn("sql", f"CREATE TABLE ours ({COLUMNS}) USING delta LOCATION '{ours}'")
    spark.sql(f"CREATE TABLE delta.`{twin}` ({COLUMNS}) USING delta")
    expect_equal("the protocol's versions", [features(ours)[key] for key in ("minReaderVersion", "minWriterVersion")], [3, 7])
    expect_equal("the features of readers", features(ours)["readerFeatures"], ["variantType"])
    expect_equal("those of writers", sorted(features(ours)["writerFeatures"]), sorted(features(twin)["writerFeatures"]))
    for row in ROWS:
        project.tarn("sql", f"INSERT INTO delta.`{ours}` SELECT {row}")
        spark.sql(f"INSERT INTO delta.`{twin}` SELECT {row}")
    expected = spark_rows(spark, twin)
    expect_equal("what Spark reads of Tarn's rows", spark_rows(spark, ours), expected)
    expect_equal("what Tarn reads of Spark's rows", tarn_rows(project, twin), expected)
    raw = "SELECT id, v, s.x AS x, l FROM delta.`{}`"
    as_bytes = {path: {row["id"]: [value_bytes(row[name]) for name in ("v", "x")] for row in spark.sql(raw.format(path)).collect()}
                for path in (ours, twin)}
    expect_equal("the bytes of the values", as_bytes[ours], as_bytes[twin])
    # Each writes into the other's table.
    for statement in CHANGES:
        project.tarn("sql", statement.format(t=f"delta.`{twin}`"))
        spark.sql(statement.format(t=f"delta.`{ours}`"))
        expected = spark_rows(spark, ours)
        expect_equal(f"Tarn, after {statement}", tarn_rows(project, ours), expected)
        expect_equal(f"Spark, after {statement}", spark_rows(spark, twin), expected)


def value_bytes(value):
    return None if value is None else (bytes(value.value), bytes(value.metadata))


def check_old_table(spark, project):
    """A table gets its VARIANT late, or has the feature under the name of its trial."""
    for number, properties in enumerate(["", " TBLPROPERTIES ('delta.feature.variantType-preview' = 'supported')",
                                         " TBLPROPERTIES ('delta.columnMapping.mode' = 'name')"]):
        path = project.folder / f"late{number}"
        spark.sql(f"CREATE TABLE delta.`{path}` (id INT) USING delta{properties}")
        spark.sql(f"INSERT INTO delta.`{path}` VALUES (1)")
        project.tarn("sql", f"ALTER TABLE delta.`{path}` ADD COLUMN v VARIANT")
        project.tarn("sql", f"INSERT INTO delta.`{path}` VALUES (2, parse_json('null')), (3, parse_json('\"text\"'))")
        spark.sql(f"INSERT INTO delta.`{path}` VALUES (4, parse_json('{{\"a\": 1}}'))")
        rows = f"SELECT id, to_json(v) AS v, v IS NULL AS no_v FROM delta.`{path}`"
        expected = [{"id": 1, "v": None, "no_v": True}, {"id": 2, "v": "null", "no_v": False},
                    {"id": 3, "v": '"text"', "no_v": False}, {"id": 4, "v": '{"a":1}', "no_v": False}]
        expect_equal(f"Spark, late{number}", counted([row.asDict() for row in spark.sql(rows).collect()]), counted(expected))
        lines = project.tarn("sql", rows, "--output", "json").splitlines()
        expect_equal(f"Tarn, late{number}", counted([json.loads(line) for line in lines]), counted(expected))


STREAMS = """\
CREATE STREAMING TABLE silver AS
  SELECT id, v:customer.id::int AS customer, v FROM STREAM delta.`{source}`;
CREATE MATERIALIZED VIEW gold AS SELECT customer, count(v) AS documents FROM silver GROUP BY customer;
"""


def check_pipeline(spark, folder):
    source = folder / "source"
    spark.sql(f"CREATE TABLE delta.`{source}` (id INT, v VARIANT) USING delta")
    spark.sql(f"INSERT INTO delta.`{source}` VALUES (1, parse_json('{{\"customer\": {{\"id\": 7}}}}')), (2, parse_json('null'))")
    with Project({"spark-pipeline.yml": SPEC, "transformations/a.sql": STREAMS.format(source=source)}) as project:
        project.tarn("run")
        spark.sql(f"INSERT INTO delta.`{source}` VALUES (3, NULL), (4, parse_json('{{\"customer\": {{\"id\": \"7\"}}}}'))")
        project.tarn("run")
        rows = spark.sql(f"SELECT id, customer, to_json(v) AS v FROM delta.`{project.table_path('silver')}`").collect()
        expect_equal("a streaming table over a table of Spark's", counted([row.asDict() for row in rows]), counted([
            {"id": 1, "customer": 7, "v": '{"customer":{"id":7}}'}, {"id": 2, "customer": None, "v": "null"},
            {"id": 3, "customer": None, "v": None}, {"id": 4, "customer": 7, "v": '{"customer":{"id":"7"}}'}]))
        rows = spark.sql(f"SELECT * FROM delta.`{project.table_path('gold')}`").collect()
        expect_equal("the view over it", counted([row.asDict() for row in rows]),
                     counted([{"customer": 7, "documents": 2}, {"customer": None, "documents": 1}]))


def check_plain_files(spark, project):
    path = project.folder / "plain"
    project.tarn("sql", f"CREATE TABLE plain (id INT, v VARIANT) USING parquet LOCATION '{path}';"
                        " INSERT INTO plain VALUES (1, parse_json('{\"a\": 1}')), (2, parse_json('null')), (3, NULL)")
    rows = spark.sql(f"SELECT id, to_json(v) AS v, v IS NULL AS no_v FROM parquet.`{path}`").collect()
    expect_equal("files of Parquet", counted([row.asDict() for row in rows]), counted([
        {"id": 1, "v": '{"a":1}', "no_v": False}, {"id": 2, "v": "null", "no_v": False}, {"id": 3, "v": None, "no_v": True}]))


def main():
    spark = open_spark()
    view = "CREATE TEMPORARY VIEW v AS SELECT 1 AS x;"
    with Project({"spark-pipeline.yml": SPEC, "transformations/a.sql": view}) as project:
        check_both_ways(spark, project)
        check_old_table(spark, project)
        check_pipeline(spark, project.folder)
        check_plain_files(spark, project)
    spark.stop()


main()
