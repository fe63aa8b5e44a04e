"""Checkpoints: written as often as the table says, and enough to read the table once older entries are gone.
deltalake and Polars read ours, and Tarn reads one of deltalake's."""

import json

import deltalake
import polars
import pyarrow

from support.checkpoints import (FILES, add_file, all_rows, checkpoints_of, clean_up, log_of,
                                 make_project)
from support.project import Project, counted, expect_equal


def sql(project, query):
    lines = project.tarn("sql", query, "--output", "json").splitlines()
    return [json.loads(line) for line in lines]


def check_stream(project):
    log = log_of(project, "visits")
    expect_equal("checkpoints of the stream", checkpoints_of(log), [10, 20])
    hint = json.loads((log / "_last_checkpoint").read_text())
    expect_equal("the hint's version", hint["version"], 20)
    # protocol, metaData, the flow's txn, and a file for each shop and batch
    expect_equal("the hint's actions", hint["size"], 3 + 20 * 3)
    expect_equal("kept from", clean_up(log), 20)
    path = project.table_path("visits")
    expected = counted(all_rows(FILES))
    table = deltalake.DeltaTable(path)
    expect_equal("the version that deltalake sees", table.version(), FILES)
    expect_equal("what deltalake reads", project.rows("visits"), expected)
    expect_equal("the comment that deltalake sees", table.metadata().description, "one row a visitor")
    at_checkpoint = deltalake.DeltaTable(path, version=20).to_pyarrow_table().to_pylist()
    expect_equal("version 20 by its checkpoint alone", counted(at_checkpoint), counted(all_rows(20)))
    expect_equal("what Polars reads", counted(polars.read_delta(path).to_dicts()), expected)
    expect_equal("what Tarn reads", counted(sql(project, "SELECT id, name, shop FROM visits")), expected)
    shown = project.tarn("table", "show", "visits")
    expect_equal("rows that `table show` counts", f" {FILES * 3}\n" in shown, True)


def check_the_stream_goes_on(project):
    """The flow's transaction stands in the checkpoint: nothing is taken in twice."""
    add_file(project, FILES)
    project.tarn("run")
    expect_equal("rows after one more file", project.rows("visits"), counted(all_rows(FILES + 1)))
    project.tarn("run")
    expect_equal("rows after a run without news", project.rows("visits"), counted(all_rows(FILES + 1)))


def check_view(project):
    """Each refresh removes the file before it: those removals are in the checkpoint."""
    files = FILES + 1
    log = log_of(project, "visits_by_shop")
    while not checkpoints_of(log):
        add_file(project, files)
        files += 1
        project.tarn("run")
    clean_up(log)
    expected = {(shop, files) for shop in ["centre", "old town", None]}
    expect_equal("the view by deltalake", set(project.rows("visits_by_shop")), expected)
    read = sql(project, "SELECT shop, visits FROM visits_by_shop")
    expect_equal("the view by Tarn", set(counted(read)), expected)
    add_file(project, files)
    project.tarn("run")
    expected = {(shop, files + 1) for shop in ["centre", "old town", None]}
    expect_equal("the view, refreshed", set(project.rows("visits_by_shop")), expected)


def check_theirs(project):
    path = project.table_path("theirs")
    for number in range(3):
        rows = pyarrow.table({"id": pyarrow.array([number], pyarrow.int64()),
                              "item": pyarrow.array([None if number == 1 else f"i/{number}"])})
        deltalake.write_deltalake(path, rows, mode="append", partition_by=["item"])
    table = deltalake.DeltaTable(path)
    table.delete("id = 0")
    table.create_checkpoint()
    expect_equal("deltalake's checkpoint", clean_up(log_of(project, "theirs")), 3)
    expect_equal("deltalake's table as Tarn reads it",
                 counted(sql(project, "SELECT id, item FROM theirs")),
                 counted([{"id": 1, "item": None}, {"id": 2, "item": "i/2"}]))


def check_a_checkpoint_that_cannot_be_written():
    """The update succeeds, and says so once."""
    with make_project() as project:
        (log_of(project, "visits") / "_last_checkpoint").mkdir(parents=True)
        out = project.tarn("run")
        expect_equal("warnings", out.count("warning: Writing a checkpoint of table"), 1)
        expect_equal("rows all the same",
                     counted(sql(project, "SELECT id, name, shop FROM visits")), counted(all_rows(FILES)))
        warnings = [event for event in project.events() if event["level"] == "WARN"]
        expect_equal("warnings in the event log", len(warnings), 1)
        expect_equal("scratch left", list(log_of(project, "visits").glob(".*")), [])


def main():
    with make_project() as project:
        project.tarn("run")
        check_stream(project)
        check_the_stream_goes_on(project)
        check_view(project)
        check_theirs(project)
    check_a_checkpoint_that_cannot_be_written()


main()
