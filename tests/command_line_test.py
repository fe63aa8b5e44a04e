"""The commands as a user types them: what they print, what they leave, and their exit codes."""

import fcntl
import json
import os
import signal
import time
from collections import Counter

import pyarrow.parquet as parquet
from deltalake import DeltaTable

from support.project import Project, expect_equal

DONE, FAILED, USAGE, BUSY, STOPPED = 0, 1, 2, 3, 130

SPEC = """\
name: shop
storage: storage
libraries:
  - glob:
      include: transformations/**
"""

ORDERS = """\
CREATE OR REFRESH STREAMING TABLE orders (
  CONSTRAINT has_item EXPECT (item IS NOT NULL) ON VIOLATION DROP ROW
) AS SELECT * FROM STREAM read_files('input', format => 'json', maxFilesPerTrigger => 1,
                                     schema => 'id INT, item STRING');
CREATE OR REFRESH MATERIALIZED VIEW items AS SELECT item, count(*) AS orders FROM orders GROUP BY item;
"""

FAILING = """\
CREATE OR REFRESH MATERIALIZED VIEW parsed AS SELECT id, int(item) AS number FROM orders;
CREATE OR REFRESH MATERIALIZED VIEW doubled AS SELECT number * 2 AS number FROM parsed;
"""


def shop(sql=ORDERS, files=1):
    project = Project({"spark-pipeline.yml": SPEC, "transformations/shop.sql": sql})
    for number in range(files):
        add_input(project, number)
    return project


def add_input(project, number):
    project.write(f"input/{number}.json", "".join(
        json.dumps({"id": number * 3 + i, "item": item}) + "\n" for i, item in enumerate(["tea", "salt", None])))


def expect_in(what, text, part):
    if part not in text:
        raise AssertionError(f"{what}: {part!r} is not in:\n{text}")


def new_project_runs_as_init_says():
    with Project() as project:
        out = project.tarn("init", "shop")
        expect_equal("init", out, 'Made shop/. Next: cd shop && tarn test && tarn run && tarn sql "SELECT * FROM items"\n')
        expect_equal("init over a folder", project.call("init", "shop"),
                     (FAILED, "", "tarn: 'shop' is there already\n"))
        expect_equal("a bad name", project.call("init", "../shop")[0], USAGE)
        project.folder = project.folder / "shop"
        expect_in("dry-run", project.tarn("dry-run"), "shop: 2 datasets, 2 flows, nothing wrong\n")
        expect_equal("dry-run writes nothing", sorted(os.listdir(project.folder)),
                     [".gitignore", "input", "spark-pipeline.yml", "tests", "transformations"])
        expect_in("test", project.tarn("test"), "1 case passed; ")
        expect_equal("test writes nothing", sorted(os.listdir(project.folder)),
                     [".gitignore", "input", "spark-pipeline.yml", "tests", "transformations"])
        project.tarn("run")
        expect_equal("items", project.tarn("sql", "--output", "csv", "SELECT item, quantity FROM items ORDER BY item"),
                     "item,quantity\nbread,1\ntea,2\n")
        project.folder = project.folder.parent


def the_graph_names_datasets_and_what_they_read():
    with shop() as project:
        expect_equal("text", project.tarn("graph"),
                     "spark_catalog.default.orders  (streaming table)\n"
                     "  <- json files under input\n"
                     "spark_catalog.default.items  (materialized view)\n"
                     "  <- spark_catalog.default.orders\n")
        graph = json.loads(project.tarn("graph", "--output", "json"))
        expect_equal("pipeline", graph["pipeline"], "shop")
        orders, items = graph["datasets"]
        expect_equal("columns", [(column["name"], column["type"]) for column in items["columns"]],
                     [("item", "string"), ("orders", "bigint")])
        expect_equal("expectations", orders["expectations"], ["has_item"])
        expect_equal("flow", items["flows"][0], {
            "name": "spark_catalog.default.items", "kind": "batch", "streaming": False,
            "inputs": ["spark_catalog.default.orders"], "sources": []})
        expect_in("mermaid", project.tarn("graph", "--output", "mermaid"), "  d0 --> d1\n")
        expect_in("dot", project.tarn("graph", "--output", "dot"),
                  '  "spark_catalog.default.orders" -> "spark_catalog.default.items";\n')
        expect_in("plans", project.tarn("graph", "--output", "plans"), "Aggregate")
        expect_equal("nothing is written", (project.folder / "storage").exists(), False)


