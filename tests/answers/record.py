"""Asks Spark, and writes what it answers: the golden data that session/answers_test.cc compares ours with.

usage: record.py [topic...]        all topics where none is named; `./dev record` calls it

<topic>.sql holds queries, each ending in `;` at a line's end. `SET key = value;` holds for the queries below it,
`RESET;` ends that. `-- differs: reason` above a query says that ours is known to differ, and why: the test
then fails once it no longer does. Other comments are for people.
<topic>.jsonl gets one line a query: the query, the settings, and either the schema and the rows as Spark's
shell prints them (cells apart by tabs), or the error's condition, SQLSTATE and message.

sessions/<topic>.sql holds statements of one session, carried out one behind the other, SET and RESET among them; a topic
takes away what it made. Rows of SHOW and DESCRIBE are recorded cell by cell, because the shell lays them out.
A line `-- with: delta` has Spark know Delta, whose jars lie in the folder that TARN_SPARK_JARS names.

The topic `examples` is not a file of ours: it is every worked example that Spark's own DESCRIBE FUNCTION
EXTENDED shows. What of it differs stands in examples.differs, a line each.
"""
import json
import logging
import os
import re
import sys
import tempfile
from pathlib import Path

from pyspark.errors import PySparkException
from pyspark.errors.exceptions.captured import convert_exception
from pyspark.sql import SparkSession

HERE = Path(__file__).resolve().parent


class Oracle:
    def __init__(self, warehouse, with_delta=False):
        builder = SparkSession.builder.master("local[1]")
        # One process has one JVM, which takes its jars when it starts.
        jars = Path(os.environ["TARN_SPARK_JARS"]).glob("*.jar") if "TARN_SPARK_JARS" in os.environ else []
        builder = builder.config("spark.driver.extraClassPath", ":".join(map(str, jars)))
        if with_delta:
            builder = (builder.config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
                       .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
                       .config("spark.databricks.delta.snapshotPartitions", "1"))
        self.spark = (builder
                      .config("spark.driver.host", "127.0.0.1")
                      .config("spark.ui.enabled", "false")
                      .config("spark.sql.warehouse.dir", warehouse)
                      .config("spark.sql.session.timeZone", "UTC")
                      # TIME is on in Tarn; Spark 4.2 wants to be asked (decisions/005).
                      .config("spark.sql.timeType.enabled", "true")
                      .config("spark.sql.shuffle.partitions", "1")
                      .config("spark.ui.showConsoleProgress", "false")
                      # As Spark's shell has it: java.sql's classes know another calendar.
                      .config("spark.sql.datetime.java8API.enabled", "true")
                      .getOrCreate())
        self.spark.sparkContext.setLogLevel("OFF")
        self.hive = self.spark.sparkContext._jvm.org.apache.spark.sql.execution.HiveResult

    def answer(self, query, settings):
        before = {key: self.spark.conf.get(key, None) for key in settings}
        try:
            for key, value in settings.items():
                self.spark.conf.set(key, value)
            return self.rows_or_error(query)
        finally:
            for key, value in before.items():
                if value is None:
                    self.spark.conf.unset(key)
                else:
                    self.spark.conf.set(key, value)

    def statement(self, text):
        """What one statement of a session comes to."""
        try:
            if re.match(r"(SHOW|DESC|DESCRIBE)\b", text):
                frame = self.spark.sql(text)
                return {"schema": frame._jdf.schema().catalogString(),
                        "rows": ["\t".join(map(cell, row)) for row in frame.collect()]}
        except PySparkException as error:
            return refusal(error)
        return self.rows_or_error(text)

    def rows_or_error(self, query):
        try:
            frame = self.spark.sql(query)
            lines = self.hive.hiveResultString(frame._jdf.queryExecution().executedPlan())
            return {"schema": frame._jdf.schema().catalogString(),
                    "rows": [lines.apply(i) for i in range(lines.length())]}
        except PySparkException as error:
            return refusal(error)
        except Exception as error:  # an error of the JVM that py4j hands on as it is
            return refusal(convert_exception(error.java_exception), error.java_exception)

    def examples(self):
        """(function, query) of every example, each query once."""
        seen = set()
        for row in self.spark.sql("SHOW ALL FUNCTIONS").collect():
            name = row[0]
            quoted = name if re.fullmatch(r"[a-z_0-9.]+", name, flags=re.I) else f"`{name}`"
            try:
                text = "\n".join(line[0] for line in self.spark.sql(f"DESCRIBE FUNCTION EXTENDED {quoted}").collect())
            except PySparkException:
                continue
            for query in re.findall(r"^ *> (.+?);\s*$", text, flags=re.M | re.S):
                query = " ".join(query.split("\n"))
                if query not in seen:
                    seen.add(query)
                    yield name, query


