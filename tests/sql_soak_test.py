"""`tarn sql --input jsonl` under many mixed statements, a tenth of them broken: one process answers every one, and its
memory stays where it was.

The second half says again what the first half said: what a session keeps for its statements (the functions that they
use, by their types) is there then, and whatever grows is a leak. Then come statements with ever new constants, of which
a session may keep a bounded number only. As a test it gives 2,000; `TARN_SOAK=20000` gives
more, `TARN_SOAK_SEED` others. With a sanitizer's build it is also a search for leaks: the process ends as any other,
and says what it lost."""
import itertools
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import threading

TARN = os.environ["TARN_BINARY"]
ANSWERS = os.path.join(os.environ["TARN_SOURCE_DIR"], "tests", "answers")
COUNT = int(os.environ.get("TARN_SOAK", "2000"))
SEED = os.environ.get("TARN_SOAK_SEED", "soak")
# What the engine says in its own words should have been said in Spark's.
ENGINES_WORDS = re.compile(r"\b(INTERNAL|Binder|Parser|Catalog|Conversion|Invalid Input|Not implemented|Out of Range) Error\b")

# Statements that change the session or its tables; each leaves nothing that the next round would meet.
ROUNDS = [
    ["CREATE OR REPLACE TEMPORARY VIEW v AS SELECT id, id % 3 AS k FROM range({n})",
     "SELECT k, count(*) AS n, sum(id) AS s FROM v GROUP BY k ORDER BY k",
     "SELECT a.id FROM v AS a JOIN v AS b ON a.id = b.id WHERE a.k = 1 ORDER BY a.id LIMIT 5",
     "DROP VIEW v"],
    ["DROP TABLE IF EXISTS t{m}", "CREATE TABLE t{m} (a INT, b STRING, d DECIMAL(10,2)) USING delta",
     "INSERT INTO t{m} VALUES (1, 'x', 1.5), (2, 'y', NULL), (3, NULL, {m}.25)",
     "UPDATE t{m} SET b = upper(b) WHERE a < 3", "DELETE FROM t{m} WHERE a = 2",
     "MERGE INTO t{m} USING (SELECT 3 AS a, 'z' AS b) AS s ON t{m}.a = s.a WHEN MATCHED THEN UPDATE SET b = s.b",
     "SELECT * FROM t{m} ORDER BY a", "DESCRIBE TABLE t{m}", "ALTER TABLE t{m} ADD COLUMN e DATE", "DROP TABLE t{m}"],
    ["DECLARE OR REPLACE VARIABLE x INT DEFAULT {n}", "SET VAR x = x + 1", "SELECT x * 2 AS y", "DROP TEMPORARY VARIABLE x"],
    ["CREATE OR REPLACE TEMPORARY FUNCTION f(p INT) RETURNS INT RETURN p * p + {n}",
     "SELECT f(3) AS a, f(CAST(id AS INT)) AS b FROM range(3)", "DROP TEMPORARY FUNCTION f"],
    ["SET spark.sql.session.timeZone = Asia/Tokyo", "SELECT TIMESTAMP'2024-02-29 12:00:00 UTC' AS t",
     "SET spark.sql.session.timeZone = UTC"],
    ["EXPLAIN SELECT id + {n} AS a FROM range(10)", "SHOW TABLES", "SHOW FUNCTIONS LIKE 'a*'"],
]
BROKEN = ["SELECT {n} +", "SELEC {n}", "SELECT nosuch{n}", "SELECT * FROM nosuch{n}", "SELECT 1 / (id - id) FROM range({n} + 1)",
          "SELECT CAST('x{n}' AS INT)", "SELECT nosuch{n}(1)", "SELECT (", "SELECT 'x{n}", "DROP TABLE nosuch{n}",
          "INSERT INTO nosuch{n} VALUES (1)", "SELECT array(1)[{n} + 1]", "SELECT sum(id), id FROM range({n})", "SELECT \x01 \U0001f600 {n}"]


# Each function here is compiled for its constant. Kept for good, 3,000 of them would be some 50 MB.
FRESH = ("SELECT date_format(t, 'yyyy \\'{n}\\''), date_format(t, 'MM \\'{n}\\''), to_char({n}, '999999'), "
         "to_timestamp('2024 {n}', 'yyyy \\'{n}\\''), to_date('24 {n}', 'yy \\'{n}\\''), from_unixtime({n}, 'HH \\'{n}\\''), "
         "from_csv('1', 'a{n} INT') FROM VALUES (TIMESTAMP'2024-02-29 12:00:00') AS v(t)")
