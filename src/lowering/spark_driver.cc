#include "lowering/spark_driver.h"

namespace tarn::lowering {
namespace {

constexpr std::string_view kText =
    R"PYTHON("""Runs exported pipelines on one Spark; written by `tarn test --engine spark`."""
import glob
import json
import os
import re
import sys
import uuid
from pathlib import Path

# Spark, its JVM and the libraries write to standard output as they please; answers go to a copy.
answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)

FOLDER = sys.argv[1]  # for Spark's own things
PYSPARK = 'pip install "pyspark[pipelines]==4.2.1"'
DELTA = "io.delta:delta-spark_4.2_2.13:4.4.0"


def answer(value):
    answers.write(json.dumps(value) + "\n")
    answers.flush()


def jars():
    folder = os.environ.get("TARN_SPARK_JARS")
    if folder:
        return sorted(glob.glob(os.path.join(folder, "*.jar")))
    import pyspark
    home = os.environ.get("SPARK_HOME", os.path.dirname(pyspark.__file__))
    return sorted(glob.glob(os.path.join(home, "jars", "delta-*.jar")))


def what_is_missing():
    try:
        import pyspark
        from pyspark.pipelines import cli  # with all that Spark Connect wants
    except Exception as error:
        return f"{sys.executable} has no PySpark with pipelines ({error}); {PYSPARK}"
    if not pyspark.__version__.startswith("4.2."):
        return f"{sys.executable} has PySpark {pyspark.__version__}, and Delta 4.4.0 wants 4.2.1; {PYSPARK}"
    if not any("delta-spark" in jar for jar in jars()):
        return (f"Delta's jars were not found; fetch {DELTA} and what it depends on from Maven, and name their folder "
                "in TARN_SPARK_JARS")
    return None


class Spark:
    """A Spark Connect server in a JVM of its own, and a session beside it that reads tables."""

    def __init__(self):
        from pyspark import SparkConf, SparkContext
        from pyspark.sql import SparkSession
        os.environ["SPARK_CONNECT_AUTHENTICATE_TOKEN"] = str(uuid.uuid4())
        os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
        settings = {
            "spark.plugins": "org.apache.spark.sql.connect.SparkConnectPlugin",
            "spark.connect.grpc.binding.port": "0",
            "spark.connect.grpc.binding.address": "127.0.0.1",
            "spark.driver.extraClassPath": ":".join(jars()),
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.memory": os.environ.get("TARN_SPARK_MEMORY", "1g"),
            # Hundreds of small pipelines: what takes time is to compile, in Java and in Spark.
            "spark.driver.extraJavaOptions":
                f"-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Djava.io.tmpdir={FOLDER} -Duser.timezone=UTC",
            "spark.sql.codegen.cache.maxEntries": "20000",
            "spark.sql.artifact.isolation.enabled": "false",
            "spark.sql.shuffle.partitions": "1",
            "spark.databricks.delta.snapshotPartitions": "1",
            "spark.local.dir": FOLDER,
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.log.level": "OFF",
            "spark.sql.extensions": "io.delta.sql.DeltaSparkSessionExtension",
            "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog",
            "spark.sql.sources.default": "delta",
            "spark.sql.warehouse.dir": os.path.join(FOLDER, "warehouse"),
            "spark.sql.timeType.enabled": "true",
            # A case wants to see its error, not to wait for it.
            "spark.sql.pipelines.maxFlowRetryAttempts": "0",
        }
        context = SparkContext(conf=SparkConf().setMaster("local[2]").setAll(list(settings.items())))
        self.session = SparkSession(context)
        self.jvm = context._jvm
        service = getattr(self.jvm.org.apache.spark.sql.connect.service, "SparkConnectService$")
        self.port = getattr(service, "MODULE$").localPort()
        # From here on a session is one of Spark Connect, as in spark-pipelines.
        os.environ["SPARK_CONNECT_MODE_ENABLED"] = "1"

    def connect(self, configuration):
        from pyspark.sql.connect.session import SparkSession
        builder = SparkSession.builder.remote(f"sc://localhost:{self.port}")
        for key, value in {"spark.sql.connect.serverStacktrace.enabled": "false", **configuration}.items():
            builder = builder.config(key, value)
        return builder.create()


def quoted(name):
    return "`" + name.replace("`", "``") + "`"


def text_literal(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def every(sequence):
    """The elements of one of Scala's."""
    return [sequence.apply(i) for i in range(sequence.length())]


class Cases:
    def __init__(self, spark):
        self.spark = spark
        # Asked directly: a DROP in SQL would have Delta read each table once more.
        self.catalog = spark.session._jsparkSession.sharedState().externalCatalog()
        self.folder = os.path.join(FOLDER, "warehouse")

