"""Spark reads a table of ours from its checkpoint, writes on, and Tarn reads Spark's checkpoint."""

import json

from support.checkpoints import (FILES, add_file, all_rows, checkpoints_of, clean_up, log_of,
                                 make_project)
from support.project import counted, expect_equal
from support.spark import open_spark


def read_with_spark(spark, path, **options):
    rows = spark.read.format("delta").options(**options).load(path).collect()
    return counted([row.asDict() for row in rows])


def main():
    spark = open_spark()
    with make_project() as project:
        project.tarn("run")
        log = log_of(project, "visits")
        path = project.table_path("visits")
        expect_equal("our checkpoint", clean_up(log), 20)
        expected = counted(all_rows(FILES))
        expect_equal("what Spark reads", read_with_spark(spark, path), expected)
        expect_equal("version 20 by its checkpoint alone",
                     read_with_spark(spark, path, versionAsOf=20), counted(all_rows(20)))
        flows = spark.sql(f"DESCRIBE DETAIL delta.`{path}`").collect()[0]
        expect_equal("columns that partition it", flows["partitionColumns"], ["shop"])

        added = []
        while checkpoints_of(log)[-1] == 20:
            row = {"id": 1000 + len(added), "name": "by Spark", "shop": "é/ü"}
            added.append(row)
            spark.sql(f"INSERT INTO delta.`{path}` VALUES ({row['id']}, '{row['name']}', '{row['shop']}')")
        spark.sql(f"DELETE FROM delta.`{path}` WHERE id = 0")
        clean_up(log)
        rows = [row for row in all_rows(FILES) if row["id"] != 0] + added
        query = project.tarn("sql", "SELECT id, name, shop FROM visits", "--output", "json")
        read = [json.loads(line) for line in query.splitlines()]
        expect_equal("what Tarn reads from Spark's checkpoint", counted(read), counted(rows))

        add_file(project, FILES)
        project.tarn("run")
        expect_equal("the stream after Spark's writes", read_with_spark(spark, path),
                     counted(rows + all_rows(FILES + 1)[FILES * 3:]))
    spark.stop()


main()
