"""TPC-DS and TPC-H: does every query answer as Spark's does?

usage: run.py record|compare [--scale 0.01] [--folder DIR] [--only ds/q7,h/q1] [--show]

The data and the texts of the 99 + 22 queries come from DuckDB's extensions (tests/tpc/requirements.txt),
with the texts put into Spark's dialect by rule (`spark_text`). Both sides read the same Parquet files.

record   asks Spark, and writes answers-<scale>.jsonl beside this file: of each query the schema, the number of
         rows and a hash of them. The rows themselves go to the folder, for --show.
compare  asks TARN_BINARY, and ends with 0 where every query has Spark's schema and rows.

Rows are compared as a sorted list: an ORDER BY that does not name every column leaves the others' order open, and
Spark's own order of NULLs shows in a LIMIT. DOUBLE cells are compared to 12 digits: their sums depend on
the order of addition, which neither engine promises.
"""
import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
from importlib.metadata import files
from pathlib import Path

HERE = Path(__file__).resolve().parent
SUITES = {"ds": ("tpcds", "call dsdgen(sf={})", "tpcds_queries()"),
          "h": ("tpch", "call dbgen(sf={})", "tpch_queries()")}


def spark_text(text):
    """A query in Spark's dialect: a quoted name stands in backticks there. No text holds a double quote in a string."""
    return re.sub(r'"([^"]*)"', r"`\1`", text).strip().rstrip(";")


def extension_file(name):
    package = f"duckdb-extension-{name}"
    return next(str(file.locate()) for file in files(package) if file.name.endswith(".duckdb_extension"))


def narrow(connection, table):
    """The columns of a table as Spark's users have them: keys and counts that fit are INT."""
    columns = []
    for name, kind, *_ in connection.execute(f"describe {table}").fetchall():
        columns.append(f"{name}::integer as {name}" if kind == "BIGINT" else name)
    return ", ".join(columns)


def make(folder, scale):
    """Fills the folder with <suite>/<table>.parquet and <suite>/queries.json where that was not done yet."""
    for suite, (extension, generate, queries) in SUITES.items():
        place = folder / suite
        if (place / "queries.json").exists():
            continue
        import duckdb
        place.mkdir(parents=True, exist_ok=True)
        connection = duckdb.connect()
        connection.execute(f"load '{extension_file(extension)}'")
        connection.execute(generate.format(scale))
        for (table,) in connection.execute("select table_name from duckdb_tables()").fetchall():
            connection.execute(f"copy (select {narrow(connection, table)} from {table}) "
                               f"to '{place / table}.parquet' (format parquet)")
        texts = {f"q{number}": spark_text(text)
                 for number, text in connection.execute(f"select * from {queries}").fetchall()}
        (place / "queries.json").write_text(json.dumps(texts, indent=1))


def views(folder, suite):
    return [f"CREATE OR REPLACE TEMPORARY VIEW {path.stem} USING parquet OPTIONS (path '{path}')"
            for path in sorted((folder / suite).glob("*.parquet"))]


def queries(folder, only):
    """(suite, name, text), suite by suite."""
    for suite in SUITES:
        for name, text in json.loads((folder / suite / "queries.json").read_text()).items():
            if not only or f"{suite}/{name}" in only:
                yield suite, name, text


def without_last_digits(rows, schema):
    """The cells of DOUBLE columns to 12 digits."""
    kinds = [kind for kind in re.findall(r"[^:,<]+:((?:[^,<>()]|\([^)]*\))+)", schema)]
    doubles = [i for i, kind in enumerate(kinds) if kind.strip(">") == "double"]
    for row in rows:
        for i in doubles:
            if row[i] not in (None, "NULL", "NaN", "Infinity", "-Infinity"):
                row[i] = f"{float(row[i]):.11e}"
    return rows


def fingerprint(rows):
    return hashlib.sha256("\n".join("\t".join(row) for row in rows).encode()).hexdigest()[:16]


def sorted_rows(rows, schema):
    texts = [["NULL" if cell is None else cell for cell in row] for row in rows]
    return sorted(without_last_digits(texts, schema))


def answers_file(scale):
    return HERE / f"answers-{scale}.jsonl"