    def begin(self, request):
        self.folder = request["folder"]
        self.place("default")
        return {}

    def schemas(self):
        return every(self.catalog.listDatabases())

    def place(self, schema):
        folder = text_literal("file://" + os.path.join(self.folder, "warehouse", schema))
        self.spark.session.sql(f"ALTER SCHEMA {quoted(schema)} SET LOCATION {folder}")

    def end(self, request):
        self.spark.session.catalog.setCurrentDatabase("default")
        for schema in self.schemas():
            if schema != "default":
                self.catalog.dropDatabase(schema, True, True)
        for table in every(self.catalog.listTables("default")):
            self.catalog.dropTable("default", table, True, True)
        self.spark.jvm.org.apache.spark.sql.delta.DeltaLog.clearCache()
        return {}

    def update(self, request):
        from pyspark.pipelines import cli
        from pyspark.pipelines.spark_connect_graph_element_registry import SparkConnectGraphElementRegistry
        from pyspark.pipelines.spark_connect_pipeline import create_dataflow_graph, start_run
        path = Path(request["spec"])
        spec = cli.load_pipeline_spec(path)
        self.prepare(request)
        messages, error = [], None
        session = self.spark.connect(spec.configuration)
        try:
            graph = create_dataflow_graph(session, default_catalog=spec.catalog, default_database=spec.database,
                                          sql_conf=spec.configuration)
            cli.register_definitions(path, SparkConnectGraphElementRegistry(session, graph), spec, session, graph)
            for result in start_run(session, graph, full_refresh=request["full_refresh"],
                                    full_refresh_all=request["full_refresh_all"], refresh=request["refresh"],
                                    dry=False, storage=spec.storage):
                if "pipeline_event_result" in result:
                    messages.append(result["pipeline_event_result"].event.message)
        except Exception as raised:  # told as what the update came to
            error = raised
        finally:
            session.stop()
        return {"failures": failures(messages, error)}

    def prepare(self, request):
        sql = self.spark.session.sql
        before = set(self.schemas())
        for schema in set(request["schemas"]) - before:
            sql(f"CREATE SCHEMA {quoted(schema)}")
            self.place(schema)
        for statement in request["prepare"]:
            sql(statement)
        for table in request["tables"]:
            sql(f"CREATE TABLE IF NOT EXISTS {table['name']} USING delta LOCATION {text_literal(table['path'])}")

    def rows(self, request):
        session, jvm = self.spark.session, self.spark.jvm
        session.conf.set("spark.sql.session.timeZone", request["time_zone"])
        # As Spark's shell prints: java.sql's classes know another calendar.
        session.conf.set("spark.sql.datetime.java8API.enabled", "true")
        session.catalog.setCurrentDatabase(request["schema"])
        frame = session.sql("SELECT * FROM " + request["table"])._jdf
        fields = [frame.schema().apply(i) for i in range(frame.schema().length())]
        hive = jvm.org.apache.spark.sql.execution.HiveResult
        times, binary = hive.getTimeFormatters(), hive.getBinaryFormatter()
        rows = []
        for row in frame.collectAsList():
            rows.append([None if row.isNullAt(i) else
                         hive.toHiveString(jvm.scala.Tuple2(row.get(i), field.dataType()), False, times, binary)
                         for i, field in enumerate(fields)])
        return {"columns": [[field.name(), field.dataType().sql()] for field in fields], "rows": rows}


def conditions(text):
    return re.findall(r"\[([A-Z][A-Z0-9_]*(?:\.[A-Z][A-Z0-9_]*)*)\]", text)


def failures(messages, error):
    """What failed, flow by flow; what no flow is to blame for comes without one."""
    found = {}
    for message in messages:
        failed = re.match(r"(?:Flow '(.+?)' has FAILED|Failed to resolve flow: '(.+?)'\.)", message)
        if failed:
            flow = failed.group(1) or failed.group(2)
            text = message.split("\nError: ", 1)[-1]
            found[flow] = {"flow": flow, "conditions": conditions(text), "message": text}
    if error is not None and not found:
        known = [error.getCondition()] if getattr(error, "getCondition", lambda: None)() else []
        found[""] = {"flow": "", "conditions": known + conditions(str(error)), "message": str(error)}
    return list(found.values())


def brief(error):
    return str(error).split("\n\nJVM stacktrace")[0]


def main():
    missing = what_is_missing()
    if missing:
        return answer({"missing": missing})
    cases = Cases(Spark())
    answer({"ready": True})
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer(getattr(cases, request["do"])(request))
        except Exception as error:  # the next request may go well
            answer({"error": brief(error)})


main()
)PYTHON";

}  // namespace

std::string_view spark_driver_text() { return kText; }

}  // namespace tarn::lowering
