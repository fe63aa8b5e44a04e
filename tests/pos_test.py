"""examples/pos over generated input: what must come out is computed here from the files alone."""

import csv
import datetime
import json
from collections import Counter

import polars

from support.project import Project, counted, expect_equal

TABLES = ["raw_inventory_change", "inventory_change", "inventory_snapshot", "latest_inventory_snapshot",
          "inventory_current", "store", "item", "inventory_change_type"]


def documents_in(project):
    for path in sorted((project.folder / "input/inventory_change").iterdir()):
        for line in path.read_text().splitlines():
            yield path, line


def time_of(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def silver_of(project):
    """The first row of each transaction and item."""
    rows = {}
    for _, line in documents_in(project):
        document = json.loads(line)
        for item in document["items"]:
            rows.setdefault((document["trans_id"], item["item_id"]), (
                document["trans_id"], document["store_id"], time_of(document["date_time"]),
                document["change_type_id"], item["item_id"], item["quantity"]))
    return Counter(rows.values())


def check_tables(project):
    manifest = json.loads((project.folder / "input/manifest.json").read_text())
    bronze = project.table("raw_inventory_change", "pos").to_pyarrow_table().to_pylist()
    expect_equal("bronze", Counter((row["value"], row["file_path"].rsplit("/", 1)[1]) for row in bronze),
                 Counter((line, path.name) for path, line in documents_in(project)))
    silver = project.rows("inventory_change", "pos")
    expect_equal("silver", silver, silver_of(project))
    expect_equal("silver's rows", sum(silver.values()), manifest["item_rows_distinct"])
    gold = project.table("inventory_current", "pos").to_pyarrow_table().to_pylist()
    expect_equal("gold", Counter((row["store_id"], row["item_id"], row["current_inventory"]) for row in gold),
                 Counter(tuple(stock) for stock in manifest["final_stock"]))
    with open(project.folder / "input/item.csv") as file:
        items = Counter((int(row["item_id"]), row["item_name"], int(row["supplier_id"]),
                         int(row["safety_stock_quantity"])) for row in csv.DictReader(file))
    expect_equal("items", project.rows("item", "pos"), items)
    return manifest


def check_other_reader(project):
    for table in TABLES:
        read = polars.read_delta(project.table_path(table, "pos")).to_dicts()
        expect_equal(f"{table} as Polars reads it", counted(read), project.rows(table, "pos"))


def check_second_run(project):
    before = project.versions("pos")
    out = project.tarn("run")
    expect_equal("versions after a run without new input", project.versions("pos"), before)
    expect_equal("flows without new data", out.count("no new data"), len(TABLES))


def check_late_file(project):
    """Old documents in a new file: those behind the watermark are dropped and counted."""
    documents = [json.dumps({"trans_id": f"late-{i}", "store_id": 1, "date_time": "2021-01-02T00:00:00Z",
                             "change_type_id": 0, "items": [{"item_id": 1, "quantity": -1},
                                                            {"item_id": 2, "quantity": -1}]})
                 for i in range(7)]
    silver = project.rows("inventory_change", "pos")
    project.write("input/inventory_change/late.json", "\n".join(documents) + "\n")
    project.tarn("run")
    expect_equal("silver after late documents", project.rows("inventory_change", "pos"), silver)
    late = [json.loads(event["details"])["flow_progress"]["metrics"]["num_rows_dropped_by_watermark"]
            for event in project.events() if event["origin"].get("flow_name", "").endswith("inventory_change")
            and "batch_id" in event["origin"]]
    expect_equal("rows dropped late", sum(late), 14)


def check_full_refresh(project):
    """Everything is computed anew; the late documents are in the first batch now, and not late."""
    project.tarn("run", "--full-refresh-all")
    expect_equal("silver after a full refresh", project.rows("inventory_change", "pos"), silver_of(project))


def main():
    with Project.example("pos") as project:
        project.tarn("simulate", "pos", "--output", "input", "--events", "20000", "--seed", "7")
        project.tarn("run")
        manifest = check_tables(project)
        check_other_reader(project)
        check_second_run(project)
        check_late_file(project)
        check_full_refresh(project)
        print(f"{manifest['documents']} documents: tables are those computed from the files")


main()