def cell(value):
    return "NULL" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def refusal(error, java=None):
    condition, state = error.getCondition(), error.getSqlState()
    if condition is None and java is not None:
        try:  # an exception that pyspark knows no class for has a condition all the same
            condition, state = java.getCondition(), java.getSqlState()
        except Exception:
            pass  # one of Java's own
    try:
        message = error.getMessage() or str(error)
    except Exception:  # a template of Spark's own that lacks a parameter
        message = str(error)
    message = message.split("\n== SQL")[0]
    message = message.removeprefix(f"[{condition}] ").split(" SQLSTATE: ")[0].strip()
    return {"error": condition, "sqlstate": state, "message": message.split("\n")[0]}


def statements(path):
    """(statement, reason why ours differs or None) of a topic's file."""
    reason, statement = None, []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not statement and (not line.strip() or line.startswith("--")):
            if line.startswith("-- differs: "):
                reason = line.removeprefix("-- differs: ")
            continue
        statement.append(line)
        if not line.rstrip().endswith(";"):
            continue
        text = "\n".join(statement).rstrip()[:-1]
        statement = []
        yield text, reason
        reason = None
    if statement:
        sys.exit(f"{path.name}: the last query does not end in ';'")


def queries(path):
    """(query, settings, reason why ours differs or None) of a topic's file."""
    settings = {}
    for text, reason in statements(path):
        if text == "RESET":
            settings = {}
        elif text.startswith("SET "):
            key, value = text.removeprefix("SET ").split("=", 1)
            settings = {**settings, key.strip(): value.strip()}
        else:
            yield text, settings, reason


def lines_of_topic(oracle, topic):
    if topic == "examples":
        for function, query in oracle.examples():
            yield {"function": function, "sql": query, **oracle.answer(query, {})}
        return
    if topic.startswith("sessions/"):
        for text, reason in statements(HERE / f"{topic}.sql"):
            yield {"sql": text, **({"differs": reason} if reason else {}), **oracle.statement(text)}
        return
    for query, settings, reason in queries(HERE / f"{topic}.sql"):
        line = {"sql": query}
        if settings:
            line["set"] = settings
        if reason:
            line["differs"] = reason
        yield {**line, **oracle.answer(query, settings)}


def main():
    logging.disable(logging.CRITICAL)
    known = sorted(path.stem for path in HERE.glob("*.sql"))
    known += sorted(f"sessions/{path.stem}" for path in HERE.glob("sessions/*.sql")) + ["examples"]
    topics = sys.argv[1:] or known
    for topic in topics:
        if topic not in known:
            sys.exit(f"there is no topic '{topic}'; the topics are {', '.join(known)}")
    for with_delta in (False, True):
        record([topic for topic in topics if wants_delta(topic) == with_delta], with_delta)


def wants_delta(topic):
    return topic != "examples" and "-- with: delta" in (HERE / f"{topic}.sql").read_text(encoding="utf-8").splitlines()


def record(topics, with_delta):
    if not topics:
        return
    with tempfile.TemporaryDirectory() as warehouse:
        oracle = Oracle(warehouse, with_delta)
        for topic in topics:
            lines = [json.dumps(line, ensure_ascii=False) + "\n" for line in lines_of_topic(oracle, topic)]
            (HERE / f"{topic}.jsonl").write_text("".join(lines), encoding="utf-8")
            print(f"{topic}: {len(lines)} answers", flush=True)
        oracle.spark.stop()


if __name__ == "__main__":
    main()
