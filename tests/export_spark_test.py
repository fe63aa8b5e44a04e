"""`tarn export spark` on the example: spark-pipelines runs what it wrote, and its tables are Tarn's, row for row."""

import os
import subprocess
import sys
from pathlib import Path

import pyspark
from deltalake import DeltaTable

from support.project import Project, counted, expect_equal

TABLES = ["raw_inventory_change", "inventory_change", "inventory_snapshot", "latest_inventory_snapshot", "store", "item",
          "inventory_change_type", "inventory_current"]
# What the export leaves to whom it is for: a small Spark on loopback.
MACHINE = """\
spark.driver.host 127.0.0.1
spark.driver.bindAddress 127.0.0.1
spark.ui.enabled false
spark.driver.memory 1g
spark.databricks.delta.snapshotPartitions 1
"""


def spark(folder, *command):
    home = Path(pyspark.__file__).parent
    environment = {**os.environ, "SPARK_HOME": str(home), "SPARK_CONF_DIR": str(folder / "conf"), "SPARK_LOCAL_IP": "127.0.0.1",
                   "PYSPARK_PYTHON": sys.executable, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "TZ": "UTC"}
    done = subprocess.run([str(home / "bin" / command[0]), *command[1:]], cwd=folder, env=environment, text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=900)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout[-6000:]}")
    return done.stdout


def prepare(folder):
    (folder / "jars").symlink_to(os.environ["TARN_SPARK_JARS"])
    with open(folder / "conf/spark-defaults.conf", "a", encoding="utf-8") as defaults:
        defaults.write(MACHINE)
    spark(folder, "spark-sql", "-f", "prepare.sql")


def spark_run(folder):
    out = spark(folder, "spark-pipelines", "run")
    assert "Run is COMPLETED." in out, out[-3000:]


def check_tables(project, folder):
    for table in TABLES:
        theirs = DeltaTable(str(folder / "spark-warehouse/pos.db" / table)).to_pyarrow_table()
        ours = project.table(table, "pos").to_pyarrow_table()
        expect_equal(f"columns of {table}", [(field.name, str(field.type)) for field in theirs.schema],
                     [(field.name, str(field.type)) for field in ours.schema])
        assert ours.num_rows > 0, f"{table} has no rows"
        expect_equal(table, counted(theirs.to_pylist()), counted(ours.to_pylist()))
        print(f"{table}: {ours.num_rows} rows are the same")


def check_folder_is_not_overwritten(project):
    project.write("own/file.txt", "mine")
    code, _, err = project.call("export", "spark", "--output", "own")
    expect_equal("a folder of somebody's", code, 1)
    assert err.endswith("/own' is there already, and was not made by an export\n"), err


def main():
    with Project.example("pos") as project:
        project.tarn("simulate", "pos", "--output", "input", "--events", "2000", "--seed", "7", "--files", "3", "--days", "3")
        project.tarn("run")
        out = project.tarn("export", "spark")
        assert "Wrote spark; its README.md says how Spark runs it." in out, out
        project.tarn("export", "spark")  # over its own
        prepare(project.folder / "spark")
        spark_run(project.folder / "spark")
        check_tables(project, project.folder / "spark")
        check_folder_is_not_overwritten(project)


main()
