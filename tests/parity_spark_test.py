"""`tarn test --engine spark`: our cases end with the same tables on Spark, and a case that does not is shown.

A sample of the cases, a Spark for all of them; TARN_PARITY=all, as `./dev parity` has it, takes every one.
"""
import os
import subprocess
import sys

from support.project import SOURCE, TARN, Project, expect_equal

# Each kind of thing once: a Spark wants seconds for each update.
SAMPLE = [
    "A filter and a projection keep one row for one row",
    "Several flows write into one table, matched by name",
    "A full refresh reads everything again",
    "A row that breaks an expectation is dropped",
    "FAIL UPDATE fails the flow",
    "Inner, left, right, full, semi and anti joins",
    "Short rows are filled with NULL",
    "from_json gives NULL fields",
    "Sums and means of decimals are exact",
    "Texts of times are read in the session's zone",
    "An older version of a table can be read",
    "Division by zero fails the flow",
    "Names compare without case",
]

RESCUED = """\
test: Spark keeps nothing of what does not fit.
pipeline: |
  CREATE STREAMING TABLE t AS SELECT id, _rescued_data IS NULL AS fits
    FROM STREAM read_files('in', format => 'json', schemaHints => 'id INT', schemaEvolutionMode => 'rescue');
given:
  in/1.json: |
    {"id": 1}
    {"id": "x"}
expect:
  t: |
    id   | fits
    1    | true
    NULL | false
  flows:
    t: {written: 2}
"""

ALONE = """\
test: This one stays at home.
engines: tarn  # to show how that is told
pipeline: |
  CREATE MATERIALIZED VIEW m AS SELECT 1 AS n;
expect:
  m: |
    n
    1
"""

ENVIRONMENT = {**os.environ, "TARN_SPARK_PYTHON": sys.executable}


def tarn_test(*arguments, cwd=SOURCE):
    done = subprocess.run([TARN, "test", "--engine", "spark", *arguments], cwd=cwd, env=ENVIRONMENT, capture_output=True, text=True)
    if "Spark cannot be started" in done.stderr:
        print("skipped: " + done.stderr.strip())
        sys.exit(77)
    return done


def what_is_missing_is_named():
    done = subprocess.run([TARN, "test", "--engine", "spark", "tests/cases/text"], cwd=SOURCE, capture_output=True, text=True,
                          env={**ENVIRONMENT, "TARN_SPARK_JARS": "/nonexistent"})
    expect_equal("without Delta's jars", done.returncode, 1)
    assert "io.delta:delta-spark_4.2_2.13:4.4.0" in done.stderr or "pyspark[pipelines]" in done.stderr, done.stderr
    done = subprocess.run([TARN, "test", "--engine", "spark", "tests/cases/text"], cwd=SOURCE, capture_output=True, text=True,
                          env={**ENVIRONMENT, "TARN_SPARK_PYTHON": "/nonexistent/python"})
    expect_equal("without Python", done.returncode, 1)
    assert "starting '/nonexistent/python' (TARN_SPARK_PYTHON names another Python)" in done.stderr, done.stderr


def a_difference_is_shown_with_the_rows_of_both():
    with Project({"cases/rescued.yml": RESCUED, "cases/alone.yml": ALONE}) as project:
        done = tarn_test("cases", cwd=project.folder)
        expect_equal("a case that differs", done.returncode, 1)
        shown, _, summary = done.stdout.rpartition("\n\n")
        expect_equal("what is shown", shown, (
            "cases/alone.yml: not on Spark: This one stays at home.: to show how that is told\n"
            "cases/rescued.yml:1: FAILED: Spark keeps nothing of what does not fit.\n"
            "  on Spark:\n"
            "  t: 1 row differs (2 on Tarn, 2 on Spark)\n"
            "      id   | fits\n"
            "    ~ NULL | false -> true"))
        assert summary.startswith("1 case passed, 1 failed; 1 also on Spark, 1 not on Spark"), summary


def our_cases_are_the_same_on_spark():
    everything = os.environ.get("TARN_PARITY") == "all"
    done = tarn_test("tests/cases", *([] if everything else SAMPLE))
    print(done.stdout, end="")
    expect_equal("our cases on Spark", (done.returncode, done.stderr), (0, ""))
    # Whatever stays at home says so itself: docs/PARITY.md counts those marks.
    ours = subprocess.run(["grep", "-rhoP", r"^ *engines: tarn +# *\K.*", "tests/cases"], cwd=SOURCE, capture_output=True, text=True)
    for line in done.stdout.splitlines():
        if ": not on Spark: " in line:
            assert any(line.endswith(": " + reason) for reason in ours.stdout.splitlines()), line


if __name__ == "__main__":
    what_is_missing_is_named()
    a_difference_is_shown_with_the_rows_of_both()
    our_cases_are_the_same_on_spark()