def the_graph_tells_what_columns_rest_on():
    with shop() as project:
        expect_equal("text", project.tarn("graph", "--columns"),
                     "spark_catalog.default.orders  (streaming table)\n"
                     "  id      <- json files under input.id  identity\n"
                     "  item    <- json files under input.item  identity\n"
                     "  (rows)  <- json files under input.item  filter\n"
                     "spark_catalog.default.items  (materialized view)\n"
                     "  item    <- spark_catalog.default.orders.item  identity\n"
                     "  orders\n"
                     "  (rows)  <- spark_catalog.default.orders.item  group by\n")
        orders, items = json.loads(project.tarn("graph", "--columns", "--output", "json"))["datasets"]
        expect_equal("json", items["columns"][0], {
            "name": "item", "type": "string", "from": [{
                "source": "spark_catalog.default.orders", "column": "item", "influence": "identity", "masked": False}]})
        expect_equal("rows", [use["influence"] for use in orders["rows"]], ["filter"])
        events = [json.loads(line) for line in project.tarn("graph", "--output", "openlineage").splitlines()]
        expect_equal("jobs", [event["job"]["name"] for event in events],
                     ["spark_catalog.default.orders", "spark_catalog.default.items"])
        written, read = events[0]["outputs"][0], events[1]["inputs"][0]
        expect_equal("a table is one dataset, written and read", (read["namespace"], read["name"]),
                     ("file", str(project.folder / "warehouse/spark_catalog/default/orders")))
        expect_equal("the same", (written["namespace"], written["name"]), (read["namespace"], read["name"]))
        expect_equal("files", [(one["namespace"], one["name"]) for one in events[0]["inputs"]],
                     [("file", str(project.folder / "input"))])
        lineage = events[1]["outputs"][0]["facets"]["columnLineage"]
        expect_equal("identity", lineage["fields"]["item"]["inputFields"], [{
            "namespace": "file", "name": read["name"], "field": "item", "transformations": [
                {"type": "DIRECT", "subtype": "IDENTITY", "description": "", "masking": False}]}])
        expect_equal("rows", lineage["dataset"][0]["transformations"][0]["subtype"], "GROUP_BY")
        expect_equal("no drawing", project.call("graph", "--columns", "--output", "dot"),
                     (USAGE, "", "--columns: is printed as text, json or openlineage\n"
                                 "Run with --help for more information.\n"))


def events_tell_of_the_newest_update_or_of_all():
    with shop() as project:
        expect_equal("before any update", project.tarn("events"), "")
        project.tarn("run")
        first = project.tarn("events")
        expect_in("text", first, "INFO     Flow spark_catalog.default.orders is QUEUED.\n")
        add_input(project, 1)
        project.tarn("run")
        newest = [json.loads(line) for line in project.tarn("events", "--json").splitlines()]
        every = project.events()
        updates = list(dict.fromkeys(event["origin"]["update_id"] for event in every))
        expect_equal("updates", len(updates), 2)
        expect_equal("the newest", {event["origin"]["update_id"] for event in newest}, {updates[1]})
        expect_equal("by the beginning of its id", project.tarn("events", "--update", updates[0][:8]), first)
        metrics = [line for line in project.tarn("events", "--all", "--flow", "orders", "--level", "metrics").splitlines()]
        expect_equal("batches of orders", len(metrics), 2)
        rows = DeltaTable(str(project.folder / "storage/_tarn/event_log")).to_pyarrow_table().to_pylist()
        expect_equal("the table has them all", sorted(row["id"] for row in rows), sorted(event["id"] for event in every))
        quality = [json.loads(row["details"])["flow_progress"]["data_quality"]["expectations"] for row in rows
                   if row["level"] == "METRICS" and row["origin"]["flow_name"].endswith("orders")]
        expect_equal("counts in the table", sum(rules[0]["failed_records"] for rules in quality), 2)


def events_of_an_update_that_died_are_told_once():
    for failpoint in ["batch-committed:2", "events-in-table"]:
        died_at(failpoint)


