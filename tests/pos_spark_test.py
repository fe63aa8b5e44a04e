"""Every table of examples/pos as Spark and DuckDB's Delta extension read it: the rows are those that
deltalake reads, and the columns have the types that the project gave them."""

import datetime
from importlib.resources import files

import duckdb

from support.project import Project, counted, expect_equal
from support.spark import open_spark

SCHEMAS = {
    "raw_inventory_change": "value string, file_path string, file_modification_time timestamp",
    "inventory_change": "trans_id string, store_id int, date_time timestamp, change_type_id int, "
                        "item_id int, quantity int",
    "inventory_snapshot": "item_id int, employee_id int, store_id int, date_time timestamp, quantity int",
    "latest_inventory_snapshot": "store_id int, item_id int, date_time timestamp, quantity int",
    "inventory_current": "store_id int, item_id int, current_inventory bigint, last_event_time timestamp",
    "store": "store_id int, name string",
    "item": "item_id int, item_name string, supplier_id int, safety_stock_quantity int",
    "inventory_change_type": "change_type_id int, change_type string",
}


def open_duckdb():
    extension = files("duckdb_extension_delta") / "extensions" / f"v{duckdb.__version__}" / "delta.duckdb_extension"
    connection = duckdb.connect()
    connection.execute(f"LOAD '{extension}'")
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def same_times(rows):
    """Times of different readers, with or without a zone, as instants."""
    def instant(cell):
        if isinstance(cell, datetime.datetime):
            return cell.astimezone(datetime.timezone.utc) if cell.tzinfo else cell.replace(tzinfo=datetime.timezone.utc)
        return cell
    return counted([{name: instant(cell) for name, cell in row.items()} for row in rows])


def main():
    with Project.example("pos") as project:
        project.tarn("simulate", "pos", "--output", "input", "--events", "5000", "--seed", "3")
        project.tarn("run")
        spark = open_spark()
        other = open_duckdb()
        total = 0
        for table, schema in SCHEMAS.items():
            expected = same_times(project.table(table, "pos").to_pyarrow_table().to_pylist())
            path = project.table_path(table, "pos")
            read = spark.read.format("delta").load(path)
            expect_equal(f"{table}'s schema", ", ".join(f"{n} {t}" for n, t in read.dtypes), schema)
            expect_equal(f"{table} as Spark reads it", same_times(row.asDict() for row in read.collect()), expected)
            result = other.execute(f"SELECT * FROM delta_scan('{path}')")
            names = [column[0] for column in result.description]
            expect_equal(f"{table} as DuckDB reads it",
                         same_times(dict(zip(names, row)) for row in result.fetchall()), expected)
            total += sum(expected.values())
        spark.stop()
        print(f"{len(SCHEMAS)} tables with {total} rows: Spark, DuckDB and deltalake read the same")


main()
