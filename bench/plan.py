#!/usr/bin/env python3
"""The front end alone: how long a large project takes to be read, parsed, resolved and checked.

usage: plan.py [--datasets 1000] [--queries 5000] [--rounds 5]

Makes a project of so many datasets in layers (streaming tables over files, expectations, joins, aggregates and windows over them,
up to ten columns each, every one reading those before it), and runs `tarn dry-run` on it. Then a session explains so
many queries like those of the project, one by one: EXPLAIN parses, resolves and prints the plan, and DuckDB sees none of them.
CPU seconds are of the whole process, its start among them.
"""
import argparse
import json
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


TABLE = """CREATE OR REPLACE TEMPORARY VIEW raw AS SELECT cast(1 AS BIGINT) AS id, 'a' AS item, cast(1 AS DECIMAL(12, 2)) AS price,
1 AS quantity, current_date() AS day, current_timestamp() AS at, 's' AS store, 'c' AS city, 1 AS tags"""


def requests(queries):
    """Each query with another number in it, so that no two are the same text."""
    texts = [text.split(" AS", 1)[1].rstrip(";\n") for text in LATER]
    lines = [json.dumps({"id": 0, "sql": TABLE})]
    for number in range(queries):
        text = texts[number % 3].format(number, "raw", "raw").replace("> 1", f"> {number}", 1)
        lines.append(json.dumps({"id": number + 1, "sql": "EXPLAIN " + text}))
    return "\n".join(lines) + "\n"


def measured(command, **options):
    """Output, CPU seconds, wall seconds."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, **options)
    wall = time.monotonic() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        raise SystemExit(done.stdout + done.stderr)
    return done.stdout, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall


def median_of(rounds, command, **options):
    runs = [measured(command, **options) for _ in range(rounds)]
    return runs[-1][0], *(statistics.median(run[i] for run in runs) for i in (1, 2))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--datasets", type=int, default=1000)
    parser.add_argument("--queries", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    tarn = os.environ["TARN_BINARY"]
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        make(folder, options.datasets)
        output, cpu, wall = median_of(options.rounds, [tarn, "dry-run"], cwd=folder)
        print(output.strip().splitlines()[-1])
        print(f"{options.datasets} datasets: {cpu:.2f} s CPU, {wall:.2f} s; {cpu / options.datasets * 1000:.2f} ms CPU each")
        asked = requests(options.queries)
        output, cpu, wall = median_of(options.rounds, [tarn, "sql", "--input", "jsonl", "--output", "jsonl"], input=asked, cwd=folder)
        refused = [line for line in output.splitlines() if '"error"' in line]
        if refused or output.count("\n") != options.queries + 1:
            raise SystemExit(f"not explained: {refused[:1]}")
        print(f"{options.queries} queries: {cpu:.2f} s CPU, {wall:.2f} s; {cpu / options.queries * 1000:.2f} ms CPU each")


main()