def died_at(failpoint):
    with shop(files=3) as project:
        code, _, _ = project.call("run", TARN_FAILPOINT=failpoint)
        expect_equal("it died", code, 86)
        died = project.tarn("events", "--json").splitlines()
        expect_equal("each once before the next update", len({json.loads(line)["id"] for line in died}), len(died))
        if not died:
            raise AssertionError("no event of the update that died")
        project.tarn("run")
        every = project.events()
        rows = DeltaTable(str(project.folder / "storage/_tarn/event_log")).to_pyarrow_table().to_pylist()
        expect_equal("each once in the table", sorted(row["id"] for row in rows), sorted({row["id"] for row in rows}))
        expect_equal("each once", len({event["id"] for event in every}), len(every))
        expect_equal("the dead update's are there", {json.loads(line)["id"] for line in died} <= {e["id"] for e in every}, True)


def the_doctor_finds_what_keeps_a_project_from_running():
    with shop() as project:
        before = sorted(str(path) for path in project.folder.rglob("*"))
        found = project.tarn("doctor")
        for part in ["ok     project shop: 2 datasets, 2 flows\n", "ok     no update has run yet\n", "ok     tables in "]:
            expect_in("found", found, part)
        expect_equal("nothing stays", sorted(str(path) for path in project.folder.rglob("*")), before)
        project.tarn("run")
        expect_in("after a run", project.tarn("doctor"), "ok     no update is running\n")
        project.write("tarn.yml", "memory: lots\n")
        code, out, err = project.call("doctor")
        expect_equal("exit code", code, FAILED)
        expect_in("said", err, "tarn.yml:1:9: error: `memory` of tarn.yml is no amount of memory;")
        expect_in("found", out, "wrong  the project: see above\n")
        expect_equal("a run stops there too", project.call("run")[0], FAILED)


def what_outgrows_the_memory_spills_and_leaves_nothing():
    with shop() as project:
        project.write("tarn.yml", "memory: 128 MiB\n")
        before = sorted(str(path) for path in project.folder.rglob("*"))
        query = ("SELECT count(*) AS n FROM (SELECT DISTINCT concat('a longer text, to fill the memory with ', id) AS t "
                 "FROM range(3000000))")
        expect_equal("rows", project.tarn("sql", "--output", "csv", query), "n\n3000000\n")
        expect_equal("nothing stays", sorted(str(path) for path in project.folder.rglob("*")), before)


def usage_errors_end_with_2():
    with Project() as project:
        for arguments in [[], ["runn"], ["run", "--fast"], ["sql", "--output", "xml"], ["table"], ["simulate", "pos"],
                          ["test", "--jobs", "0"]]:
            expect_equal(f"tarn {arguments}", project.call(*arguments)[0], USAGE)
        expect_equal("version", project.call("version")[0], DONE)
        expect_equal("help", project.call("run", "--help")[0], DONE)
        code, out, err = project.call("run")
        expect_equal("run without a project", (code, out), (FAILED, ""))
        expect_in("run without a project", err, "PIPELINE_SPEC_FILE_NOT_FOUND")


def tables_can_be_looked_at():
    with shop() as project:
        project.tarn("run")
        expect_equal("path", project.tarn("table", "path", "orders").strip(), project.table_path("orders"))
        listed = project.tarn("table", "list").split("\n")
        expect_equal("list", [line.split()[0] for line in listed if line],
                     ["spark_catalog.default.items", "spark_catalog.default.orders"])
        expect_in("show", project.tarn("table", "show", "orders"), "rows         2\n")
        expect_in("show of an earlier version", project.tarn("table", "show", "--version", "0", "orders"),
                  "rows         0\n")
        history = project.tarn("table", "history", "orders").splitlines()
        expect_equal("history", [line.split()[0] for line in history], ["1", "0"])
        code, _, err = project.call("table", "show", "order")
        expect_equal("an unknown table", (code, err), (
            FAILED, "tarn: [TABLE_OR_VIEW_NOT_FOUND] there is no table spark_catalog.default.order; "
                    "did you mean 'orders'?\n"))


