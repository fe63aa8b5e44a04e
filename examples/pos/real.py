"""The point-of-sale pipeline over a year of real supermarket transactions, and the check of all that comes out.

usage: real.py <transactions.parquet> <products.parquet>        ./dev demo --real fetches both and calls it

Each basket becomes one document of sales; one in a hundred is sent twice. A count of day 0 stands for each item of each
store: what the year will sell, and up to 49 more, but 20 less for one in ten, so that their stock would fall
below nothing. The last two weeks come as later files, and at the very end old documents come once more.

What the tables must hold is computed here from the package's own Parquet files with Polars, without a line of the
program's: silver row by row, sums by store, item and day, and gold.
"""
import csv
import json
import os
import random
import shutil
import subprocess
import sys
import zlib
from pathlib import Path

import polars as pl

HERE = Path(__file__).resolve().parent
TARN = os.environ["TARN_BINARY"]
SEED = 42
DAY_0 = "2017-01-01T00:00:00Z"
SALE = 0
LAST_WEEKS = 2
LATE_DOCUMENTS = 7


def spare(store, item):
    """How much more than the year's sales is counted on day 0."""
    mixed = zlib.crc32(f"{store}/{item}".encode())
    return mixed % 50 - (20 if mixed // 50 % 10 == 0 else 0)


def write_csv(path, header, rows):
    with open(path, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


class Shop:
    def __init__(self, folder, transactions, products):
        self.folder = folder
        self.lines = pl.read_parquet(transactions).select(
            pl.col("basket_id").cast(pl.String).alias("trans_id"), pl.col("store_id").cast(pl.Int32),
            pl.col("transaction_timestamp").cast(pl.Datetime("us", "UTC")).alias("date_time"),
            pl.col("product_id").cast(pl.Int32).alias("item_id"), (-pl.col("quantity")).cast(pl.Int32).alias("quantity"),
            pl.col("week"))
        self.products = pl.read_parquet(products)
        self.first_late_week = self.lines["week"].max() - LAST_WEEKS + 1
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "input/inventory_change").mkdir(parents=True)
        (folder / "input/inventory_snapshot").mkdir()
        shutil.copytree(HERE / "transformations", folder / "transformations")
        shutil.copy(HERE / "spark-pipeline.yml", folder)

    # ---- input

    def write_static_files(self):
        stores = self.lines["store_id"].unique().sort()
        write_csv(self.folder / "input/store.csv", ["store_id", "name"], [(store, f"store {store}") for store in stores])
        write_csv(self.folder / "input/item.csv", ["item_id", "item_name", "supplier_id", "safety_stock_quantity"],
                  [(row["product_id"], row["product_type"], row["manufacturer_id"], 0)
                   for row in self.products.iter_rows(named=True)])
        write_csv(self.folder / "input/inventory_change_type.csv", ["change_type_id", "change_type"],
                  enumerate(["sale", "restock", "shrinkage", "bopis"]))
        write_csv(self.folder / "input/inventory_snapshot/day-0.csv",
                  ["id", "item_id", "employee_id", "store_id", "date_time", "quantity"],
                  [(number, item, 1, store, DAY_0, counted)
                   for number, (store, item, counted) in enumerate(self.day_0().iter_rows())])

    def day_0(self):
        sold = self.lines.group_by("store_id", "item_id").agg((-pl.col("quantity").sum()).alias("sold")).sort(
            "store_id", "item_id")
        counted = [units + spare(store, item) for store, item, units in sold.iter_rows()]
        return sold.select("store_id", "item_id").with_columns(pl.Series("quantity", counted, pl.Int64))

    def write_weeks(self, weeks):
        """One file a week. How many documents, and how many of their rows were sent twice."""
        chance, documents, twice = random.Random(SEED), 0, 0
        chosen = self.lines.filter(pl.col("week").is_in(weeks)).sort("date_time", "trans_id")
        for (week,), rows in chosen.group_by(["week"], maintain_order=True):
            with open(self.folder / f"input/inventory_change/week-{week:02}.json", "w") as file:
                for _, basket in rows.group_by(["trans_id"], maintain_order=True):
                    text = self.document(basket)
                    file.write(text)
                    documents += 1
                    if chance.random() < 0.01:
                        file.write(text)
                        twice += basket.height
        return documents, twice

    @staticmethod
    def document(basket):
        return json.dumps({
            "trans_id": basket["trans_id"][0], "store_id": basket["store_id"][0],
            "date_time": basket["date_time"][0].strftime("%Y-%m-%dT%H:%M:%SZ"), "change_type_id": SALE,
            "items": basket.select("item_id", "quantity").to_dicts()}) + "\n"

    def write_old_documents(self):
        """Documents that nobody saw before, a month older than the newest. How many rows they have."""
        newest = self.lines["date_time"].max()
        old = self.lines.filter(pl.col("date_time") < newest - pl.duration(days=30)).tail(1000)
        baskets = old.group_by(["trans_id"], maintain_order=True)
        rows = 0
        with open(self.folder / "input/inventory_change/old.json", "w") as file:
            for number, (_, basket) in enumerate(baskets):
                if number == LATE_DOCUMENTS:
                    break
                file.write(self.document(basket.with_columns(trans_id=pl.lit(f"old-{number}"))))
                rows += basket.height
        return rows

    # ---- the program

    def run(self):
        print("$ tarn run", flush=True)
        subprocess.run([TARN, "run"], cwd=self.folder, check=True)

    def table(self, name):
        return pl.read_delta(str(self.folder / "warehouse/spark_catalog/pos" / name))

    def versions(self):
        log = self.folder / "warehouse/spark_catalog/pos"
        return {table.name: len(list((table / "_delta_log").glob("*.json"))) for table in log.iterdir()}

    def metrics(self, flow):
        """The metrics of each batch of a flow, oldest first."""
        events = subprocess.run([TARN, "events", "--all", "--flow", flow, "--level", "METRICS", "--json"],
                                cwd=self.folder, check=True, capture_output=True, text=True).stdout
        return [json.loads(json.loads(event)["details"])["flow_progress"]["metrics"] for event in events.splitlines()]

    # ---- what must be there

    def check(self, weeks):
        expected = self.lines.filter(pl.col("week").is_in(weeks)).drop("week")
        silver = self.table("inventory_change")
        equal("silver, row by row", silver.drop("change_type_id"), expected)
        equal("silver's change types", silver.select("change_type_id").unique(),
              pl.DataFrame({"change_type_id": [SALE]}, {"change_type_id": pl.Int32}))
        by_day = [pl.col("store_id"), pl.col("item_id"), pl.col("date_time").dt.date().alias("day")]
        equal("sums by store, item and day", silver.group_by(by_day).agg(pl.col("quantity").sum()),
              expected.group_by(by_day).agg(pl.col("quantity").sum()))
        changes = expected.group_by("store_id", "item_id").agg(pl.col("quantity").cast(pl.Int64).sum().alias("change"))
        gold = self.day_0().join(changes, ["store_id", "item_id"], "left").select(
            "store_id", "item_id",
            pl.max_horizontal(pl.lit(0), pl.col("quantity") + pl.col("change").fill_null(0)).alias("current_inventory"))
        equal("gold", self.table("inventory_current").drop("last_event_time"), gold)
        clamped = gold.filter(pl.col("current_inventory") == 0).height
        print(f"silver {expected.height} rows, gold {gold.height} rows of which {clamped} hold nothing: as computed "
              "from the package's files", flush=True)


def equal(what, actual, expected):
    columns = sorted(expected.columns)
    actual = actual.select(pl.col(column).cast(expected.schema[column]) for column in columns).sort(columns)
    expected = expected.select(columns).sort(columns)
    if not actual.equals(expected):
        missing = expected.join(actual, columns, "anti", nulls_equal=True).head(3)
        extra = actual.join(expected, columns, "anti", nulls_equal=True).head(3)
        sys.exit(f"{what} differs: {actual.height} rows for {expected.height}; missing {missing}, too many {extra}")


def must(what, actual, expected):
    if actual != expected:
        sys.exit(f"{what}: {actual}, not {expected}")


def main():
    shop = Shop(HERE / "real", *sys.argv[1:3])
    weeks = sorted(shop.lines["week"].unique())
    early = [week for week in weeks if week < shop.first_late_week]
    late = [week for week in weeks if week >= shop.first_late_week]
    shop.write_static_files()
    documents, twice = shop.write_weeks(early)
    print(f"{documents} documents of {len(early)} weeks; {twice} of their rows come twice", flush=True)
    shop.run()
    shop.check(early)
    must("duplicates left out", sum(batch["num_duplicate_rows"] for batch in shop.metrics("inventory_change")), twice)

    before = shop.versions()
    shop.run()
    must("versions after a run without new input", shop.versions(), before)

    bronze = sum(batch["num_output_rows"] for batch in shop.metrics("raw_inventory_change"))
    documents, twice = shop.write_weeks(late)
    repeated = sum(len(open(shop.folder / f"input/inventory_change/week-{week:02}.json").readlines()) for week in late)
    print(f"{documents} documents of the last {len(late)} weeks", flush=True)
    shop.run()
    shop.check(weeks)
    must("documents read by this run",
         sum(batch["num_output_rows"] for batch in shop.metrics("raw_inventory_change")) - bronze, repeated)

    rows = shop.write_old_documents()
    shop.run()
    shop.check(weeks)
    must("rows dropped late",
         sum(batch["num_rows_dropped_by_watermark"] for batch in shop.metrics("inventory_change")), rows)
    print(f"{rows} rows of old documents were dropped as late, and counted", flush=True)


main()
