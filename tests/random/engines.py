"""The two that are asked: Spark in one JVM, and `tarn sql` as a process of its own."""
import json
import os
import select
import subprocess
import sys
import time
from pathlib import Path

import clock

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/answers"))

# Between two rows of Spark's answer: what no text of the generator's holds.
BETWEEN = "\x1f\x1e\x1f"

# An answer is ("rows", schema, [row ..]) or ("error", condition, sqlstate, message).


class Spark:
    """Spark as record.py has it, but asked over bare py4j, whose errors cost no stack trace. It starts with the first
    question."""

    def __init__(self, warehouse):
        self.warehouse, self.spark = warehouse, None

    def start(self):
        os.environ.setdefault("PYSPARK_SUBMIT_ARGS", "--driver-java-options '-XX:TieredStopAtLevel=1 "
                              "-XX:+UseSerialGC -Xss16m' pyspark-shell")
        import py4j.java_gateway
        import py4j.protocol
        import record
        self.failure = py4j.protocol.Py4JJavaError
        self.spark = record.Oracle(self.warehouse).spark
        self.hive = self.spark.sparkContext._jvm.org.apache.spark.sql.execution.HiveResult
        for key in ("spark.sql.codegen.wholeStage", "spark.sql.adaptive.enabled"):
            self.spark.conf.set(key, "false")
        self.spark.conf.set("spark.sql.codegen.factoryMode", "NO_CODEGEN")
        self.session, self.settings = self.spark._jsparkSession, {}
        py4j.java_gateway.get_return_value = py4j.protocol.get_return_value

    def ask(self, sql, settings):
        if self.spark is None:
            self.start()
        if settings != self.settings:
            for key in self.settings:
                self.session.conf().unset(key)
            for key, value in settings.items():
                self.session.conf().set(key, value)
            if "spark.sql.session.timeZone" not in settings:
                self.session.conf().set("spark.sql.session.timeZone", "UTC")
            self.settings = settings
        try:
            frame = self.session.sql(sql)
            lines = self.hive.hiveResultString(frame.queryExecution().executedPlan())
            text = lines.mkString(BETWEEN) + BETWEEN if lines.length() else ""
            return ("rows", frame.schema().catalogString(), text.split(BETWEEN)[:-1])
        except self.failure as error:
            return self.refusal(error.java_exception)

    def refusal(self, error):
        message = (error.getMessage() or error.getClass().getName()).split("\n")[0]
        try:
            return ("error", error.getCondition(), error.getSqlState(), message)
        except Exception:  # one of Java's own
            return ("error", None, None, error.getClass().getName() + ": " + message)

    def close(self):
        if self.spark is not None:
            self.spark.stop()


class Tarn:
    def __init__(self, program):
        self.program, self.settings, self.process, self.clock = program, {}, None, None

    def start(self, at):
        environment = None
        if at is not None:
            self.clock = self.clock or clock.Clock()
            environment = self.clock.start(at)
        self.process = subprocess.Popen([self.program, "sql", "--input", "jsonl", "--output", "jsonl"], cwd="/", env=environment,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.settings = {}

    def ask(self, sql, settings, seconds=60, at=None):
        """The answer, as of the day of the second `at` (since 1970) or of today."""
        settings = {"spark.sql.session.timeZone": "UTC", **settings}
        if self.process and not self.is_of_the_day(at, settings["spark.sql.session.timeZone"]):
            self.end()
        if self.process is None:
            self.start(at)
        request = {"sql": sql}
        if settings != self.settings:
            request = {"reset": True, "set": settings, "sql": sql}
            self.settings = settings
        try:
            self.process.stdin.write(json.dumps(request).encode() + b"\n")
            self.process.stdin.flush()
            line = self.line(seconds)
        except BrokenPipeError:
            line = b""
        if not line:
            code = self.end()
            return ("error", "CRASH", str(code), f"tarn ended or was silent for {seconds} s")
        return self.answer(json.loads(line))

    def is_of_the_day(self, at, zone):
        if self.clock is None:
            return at is None
        return self.clock.is_of_that_day(time.time() if at is None else at, zone)

    def line(self, seconds):
        """The next line; empty where none comes in time."""
        until, got = time.time() + seconds, b""
        while not got.endswith(b"\n"):
            ready, _, _ = select.select([self.process.stdout], [], [], max(0, until - time.time()))
            piece = os.read(self.process.stdout.fileno(), 1 << 20) if ready else b""
            if not piece:
                return b""
            got += piece
        return got

    def end(self):
        if self.process.poll() is None:
            self.process.kill()
        code, self.process = self.process.wait(), None
        return code

    @staticmethod
    def answer(object):
        if "error" in object:
            error = object["error"]
            return ("error", error.get("class"), error.get("sqlstate"), error.get("message", ""))
        rows = ["\t".join("NULL" if cell is None else cell for cell in row) for row in object["rows"]]
        return ("rows", object["schema"], rows)

    def close(self):
        if self.process is not None:
            self.process.stdin.close()
            self.process.wait()