def a_wrong_query_is_shown_with_its_place():
    with shop() as project:
        project.tarn("run")
        code, out, err = project.call("sql", "SELECT id,\n  itm FROM orders")
        expect_equal("exit code and output", (code, out), (FAILED, ""))
        expect_in("the place", err, "query:2:3: error[UNRESOLVED_COLUMN.WITH_SUGGESTION]")
        expect_in("the line", err, "  itm FROM orders\n")
        expect_in("the caret", err, "  ^")
        expect_equal("json", project.tarn("sql", "--output", "json", "SELECT id, item FROM orders ORDER BY id"),
                     '{"id":0,"item":"tea"}\n{"id":1,"item":"salt"}\n')


def a_failed_flow_stops_only_what_reads_it():
    with shop(ORDERS + FAILING) as project:
        code, out, err = project.call("run", "--json")
        expect_equal("exit code", code, FAILED)
        last = {}
        for event in map(json.loads, out.splitlines()):
            status = json.loads(event["details"]).get("flow_progress", {}).get("status")
            if status:
                last[event["origin"]["flow_name"].rsplit(".", 1)[1]] = (status, event)
        expect_equal("flows", {flow: status for flow, (status, _) in last.items()},
                     {"orders": "COMPLETED", "items": "COMPLETED", "parsed": "FAILED", "doubled": "SKIPPED"})
        problem = last["parsed"][1]["error"]["exceptions"][0]
        expect_equal("class", problem["class_name"], "CAST_INVALID_INPUT")
        expect_in("message", problem["message"], "'tea'")
        expect_equal("items", project.rows("items"), Counter([("tea", 1), ("salt", 1)]))
        text = project.call("run")[1]
        expect_in("for people", text, "skipped: something upstream failed")
        expect_in("for people", text, "[CAST_INVALID_INPUT]")


def selected_tables_only():
    with shop() as project:
        project.tarn("run")
        add_input(project, 1)
        out = project.tarn("run", "--refresh", "items")
        expect_in("the other one", out, "not selected")
        expect_equal("orders", sum(project.rows("orders").values()), 2)
        project.tarn("run", "--refresh", "orders")
        expect_equal("orders", sum(project.rows("orders").values()), 4)
        expect_equal("items stay", project.rows("items"), Counter([("tea", 1), ("salt", 1)]))
        os.remove(project.folder / "input/0.json")
        project.tarn("run", "--full-refresh", "orders")
        expect_equal("orders from what is there", project.rows("orders"), Counter([(3, "tea"), (4, "salt")]))
        expect_equal("the earlier checkpoint is gone", os.listdir(
            project.folder / "storage/_checkpoints/spark_catalog/default/orders/orders"), ["1"])
        code, _, err = project.call("run", "--refresh", "oders")
        expect_equal("exit code", code, FAILED)
        expect_in("a suggestion", err, "did you mean 'orders'?")
        code, _, err = project.call("run", "--refresh", "orders", "--full-refresh-all")
        expect_equal("exit code", code, FAILED)
        expect_in("contradiction", err, "CONFLICTING_PIPELINE_REFRESH_OPTIONS")


