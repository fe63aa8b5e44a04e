"""Asks Spark what casts and expressions give, and writes its answers into this folder.

    python record_spark.py            needs pyspark as tests/requirements.txt pins it

casts.tsv: zone, type, value, target type, answer. A value is written as the test reads it (days of a
DATE, microseconds of a TIMESTAMP, bytes of a BINARY in hexadecimal ..).
expressions.tsv: zone, query, answer, for the queries of expressions.sql.

An answer is "= " and the cells as Spark's shell prints them, rows apart by a line feed, or
"! CONDITION SQLSTATE message", or "none" where such a cast does not exist. Tabs, line feeds and
backslashes are escaped.
"""

import logging
from pathlib import Path

from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

HERE = Path(__file__).resolve().parent

NUMBERS = ["TINYINT", "SMALLINT", "INT", "BIGINT", "FLOAT", "DOUBLE", "DECIMAL(5,2)",
           "DECIMAL(38,0)", "DECIMAL(38,18)"]
TIMES = ["DATE", "TIMESTAMP", "TIMESTAMP_NTZ"]
INTERVALS = ["INTERVAL YEAR TO MONTH", "INTERVAL DAY TO SECOND"]
TYPES = ["BOOLEAN", *NUMBERS, "STRING", "BINARY", *TIMES, *INTERVALS]

FLOATS = ["0.0", "-0.0", "1.5", "-1.9", "0.1", "127.9", "-128.9", "128.0", "3.0E9",
          "9.223372036854775807E18", "1.0E20", "1.0E-5", "0.005", "1234567.125", "3.0E38", "NaN",
          "Infinity", "-Infinity"]

VALUES = {
    "BOOLEAN": ["true", "false"],
    "TINYINT": ["0", "1", "-128", "127"],
    "SMALLINT": ["-1", "128", "-32768", "32767"],
    "INT": ["0", "-129", "40000", "-2147483648", "2147483647"],
    "BIGINT": ["1", "2147483648", "-9223372036854775808", "9223372036854775807", "253402300800"],
    "FLOAT": FLOATS,
    "DOUBLE": [*FLOATS, "2147483647.5", "2147483648.0", "123456789012345680.0", "1.0E300", "4.9E-324", "0.125",
               "253402300799.9999"],
    "DECIMAL(5,2)": ["0.00", "1.50", "-1.99", "999.99", "-0.01", "127.99", "128.00"],
    "DECIMAL(38,0)": ["99999999999999999999999999999999999999", "9223372036854775808", "1000"],
    "DECIMAL(38,18)": ["12345678901234567890.123456789012345678", "0.000000000000000001",
                       "-9.500000000000000000", "0.005000000000000000"],
    "STRING": ["", " ", " 42\t", "42\n", "+7", "-0", "007", "1.5", "-1.5", "1e3", "1E-3", "127",
               "128", "2147483648", "9223372036854775808", "99999999999999999999999999999999999999",
               "999.994", "999.995", "1e400", "1e-400", "0.1", "abc", "it's", "a\\b", "NaN", "nan",
               "Infinity", "-inf", "+Infinity", "infinit", "1.", ".5", ".", "-", "1_000", "1,000",
               "0x1A", "1d", "1.5f", "1L", "true", "T", "yes", "y", "1", "0", "no", "n", "f", "off",
               "TRUE ", "tru", "null", "\u00a042", "\u0663", "\uff11",
               "2024-02-29", "2023-02-29", "2024-2-9", " 2024-02-09 ", "2024", "2024-05",
               "2024-13-01", "24-01-01", "2024/01/01", "20240101", "2024-01-01x", "2024-01-01 x",
               "2024-01-01T", "2024-02-29 12:34:56.123456789", "2024-02-29T12:34:56Z",
               "2024-02-29 12:34:56+02:00", "2024-02-29 12:34:56 Europe/Paris",
               "2024-02-29 12:34:56 CET", "2024-02-29 12:34", "2024-02-29 1:2:3", "2024-02-29 12",
               "2024-02-29 24:00:00", "2024-02-29 12:60:00", "2024-02-29 12:34:56 +2",
               "2024-02-29 12:34:56 Nowhere/City", "0001-01-01", "9999-12-31 23:59:59.999999",
               "10000-01-01", "+10000-01-01", "-0001-01-01", "0000-01-01", "1-2",
               "1 2:03:04.5", "INTERVAL '1-2' YEAR TO MONTH"],
    "BINARY": ["", "41", "3432", "ff00", "c3a9"],
    "DATE": ["0", "-1", "19782", "-719162", "2932896"],
    "TIMESTAMP": ["0", "-1", "-1500000", "500000", "1709210096123456", "-62135596800000000",
                  "253402300799999999", "1719784800000000"],
    "TIMESTAMP_NTZ": ["0", "-1", "1709210096123456", "-62135596800000000", "253402300799999999"],
    "INTERVAL YEAR TO MONTH": ["0", "14", "-14", "2147483647"],
    "INTERVAL DAY TO SECOND": ["0", "93784500000", "-1500000", "9223372036854775807"],
}