def record(folder, scale, only):
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession
    spark = (SparkSession.builder.master("local[2]").config("spark.driver.host", "127.0.0.1")
             .config("spark.ui.enabled", "false").config("spark.sql.session.timeZone", "UTC")
             .config("spark.sql.shuffle.partitions", "2").config("spark.ui.showConsoleProgress", "false")
             .config("spark.sql.datetime.java8API.enabled", "true")
             .config("spark.sql.crossJoin.enabled", "true").getOrCreate())
    spark.sparkContext.setLogLevel("OFF")
    hive = spark.sparkContext._jvm.org.apache.spark.sql.execution.HiveResult
    suite_now, lines = None, []
    (folder / "spark").mkdir(exist_ok=True)
    for suite, name, text in queries(folder, only):
        if suite != suite_now:
            for view in views(folder, suite):
                spark.sql(view)
            suite_now = suite
        line = {"query": f"{suite}/{name}"}
        try:
            frame = spark.sql(text)
            schema = frame._jdf.schema().catalogString()
            found = hive.hiveResultString(frame._jdf.queryExecution().executedPlan())
            rows = sorted_rows([found.apply(i).split("\t") for i in range(found.length())], schema)
            line |= {"schema": schema, "rows": len(rows), "hash": fingerprint(rows)}
            (folder / "spark" / f"{suite}-{name}.txt").write_text("\n".join("\t".join(row) for row in rows))
        except PySparkException as error:
            line |= {"error": error.getCondition()}
        lines.append(json.dumps(line))
        print(lines[-1], flush=True)
    if not only:
        answers_file(scale).write_text("\n".join(lines) + "\n")


def ask_tarn(folder, only):
    """Of each query (its name, the answer as docs/formats/sql-jsonl.md says it)."""
    asked, requests = [], []
    suite_now = None
    for suite, name, text in queries(folder, only):
        if suite != suite_now:
            requests += [{"id": None, "reset": True}] + [{"id": None, "sql": view} for view in views(folder, suite)]
            suite_now = suite
        requests.append({"id": f"{suite}/{name}", "sql": text})
    lines = "".join(json.dumps(request) + "\n" for request in requests)
    with subprocess.Popen([os.environ["TARN_BINARY"], "sql", "--input", "jsonl", "--output", "jsonl"],
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        output, _ = process.communicate(lines)
    for line in output.splitlines():
        answer = json.loads(line)
        if answer.get("id") is not None:
            asked.append((answer["id"], answer))
        elif "error" in answer:
            sys.exit(f"a view was refused: {line}")
    return asked, len([request for request in requests if request["id"]])


def difference(expected, answer, show):
    """What differs, or None."""
    if "error" in answer:
        found = answer["error"]["class"]
        if found == expected.get("error"):
            return None
        return f"{found}: {answer['error']['message'][:300]}"
    if "error" in expected:
        return f"Spark refuses it: {expected['error']}"
    if answer["schema"] != expected["schema"]:
        return f"schema\n    ours  {answer['schema']}\n    Spark {expected['schema']}"
    rows = sorted_rows(answer["rows"], answer["schema"])
    if fingerprint(rows) == expected["hash"]:
        return None
    text = f"rows: {len(rows)} here, {expected['rows']} in Spark"
    if show and show.exists():
        sparks = show.read_text().split("\n")
        ours = ["\t".join(row) for row in rows]
        text += "".join(f"\n    ours  {row}" for row in ours if row not in sparks)[:3000]
        text += "".join(f"\n    Spark {row}" for row in sparks if row not in ours)[:3000]
    return text


def compare(folder, scale, only, show):
    expected = {line["query"]: line for line in map(json.loads, answers_file(scale).read_text().splitlines())}
    asked, wanted = ask_tarn(folder, only)
    failed = wanted - len(asked)
    for name, answer in asked:
        place = folder / "spark" / f"{name.replace('/', '-')}.txt" if show else None
        found = difference(expected[name], answer, place)
        if found:
            failed += 1
            print(f"{name}: {found}")
    refused = sum("error" in line for line in expected.values())
    print(f"TPC at scale {scale}: {wanted - failed} of {wanted} queries have Spark's schema and rows "
          f"(of them {refused} that Spark refuses)")
    return 0 if failed == 0 and wanted > 0 else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("word", choices=["record", "compare"])
    parser.add_argument("--scale", default="0.01")
    parser.add_argument("--folder", type=Path, help="where the data lies (default: in the cache folder)")
    parser.add_argument("--only", type=lambda text: text.split(","), default=[])
    parser.add_argument("--show", action="store_true", help="print the rows that differ, where record kept them")
    arguments = parser.parse_args()
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = arguments.folder or cache / "tarn" / f"tpc-{arguments.scale}"
    make(folder, arguments.scale)
    if arguments.word == "record":
        record(folder, arguments.scale, arguments.only)
        return 0
    return compare(folder, arguments.scale, arguments.only, arguments.show)


if __name__ == "__main__":
    sys.exit(main())