def one_process_at_a_time():
    with shop() as project:
        project.tarn("run")
        add_input(project, 1)
        with open(project.folder / "storage/_tarn/lock", "r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            lock.write("4711")
            lock.truncate()
            lock.flush()
            code, _, err = project.call("run")
            expect_equal("exit code", code, BUSY)
            expect_in("the holder", err, "the pipeline is being run by process 4711")
        expect_equal("nothing was done", sum(project.rows("orders").values()), 2)
        project.tarn("run")
        expect_equal("orders", sum(project.rows("orders").values()), 4)


def a_signal_stops_between_batches():
    with shop(files=300) as project:
        process = project.start("run", "--json")
        for line in process.stdout:
            if '"METRICS"' in line:
                break
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        expect_equal("exit code", process.returncode, STOPPED)
        expect_in("said", err, "stopping after the batches under way")
        expect_in("the last state", out, "CANCELED")
        rows = sum(project.rows("orders").values())
        if not 0 < rows < 600:
            raise AssertionError(f"stopped with {rows} of 600 rows: not in the middle")
        project.tarn("run")
        expect_equal("all rows", sum(project.rows("orders").values()), 600)


def a_simulation_is_played_at_a_speed_until_a_signal_stops_it():
    with Project() as project:
        # Fast enough that thirty days are over at once.
        out = project.tarn("simulate", "pos", "--output", "a", "--events", "500", "--speed", "1e9", "--files", "4")
        expect_in("all of it", out, "in 13 files\n")
        project.tarn("simulate", "pos", "--output", "b", "--events", "500", "--speed", "max", "--files", "4")
        for path in sorted((project.folder / "b").rglob("*.*")):
            name = path.relative_to(project.folder / "b")
            expect_equal(f"bytes of {name}", (project.folder / "a" / name).read_bytes(), path.read_bytes())

        # At ten times real time the first day is over after two hours and a half.
        process = project.start("simulate", "pos", "--output", "c", "--speed", "10", "--files", "30")
        deadline = time.monotonic() + 60
        while not (project.folder / "c/inventory_snapshot/2021-01-01.csv").exists():
            if process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"no snapshot: {process.communicate()}")
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        expect_equal("exit code", process.returncode, STOPPED)
        expect_equal("said", out, "c: stopped after 4 files, up to 2021-01-01 00:00:00; the same command begins anew\n")
        expect_in("the answer to the signal", err, "tarn: stopping after the file under way")
        expect_equal("files", sorted(path.name for path in (project.folder / "c").rglob("*.*")),
                     ["2021-01-01.csv", "inventory_change_type.csv", "item.csv", "store.csv"])
        for speed in ["0", "-1", "fast", "nan", "inf"]:
            expect_equal(f"--speed {speed}", project.call("simulate", "pos", "--output", "d", "--speed", speed)[0], USAGE)


def a_broken_expectation_names_the_row():
    sql = ORDERS.replace("ON VIOLATION DROP ROW", "ON VIOLATION FAIL UPDATE")
    with shop(sql) as project:
        code, out, _ = project.call("run")
        expect_equal("exit code", code, FAILED)
        expect_in("the class", out, "EXPECTATION_VIOLATION")
        expect_in("the row", out, '{"id":2,"item":null}')
        expect_equal("nothing arrived", sum(project.rows("orders").values()), 0)


def a_table_keeps_and_obeys_its_properties():
    sql = ("CREATE MATERIALIZED VIEW packed TBLPROPERTIES ('delta.parquet.compression.codec' = 'zstd', "
           "'DELTA.CHECKPOINTINTERVAL' = '3', 'pipelines.autoOptimize.managed' = 'true') "
           "AS SELECT id FROM range(10);")
    with Project({"spark-pipeline.yml": SPEC, "transformations/packed.sql": sql}) as project:
        _, out, err = project.call("dry-run")
        expect_in("what has no effect", out + err, "the property pipelines.autoOptimize.managed of packed has no effect")
        project.tarn("run")
        table = DeltaTable(str(project.folder / "warehouse/spark_catalog/default/packed"))
        expect_equal("properties", table.metadata().configuration,
                     {"delta.parquet.compression.codec": "zstd", "delta.checkpointInterval": "3",
                      "pipelines.autoOptimize.managed": "true"})
        codecs = {parquet.ParquetFile(file).metadata.row_group(0).column(0).compression
                  for file in (project.folder / "warehouse").rglob("*.parquet")}
        expect_equal("codecs", codecs, {"ZSTD"})


def main():
    cases = [new_project_runs_as_init_says, what_outgrows_the_memory_spills_and_leaves_nothing,
             usage_errors_end_with_2, tables_can_be_looked_at,
             a_wrong_query_is_shown_with_its_place, a_failed_flow_stops_only_what_reads_it, selected_tables_only,
             the_graph_names_datasets_and_what_they_read, the_graph_tells_what_columns_rest_on,
             events_tell_of_the_newest_update_or_of_all,
             events_of_an_update_that_died_are_told_once, the_doctor_finds_what_keeps_a_project_from_running,
             one_process_at_a_time, a_signal_stops_between_batches,
             a_simulation_is_played_at_a_speed_until_a_signal_stops_it, a_broken_expectation_names_the_row,
             a_table_keeps_and_obeys_its_properties]
    for case in cases:
        began = time.monotonic()
        case()
        print(f"{case.__name__.replace('_', ' ')}: {time.monotonic() - began:.1f} s", flush=True)


main()
