#!/usr/bin/env python3
"""Kills the program while it works, and compares what is left with a run that nobody disturbed.

usage: crash.py [--kills N] [--seed S]

Two parts, both on a small project with a bronze stream, a deduplicated silver stream with expectations
and a materialized view, whose input files arrive one after another:
  each failpoint   the process ends itself there, at its first, second and third visit
  random kills     kill -9 after a random time, N times
After each death the program is started again until it succeeds. In the end every table must hold the same
rows as in the undisturbed run, and every expectation the same counts in the event log.
"""
import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict

from deltalake import DeltaTable

TARN = os.environ["TARN_BINARY"]
FAILPOINTS = ["offsets-journalled", "data-files-written", "log-entry-prepared", "sink-committed", "batch-committed",
              "events-in-table"]
ONCE_A_RUN = "events-in-table"
FAILPOINT_EXIT_CODE = 86
TABLES = ["bronze", "silver", "gold"]
FILES = 6
ROWS_PER_FILE = 300

SPEC = """\
name: crash
storage: storage
libraries:
  - glob:
      include: transformations/**
"""

SQL = """\
CREATE OR REFRESH STREAMING TABLE bronze AS
SELECT *, _metadata.file_name AS file_name
FROM STREAM read_files('input', format => 'json', maxFilesPerTrigger => 2,
                       schema => 'id INT, item STRING, quantity INT, at TIMESTAMP');

CREATE OR REFRESH STREAMING TABLE silver (
  CONSTRAINT has_quantity EXPECT (quantity IS NOT NULL) ON VIOLATION DROP ROW,
  CONSTRAINT is_small EXPECT (quantity < 40)
) AS SELECT DISTINCT ON (id) id, item, quantity, at
FROM STREAM bronze WATERMARK at DELAY OF INTERVAL 1 HOUR;

CREATE OR REFRESH MATERIALIZED VIEW gold (
  CONSTRAINT sells EXPECT (quantity > 100)
) AS SELECT item, sum(quantity) AS quantity, count(*) AS rows FROM silver GROUP BY item;
"""


def make_project(folder):
    os.makedirs(folder + "/transformations")
    os.makedirs(folder + "/input")
    with open(folder + "/spark-pipeline.yml", "w") as spec:
        spec.write(SPEC)
    with open(folder + "/transformations/all.sql", "w") as sql:
        sql.write(SQL)


def lines_of(number, seed):
    """Rows of one file: some repeat earlier ids, some lack a quantity, some are late."""
    rng = random.Random(seed * 1000 + number)
    lines = []
    for i in range(ROWS_PER_FILE):
        row = number * ROWS_PER_FILE + i
        fresh = rng.random() > 0.1
        minute = number * 60 + i // 5 - (300 if rng.random() < 0.02 else 0)
        lines.append(json.dumps({
            "id": row if fresh else rng.randrange(row + 1),
            "item": rng.choice(["tea", "bread", "salt"]),
            "quantity": None if rng.random() < 0.05 else rng.randrange(50),
            "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(1_700_000_000 + 60 * minute)),
        }))
    return "\n".join(lines) + "\n"


def add_file(folder, number, seed):
    """A file appears whole. Times are set, because the order of reading is that of the times."""
    path = f"{folder}/input/{number}.json"
    with open(path + ".tmp", "w") as out:
        out.write(lines_of(number, seed))
    os.utime(path + ".tmp", (1_700_000_000 + number, 1_700_000_000 + number))
    os.rename(path + ".tmp", f"{folder}/input/{number}.json")


def start(folder, failpoint=None):
    environment = dict(os.environ)
    if failpoint:
        environment["TARN_FAILPOINT"] = failpoint
    return subprocess.Popen([TARN, "run"], cwd=folder, env=environment, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, text=True)


def run_to_the_end(folder):
    process = start(folder)
    output, _ = process.communicate()
    if process.returncode != 0:
        sys.exit(f"tarn run failed after a death, exit code {process.returncode}:\n{output}")


def rows_of(folder, table):
    data = DeltaTable(f"{folder}/warehouse/spark_catalog/default/{table}").to_pyarrow_table().to_pylist()
    return Counter(tuple(sorted(row.items(), key=lambda cell: cell[0])).__repr__() for row in data)


