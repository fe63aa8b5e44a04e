"""The benchmark's three stages in PySpark: usage: spark_pos.py <input folder> <output folder> <jars>"""

import sys

from pyspark.sql import SparkSession
from pyspark.sql import functions as F

DOCUMENT = ("trans_id STRING, store_id INT, date_time TIMESTAMP, change_type_id INT, "
            "items ARRAY<STRUCT<item_id: INT, quantity: INT>>")
COUNT = "id INT, item_id INT, employee_id INT, store_id INT, date_time TIMESTAMP, quantity INT"
GOLD = """
WITH counted AS (
  SELECT *, row_number() OVER (PARTITION BY store_id, item_id ORDER BY date_time DESC) AS position FROM snapshots
)
SELECT counted.store_id, counted.item_id, max(counted.date_time) AS snapshot_time,
       max(changed.date_time) AS last_change, max(counted.quantity) AS snapshot_quantity,
       GREATEST(0, max(counted.quantity) + COALESCE(sum(changed.quantity), 0)) AS current_inventory
FROM counted LEFT JOIN silver AS changed
  ON changed.store_id = counted.store_id AND changed.item_id = counted.item_id
  AND changed.date_time > counted.date_time
WHERE counted.position = 1
GROUP BY counted.store_id, counted.item_id
"""


def take_in(frame, out, name):
    query = (frame.writeStream.format("delta").outputMode("append").trigger(availableNow=True)
             .option("checkpointLocation", f"{out}/checkpoints/{name}").start(f"{out}/{name}"))
    query.awaitTermination()


def main():
    data, out, jars = sys.argv[1:]
    spark = (SparkSession.builder.master("local[2]").appName("pos")
             .config("spark.jars", jars)
             .config("spark.driver.memory", "8g")
             .config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
             .config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false")
             .config("spark.log.level", "ERROR")
             .config("spark.sql.shuffle.partitions", "2")
             .config("spark.sql.session.timeZone", "UTC")
             .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
             .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
             .config("spark.databricks.delta.snapshotPartitions", "2")
             .config("spark.sql.warehouse.dir", f"{out}/spark-warehouse").getOrCreate())

    take_in(spark.readStream.format("text").load(f"{data}/inventory_change").select("value"), out, "bronze")
    rows = (spark.readStream.format("delta").load(f"{out}/bronze")
            .select(F.from_json("value", DOCUMENT).alias("document")).select("document.*")
            .withColumn("item", F.explode("items"))
            .select("trans_id", "store_id", "date_time", "change_type_id", "item.item_id", "item.quantity"))
    take_in(rows.withWatermark("date_time", "1 hour").dropDuplicates(["trans_id", "item_id"]), out, "silver")
    spark.read.format("delta").load(f"{out}/silver").createOrReplaceTempView("silver")
    (spark.read.option("header", True).schema(COUNT).csv(f"{data}/inventory_snapshot")
     .createOrReplaceTempView("snapshots"))
    spark.sql(GOLD).write.format("delta").mode("overwrite").save(f"{out}/gold")
    spark.stop()


main()
