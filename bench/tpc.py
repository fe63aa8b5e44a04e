#!/usr/bin/env python3
"""TPC-H through Tarn's Spark SQL, beside DuckDB with its own SQL and types, and PySpark local[2].

usage: tpc.py [--scale 1] [--rounds 3] [--no-spark]

All read the same Parquet files of tpchgen-cli. Each engine is one process that is asked query by query; the engines
take turns, and the first round, which fills the page cache and warms Spark's JVM, is not counted. CPU seconds and
wall time of a query are medians over the rounds; results are compared, numbers to five digits (the engines' averages
have other types), before a time counts.
"""
import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "tests/tpc"))
import run as texts  # noqa: E402  the queries and their Spark spelling

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


class Engine:
    """A process that answers statements, one at a time."""

    def __init__(self, name, command):
        self.name = name
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        stderr=subprocess.DEVNULL, start_new_session=True)

    def ask(self, sql):
        self.process.stdin.write(json.dumps({"id": 1, "sql": sql}) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if "error" in answer:
            sys.exit(f"{self.name}: {answer['error']}\n{sql}")
        return answer["rows"]

    def timed(self, sql):
        """Rows, CPU seconds, wall seconds."""
        began, cpu = time.monotonic(), self.cpu_seconds()
        rows = self.ask(sql)
        return rows, self.cpu_seconds() - cpu, time.monotonic() - began

    def cpu_seconds(self):
        total = 0
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit():
                try:
                    fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
                except OSError:
                    continue  # it ended
                if int(fields[3]) == self.process.pid:
                    total += int(fields[11]) + int(fields[12])
        return total / TICKS_PER_SECOND

    def peak_memory_mib(self):
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def same_cell(a, b):
    if a == b:
        return True
    if a is None or b is None:
        return False
    try:
        return math.isclose(float(a), float(b), rel_tol=1e-5, abs_tol=1e-5)
    except ValueError:
        return False


def same_rows(a, b):
    def equal(left, right):
        return all(len(x) == len(y) and all(map(same_cell, x, y)) for x, y in zip(left, right))
    key = lambda row: [str(cell)[:4] for cell in row]  # noqa: E731
    return len(a) == len(b) and (equal(a, b) or equal(sorted(a, key=key), sorted(b, key=key)))


def make_data(folder, scale):
    if not (folder / ".done").exists():
        subprocess.run([Path(sys.executable).parent / "tpchgen-cli", "parquet", "-s", scale,
                        "--output-dir", folder], check=True, stdout=subprocess.DEVNULL)
        (folder / ".done").touch()


def geometric_mean(ratios):
    return math.exp(statistics.fmean(map(math.log, ratios)))


def report(costs, tarn, other):
    """Prints a line for each query and the means; `costs` by engine and query: a list of (cpu, wall)."""
    cpu_ratios, wall_ratios = [], []
    for query in costs[tarn]:
        ours, theirs = ([statistics.median(values) for values in zip(*costs[engine][query])] for engine in (tarn, other))
        tick = 1 / TICKS_PER_SECOND
        cpu_ratios.append(max(ours[0], tick) / max(theirs[0], tick))
        wall_ratios.append(ours[1] / theirs[1])
        print(f"  {query:<4} Tarn {ours[0]:6.2f} s CPU {ours[1]:6.3f} s wall   {other} {theirs[0]:6.2f} s CPU "
              f"{theirs[1]:6.3f} s wall   ratios {cpu_ratios[-1]:5.2f} {wall_ratios[-1]:5.2f}")
    total = {engine: [sum(statistics.median(values[i] for values in costs[engine][query]) for query in costs[engine])
                      for i in (0, 1)] for engine in (tarn, other)}
    print(f"Tarn : {other}  geometric mean {geometric_mean(cpu_ratios):.2f} of CPU, {geometric_mean(wall_ratios):.2f} of "
          f"wall time; greatest {max(cpu_ratios):.2f}, {max(wall_ratios):.2f}; all queries "
          f"{total[tarn][0]:.1f} against {total[other][0]:.1f} CPU seconds, {total[tarn][1]:.1f} against "
          f"{total[other][1]:.1f} seconds")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", default="1")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-spark", action="store_true")
    options = parser.parse_args()
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tarn"
    data = cache / f"tpch-{options.scale}"
    data.mkdir(parents=True, exist_ok=True)
    make_data(data, options.scale)
    texts.make(cache / "tpc-0.01", "0.01")

    engines = [Engine("Tarn", [os.environ["TARN_BINARY"], "sql", "--input", "jsonl", "--output", "jsonl"]),
               Engine("DuckDB", [sys.executable, HERE / "tpc/peer.py", "duckdb"])]
    if not options.no_spark:
        engines.append(Engine("Spark", [sys.executable, HERE / "tpc/peer.py", "spark"]))
    for path in sorted(data.glob("*.parquet")):
        for engine in engines:
            engine.ask(f"CREATE OR REPLACE TEMPORARY VIEW {path.stem} AS SELECT * FROM read_parquet('{path}')"
                       if engine.name == "DuckDB" else
                       f"CREATE OR REPLACE TEMPORARY VIEW {path.stem} USING parquet OPTIONS (path '{path}')")

    print(f"TPC-H at scale {options.scale}, {options.rounds} rounds; load {os.getloadavg()[0]:.1f}", flush=True)
    costs = {engine.name: {} for engine in engines}
    queries = [(name, text) for suite, name, text in texts.queries(cache / "tpc-0.01", []) if suite == "h"]
    for counted in range(options.rounds + 1):
        for name, text in queries:
            expected = None
            for engine in engines:
                rows, cpu, wall = engine.timed(text)
                if expected is None:
                    expected = rows
                elif not same_rows(expected, rows):
                    sys.exit(f"{name}: {engine.name}'s rows differ from Tarn's: {rows[:3]}, {expected[:3]}")
                if counted:
                    costs[engine.name].setdefault(name, []).append((cpu, wall))
    for engine in engines[1:]:
        report(costs, "Tarn", engine.name)
    for engine in engines[:2]:
        print(f"{engine.name}: peak memory {engine.peak_memory_mib():.0f} MiB")
    for engine in engines:
        engine.end()


main()
