#!/usr/bin/env python3
"""The front end alone: how long a large project takes to be read, parsed, resolved and checked.

usage: plan.py [--datasets 1000] [--rounds 5]

Makes a project of so many datasets in layers (streaming tables over files, expectations, joins, aggregates and windows over them,
up to ten columns each, every one reading those before it), and runs `tarn dry-run` on it. CPU seconds are of the whole
process, its start among them.
"""
import argparse
import os
import resource
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

SPEC = "name: wide\nstorage: storage\nlibraries:\n  - glob:\n      include: transformations/**\n"
FIRST = """\
CREATE OR REFRESH STREAMING TABLE raw_{0} (
  CONSTRAINT has_id EXPECT (id IS NOT NULL) ON VIOLATION DROP ROW,
  CONSTRAINT priced EXPECT (price >= 0)
) COMMENT 'events of source {0}' AS
SELECT id, upper(trim(item)) AS item, cast(price AS DECIMAL(12, 2)) AS price, quantity, to_date(at) AS day, at,
       coalesce(store.name, 'none') AS store, store.city AS city, size(tags) AS tags
FROM STREAM read_files('input/{0}', format => 'json', schema =>
  'id BIGINT, item STRING, price DOUBLE, quantity INT, at TIMESTAMP, store STRUCT<name: STRING, city: STRING>, tags ARRAY<STRING>');
"""
LATER = [
    """\
CREATE OR REFRESH MATERIALIZED VIEW daily_{0} AS
SELECT day, store, count(*) AS events, sum(price * quantity) AS revenue, avg(price) AS price,
       max(CASE WHEN quantity > 10 THEN price END) AS bulk, count(DISTINCT item) AS items
FROM {1} WHERE day >= DATE '2026-01-01' AND city NOT IN ('a', 'b', 'c') GROUP BY day, store HAVING count(*) > 1;
""", """\
CREATE OR REFRESH MATERIALIZED VIEW ranked_{0} AS
WITH best AS (SELECT *, row_number() OVER (PARTITION BY store ORDER BY price DESC, id) AS place FROM {1})
SELECT id, item, price, store, place, price - lag(price) OVER (PARTITION BY store ORDER BY at) AS change
FROM best WHERE place <= 10;
""", """\
CREATE OR REFRESH MATERIALIZED VIEW joined_{0} AS
SELECT a.id, a.item, a.price + b.price AS price, a.day, concat_ws('-', a.store, b.city) AS place,
       date_format(a.at, 'yyyy-MM') AS month
FROM {1} a LEFT JOIN {2} b ON a.id = b.id AND a.day = b.day
WHERE EXISTS (SELECT 1 FROM {2} c WHERE c.item = a.item) OR a.price > (SELECT avg(price) FROM {1});
"""]


def make(folder, datasets):
    """A third of the datasets are streaming tables; the others read them."""
    transformations = folder / "transformations"
    transformations.mkdir()
    (folder / "spark-pipeline.yml").write_text(SPEC)
    sources = max(2, datasets // 3)
    for number in range(datasets):
        if number < sources:
            text = FIRST.format(number)
        else:
            one, other = number % sources, (number * 7 + 1) % sources
            text = LATER[number % 3].format(number, f"raw_{one}", f"raw_{other}")
        (transformations / f"{number:05}.sql").write_text(text)
    for number in range(sources):
        (folder / "input" / str(number)).mkdir(parents=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--datasets", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        make(folder, options.datasets)
        costs = []
        for _ in range(options.rounds):
            before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
            output = subprocess.run([os.environ["TARN_BINARY"], "dry-run"], cwd=folder, capture_output=True, text=True)
            wall = time.monotonic() - began
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            if output.returncode != 0:
                raise SystemExit(output.stdout + output.stderr)
            costs.append((after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall))
        print(output.stdout.strip().splitlines()[-1])
        cpu, wall = (statistics.median(values) for values in zip(*costs))
        print(f"{options.datasets} datasets: {cpu:.2f} s CPU, {wall:.2f} s; {cpu / options.datasets * 1000:.2f} ms CPU each")


main()
