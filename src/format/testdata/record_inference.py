"""Asks Spark which schema it infers, and writes the answers into inference.jsonl.

Run it where PySpark is: `python record_inference.py`. Each line of inference.jsonl is a question:
{"format", "options", "files": [text, ..], "schema": Spark's answer}; "schema" is written anew. Add a
question by adding a line without it. "differs" gives the reason where Tarn answers otherwise.
"""

import json
import pathlib
import tempfile

from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

QUESTIONS = pathlib.Path(__file__).parent / "inference.jsonl"


def answer(spark, question):
    with tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(question["files"]):
            (pathlib.Path(folder) / f"{number}.txt").write_bytes(text.encode())
        reader = spark.read.options(**question.get("options", {})).format(question["format"])
        try:
            fields = reader.load(folder).schema.fields
        except PySparkException as problem:
            return f"error {problem.getCondition()}"
        except Exception as problem:  # an error of the JVM, with its condition in brackets
            return f"error {str(problem).split('[', 1)[1].split(']', 1)[0]}"
        return ", ".join(f"{field.name} {field.dataType.simpleString()}" for field in fields)


def main():
    spark = (
        SparkSession.builder.master("local[1]")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("OFF")
    questions = [json.loads(line) for line in QUESTIONS.read_text().splitlines() if line]
    for question in questions:
        question["schema"] = answer(spark, question)
    lines = (json.dumps(question, ensure_ascii=False) + "\n" for question in questions)
    QUESTIONS.write_text("".join(lines))
    spark.stop()


if __name__ == "__main__":
    main()
