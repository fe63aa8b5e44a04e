"""A table with 25 versions of one file each, and a log whose old entries were cleaned up."""

import json
import os

from support.project import Project

FILES = 25
SPEC = """\
name: checkpoints
storage: storage
configuration:
  spark.sql.session.timeZone: UTC
libraries:
  - glob:
      include: transformations/**
"""
SQL = """\
CREATE OR REFRESH STREAMING TABLE visits
PARTITIONED BY (shop)
TBLPROPERTIES ('delta.checkpointInterval' = '10')
COMMENT 'one row a visitor'
AS SELECT id, name, shop
FROM STREAM read_files('input', format => 'json', maxFilesPerTrigger => 1,
                       schema => 'id INT, name STRING, shop STRING');

CREATE OR REFRESH MATERIALIZED VIEW visits_by_shop
TBLPROPERTIES ('delta.checkpointInterval' = '3')
AS SELECT shop, count(*) AS visits FROM visits GROUP BY shop;
"""
SHOPS = ["centre", "old town", None]


def make_project():
    project = Project({"spark-pipeline.yml": SPEC, "transformations/all.sql": SQL})
    for number in range(FILES):
        add_file(project, number)
    return project


def rows_of(number):
    return [{"id": number * 3 + at, "name": f"v{number}", "shop": shop}
            for at, shop in enumerate(SHOPS)]


def add_file(project, number):
    """Files are taken in the order of their times."""
    path = f"input/{number:03}.json"
    project.write(path, "".join(json.dumps(row) + "\n" for row in rows_of(number)))
    os.utime(project.folder / path, (1_700_000_000 + number, 1_700_000_000 + number))


def all_rows(files):
    return [row for number in range(files) for row in rows_of(number)]


def log_of(project, table):
    return project.folder / "warehouse/spark_catalog/default" / table / "_delta_log"


def checkpoints_of(log):
    return sorted(int(path.name.split(".")[0]) for path in log.glob("*.checkpoint.parquet"))


def clean_up(log):
    """Takes away the entries that the newest checkpoint makes needless."""
    newest = checkpoints_of(log)[-1]
    for entry in log.glob("*.json"):
        if int(entry.stem) < newest:
            entry.unlink()
    return newest