def counts_of(folder):
    """Passed and failed records by expectation, from the event log. Batches are told of once each."""
    counts = defaultdict(Counter)
    told = Counter()
    events = subprocess.run([TARN, "events", "--all", "--json"], cwd=folder, check=True, stdout=subprocess.PIPE, text=True)
    for line in events.stdout.splitlines():
        event = json.loads(line)
        origin = event["origin"]
        if "batch_id" not in origin:
            continue
        told[(origin["flow_id"], origin["batch_id"])] += 1
        quality = json.loads(event["details"])["flow_progress"].get("data_quality", {})
        # A view is computed as often as its input changed, which deaths may make more often.
        if event["origin"]["flow_name"].endswith("gold"):
            continue
        for expectation in quality.get("expectations", []):
            counts[expectation["name"]]["passed"] += expectation["passed_records"]
            counts[expectation["name"]]["failed"] += expectation["failed_records"]
    twice = [batch for batch, times in told.items() if times > 1]
    return {name: dict(count) for name, count in counts.items()}, twice


def state_of(folder):
    counts, twice = counts_of(folder)
    return {"tables": {table: rows_of(folder, table) for table in TABLES}, "counts": counts, "told twice": twice}


def compare(name, expected, folder):
    actual = state_of(folder)
    if actual["told twice"]:
        sys.exit(f"{name}: batches told of twice: {actual['told twice']}")
    for table in TABLES:
        missing = expected["tables"][table] - actual["tables"][table]
        extra = actual["tables"][table] - expected["tables"][table]
        if missing or extra:
            sys.exit(f"{name}: table {table}: {sum(missing.values())} rows missing, {sum(extra.values())} too many, "
                     f"for example {list((missing + extra).elements())[:2]}; kept in {folder}")
    if actual["counts"] != expected["counts"]:
        sys.exit(f"{name}: expectation counts {actual['counts']}, undisturbed {expected['counts']}; kept in {folder}")


def undisturbed(folder, seed):
    make_project(folder)
    for number in range(FILES):
        add_file(folder, number, seed)
    run_to_the_end(folder)
    state = state_of(folder)
    if not all(state["tables"].values()) or not all(count["failed"] for count in state["counts"].values()):
        sys.exit(f"the undisturbed run proves nothing: {state['counts']}")
    return state


def at_failpoints(work, seed, expected):
    deaths = 0
    for failpoint in FAILPOINTS:
        for visit in (1,) if failpoint == ONCE_A_RUN else (1, 2, 3):
            folder = f"{work}/{failpoint}-{visit}"
            make_project(folder)
            for number in range(FILES):
                add_file(folder, number, seed)
            process = start(folder, f"{failpoint}:{visit}")
            output, _ = process.communicate()
            if process.returncode != FAILPOINT_EXIT_CODE:
                sys.exit(f"{failpoint}:{visit} was not reached; exit code {process.returncode}:\n{output}")
            deaths += 1
            run_to_the_end(folder)
            compare(f"{failpoint}:{visit}, seed {seed}", expected, folder)
            shutil.rmtree(folder)
    return deaths


def at_random_times(work, seed, kills):
    """Files keep arriving while the process is killed again and again; the tables must be those of files
    taken in without a kill, in the same batches: one file arrives, and is taken in, at a time."""
    rng = random.Random(seed)
    calm, wild = f"{work}/calm", f"{work}/wild"
    make_project(calm)
    make_project(wild)
    began = time.monotonic()
    add_file(calm, 0, seed)
    run_to_the_end(calm)
    typical = time.monotonic() - began
    deaths = 0
    number = 0
    while deaths < kills:
        add_file(wild, number, seed)
        if number > 0:
            add_file(calm, number, seed)
            run_to_the_end(calm)
        for _ in range(3):
            process = start(wild)
            time.sleep(rng.uniform(0, typical * 1.2))
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
                deaths += 1
            process.communicate()
        run_to_the_end(wild)
        number += 1
    compare(f"random kills, seed {seed}", state_of(calm), wild)
    return deaths


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seeds", type=int, default=1, help="how many inputs the failpoints are tried with")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    work = tempfile.mkdtemp(prefix="tarn-crash-")
    at_points = 0
    for seed in range(options.seed, options.seed + options.seeds):
        expected = undisturbed(f"{work}/undisturbed-{seed}", seed)
        at_points += at_failpoints(work, seed, expected)
    killed = at_random_times(work, options.seed, options.kills)
    print(f"{at_points} deaths at {len(FAILPOINTS)} failpoints with {options.seeds} seed(s) from {options.seed}, "
          f"{killed} kills at random times: tables and expectation counts are those of undisturbed runs")
    shutil.rmtree(work)


if __name__ == "__main__":
    main()
