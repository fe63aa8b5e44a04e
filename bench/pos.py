#!/usr/bin/env python3
"""Tarn and PySpark + Delta over the same point-of-sale documents: CPU, wall time, memory, equal results.

usage: pos.py [--documents N] [--runs N] [--batch N] [--no-spark]

Both run the three stages of bench/pos (raw lines to bronze, decoded and deduplicated rows to silver, stock to
gold), start-up included, one batch a stage. With --batch, Tarn also runs in batches of so many documents, by turns.
Memory is the greatest sum of resident memory of all processes of a run, looked at every 50 ms; CPU seconds
are theirs in all. Tables are compared row by row (counts and sums of hashes) before a time counts.
"""
import argparse
import glob
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb
from deltalake import DeltaTable

HERE = Path(__file__).resolve().parent
TARN = os.environ["TARN_BINARY"]
DOCUMENTS_PER_EVENT = 1.095  # duplicates, and the second document of a pick-up
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


@dataclass
class Cost:
    wall_s: float
    cpu_s: float
    memory_mib: float


def processes_of(session):
    """CPU seconds and resident bytes of each process of a session, by pid."""
    found = {}
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            fields = Path(f"/proc/{name}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue  # it ended
        if int(fields[3]) == session:
            found[name] = ((int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND, int(fields[21]) * PAGE_BYTES)
    return found


def measured(command, **options):
    began = time.monotonic()
    process = subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL, **options)
    cpu, memory = {}, 0
    while process.poll() is None:
        alive = processes_of(process.pid)
        cpu.update({pid: seconds for pid, (seconds, _) in alive.items()})
        memory = max(memory, sum(resident for _, resident in alive.values()))
        time.sleep(0.05)
    wall = time.monotonic() - began
    if process.returncode != 0:
        sys.exit(f"{command[0]} ended with {process.returncode}")
    return Cost(wall, sum(cpu.values()), memory / 2**20)


def make_input(folder, options):
    """The documents, made once for each size and kept."""
    if (folder / "manifest.json").exists():
        return
    shutil.rmtree(folder, ignore_errors=True)
    events = round(options.documents / DOCUMENTS_PER_EVENT)
    files = max(1, options.documents // options.batch) if options.batch else 20
    subprocess.run([TARN, "simulate", "pos", "--output", folder, "--events", str(events), "--items", "5000",
                    "--files", str(files), "--seed", "42"], check=True)


def new_folder(work, name):
    """A folder of its own for each run. What runs leave goes when all have ended: ext4 passes over inodes that were
    freed in the last minutes, one by one, and that would be a cost of the next run."""
    runs = work / "runs"
    runs.mkdir(exist_ok=True)
    return runs / f"{len(os.listdir(runs))}-{name}"


def run_tarn(work, data, batches):
    project = new_folder(work, "tarn")
    shutil.copytree(HERE / "pos", project)
    os.symlink(data, project / "input")
    if batches:
        spec = project / "spark-pipeline.yml"
        spec.write_text(spec.read_text().replace('files_per_batch: "1000000"', 'files_per_batch: "1"'))
    cost = measured([TARN, "run"], cwd=project)
    return cost, {name: project / "warehouse/spark_catalog/pos" / name for name in ("bronze", "silver", "gold")}


def run_spark(work, data):
    out = new_folder(work, "spark")
    jars = ",".join(sorted(glob.glob(os.environ["TARN_SPARK_JARS"] + "/*.jar")))
    environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "TZ": "UTC"}
    cost = measured([sys.executable, HERE / "pos/spark_pos.py", data, out, jars], env=environment,
                    stderr=subprocess.DEVNULL)
    return cost, {name: out / name for name in ("bronze", "silver", "gold")}


def fingerprint(path):
    """How many rows, and a sum over them that does not depend on their order."""
    table = DeltaTable(str(path))
    columns = ", ".join(sorted(field.name for field in table.schema().fields))
    files = table.file_uris()
    return duckdb.sql(f"SET TimeZone = 'UTC'; SELECT count(*), sum(hash({columns})::HUGEINT) "
                      "FROM read_parquet($files)", params={"files": files}).fetchone()


def median(costs):
    return Cost(*(statistics.median(getattr(cost, field) for cost in costs)
                  for field in ("wall_s", "cpu_s", "memory_mib")))


def show(name, cost):
    print(f"{name:<8} wall {cost.wall_s:8.1f} s   CPU {cost.cpu_s:8.1f} s   memory {cost.memory_mib:8.0f} MiB", flush=True)


def compare(work, data, manifest, options):
    """Runs everything and says what it cost. Exits where two results differ."""
    expected = None

    def check(tables):
        nonlocal expected
        seen = {name: fingerprint(path) for name, path in tables.items()}
        if expected is not None and seen != expected:
            sys.exit(f"two results differ: {seen}, {expected}")
        expected = seen

    costs = {False: [], True: []}
    for _ in range(options.runs):
        for batches in [False, True] if options.batch else [False]:
            cost, tables = run_tarn(work, data, batches)
            show("batches" if batches else "Tarn", cost)
            costs[batches].append(cost)
            check(tables)
    if expected["silver"][0] != manifest["item_rows_distinct"]:
        sys.exit(f"silver has {expected['silver'][0]} rows, the input {manifest['item_rows_distinct']} distinct ones")
    tarn = median(costs[False])
    show("median", tarn)
    if options.batch:
        batches = median(costs[True])
        show("batches", batches)
        print(f"batches of {options.batch} documents take {batches.cpu_s / tarn.cpu_s:.2f} times the CPU seconds, "
              f"{batches.wall_s / tarn.wall_s:.2f} times the wall time of one batch")
    if not options.no_spark:
        spark, tables = run_spark(work, data)
        show("Spark", spark)
        check(tables)
        print(f"Spark takes {spark.wall_s / tarn.wall_s:.1f} times the wall time, {spark.cpu_s / tarn.cpu_s:.1f} times "
              f"the CPU seconds, {spark.memory_mib / tarn.memory_mib:.1f} times the memory")
    print(f"results are equal: {', '.join(f'{name} {count} rows' for name, (count, _) in expected.items())}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--documents", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--batch", type=int, help="documents in a batch, beside all of them in one")
    parser.add_argument("--no-spark", action="store_true")
    parser.add_argument("--work", type=Path, default=HERE.parent / "build/bench")
    options = parser.parse_args()
    work = options.work.resolve()
    data = work / f"input-{options.documents}-{options.batch or 'all'}"
    work.mkdir(parents=True, exist_ok=True)
    make_input(data, options)
    manifest = json.loads((data / "manifest.json").read_text())
    print(f"{manifest['documents']} documents, {manifest['item_rows']} item rows, {manifest['bytes'] >> 20} MiB of JSON; "
          f"load {os.getloadavg()[0]:.1f}", flush=True)
    try:
        compare(work, data, manifest, options)
    finally:
        shutil.rmtree(work / "runs", ignore_errors=True)


main()