# In a zone with summer time: 2024-03-31 02:30 does not exist there, 2024-10-27 02:30 twice.
ZONE = "Europe/Paris"
ZONED_TYPES = ["STRING", *TIMES, "BIGINT"]
ZONED_VALUES = {
    "STRING": ["2024-03-31 02:30:00", "2024-10-27 02:30:00", "2024-07-01 12:00:00",
               "2024-07-01 12:00:00Z", "2024-07-01", "1800-01-01 00:00:00"],
    "DATE": ["0", "19904", "-62091"],
    "TIMESTAMP": ["0", "1719784800000000", "1729989000000000", "1729992600000000",
                  "-5364662961000000"],
    "TIMESTAMP_NTZ": ["1711852200000000", "1729996200000000", "1719784800000000"],
}


def escaped(text):
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")


def literal(kind, value):
    """The value as an expression of exactly that type."""
    if kind == "STRING":
        quoted = "".join(c if c.isalnum() and c.isascii() else f"\\u{ord(c):04x}" for c in value)
        return f"'{quoted}'"
    if kind == "BINARY":
        return f"X'{value}'"
    if kind == "DATE":
        return f"date_from_unix_date({value})"
    if kind == "TIMESTAMP":
        return f"timestamp_micros({value}L)"
    if kind == "TIMESTAMP_NTZ":
        return (f"TIMESTAMP_NTZ'1970-01-01 00:00:00' + "
                f"CAST({value}L / 1000000BD AS INTERVAL SECOND)")
    if kind == "INTERVAL YEAR TO MONTH":
        return f"CAST(make_ym_interval(0, {value}) AS {kind})"
    if kind == "INTERVAL DAY TO SECOND":
        return f"CAST({int(value) // 10**6}BD + {int(value) % 10**6}BD / 1000000BD AS {kind})"
    return f"CAST('{value}' AS {kind})"


class Oracle:
    def __init__(self):
        self.spark = (SparkSession.builder.master("local[1]")
                      .config("spark.ui.enabled", "false")
                      .config("spark.sql.session.timeZone", "UTC")
                      .config("spark.sql.shuffle.partitions", "1")
                      .config("spark.ui.showConsoleProgress", "false")
                      # As Spark's shell has it: java.sql's classes know another calendar.
                      .config("spark.sql.datetime.java8API.enabled", "true")
                      .getOrCreate())
        self.spark.sparkContext.setLogLevel("OFF")
        self.hive = self.spark.sparkContext._jvm.org.apache.spark.sql.execution.HiveResult

    def in_zone(self, zone):
        self.spark.conf.set("spark.sql.session.timeZone", zone)
        return self

    def rows(self, query):
        """One text a row, its cells apart by tabs."""
        plan = self.spark.sql(query)._jdf.queryExecution().executedPlan()
        lines = self.hive.hiveResultString(plan)
        return [lines.apply(i) for i in range(lines.length())]

    def answer(self, query):
        try:
            return "= " + "\n".join(self.rows(query))
        except PySparkException as error:
            return self.refusal(error)
        except Exception as error:  # an error of the JVM that py4j hands on as it is
            return self.refusal(convert(error))

    @staticmethod
    def refusal(error):
        condition, state = error.getCondition(), error.getSqlState()
        if condition is None:  # Java's own, as it is
            return f"! - - {error}".split("\n")[0]
        if condition.startswith("DATATYPE_MISMATCH.CAST"):
            return "none"
        message = error.getMessage().split("\n== SQL")[0]
        message = message.removeprefix(f"[{condition}] ").split(" SQLSTATE: ")[0].strip()
        return f"! {condition} {state} {message}"


def convert(error):
    from pyspark.errors.exceptions.captured import convert_exception
    return convert_exception(error.java_exception)


def record_casts(oracle, zone, types, values, write):
    oracle.in_zone(zone)
    for source in types:
        targets = []
        for target in types:
            null = f"CAST(CAST(NULL AS {source}) AS {target})"
            if oracle.answer(f"SELECT {null}") == "none":
                write([zone, source, "", target, "none"])
            else:
                targets.append(target)
        for value in values.get(source, []):
            for target in targets:
                query = f"SELECT CAST({literal(source, value)} AS {target})"
                write([zone, source, value, target, oracle.answer(query)])


def write_lines(name, lines):
    text = "".join("\t".join(escaped(cell) for cell in line) + "\n" for line in lines)
    (HERE / name).write_text(text, encoding="utf-8")


def main():
    logging.disable(logging.CRITICAL)
    oracle = Oracle()
    casts = []
    record_casts(oracle, "UTC", TYPES, VALUES, casts.append)
    record_casts(oracle, ZONE, ZONED_TYPES, ZONED_VALUES, casts.append)
    write_lines("casts.tsv", casts)
    expressions = []
    zone = "UTC"
    for line in (HERE / "expressions.sql").read_text(encoding="utf-8").splitlines():
        if line.startswith("SET TIME ZONE "):
            zone = line.removeprefix("SET TIME ZONE ").strip("'; ")
        elif line and not line.startswith("--"):
            query = line.rstrip(";")
            expressions.append([zone, query, oracle.in_zone(zone).answer(query)])
    write_lines("expressions.tsv", expressions)
    oracle.spark.stop()


if __name__ == "__main__":
    main()
