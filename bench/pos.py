#!/usr/bin/env python3
"""Tarn and PySpark + Delta over the same point-of-sale documents: CPU, wall time, memory, equal results.

usage: pos.py [--documents N] [--runs N] [--batch N] [--no-spark]

Both run the three stages of bench/pos (raw lines to bronze, decoded and deduplicated rows to silver, stock to
gold), start-up included, one batch a stage unless --batch says how many documents a batch holds (Tarn only).
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


def clear(folder):
    """Removes what an earlier run left. For five seconds ext4 passes over inodes that were just freed, at a cost that
    is not the next run's."""
    shutil.rmtree(folder, ignore_errors=True)
    time.sleep(6)


def run_tarn(work, data, options):
    project = work / "tarn"
    clear(project)
    shutil.copytree(HERE / "pos", project)
    os.symlink(data, project / "input")
    if options.batch:
        spec = project / "spark-pipeline.yml"
        spec.write_text(spec.read_text().replace('files_per_batch: "1000000"', 'files_per_batch: "1"'))
    cost = measured([TARN, "run"], cwd=project)
    return cost, {name: project / "warehouse/spark_catalog/pos" / name for name in ("bronze", "silver", "gold")}


def run_spark(work, data):
    out = work / "spark"
    clear(out)
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


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--documents", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--batch", type=int, help="documents in a batch (default: all of them)")
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

    costs, prints = [], None
    for _ in range(options.runs):
        cost, tables = run_tarn(work, data, options)
        show("Tarn", cost)
        costs.append(cost)
        seen = {name: fingerprint(path) for name, path in tables.items()}
        if prints is not None and seen != prints:
            sys.exit(f"two runs of Tarn differ: {seen}, {prints}")
        prints = seen
    if prints["silver"][0] != manifest["item_rows_distinct"]:
        sys.exit(f"silver has {prints['silver'][0]} rows, the input {manifest['item_rows_distinct']} distinct ones")
    tarn = median(costs)
    if options.no_spark:
        return
    cost, tables = run_spark(work, data)
    show("Spark", cost)
    theirs = {name: fingerprint(path) for name, path in tables.items()}
    if theirs != prints:
        sys.exit(f"the results differ: Tarn {prints}, Spark {theirs}")
    show("median", tarn)
    print(f"results are equal: {', '.join(f'{name} {count} rows' for name, (count, _) in prints.items())}")
    print(f"Spark takes {cost.wall_s / tarn.wall_s:.1f} times the wall time, {cost.cpu_s / tarn.cpu_s:.1f} times "
          f"the CPU seconds, {cost.memory_mib / tarn.memory_mib:.1f} times the memory")


main()