FRESH_FIRST, FRESH_ALL, FRESH_GROWTH_KB = 1000, 4000, 20 * 1024


def recorded():
    """The queries whose answers of Spark are kept."""
    good, bad = [], []
    for name in sorted(os.listdir(ANSWERS)):
        if not name.endswith(".jsonl"):
            continue
        with open(os.path.join(ANSWERS, name), encoding="utf-8") as file:
            for line in file:
                kept = json.loads(line)
                (bad if "error" in kept else good).append(kept["sql"])
    return good, bad


def statements(random_numbers):
    good, bad = recorded()
    count = 0
    while True:
        kind = random_numbers.random()
        if kind < 0.02:
            for text in random_numbers.choice(ROUNDS):
                yield text.format(n=count % 50, m=count % 7)
        elif kind < 0.12:
            broken = random_numbers.random() < 0.5
            yield random_numbers.choice(BROKEN).format(n=count % 50) if broken else random_numbers.choice(bad)
        else:
            yield random_numbers.choice(good)
        count += 1


def memory_kb(process):
    with open(f"/proc/{process.pid}/status", encoding="ascii") as file:
        for line in file:
            if line.startswith("VmRSS:"):
                return int(line.split()[1])
    raise AssertionError("the process has no memory")


def is_sanitized():
    with open(TARN, "rb") as program:
        return b"__asan_init" in program.read()


def main():
    half = list(itertools.islice(statements(random.Random(SEED)), COUNT // 2))
    seen, errors, inner = [], 0, []
    options = os.environ.get("ASAN_OPTIONS", "")
    environment = {**os.environ, "ASAN_OPTIONS": options + ":quarantine_size_mb=32"}
    with tempfile.TemporaryDirectory() as folder:
        with tempfile.TemporaryFile("w+") as complaints:
            process = subprocess.Popen([TARN, "sql", "--input", "jsonl", "--output", "jsonl"], cwd=folder, text=True,
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints, env=environment,
                                       encoding="utf-8")
            watchdog = threading.Timer(7200, process.kill)
            watchdog.start()
            last = None
            try:
                for at, last in enumerate(half + half):
                    process.stdin.write(json.dumps({"id": at, "sql": last}) + "\n")
                    process.stdin.flush()
                    line = process.stdout.readline()
                    assert line, f"seed {SEED}: the process ended at statement {at}: {last}"
                    answer = json.loads(line)
                    assert answer["id"] == at, f"seed {SEED}, statement {at}: {last}\n{line}"
                    if "error" in answer:
                        errors += 1
                        if ENGINES_WORDS.search(answer["error"].get("message", "")):
                            inner.append((last, answer["error"]))
                    if (at + 1) % (COUNT // 4) == 0:
                        seen.append(memory_kb(process))
                        print(f"after {at + 1}: {seen[-1] // 1024} MB, {errors} errors", flush=True)
                # What the statements have set, escapedStringLiterals among it, is another language.
                process.stdin.write(json.dumps({"id": 0, "sql": "RESET"}) + "\n")
                process.stdin.flush()
                assert "error" not in json.loads(process.stdout.readline())
                for at in range(FRESH_ALL):
                    last = FRESH.format(n=at)
                    process.stdin.write(json.dumps({"id": at, "sql": last}) + "\n")
                    process.stdin.flush()
                    answer = json.loads(process.stdout.readline())
                    assert "rows" in answer, answer
                    if at + 1 in (FRESH_FIRST, FRESH_ALL):
                        seen.append(memory_kb(process))
                        print(f"after {at + 1} with new constants: {seen[-1] // 1024} MB", flush=True)
                process.stdin.close()
                assert process.wait(timeout=600) == 0
            finally:
                watchdog.cancel()
                process.kill()
                complaints.seek(0)
                said = complaints.read()
                if said:
                    print(said, file=sys.stderr)
            assert said == "", f"seed {SEED}: it complained, last of: {last}"
    assert not inner, f"seed {SEED}: {inner[0]}"
    assert errors >= COUNT // 12, errors
    if is_sanitized():
        return  # it keeps what is freed, and the stacks of allocations, and says at the end itself what was lost
    # Half a kilobyte a statement, and what an allocator holds back.
    assert seen[3] <= seen[1] + COUNT // 4 + 24 * 1024, f"seed {SEED}: the memory grew: {seen} KB"
    assert seen[5] <= seen[4] + FRESH_GROWTH_KB, f"new constants stay in memory: {seen} KB"


if __name__ == "__main__":
    main()
