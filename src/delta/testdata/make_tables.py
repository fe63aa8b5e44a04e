"""Makes the logs in this folder: tables whose checkpoints other programs wrote.

    TARN_SPARK_JARS=<folder with Delta's jars> python make_tables.py

Needs pyspark and deltalake as tests/requirements.txt pins them. Only the logs are kept: what the
tests compare is a table's state read from its checkpoint and read from its entries.
"""

import os
import shutil
import tempfile
from pathlib import Path

import deltalake
import pyarrow as pa
from pyspark.sql import SparkSession

HERE = Path(__file__).resolve().parent


def spark_session(scratch):
    jars = ",".join(str(jar) for jar in sorted(Path(os.environ["TARN_SPARK_JARS"]).glob("*.jar")))
    return (
        SparkSession.builder.master("local[1]")
        .config("spark.jars", jars)
        .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
        .config("spark.sql.catalog.spark_catalog",
                "org.apache.spark.sql.delta.catalog.DeltaCatalog")
        .config("spark.sql.warehouse.dir", str(scratch / "warehouse"))
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.ui.enabled", "false")
        .config("spark.databricks.delta.snapshotPartitions", "1")
        .getOrCreate()
    )


def keep_log(table, name):
    """The table's entries and its newest checkpoint."""
    target = HERE / name / "_delta_log"
    shutil.rmtree(target.parent, ignore_errors=True)
    target.mkdir(parents=True)
    log = table / "_delta_log"
    newest = max(log.glob("*.checkpoint.*")).name.split(".")[0]
    for file in [*log.glob("*.json"), *log.glob(f"{newest}.checkpoint.*")]:
        shutil.copy(file, target / file.name)


def write_with_spark(spark, scratch, name):
    """Partitions (one of them NULL), a removal, a stream's transactions, properties, a comment."""
    table = scratch / name
    spark.sql(f"""
        CREATE TABLE delta.`{table}` (id BIGINT NOT NULL, price DECIMAL(10, 2), day DATE)
        USING delta PARTITIONED BY (day) COMMENT 'sales, by day'
        TBLPROPERTIES (delta.checkpointInterval = 1000, 'made by' = 'Spark')""")
    spark.sql(f"""INSERT INTO delta.`{table}` VALUES
        (1, 1.50, DATE'2026-01-01'), (2, NULL, NULL), (3, 2.25, DATE'2026-01-02')""")
    spark.sql(f"DELETE FROM delta.`{table}` WHERE id = 1")
    incoming = scratch / f"{name}-incoming"
    for batch in range(2):
        rows = spark.range(batch * 10 + 10, batch * 10 + 12).selectExpr(
            "id", "CAST(1 AS DECIMAL(10, 2)) AS price", "DATE'2026-01-03' AS day")
        rows.coalesce(1).write.mode("append").parquet(str(incoming))
        query = (
            spark.readStream.schema("id BIGINT, price DECIMAL(10, 2), day DATE")
            .parquet(str(incoming))
            .writeStream.format("delta")
            .option("checkpointLocation", str(scratch / f"{name}-progress"))
            .trigger(availableNow=True)
            .start(str(table))
        )
        query.awaitTermination()
    spark.sql(f"ALTER TABLE delta.`{table}` SET TBLPROPERTIES (delta.checkpointInterval = 1)")
    spark.sql(f"INSERT INTO delta.`{table}` VALUES (20, 9.99, DATE'2026-01-04')")
    keep_log(table, name)


def write_with_deltalake(scratch, name):
    table = str(scratch / name)
    for number in range(3):
        rows = pa.table({"id": pa.array([number], pa.int64()),
                         "item": pa.array([None if number == 1 else f"i {number}"])})
        deltalake.write_deltalake(table, rows, mode="append", partition_by=["item"])
    deltalake.DeltaTable(table).delete("id = 0")
    deltalake.DeltaTable(table).create_checkpoint()
    keep_log(Path(table), name)


def main():
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        write_with_deltalake(scratch, "deltalake")
        spark = spark_session(scratch)
        try:
            write_with_spark(spark, scratch, "spark")
            spark.conf.set("spark.databricks.delta.checkpoint.partSize", "4")
            write_with_spark(spark, scratch, "spark_in_parts")
        finally:
            spark.stop()


main()
