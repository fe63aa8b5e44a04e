"""Another engine over the same Parquet files, spoken to as `tarn sql --input jsonl` is.

usage: peer.py duckdb|spark         DuckDB is that of the folder PEER_DUCKDB, of the version that Tarn is built on

Each line is {"id", "sql"}, each answer {"id", "rows"} with cells as text, or {"id", "error"}. Both engines have two
threads; neither keeps tables of its own.
"""
import json
import os
import sys


def duckdb_engine():
    sys.path.insert(0, os.environ["PEER_DUCKDB"])
    import duckdb
    connection = duckdb.connect()
    connection.execute("SET threads = 2; SET TimeZone = 'UTC'")
    return lambda sql: connection.execute(sql).fetchall()


def spark_engine():
    from pyspark.sql import SparkSession
    spark = (SparkSession.builder.master("local[2]").config("spark.driver.host", "127.0.0.1")
             .config("spark.ui.enabled", "false").config("spark.sql.session.timeZone", "UTC")
             .config("spark.sql.shuffle.partitions", "2").config("spark.ui.showConsoleProgress", "false")
             .config("spark.driver.memory", "4g").getOrCreate())
    spark.sparkContext.setLogLevel("OFF")
    return lambda sql: spark.sql(sql).collect()


def main():
    run = {"duckdb": duckdb_engine, "spark": spark_engine}[sys.argv[1]]()
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = {"rows": [[None if cell is None else str(cell) for cell in row] for row in run(request["sql"])]}
        except Exception as error:  # whatever it is, it is told
            answer = {"error": str(error)}
        print(json.dumps({"id": request["id"], **answer}), flush=True)


main()
